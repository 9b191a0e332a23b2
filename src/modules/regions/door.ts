// What others ask of regions, in one place: a region on a day, above and below it, beside it, around a point, and the
// outlines of a level.

import { notFound } from '#base/errors.ts'
import type { Db, Tx } from '#storage/postgres.ts'
import type { NeighbourRegion, Region } from './api.ts'
import type { OutlineTopology } from './atlas.ts'
import * as queries from './queries.ts'
import { codesOf, type Level, toMap } from './rules.ts'

type Handle = Db | Tx

/** The region with this code on this day, or NotFound. */
export async function getRegion(db: Handle, code: string, on: string): Promise<Region> {
  const region = await queries.findRegion(db, code, on)
  if (!region) throw notFound('regions.unknown', { code, on })
  return region
}

/** The regions above, from the top down. */
export async function ancestors(db: Handle, code: string, on: string): Promise<Region[]> {
  return queries.listAncestors(db, await getRegion(db, code, on), on)
}

export const children = (db: Handle, code: string, on: string): Promise<Region[]> => queries.listChildren(db, code, on)

/** Regions of the same level that share a border or are joined by declaration. */
export async function neighbours(db: Handle, code: string, on: string): Promise<NeighbourRegion[]> {
  await getRegion(db, code, on)
  const found = (await queries.readAtlas(db, on)).neighbours(code)
  const regions = await queries.findRegions(
    db,
    found.map((one) => one.code),
    on,
  )
  return found.flatMap(({ code: other, border, reason }) => {
    const region = regions.find((one) => one.code === other)
    return region ? [{ ...region, border, reason }] : []
  })
}

/** All pairs of neighbours of a level, each code with its neighbours' codes. */
export async function neighbourCodes(db: Handle, on: string, level: Level): Promise<Map<string, string[]>> {
  const atlas = await queries.readAtlas(db, on)
  const regions = await queries.regionsOfLevel(db, on, level)
  return new Map(regions.map(({ code }) => [code, atlas.neighbours(code).map((one) => one.code)]))
}

/** The regions in which a place lies, from the top down; empty when it lies in none. */
export async function locate(
  db: Handle,
  place: { longitude: number; latitude: number; system: 'GCJ-02' | 'WGS-84' },
  on: string,
): Promise<Region[]> {
  const about = await queries.readAbout(db)
  if (!about) throw notFound('regions.none')
  const converted = toMap([place.longitude, place.latitude], place.system, about.coordinateSystem)
  const code = (await queries.readAtlas(db, on)).locate(converted)
  if (code === null) return []
  const region = await getRegion(db, code, on)
  return queries.findRegions(db, codesOf(region.path), on)
}

/** Outlines of a level on a day as TopoJSON (object `regions`, properties code and name); null when there are none. */
export async function getOutlines(db: Handle, on: string, level: Level): Promise<OutlineTopology | null> {
  return (await queries.readAtlas(db, on)).outlines(level)
}
