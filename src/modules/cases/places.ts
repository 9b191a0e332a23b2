// Where cases are counted: the division of a code on its day, inside the actor's jurisdiction, and what a filter by a
// region means for a list.

import { holdsAt, scopesOf } from '#base/actor.ts'
import { dayOf, type Day } from '#base/dates.ts'
import { forbidden, invalid, notFound } from '#base/errors.ts'
import type { Work } from '#storage/work.ts'
import type { Division } from './imports/meaning/areas.ts'
import { loadRegionBook } from './imports/region-book.ts'
import type { Place } from './queries.ts'

/** The division with this code on this day, if the actor holds the capability there. */
export async function divisionAt(work: Work, code: string, on: Day, capability: string): Promise<Division> {
  const book = await loadRegionBook(work.db, dayOf(work.clock.now()))
  const division = book.byCode(code, on)
  if (!division) throw invalid('cases.region-unknown', { regionCode: code, day: on })
  if (!holdsAt(work.actor, capability, division.path))
    throw forbidden('cases.outside-jurisdiction', { regionName: division.name.zh })
  return division
}

/** The division with this code on any day, the newest validity first: history is asked for codes of its time. */
export async function divisionEver(work: Work, code: string): Promise<Division> {
  const book = await loadRegionBook(work.db, dayOf(work.clock.now()))
  const [newest] = book.everByCode(code).toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1))
  if (!newest) throw notFound('cases.region-unknown', { regionCode: code, day: dayOf(work.clock.now()) })
  return newest
}

/** A path as columns of the line list: a city and a county have their own, below the path decides. */
export function placeOf(path: string): Place {
  const [, city, county, ...below] = path.split('/').filter(Boolean)
  return { city: city ?? null, county: county ?? null, path: below.length > 0 || !city ? path || null : null }
}

export const placesOf = (work: Work, capability: string): Place[] => scopesOf(work.actor, capability).map(placeOf)
