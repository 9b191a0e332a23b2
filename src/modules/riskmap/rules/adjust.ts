// What a review makes of the evaluation when there is a level before: it rises only on new cases (totals
// never fall, so a total alone proves nothing new), and eases a step at a time after case-free days.

import { addDays, daysBetween, type Day } from '#base/dates.ts'
import type { RiskPolicy, RiskRule } from '#policy/riskmap-schema.ts'
import type { Evidence, PreviousRating, Reason } from '../api-types.ts'
import type { Evaluation } from './evaluate.ts'
import { newClusters, type Series } from './series.ts'
import { levelAt, rankOf, reason, ruleOf } from './speak.ts'

export type Adjusted = { rank: number; because: Reason[] }

export function adjust(
  evaluation: Evaluation,
  series: Series,
  policy: RiskPolicy,
  previous: PreviousRating | null,
): Adjusted {
  const easing = ruleOf(policy, 'easing')
  if (!easing) return { rank: evaluation.rank, because: [] }
  const level = levelAt(policy, evaluation.rank).id
  if (!previous) return { rank: evaluation.rank, because: [reason(policy, easing, 'first', { level })] }
  const worse = worsen(evaluation, series, policy, rankOf(policy, previous.level))
  if (worse.rank !== null) return { rank: worse.rank, because: worse.because }
  const better = ease(series, policy, previous)
  return { rank: better.rank, because: [...worse.because, ...better.because] }
}

function worsen(
  evaluation: Evaluation,
  series: Series,
  policy: RiskPolicy,
  before: number,
): { rank: number | null; because: Reason[] } {
  const rule = ruleOf(policy, 'worsening')
  if (!rule || evaluation.rank <= before) return { rank: null, because: [] }
  const { newCases, withinDays, levelsPerReview } = rule.parameters
  const cases = series.newCases(withinDays)
  const from = levelAt(policy, before).id
  const base = levelAt(policy, evaluation.rank).id
  const full = levelsPerReview === null ? evaluation.rank : Math.min(evaluation.rank, before + levelsPerReview)
  const rise = (rank: number, key: string, evidence: Evidence) => ({
    rank,
    because: [reason(policy, rule, key, { ...evidence, from, to: levelAt(policy, rank).id })],
  })
  if (cases >= newCases) return rise(full, 'raised', { cases, days: withinDays })
  const cluster = newClusters(series, withinDays)[0]
  if (cluster) return rise(full, 'cluster', { cluster: cluster.id })
  if (cases === 0) return { rank: null, because: [] }
  if (before === 0) return rise(1, 'firstCase', { cases })
  const evidence = { cases, days: withinDays, atLeast: newCases, level: from, base }
  return { rank: null, because: [reason(policy, rule, 'held', evidence)] }
}

function ease(series: Series, policy: RiskPolicy, previous: PreviousRating): Adjusted {
  const rule = ruleOf(policy, 'easing')!
  const rank = rankOf(policy, previous.level)
  const level = levelAt(policy, rank).id
  const stay = (by: RiskRule, key: string, evidence: Evidence): Adjusted => ({
    rank,
    because: [reason(policy, by, key, { ...evidence, level })],
  })
  if (rank === 0) return stay(rule, 'lowest', {})
  const stop = ruleOf(policy, 'stop-easing')
  if (stop) {
    const cluster = newClusters(series, stop.parameters.newClusterWithinDays)[0]
    if (cluster) return stay(stop, 'cluster', { cluster: cluster.id, days: stop.parameters.newClusterWithinDays })
    const cases = series.newLocalCases(stop.parameters.newLocalCaseWithinDays)
    if (cases > 0) return stay(stop, 'localCase', { cases, days: stop.parameters.newLocalCaseWithinDays })
  }
  const { caseFreeDays } = series.figures
  const days = waitOf(rule.parameters.afterCaseFreeDays, level)
  const to = levelAt(policy, rank - rule.parameters.levelsPerReview).id
  if (caseFreeDays !== null && caseFreeDays < days) return stay(rule, 'waiting', { caseFreeDays, days, to })
  const { since } = previous
  if (since !== null && daysBetween(since, series.on) < rule.parameters.daysBetweenSteps)
    return stay(rule, 'stepped', { since, days: rule.parameters.daysBetweenSteps })
  return {
    rank: rankOf(policy, to),
    because: [reason(policy, rule, 'eased', { caseFreeDays, days, from: level, to })],
  }
}

/** A level without its own wait takes the longest one stated. */
const waitOf = (waits: Readonly<Record<string, number>>, level: string): number =>
  waits[level] ?? Math.max(...Object.values(waits), 1)

/** The first review after `on`, and the first one that can ease the level if no case comes. */
export function lookAhead(
  series: Series,
  policy: RiskPolicy,
  rank: number,
  since: Day,
): { reviewOn: Day; easesTo: string | null; easesOn: Day | null } {
  const reviewOn = reviewOnOrAfter(policy, addDays(series.on, 1))
  const level = levelAt(policy, rank).id
  const { lastCaseOn } = series.figures
  const three = ruleOf(policy, 'three-levels')
  if (three) {
    if (rank === 0 || lastCaseOn === null) return { reviewOn, easesTo: null, easesOn: null }
    const quietOn = addDays(lastCaseOn, three.parameters.recentDays)
    return { reviewOn, easesTo: three.parameters.low, easesOn: reviewOnOrAfter(policy, quietOn) }
  }
  const rule = ruleOf(policy, 'easing')
  if (!rule || rank === 0) return { reviewOn, easesTo: null, easesOn: null }
  const stop = ruleOf(policy, 'stop-easing')
  const earliest = [reviewOn, addDays(since, rule.parameters.daysBetweenSteps)]
  if (lastCaseOn) earliest.push(addDays(lastCaseOn, waitOf(rule.parameters.afterCaseFreeDays, level)))
  if (stop)
    for (const cluster of newClusters(series, stop.parameters.newClusterWithinDays))
      earliest.push(addDays(cluster.reportedOn, stop.parameters.newClusterWithinDays))
  const latest = earliest.reduce((a, b) => (a > b ? a : b))
  return {
    reviewOn,
    easesTo: levelAt(policy, rank - rule.parameters.levelsPerReview).id,
    easesOn: reviewOnOrAfter(policy, latest),
  }
}

/** The first review day on or after `on`. */
export function reviewOnOrAfter(policy: RiskPolicy, on: Day): Day {
  const { firstOn, everyDays } = policy.review
  if (on <= firstOn) return firstOn
  return addDays(firstOn, Math.ceil(daysBetween(firstOn, on) / everyDays) * everyDays)
}
