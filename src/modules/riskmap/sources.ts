// What the risk map asks of other modules, all of it here: the places of a day and their neighbours and
// outlines from `regions`, daily counts and clusters from `cases`.

import type { Day } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
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
  const below = (await regions.regionsOn(db, on, tier)).filter(({ path }) => regions.isWithin(path, top.path))
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

export type Outlines = { topology: regions.OutlineTopology; notice: Text | null }

/** Outlines of the tier on the day with the notice that stands beside every map; null when there are none. */
export async function readOutlines(db: Handle, tier: Tier | 'county', on: Day): Promise<Outlines | null> {
  const topology = await regions.getOutlines(db, on, tier)
  if (!topology) return null
  return { topology, notice: (await regions.readAbout(db))?.notice ?? null }
}

export const outlinesAbout = (db: Handle) => regions.readAbout(db)
