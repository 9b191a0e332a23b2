// Reads daily counts the way every rule needs them: up to the day of the rating, repeated days summed,
// a negative day being a correction of the total and never a day with a case. An outbreak ends after a
// long case-free spell: a case after it opens a new one, whose count starts again.

import { addDays, daysBetween, type Day } from '#base/dates.ts'
import type { ClusterInput, RatingFigures, RatingInputs } from '../api-types.ts'

export type Series = {
  on: Day
  figures: RatingFigures
  /** New confirmed cases of the last `days` days, the day itself included. */
  newCases: (days: number) => number
  newLocalCases: (days: number) => number
  clusters: readonly ClusterInput[] | null
}

type DayTotal = { on: Day; confirmed: number; imported: number }

export function readSeries(inputs: RatingInputs, newOutbreakAfterDays: number | null): Series {
  const days = totalsByDay(inputs)
  const caseDays = days.filter((day) => day.confirmed > 0)
  const lastCaseOn = caseDays.at(-1)?.on ?? null
  const start = outbreakStart(inputs.on, caseDays, newOutbreakAfterDays)
  const confirmedEver = Math.max(
    0,
    sum(days, (day) => day.confirmed),
  )
  const outbreak = start === null ? [] : days.filter((day) => day.on >= start)
  const confirmed = Math.min(
    confirmedEver,
    Math.max(
      0,
      sum(outbreak, (day) => day.confirmed),
    ),
  )
  const imported = Math.min(
    confirmed,
    Math.max(
      0,
      sum(outbreak, (day) => day.imported),
    ),
  )
  const local = confirmed - imported
  const hasCase = confirmedEver > 0 && lastCaseOn !== null
  const clusters =
    inputs.clusters?.filter((cluster) => cluster.reportedOn <= inputs.on).toSorted((a, b) => (a.id < b.id ? -1 : 1)) ??
    null
  const within = (count: number, value: (day: DayTotal) => number): number => {
    const from = addDays(inputs.on, 1 - count)
    return sum(
      caseDays.filter((day) => day.on >= from),
      value,
    )
  }
  return {
    on: inputs.on,
    figures: {
      confirmed,
      imported,
      local,
      localShare: confirmed === 0 ? null : local / confirmed,
      confirmedEver,
      lastCaseOn: hasCase ? lastCaseOn : null,
      caseFreeDays: hasCase ? daysBetween(lastCaseOn, inputs.on) : null,
      clusters: clusters?.length ?? null,
    },
    newCases: (count) => (hasCase ? within(count, (day) => day.confirmed) : 0),
    newLocalCases: (count) =>
      hasCase ? within(count, (day) => Math.max(0, day.confirmed - Math.max(0, day.imported))) : 0,
    clusters,
  }
}

/** Day of the first case of the outbreak that still runs on `on`; null when none does. */
function outbreakStart(on: Day, caseDays: readonly DayTotal[], endsAfterDays: number | null): Day | null {
  const last = caseDays.at(-1)
  if (!last) return null
  if (endsAfterDays === null) return caseDays[0]!.on
  if (daysBetween(last.on, on) >= endsAfterDays) return null
  let start = last.on
  for (const day of caseDays.toReversed()) {
    if (daysBetween(day.on, start) >= endsAfterDays) break
    start = day.on
  }
  return start
}

function totalsByDay(inputs: RatingInputs): DayTotal[] {
  const totals = new Map<Day, DayTotal>()
  for (const day of inputs.days) {
    if (day.on > inputs.on) continue
    const total = totals.get(day.on) ?? { on: day.on, confirmed: 0, imported: 0 }
    total.confirmed += day.confirmed
    total.imported += day.imported ?? 0
    totals.set(day.on, total)
  }
  return [...totals.values()].sort((a, b) => (a.on < b.on ? -1 : 1))
}

const sum = (days: readonly DayTotal[], value: (day: DayTotal) => number): number =>
  days.reduce((total, day) => total + value(day), 0)

/** Clusters of at least `minimumCases` with a case in the last `activeDays` days. */
export const activeClusters = (series: Series, minimumCases: number, activeDays: number): ClusterInput[] =>
  (series.clusters ?? []).filter(
    (cluster) => cluster.cases >= minimumCases && cluster.lastCaseOn > addDays(series.on, -activeDays),
  )

/** Clusters that became known in the last `days` days. */
export const newClusters = (series: Series, days: number): ClusterInput[] =>
  (series.clusters ?? []).filter((cluster) => cluster.reportedOn > addDays(series.on, -days))
