// Figures for maps, curves and summaries: line list and counts combined, each region and day once, now or as known at
// an earlier instant. The risk map asks here through the door.

import { addDays, dayOf, day, daysBetween, type Day } from '#base/dates.ts'
import { invalid } from '#base/errors.ts'
import type { Work } from '#storage/work.ts'
import type { CasesSummary, CountLevel, Curve, SourcePreference } from './api-types.ts'
import { clustersOf } from './clusters/find.ts'
import { firstAndLastDay, toldByLineList, toldCounts } from './counts/queries.ts'
import { findSources } from './counts/store.ts'
import { countLevelOf } from './imports/meaning/jurisdiction.ts'
import { divisionEver } from './places.ts'
import { countByState, readDesk } from './queries.ts'
import { combineCounts, type Combined } from './rules.ts'

const MOST_DAYS = 1500

export type DailyAsked = {
  from: string
  to: string
  level: CountLevel
  /** Only this region and what is below it; everything visible when absent. */
  path?: string
  knownAt?: string | undefined
  sourcePreference?: SourcePreference
}

/** Confirmed and imported cases per region of a level and day. Days without a case are left out. */
export async function dailyCounts(work: Work, asked: DailyAsked): Promise<Combined> {
  if (asked.from > asked.to) throw invalid('cases.days-backwards')
  if (daysBetween(day(asked.from), day(asked.to)) > MOST_DAYS) throw invalid('cases.days-too-many', { most: MOST_DAYS })
  const span = { from: asked.from, to: asked.to, path: asked.path ?? '', knownAt: asked.knownAt }
  return combineCounts(await toldByLineList(work.db, span), await toldCounts(work.db, span), {
    level: asked.level,
    preference: asked.sourcePreference ?? 'larger',
    ranked: await findSources(work.db),
  })
}

/** The figures of one day. */
export const countsOf = (
  work: Work,
  asked: { on: string; knownAt?: string | undefined; level: CountLevel },
): Promise<Combined> => dailyCounts(work, { from: asked.on, to: asked.on, level: asked.level, knownAt: asked.knownAt })

export async function epidemicCurve(
  work: Work,
  asked: { regionCode: string; from: string; to: string; knownAt?: string | undefined },
): Promise<Curve> {
  const region = await divisionEver(work, asked.regionCode)
  const level = countLevelOf(region.level)
  if (!level) throw invalid('cases.level-unknown', { regionCode: asked.regionCode })
  const { first } = await firstAndLastDay(work.db, region.path, asked.knownAt)
  const start = first !== null && first < asked.from ? first : asked.from
  const all = await dailyCounts(work, { from: start, to: asked.to, level, path: region.path, knownAt: asked.knownAt })
  const byDay = new Map(all.days.filter((one) => one.regionCode === region.code).map((one) => [one.on, one]))
  let cumulative = 0
  for (const [on, one] of byDay) if (on < asked.from) cumulative += one.confirmed
  const days: Curve['days'] = []
  for (let on = day(asked.from); on <= asked.to; on = addDays(on, 1)) {
    const one = byDay.get(on)
    const confirmed = one?.confirmed ?? 0
    const imported = one ? one.imported : 0
    cumulative += confirmed
    days.push({ on, confirmed, imported, local: imported === null ? null : confirmed - imported, cumulative })
  }
  const asOf = asked.knownAt ?? work.clock.now().toISOString()
  return { regionCode: region.code, asOf, days, differences: all.differences.filter((one) => one.on >= asked.from) }
}

export async function casesSummary(
  work: Work,
  asked: { regionCode?: string | undefined; on?: string | undefined; knownAt?: string | undefined },
): Promise<CasesSummary> {
  const region = asked.regionCode ? await divisionEver(work, asked.regionCode) : null
  const path = region?.path ?? ''
  const today = dayOf(work.clock.now())
  const known = await firstAndLastDay(work.db, path, asked.knownAt)
  const on: Day = day(asked.on ?? min(known.last, today) ?? today)
  const from = known.first !== null && known.first < on ? known.first : on
  const level = region ? (countLevelOf(region.level) ?? 'town') : 'county'
  const all = await dailyCounts(work, { from, to: on, level, path, knownAt: asked.knownAt })
  const counted = region ? all.days.filter((one) => one.regionCode === region.code) : [...all.days, ...all.unplaced]
  const knownAt = asked.knownAt ?? work.clock.now().toISOString()
  const clusters = await clustersOf(work, { on, knownAt, rule: { minimumCases: 2, withinDays: 14 } })
  const active = clusters.clusters.filter((one) => one.regionPath.startsWith(path) && one.lastCaseOn > addDays(on, -14))
  const parts = region
    ? await partsWithCases(work, path, level, from, on, asked.knownAt)
    : new Set(all.days.filter((one) => one.confirmed > 0).map((one) => one.regionCode)).size
  return {
    regionCode: region?.code ?? null,
    on,
    confirmedOnDay: sum(counted.filter((one) => one.on === on).map((one) => one.confirmed)),
    confirmedEver: sum(counted.map((one) => one.confirmed)),
    importedEver: sum(counted.map((one) => one.imported ?? 0)),
    byState: await countByState(work.db, { path, on, knownAt }),
    regionsWithCases: parts,
    activeClusters: active.length,
    ...(await readDesk(work.db)),
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
const min = (a: string | null, b: string): string | null => (a === null ? null : a < b ? a : b)
const levelBelow = { province: 'county', city: 'county', county: 'town', town: 'town' } as const

async function partsWithCases(
  work: Work,
  path: string,
  level: CountLevel,
  from: string,
  to: string,
  knownAt: string | undefined,
): Promise<number> {
  const below = await dailyCounts(work, { from, to, level: levelBelow[level], path, knownAt })
  return new Set(below.days.filter((one) => one.confirmed > 0).map((one) => one.regionCode)).size
}
