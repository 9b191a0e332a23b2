// Decides parked rows, one or many at once: checks that the answer fits the question, gives the row its place where
// the question was a place, carries it out, and remembers the answer for the next file if asked to.

import { holdsAt, scopesOf } from '#base/actor.ts'
import { day } from '#base/dates.ts'
import { conflict, forbidden, invalid, notFound } from '#base/errors.ts'
import { newId } from '#base/ids.ts'
import { dayOf } from '#base/dates.ts'
import type { Work } from '#storage/work.ts'
import type { AreaRule, ConflictChoice, Mapping, ResolveConflict } from '../api-types.ts'
import type { Division, RegionBook } from '../meaning/areas.ts'
import { countLevelOf } from '../meaning/jurisdiction.ts'
import type { CountItem } from '../meaning/row.ts'
import { findMapping } from '../queries.ts'
import { loadRegionBook } from '../region-book.ts'
import { saveMapping } from '../store.ts'
import { decideCase } from './cases.ts'
import { choicesFor } from './choices.ts'
import { decideCount, decideSeries } from './counts.ts'
import * as store from './store.ts'

const RESOLVE = 'cases.resolve'
export type Resolved = { resolved: number; stored: number; parkedAgain: number }

export async function resolveConflict(work: Work, given: ResolveConflict): Promise<Resolved> {
  const meant = await store.lockConflicts(work.db, { ...given, reason: given.reasonCode })
  if (meant.length === 0 || (given.ids && meant.length < new Set(given.ids).size))
    throw notFound('cases.conflict-unknown')
  const book = await loadRegionBook(work.db, dayOf(work.clock.now()))
  const decision = {
    choice: given.choice,
    at: work.clock.now().toISOString(),
    by: work.actor.name,
    reason: given.reason ?? null,
  }
  const total: Resolved = { resolved: 0, stored: 0, parkedAgain: 0 }
  const done = new Set<number>()
  const days: { regionCode: string; on: string }[] = []
  for (const one of meant) {
    if (done.has(one.id)) continue
    checkChoice(one, given.choice)
    const place = placer(work, one, given, book)
    if (place && isCumulative(one)) {
      const series = await store.lockSeries(work.db, one.batchId, one.reason, String(one.item?.area))
      const { stored, again } = await decideSeries(work, series, (item) => place(item) as CountItem)
      for (const row of stored) await store.markResolved(work.db, row.id, decision)
      for (const row of series) done.add(row.id)
      total.resolved += stored.length
      total.stored += stored.length
      total.parkedAgain += again
      note(
        days,
        stored.map((row) => place(row.item as unknown as CountItem)),
      )
      continue
    }
    const item = place ? place(one.item ?? {}) : (one.item ?? {})
    const outcome =
      one.kind === 'counts'
        ? await decideCount(work, one, given.choice, item as CountItem, decision)
        : await decideCase(work, one, given.choice, item as Record<string, unknown>)
    if (outcome.again) total.parkedAgain++
    else {
      await store.markResolved(work.db, one.id, decision)
      total.resolved += 1 + outcome.also
      total.stored += outcome.stored
      if (outcome.stored > 0) note(days, [item])
    }
  }
  if (given.remember) await rememberAreas(work, meant, given)
  for (const batchId of new Set(meant.map((one) => one.batchId))) work.touched('import', batchId)
  work.detail({ choice: given.choice, ...total })
  await recordChange(work, meant[0]!.batchId, days)
  return total
}

const isCumulative = (one: store.OpenConflict): boolean =>
  one.kind === 'counts' && one.item?.cumulative === true && one.reason.startsWith('area-')

function checkChoice(one: store.OpenConflict, choice: ConflictChoice): void {
  const choices = choicesFor(one.kind, one.reason, one.item?.storedId !== undefined)
  if (!choices.includes(choice)) throw invalid('cases.conflict-choice', { choice, choices: [...choices] })
}

type Place = (item: object) => object

/** How the answer gives a row its place; null when the answer is about something else. */
function placer(work: Work, one: store.OpenConflict, given: ResolveConflict, book: RegionBook): Place | null {
  if (given.choice !== 'assign' && given.choice !== 'keep-at-city') return null
  return (item) => {
    const told = item as { on?: string; confirmedOn?: string | null; reportedOn?: string }
    const on = day(told.on ?? told.confirmedOn ?? told.reportedOn ?? dayOf(work.clock.now()))
    const code = given.regionCode ?? (given.choice === 'keep-at-city' ? String(one.facts.cityCode ?? '') : '')
    const division = code ? book.byCode(code, on) : null
    if (!division) throw invalid('cases.conflict-region')
    if (!holdsAt(work.actor, RESOLVE, division.path))
      throw forbidden('cases.outside-jurisdiction', { regionName: division.name.zh })
    checkLevel(division, given.choice)
    const placed = { ...item, regionCode: division.code, regionPath: division.path }
    if (one.kind === 'cases') return placed
    return { ...placed, level: countLevelOf(division.level), scope: given.choice === 'assign' ? 'whole' : 'unplaced' }
  }
}

function checkLevel(division: Division, choice: ConflictChoice): void {
  const fits = choice === 'assign' ? ['county', 'town'] : ['city', 'province', 'county']
  if (!fits.includes(division.level)) throw invalid('cases.conflict-level', { regionName: division.name.zh })
}

function note(days: { regionCode: string; on: string }[], items: readonly object[]): void {
  for (const item of items) {
    const told = item as { regionCode?: string; on?: string; confirmedOn?: string | null; reportedOn?: string }
    const on = told.on ?? told.confirmedOn ?? told.reportedOn
    if (told.regionCode && on) days.push({ regionCode: told.regionCode, on })
  }
}

async function recordChange(
  work: Work,
  batchId: string,
  days: readonly { regionCode: string; on: string }[],
): Promise<void> {
  if (days.length === 0) return
  const sorted = days.map(({ on }) => on).toSorted()
  await work.record({
    kind: 'cases.counts-changed',
    subject: batchId,
    data: {
      batchId,
      regionCodes: [...new Set(days.map(({ regionCode }) => regionCode))],
      from: sorted[0],
      to: sorted.at(-1),
    },
  })
}

/** Adds the answers about areas to the mapping of the batch; a batch without one gives its source's name to a new one. */
async function rememberAreas(work: Work, meant: readonly store.OpenConflict[], given: ResolveConflict): Promise<void> {
  const [first] = meant
  if (!first || !first.reason.startsWith('area-')) return
  const action: AreaRule['action'] | null =
    given.choice === 'assign' || given.choice === 'keep-at-city' || given.choice === 'refuse' ? given.choice : null
  if (!action) return
  const name = first.mappingName ?? first.source
  const saved = await findMapping(work.db, first.kind, name)
  const mapping: Mapping = saved?.mapping ?? first.mapping
  const rules = new Map(mapping.areas.map((rule) => [`${rule.city ?? ''}|${rule.area}`, rule]))
  for (const one of meant) {
    const area = String(one.facts.area ?? one.value ?? '')
    const city = one.facts.city && one.facts.city !== '–' ? String(one.facts.city) : null
    if (area && area !== '–')
      rules.set(`${city ?? ''}|${area}`, { area, city, action, regionCode: given.regionCode ?? null })
  }
  const kept = await saveMapping(work.db, {
    id: newId(),
    name,
    kind: first.kind,
    source: first.source,
    mapping: { ...mapping, areas: [...rules.values()].slice(0, 500) },
    regionPath: scopesOf(work.actor, RESOLVE)[0] ?? first.batchPath,
    savedAt: work.clock.now().toISOString(),
    savedBy: work.actor.name,
  })
  if (!kept) throw conflict('cases.mapping-name-taken', { name })
}
