// Carries out what a person decided about a parked row of counts.

import { newId } from '#base/ids.ts'
import type { Work } from '#storage/work.ts'
import { lockFigure, putFigure, totalsAround, type CountKey } from '../../counts/store.ts'
import type { ConflictChoice } from '../api-types.ts'
import type { CountItem } from '../meaning/row.ts'
import { askAgain, markSameFigure, type OpenConflict } from './store.ts'

export type Outcome = { stored: number; again: boolean; also: number }

type Placed = CountItem & { regionCode: string; regionPath: string; level: NonNullable<CountItem['level']> }

export async function decideCount(
  work: Work,
  one: OpenConflict,
  choice: ConflictChoice,
  item: CountItem,
  decision: { choice: string; at: string; by: string; reason: string | null },
): Promise<Outcome> {
  if (choice === 'refuse' || choice === 'keep')
    return { stored: 0, again: false, also: choice === 'keep' ? await markSameFigure(work.db, one, decision) : 0 }
  if (!isPlaced(item)) throw new Error(`Parked row ${one.id} has no region`)
  if (one.reason === 'cumulative-falls') return takeFall(work, one, item)
  const key = keyOf(one, item)
  const before = await lockFigure(work.db, key)
  if (one.reason === 'figure-differs') {
    const shown = one.item?.storedId
    if (before && before.id !== shown) {
      await askAgain(work.db, one.id, {
        reason: one.reason,
        facts: { ...one.facts, storedConfirmed: before.confirmed, storedImported: before.imported },
        item: { ...one.item, storedId: before.id },
      })
      return { stored: 0, again: true, also: 0 }
    }
    const also = await markSameFigure(work.db, one, decision)
    await put(work, one, item, before, choice === 'both' ? sum(before, item) : item)
    return { stored: 1, again: false, also }
  }
  const imported = one.reason.startsWith('imported-') ? null : item.imported
  const told = { confirmed: item.confirmed, imported }
  const adds = choice === 'both' || choice === 'assign' || choice === 'keep-at-city' || one.mapping.repeats === 'sum'
  if (!adds && before && one.reason !== 'conflict-in-file' && before.confirmed !== told.confirmed) {
    await askAgain(work.db, one.id, {
      reason: 'figure-differs',
      facts: {
        ...one.facts,
        storedConfirmed: before.confirmed,
        storedImported: before.imported,
        confirmed: told.confirmed,
      },
      item: { ...item, imported, storedId: before.id },
    })
    return { stored: 0, again: true, also: 0 }
  }
  await put(work, one, item, before, adds ? sum(before, told) : told)
  return { stored: 1, again: false, also: 0 }
}

const isPlaced = (item: CountItem): item is Placed =>
  item.regionCode !== null && item.regionPath !== null && item.level !== null

const keyOf = (one: OpenConflict, item: Placed): CountKey => ({
  source: one.source,
  regionCode: item.regionCode,
  scope: item.scope,
  on: item.on,
})

type Told = { confirmed: number; imported: number | null }

const sum = (before: Told | null, told: Told): Told =>
  before
    ? {
        confirmed: before.confirmed + told.confirmed,
        imported: before.imported === null || told.imported === null ? null : before.imported + told.imported,
      }
    : told

async function put(
  work: Work,
  one: OpenConflict,
  item: Placed,
  before: { id: string } | null,
  told: Told,
  on: string = item.on,
): Promise<void> {
  await putFigure(work.db, {
    ...keyOf(one, item),
    on,
    id: newId(),
    regionPath: item.regionPath,
    level: item.level,
    confirmed: told.confirmed,
    imported: told.imported,
    replaces: before?.id ?? null,
    now: work.clock.now().toISOString(),
    by: work.actor.name,
    reason: null,
    batchId: one.batchId,
  })
  work.touched('count', `${one.source}/${item.regionCode}/${on}/${item.scope}`, item.regionPath)
}

/**
 * A total that fell is taken as a correction: its day becomes the (negative) difference to what stood before, and the
 * next day takes the same amount back, so that every later total stays what the file says.
 */
async function takeFall(work: Work, one: OpenConflict, item: CountItem): Promise<Outcome> {
  if (!isPlaced(item)) throw new Error(`Parked row ${one.id} has no region`)
  const key = keyOf(one, item)
  const { upTo, nextOn } = await totalsAround(work.db, key)
  const shift = item.confirmed - upTo
  const before = await lockFigure(work.db, key)
  await put(work, one, item, before, { confirmed: (before?.confirmed ?? 0) + shift, imported: null })
  if (nextOn !== null && shift !== 0) {
    const next = await lockFigure(work.db, { ...key, on: nextOn })
    if (next) await put(work, one, item, next, { confirmed: next.confirmed - shift, imported: next.imported }, nextOn)
  }
  return { stored: 1, again: false, also: 0 }
}

/** A cumulative series of an area that was given its place: differences in the order of days, falls asked again. */
export async function decideSeries(
  work: Work,
  series: readonly OpenConflict[],
  place: (item: CountItem) => CountItem,
): Promise<{ stored: OpenConflict[]; again: number }> {
  let highest = 0
  let highestImported = 0
  let again = 0
  const stored: OpenConflict[] = []
  for (const one of series) {
    const item = place(one.item as unknown as CountItem)
    if (!isPlaced(item)) throw new Error(`Parked row ${one.id} has no region`)
    if (item.confirmed < highest) {
      again++
      await askAgain(work.db, one.id, {
        reason: 'cumulative-falls',
        facts: { ...one.facts, on: item.on, cumulative: item.confirmed, previous: highest },
        item: { ...item },
      })
      continue
    }
    const imported = item.imported === null || item.imported < highestImported ? null : item.imported - highestImported
    const told = { confirmed: item.confirmed - highest, imported }
    const before = await lockFigure(work.db, keyOf(one, item))
    await put(work, one, item, before, sum(before, told))
    highest = item.confirmed
    highestImported = Math.max(highestImported, item.imported ?? 0)
    stored.push(one)
  }
  return { stored, again }
}
