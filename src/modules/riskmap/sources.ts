// What the risk map asks of other modules, all of it here: the places of a day and their neighbours and
// outlines from `regions`, daily counts and clusters from `cases`.

import type { MultiPolygon, Polygon, Topology } from 'topojson-specification'
import { addDays, type Day } from '#base/dates.ts'
import type { Text } from '#base/text.ts'
import * as cases from '#modules/cases/index.ts'
import * as regions from '#modules/regions/index.ts'
import type { Work } from '#storage/work.ts'
import type { Place, Tier } from './api-publication.ts'
import type { ClusterInput, DayCount } from './api-types.ts'
import type { FrozenRegion } from './rules/edition.ts'

type Handle = Work['db']

export type RatedPlace = Place & { parent: { code: string; name: Text } }
export type MapPlaces = { root: Place; places: RatedPlace[] }

/** The root and the places of the tier below it on the day, in code order. */
export async function readPlaces(db: Handle, root: string, tier: Tier, on: Day): Promise<MapPlaces> {
  const top = await regions.getRegion(db, root, on)
  const below = (await regions.regionsOn(db, on, tier)).filter(
    ({ path }) => path !== top.path && regions.isWithin(path, top.path),
  )
  const codes = [...new Set(below.map(({ path }) => parentCode(path)))]
  const names = new Map((await regions.findRegions(db, codes, on)).map(({ code, name }) => [code, name]))
  return {
    root: { code: top.code, path: top.path, name: top.name },
    places: below.map(({ code, path, name }) => {
      const parent = parentCode(path)
      return { code, path, name, parent: { code: parent, name: names.get(parent) ?? { zh: parent, en: parent } } }
    }),
  }
}

/** Every place of the tier on the day, in code order. */
export const readPlacesOf = async (db: Handle, tier: Tier, on: Day): Promise<Place[]> =>
  (await regions.regionsOn(db, on, tier)).map(({ code, path, name }) => ({ code, path, name }))

const parentCode = (path: string): string => regions.codesOf(path).at(-2) ?? ''

export async function readPlace(db: Handle, code: string, on: Day): Promise<Place> {
  const { path, name } = await regions.getRegion(db, code, on)
  return { code, path, name }
}

export async function readNeighbours(db: Handle, code: string, on: Day): Promise<{ code: string; name: Text }[]> {
  const region = await regions.findRegion(db, code, on)
  if (!region) return []
  return (await regions.neighbours(db, code, on)).map(({ code: other, name }) => ({ code: other, name }))
}

export type Outlines = { topology: Topology; shapes: ReadonlyMap<string, Shape>; notice: Text | null }
type Shape = Polygon | MultiPolygon

/** Outlines of the tier on the day with the notice that stands beside every map; null when there are none. */
export async function readOutlines(db: Handle, tier: Tier, on: Day): Promise<Outlines | null> {
  const topology = await regions.getOutlines(db, on, tier)
  if (!topology) return null
  const shapes = new Map<string, Shape>()
  for (const shape of topology.objects.regions.geometries) {
    const { code } = (shape.properties ?? {}) as { code?: string }
    if (code && (shape.type === 'Polygon' || shape.type === 'MultiPolygon')) shapes.set(code, shape)
  }
  return { topology, shapes, notice: (await regions.readAbout(db))?.notice ?? null }
}

/** Changes when the outlines of the day do. */
export const outlinesKey = async (db: Handle, on: Day): Promise<string> => (await regions.readMapKey(db, on)).key

/** As far back as counts are asked: longer than any outbreak that a map could look at. */
const DAYS_BACK = 1400

export type CountsAsked = {
  path: string
  tier: Tier
  on: Day
  knownAt: string
  /** What the pack calls a cluster. */
  clusterRule: { minimumCases: number; withinDays: number }
}

/** Daily counts and clusters of every place below a path, as known at an instant; places without either are absent. */
export async function readCounts(work: Work, asked: CountsAsked): Promise<Map<string, FrozenRegion>> {
  const { path, tier, on, knownAt } = asked
  const { days } = await cases.dailyCounts(work, { path, level: tier, from: addDays(on, -DAYS_BACK), to: on, knownAt })
  const counts = new Map<string, { days: DayCount[]; listed: boolean }>()
  for (const { regionCode, on: day, confirmed, imported, from } of days) {
    const place = counts.get(regionCode) ?? { days: [], listed: true }
    place.days.push({ on: day as Day, confirmed, imported })
    if (from !== 'line-list') place.listed = false
    counts.set(regionCode, place)
  }
  const clusters = await readClusters(work, asked)
  const found = new Map<string, FrozenRegion>()
  for (const code of new Set([...counts.keys(), ...clusters.keys()])) {
    const place = counts.get(code)
    // Totals alone tell nothing about clusters: only where every case is listed does "none found" mean none.
    const known = clusters.get(code) ?? (place?.listed ? [] : null)
    found.set(code, { code, days: place?.days ?? [], clusters: known })
  }
  return found
}

async function readClusters(
  work: Work,
  { path, tier, on, knownAt, clusterRule: rule }: CountsAsked,
): Promise<Map<string, ClusterInput[]>> {
  const found = new Map<string, ClusterInput[]>()
  const { clusters } = await cases.clustersOf(work, { on, knownAt, rule })
  for (const cluster of clusters) {
    if (!cluster.regionPath.startsWith(path)) continue
    const codes = regions.codesOf(cluster.regionPath)
    const code = tier === 'county' ? codes[COUNTY_DEPTH] : codes[COUNTY_DEPTH + 1]
    if (!code) continue
    const { key, reportedOn, lastCaseOn, cases: size } = cluster
    const list = found.get(code) ?? []
    list.push({ id: key, reportedOn: reportedOn as Day, lastCaseOn: lastCaseOn as Day, cases: size })
    found.set(code, list)
  }
  return found
}

/** Place of the county in a path: province, city, county, town. */
const COUNTY_DEPTH = 2
