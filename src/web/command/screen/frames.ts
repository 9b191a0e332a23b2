// What the big screen shows one after the other without anybody touching it: the editions in time, the one in force
// for a while, then city by city.

import type { Publication, RatedRegion } from '#modules/riskmap/api.ts'

export type Frame = { editionId: string; city: string | null; milliseconds: number }

const EDITIONS = 10
const PAST = 2_600
const NOW = 16_000
const CITY = 8_000

/** `editions` oldest first; `regions` those of the newest one. */
export function framesOf(editions: readonly Publication[], regions: readonly RatedRegion[]): Frame[] {
  const newest = editions.at(-1)
  if (!newest) return []
  const cities = [...new Set(regions.map(({ parent }) => parent.code))].sort()
  return [
    { editionId: newest.id, city: null, milliseconds: NOW },
    ...(cities.length > 1 ? cities : []).map((city) => ({ editionId: newest.id, city, milliseconds: CITY })),
    ...editions
      .slice(0, -1)
      .slice(-EDITIONS)
      .map(({ id }) => ({ editionId: id, city: null, milliseconds: PAST })),
  ]
}
