// Pure rules of the region tree: levels, validity, paths, jurisdiction, and Chinese coordinates.
// A path lists the codes from the top down to the region itself ("330000/330300/330382/"); whoever holds a prefix of it
// is responsible for the region.

import type { Day } from '#base/dates.ts'
import { registerSentences } from '#base/sentences.ts'
import type { Text } from '#base/text.ts'

export const levels = ['province', 'city', 'county', 'town', 'village', 'grid'] as const
export type Level = (typeof levels)[number]

export const levelNames: Record<Level, Text> = {
  province: { zh: '省', en: 'province' },
  city: { zh: '市', en: 'city' },
  county: { zh: '县（市、区）', en: 'county' },
  town: { zh: '乡镇（街道）', en: 'town' },
  village: { zh: '村（社区）', en: 'village' },
  grid: { zh: '网格', en: 'micro-grid' },
}

export const isLevel = (text: string): text is Level => (levels as readonly string[]).includes(text)

/** True when `upper` stands above `lower`; a level may be skipped (a county directly below a province). */
export const isAbove = (upper: Level, lower: Level): boolean => levels.indexOf(upper) < levels.indexOf(lower)

export type Validity = { validFrom: string; validTo: string | null }

/** True on every day from `validFrom` to `validTo`, both included. */
export const holdsOn = ({ validFrom, validTo }: Validity, on: Day | string): boolean =>
  validFrom <= on && (validTo === null || on <= validTo)

/** True when two validities have a day in common. */
export const overlap = (a: Validity, b: Validity): boolean =>
  (b.validTo === null || a.validFrom <= b.validTo) && (a.validTo === null || b.validFrom <= a.validTo)

export const pathBelow = (parentPath: string, code: string): string => `${parentPath}${code}/`

/** Codes of a path from the top down, the region itself last. */
export const codesOf = (path: string): string[] => path.split('/').filter((code) => code !== '')

/** True when the region with `path` is the node with `nodePath` or lies below it; the empty node is everything. */
export const isWithin = (path: string, nodePath: string): boolean => path.startsWith(nodePath)

export type Position = readonly [longitude: number, latitude: number]
export type CoordinateSystem = 'GCJ-02' | 'WGS-84' | 'CGCS2000'

/** Semi-major axis (metres) and squared eccentricity of the Krasovsky 1940 ellipsoid, on which GCJ-02 is defined. */
const AXIS = 6_378_245
const ECCENTRICITY = 0.006_693_421_622_965_943

const waves = (x: number, factors: readonly [number, number][]): number =>
  factors.reduce((sum, [amplitude, frequency]) => sum + (amplitude * Math.sin(x * frequency * Math.PI) * 2) / 3, 0)

/** A satellite position (WGS-84; CGCS2000 differs by centimetres) as the GCJ-02 position of Chinese maps, to about a metre. */
export function toChineseMap([longitude, latitude]: Position): Position {
  const x = longitude - 105
  const y = latitude - 35
  const root = Math.sqrt(Math.abs(x))
  const shared = waves(x, [
    [20, 6],
    [20, 2],
  ])
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * root +
    shared +
    waves(y, [
      [20, 1],
      [40, 1 / 3],
      [160, 1 / 12],
      [320, 1 / 30],
    ])
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * root +
    shared +
    waves(x, [
      [20, 1],
      [40, 1 / 3],
      [150, 1 / 12],
      [300, 1 / 30],
    ])
  const angle = (latitude * Math.PI) / 180
  const magic = 1 - ECCENTRICITY * Math.sin(angle) ** 2
  const metresNorth = (AXIS * (1 - ECCENTRICITY)) / (magic * Math.sqrt(magic))
  const metresEast = (AXIS / Math.sqrt(magic)) * Math.cos(angle)
  return [longitude + (east * 180) / (metresEast * Math.PI), latitude + (north * 180) / (metresNorth * Math.PI)]
}

/** The inverse, found by trying: what satellite position lies at this place of a Chinese map (to a centimetre). */
export function fromChineseMap(place: Position): Position {
  let guess: Position = place
  for (let round = 0; round < 4; round++) {
    const there = toChineseMap(guess)
    guess = [guess[0] + place[0] - there[0], guess[1] + place[1] - there[1]]
  }
  return guess
}

/** A place as the map of these outlines has it. */
export function toMap(place: Position, system: 'GCJ-02' | 'WGS-84', map: CoordinateSystem): Position {
  if ((system === 'GCJ-02') === (map === 'GCJ-02')) return place
  return map === 'GCJ-02' ? toChineseMap(place) : fromChineseMap(place)
}

/** WGS-84 and CGCS2000 are one and the same on a map; GCJ-02 lies some 500 m beside them. */
export const sameMap = (a: CoordinateSystem, b: CoordinateSystem): boolean => (a === 'GCJ-02') === (b === 'GCJ-02')

registerSentences({
  'regions.unknown': {
    zh: '{on} 没有代码为 {code} 的地区。',
    en: 'There is no region with the code {code} on {on}.',
  },
  'regions.none': {
    zh: '还没有导入地区。请先运行 wuse region import 或 wuse seed。',
    en: 'No region has been imported yet. Run wuse region import or wuse seed first.',
  },
  'regions.no-outlines': {
    zh: '{on} 没有“{level}”一级的界线。',
    en: 'There are no outlines of the level "{level}" on {on}.',
  },
  'regions.import-refused': {
    zh: '未导入任何内容：读取 {read} 行，发现 {faults} 处错误，请按下列提示改正后重新导入。',
    en: 'Nothing was imported: {read} rows read, {faults} faults found. Correct what is named below and import again.',
  },
  'regions.import-empty': {
    zh: '没有可导入的内容：请给出区划 CSV 或界线 GeoJSON。',
    en: 'There is nothing to import: give divisions (CSV), outlines (GeoJSON) or both.',
  },
  'regions.not-geojson': {
    zh: '界线文件不是 GeoJSON FeatureCollection：{reason}',
    en: 'The outlines are no GeoJSON FeatureCollection: {reason}',
  },
  'regions.not-csv': { zh: '区划文件无法按 CSV 读取：{reason}', en: 'The divisions cannot be read as CSV: {reason}' },
  'regions.columns-missing': {
    zh: '{file} 缺少列：{missing}。文件中的列：{found}。可用的列：{known}。',
    en: '{file} lacks the columns {missing}. It has {found}. Known columns: {known}.',
  },
  'regions.mixed-coordinates': {
    zh: '导入的界线为 {given}，已有界线为 {stored}，两者相差约 500 米：请先换算（--about 中写明 coordinates.system）。',
    en: 'The outlines given are in {given}, those stored in {stored}, some 500 m apart: convert them first (state coordinates.system with --about).',
  },
  'regions.region-file': { zh: '{file} 有误：{reason}', en: '{file} is not valid: {reason}' },
  'regions.outside-jurisdiction': {
    zh: '{path} 不在您的管辖范围内。',
    en: '{path} is outside your jurisdiction.',
  },
  'regions.shipped-only-demo': {
    zh: '当前地图为随软件提供的示例，请换成主管部门审定的地图。',
    en: 'The map in use is the sample that comes with the software; replace it by the authority’s approved map.',
  },
})
