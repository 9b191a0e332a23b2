// All divisions, of every day, as the import needs them: by code and by name. Found through the door of regions by
// walking from one validity to the next, and kept until the region tree changes.

import { addDays, day, type Day } from '#base/dates.ts'
import { readMapKey, regionsOn } from '#modules/regions/index.ts'
import type { Tx } from '#storage/postgres.ts'
import { countLevels } from '../api-types.ts'
import { makeRegionBook, type Division, type RegionBook } from './meaning/areas.ts'

let kept: { revision: string; book: Promise<RegionBook> } | null = null

export async function loadRegionBook(tx: Tx, today: Day): Promise<RegionBook> {
  const { key } = await readMapKey(tx, today)
  const revision = key.split('.').slice(0, -1).join('.')
  if (kept?.revision === revision) return kept.book
  const book = everyDivision(tx, today).then(makeRegionBook)
  kept = { revision, book }
  book.catch(() => {
    kept = null
  })
  return book
}

async function everyDivision(tx: Tx, today: Day): Promise<Division[]> {
  const found = new Map<string, Division>()
  const asked = new Set<string>()
  const days: Day[] = [today]
  for (const on of days) {
    if (asked.has(on)) continue
    asked.add(on)
    for (const level of countLevels) {
      for (const region of await regionsOn(tx, on, level)) {
        const key = `${region.code}|${region.validFrom}`
        if (found.has(key)) continue
        found.set(key, region)
        days.push(addDays(day(region.validFrom), -1))
        if (region.validTo) days.push(addDays(day(region.validTo), 1))
      }
    }
  }
  return [...found.values()]
}
