// The exported picture of an edition as one SVG: title, map with patterns and names, legend with counts,
// deviations, notice of the outlines, pack. The same for the province's counties and for tiles of towns.

import type { Language, Text } from '#base/text.ts'
import type { ChangeList, LevelInfo, Publication, RatedRegion } from '../api-publication.ts'
import { chineseMarks, dayWords, levelWords, tierWords } from '../rules/changes.ts'
import { stateNames } from '../rules/lifecycle.ts'
import { appearanceOf, isColourName, patternSvg, type ColourName } from './colours.ts'
import { placeLabels, textEms, type PlacedLabel } from './labels.ts'
import type { MapLayout } from './layout.ts'
import { makeWriter, round, type OutlineOf, type Writer } from './outlined-text.ts'

export type PosterShape = 'wide' | 'portrait'
export type Theme = 'light' | 'dark'
export const posterSizes: Record<PosterShape, { width: number; height: number }> = {
  wide: { width: 1920, height: 1080 },
  portrait: { width: 1240, height: 1754 },
}

export type Edition = {
  publication: Publication
  levels: readonly LevelInfo[]
  regions: readonly RatedRegion[]
  changes: ChangeList
  /** Notice that stands beside the outlines; null when there is none. */
  notice: Text | null
  /** True when places are drawn as tiles. */
  schematic: boolean
  layout: (size: { width: number; height: number; padding?: number }) => MapLayout
}

type Ink = { paper: string; text: string; soft: string; line: string; halo: string; alarm: string }
const inks: Record<Theme, Ink> = {
  light: { paper: '#ffffff', text: '#16202e', soft: '#4c5a6d', line: '#ffffff', halo: '#ffffff', alarm: '#b3161b' },
  dark: { paper: '#0d1522', text: '#f2f5f9', soft: '#aab6c6', line: '#0d1522', halo: '#0d1522', alarm: '#ff8a84' },
}

const colourOf = (level: LevelInfo | undefined): ColourName =>
  level && isColourName(level.colour) ? level.colour : 'grey'

export function titleOf({ publication: { root, tier }, levels }: Pick<Edition, 'publication' | 'levels'>): Text {
  const five = levels.length === 5
  const what = tier === 'town' ? '乡镇(街道)' : '县域'
  return {
    zh: chineseMarks(`${root.name.zh}${what}疫情${five ? '五色' : '风险等级'}图`),
    en: `${five ? 'Five-colour epidemic' : 'Epidemic risk'} map of ${root.name.en}, by ${tierWords[tier].en[0]}`,
  }
}

export function subtitleOf({ publication }: Pick<Edition, 'publication'>): Text {
  const when = dayWords(publication.on, true)
  const edition = publication.edition
  const state = stateNames[publication.state]
  const zh = [`数据截至${when.zh}24时`, edition === null ? state.zh : `第${edition}期 · ${state.zh}`]
  const en = [`Data up to the end of ${when.en}`, edition === null ? state.en : `edition ${edition} · ${state.en}`]
  if (publication.reviewed) {
    zh.push(`复核:${publication.reviewed.name}`)
    en.push(`second look: ${publication.reviewed.name}`)
  }
  return { zh: chineseMarks(zh.join(' · ')), en: en.join(' · ') }
}

/** What must be read before the map itself; null for the edition in force. */
export function warningOf({ state, withdrawn }: Publication): Text | null {
  if (state === 'published') return null
  if (state === 'superseded')
    return { zh: '本期已被新一期替代，不再有效', en: 'Superseded by a newer edition, no longer in force' }
  if (state === 'withdrawn')
    return { zh: `本期已撤回：${withdrawn?.reason ?? ''}`, en: `Withdrawn: ${withdrawn?.reason ?? ''}` }
  return { zh: '未发布的工作稿，不得外传', en: 'Unpublished working copy, not for distribution' }
}

export const schematicNote: Text = { zh: '示意，不代表位置', en: 'Schematic: tiles do not show positions' }

export function drawPoster(
  edition: Edition,
  options: { shape: PosterShape; language: Language; theme?: Theme },
  outlineOf: OutlineOf,
): string {
  const { shape, language, theme = 'light' } = options
  const { width, height } = posterSizes[shape]
  const ink = inks[theme]
  const writer = makeWriter(outlineOf)
  const wide = shape === 'wide'
  const margin = wide ? 56 : 64
  const side = wide ? 470 : width - 2 * margin
  const top = headerHeight(edition, wide)
  const map = wide
    ? { x: margin, y: top, width: width - side - 3 * margin, height: height - top - 74 }
    : { x: margin, y: top, width: width - 2 * margin, height: 930 }
  const panel = wide
    ? { x: width - margin - side, y: top, width: side, bottom: height - 74 }
    : { x: margin, y: top + 930 + 26, width: side, bottom: height - 108 }
  const parts = [
    `<rect width="${width}" height="${height}" fill="${ink.paper}"/>`,
    header(edition, writer, ink, language, { margin, width }),
    mapPart(edition, writer, ink, language, theme, map),
    panelPart(edition, writer, ink, language, theme, panel, wide),
    footer(edition, writer, ink, language, { margin, width, height, wide }),
  ]
  const title = titleOf(edition)[language]
  const patterns = edition.levels
    .map((level) => patternSvg(colourOf(level), `p-${level.id}`, { dark: theme === 'dark', scale: 1.4 }))
    .join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="t d"><title id="t">${xml(title)}</title><desc id="d">${xml(edition.changes.headline[language])}</desc><defs>${patterns}${writer.defs()}</defs>${parts.join('')}</svg>`
}

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const headerHeight = (edition: Edition, wide: boolean): number =>
  (wide ? 150 : 190) + (warningOf(edition.publication) ? 54 : 0)

function header(
  edition: Edition,
  writer: Writer,
  ink: Ink,
  language: Language,
  { margin, width }: { margin: number; width: number },
): string {
  const title = titleOf(edition)[language]
  const room = width - 2 * margin
  const size = Math.min(58, (58 * room) / writer.measure(title, 58, 700))
  const parts = [writer.write(title, margin, 84, { size, weight: 700, fill: ink.text })]
  const subtitle = subtitleOf(edition)[language]
  const small = Math.min(27, (27 * room) / writer.measure(subtitle, 27))
  parts.push(writer.write(subtitle, margin, 130, { size: small, fill: ink.soft }))
  const warning = warningOf(edition.publication)?.[language]
  if (warning) {
    const line = writer.wrap(warning, room - 40, 26, 700)[0] ?? warning
    parts.push(
      `<rect x="${margin}" y="150" width="${room}" height="46" rx="6" fill="${ink.alarm}" fill-opacity=".14"/>`,
    )
    parts.push(writer.write(line, margin + 20, 182, { size: 26, weight: 700, fill: ink.alarm }))
  }
  return parts.join('')
}

type Box = { x: number; y: number; width: number; height: number }

function mapPart(edition: Edition, writer: Writer, ink: Ink, language: Language, theme: Theme, box: Box): string {
  const layout = edition.layout({ width: box.width, height: box.height, padding: 6 })
  const regions = new Map(edition.regions.map((region) => [region.code, region]))
  const levels = new Map(edition.levels.map((level) => [level.id, level]))
  const shapes = layout.shapes.map((shape) => {
    const region = regions.get(shape.code)
    const fill = region ? `url(#p-${region.level})` : theme === 'dark' ? '#475263' : '#c9ced6'
    const name = region ? `${region.name[language]}: ${levels.get(region.level)?.name[language] ?? ''}` : shape.code
    const deviated = region?.deviation?.state === 'confirmed'
    const edge = deviated ? ` stroke="${ink.text}" stroke-width="2.4" stroke-dasharray="7 4"` : ''
    return `<path d="${shape.path}" fill="${fill}"${edge}><title>${xml(name)}</title></path>`
  })
  const { borders } = layout
  const lines = [
    `<path d="${borders.inner}" fill="none" stroke="${ink.line}" stroke-width="1" stroke-opacity=".85"/>`,
    `<path d="${borders.parents}" fill="none" stroke="${ink.line}" stroke-width="3.2"/>`,
    `<path d="${borders.parents}" fill="none" stroke="${ink.soft}" stroke-width="1.1"/>`,
    `<path d="${borders.outline}" fill="none" stroke="${ink.soft}" stroke-width="1.2"/>`,
  ]
  const labels = labelsOf(edition, layout, language, regions)
  const names = labels.map((label) =>
    writer.write(label.text, label.x, label.y + label.size * 0.36, {
      size: label.size,
      weight: 700,
      anchor: 'middle',
      fill: ink.text,
      halo: ink.halo,
    }),
  )
  const note = edition.schematic
    ? writer.write(schematicNote[language], box.width, box.height - 6, { size: 22, anchor: 'end', fill: ink.soft })
    : ''
  return `<g transform="translate(${box.x} ${box.y})">${shapes.join('')}${lines.join('')}${names.join('')}${note}</g>`
}

type SizedLabel = PlacedLabel & { size: number }

/** Names in a size that suits the number of places; the higher levels and deviations always come first. */
function labelsOf(
  edition: Edition,
  layout: MapLayout,
  language: Language,
  regions: ReadonlyMap<string, RatedRegion>,
): SizedLabel[] {
  const many = layout.shapes.length
  const nameOf = (code: string): string => {
    const region = regions.get(code)
    if (!region) return ''
    const star = region.deviation?.state === 'confirmed' ? '*' : ''
    return `${shortName(region.name[language], language)}${star}`
  }
  const size = edition.schematic ? tileFont(layout, nameOf) : many > 60 ? 15 : many > 25 ? 18 : 22
  if (size < 8) return []
  const top = Math.max(...edition.levels.map((level) => level.rank))
  const placed = placeLabels(layout.shapes, {
    text: nameOf,
    width: layout.width,
    height: layout.height,
    fontSize: size,
    first: (code) => (regions.get(code)?.rank ?? 0) >= Math.max(1, top - 1),
    overhang: edition.schematic ? 1 : 1.2,
  })
  return placed.map((label) => ({ ...label, size }))
}

/** The largest size at which every name stays inside its tile. */
const tileFont = (layout: MapLayout, nameOf: (code: string) => string): number => {
  const first = layout.shapes[0]
  if (!first) return 0
  const longest = Math.max(1, ...layout.shapes.map(({ code }) => textEms(nameOf(code))))
  return Math.min(32, ((first.bounds[1][0] - first.bounds[0][0]) * 0.92) / longest)
}

/** On the map the kind of division goes without saying: "乐清市" → "乐清", "Yueqing City" → "Yueqing". */
export const shortName = (name: string, language: Language): string => {
  if (language === 'en')
    return name.replace(/ (?:City|District|County|Autonomous County|Town|Township|Subdistrict)$/, '')
  const short = name.replace(/(?:[\u4e00-\u9fff]族自治县|街道|自治县|县|区|市|镇|乡)$/u, '')
  return short.length >= 2 ? short : name
}

/** The sentence up to its list of names. */
const inShort = (sentence: Text, language: Language): string =>
  language === 'zh'
    ? `${sentence.zh.split('：')[0]!.replace(/。$/, '')}（名单见公报）。`
    : `${sentence.en.split(': ')[0]!.replace(/\.$/, '')} (names in the bulletin).`

type Panel = { x: number; y: number; width: number; bottom: number }

function panelPart(
  edition: Edition,
  writer: Writer,
  ink: Ink,
  language: Language,
  theme: Theme,
  box: Panel,
  wide: boolean,
): string {
  const parts: string[] = []
  const columns = wide ? 1 : 2
  const step = wide ? 66 : 58
  const counts = new Map(edition.publication.counts.map((one) => [one.level, one.regions]))
  const highestFirst = edition.levels.toReversed()
  highestFirst.forEach((level, index) => {
    const x = box.x + (index % columns) * (box.width / columns)
    const y = box.y + Math.floor(index / columns) * step
    parts.push(
      legendRow(level, counts.get(level.id) ?? 0, writer, ink, language, theme, {
        x,
        y,
        width: box.width / columns - 24,
      }),
    )
  })
  let y = box.y + Math.ceil(highestFirst.length / columns) * step + (wide ? 22 : 12)
  const size = wide ? 20 : 21
  const line = size * 1.55
  // The top levels are always named; where the room is short, a long list of names is left to the bulletin.
  for (const sentence of edition.changes.sentences.slice(1)) {
    const whole = writer.wrap(sentence[language], box.width, size)
    const room = Math.floor((box.bottom - y) / line)
    const lines =
      whole.length <= Math.min(room, wide ? 7 : 9) ? whole : writer.wrap(inShort(sentence, language), box.width, size)
    if (lines.length > room) break
    for (const text of lines) {
      y += line
      parts.push(writer.write(text, box.x, y, { size, fill: ink.text }))
    }
    y += line * 0.35
  }
  return parts.join('')
}

function legendRow(
  level: LevelInfo,
  count: number,
  writer: Writer,
  ink: Ink,
  language: Language,
  theme: Theme,
  at: { x: number; y: number; width: number },
): string {
  const look = appearanceOf(level.colour)
  const [fill, line] = theme === 'dark' ? [look.fillDark, look.lineDark] : [look.fill, look.line]
  const words = levelWords(level)[language]
  const size = Math.min(25, (25 * (at.width - 190)) / writer.measure(words, 25))
  return [
    `<rect x="${at.x}" y="${at.y}" width="62" height="42" rx="4" fill="url(#p-${level.id})" stroke="${line}" stroke-width="1"/>`,
    `<g transform="translate(${at.x + 76} ${at.y + 9}) scale(1.5)"><path d="${look.mark}" fill="${fill}" stroke="${line}" stroke-width="1"/></g>`,
    writer.write(words, at.x + 114, at.y + 31, { size: round(size), fill: ink.text }),
    writer.write(String(count), at.x + at.width, at.y + 33, { size: 33, weight: 700, anchor: 'end', fill: ink.text }),
  ].join('')
}

function footer(
  edition: Edition,
  writer: Writer,
  ink: Ink,
  language: Language,
  at: { margin: number; width: number; height: number; wide: boolean },
): string {
  const { publication, notice, regions } = edition
  const stars = regions.some((region) => region.deviation?.state === 'confirmed')
  const first = {
    zh: `${stars ? '* 经专家研判、第二人确认调整，虚线边框。' : ''}评定规则：${publication.packName.zh}（${publication.pack}）${publication.hash ? `。校验码 ${publication.hash.slice(0, 16)}` : ''}`,
    en: `${stars ? '* Set by an expert and confirmed by a second person, dashed edge. ' : ''}Rules: ${publication.packName.en} (${publication.pack})${publication.hash ? `. Seal ${publication.hash.slice(0, 16)}` : ''}`,
  }[language]
  const room = at.width - 2 * at.margin
  const size = 17
  const lines = [
    ...writer.wrap(first, room, size),
    ...(edition.schematic || !notice ? [] : writer.wrap(notice[language], room, size)),
  ].slice(0, at.wide ? 2 : 4)
  const line = size * 1.45
  const top = at.height - 22 - line * (lines.length - 1)
  return lines
    .map((text, index) => writer.write(text, at.margin, top + index * line, { size, fill: ink.soft }))
    .join('')
}
