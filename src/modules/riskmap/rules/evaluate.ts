// What the counts alone say: the level by cumulative cases, corrected by the share of local cases and by
// clusters. More cases of whatever kind never give a lower level: the share is measured against the
// threshold of the level in question, not against the total, so that imported cases cannot dilute it.

import type { RiskPolicy, RiskRuleOf } from '#policy/riskmap-schema.ts'
import type { Reason } from '../api-types.ts'
import type { Series } from './series.ts'
import { activeClusters } from './series.ts'
import { levelAt, rankOf, reason, ruleOf } from './speak.ts'

export type Evaluation = { rank: number; because: Reason[] }

export function evaluate(series: Series, policy: RiskPolicy): Evaluation {
  const three = ruleOf(policy, 'three-levels')
  if (three) return byThreeLevels(series, policy, three)
  const bands = ruleOf(policy, 'count-bands')
  if (!bands) throw new RangeError(`Pack ${policy.version} has no rule that gives a level by itself`)
  const counted = byBands(series, policy, bands)
  const shared = byLocalShare(counted, series, policy, bands)
  return byClusters(shared, series, policy)
}

function byBands(series: Series, policy: RiskPolicy, rule: RiskRuleOf<'count-bands'>): Evaluation {
  const { confirmed, confirmedEver, lastCaseOn } = series.figures
  const band = highestBand(rule, policy, confirmed)
  if (band) {
    const evidence = { confirmed, atLeast: band.atLeast, level: band.level }
    return { rank: rankOf(policy, band.level), because: [reason(policy, rule, 'band', evidence)] }
  }
  const over = { confirmedEver, lastCaseOn, days: rule.parameters.newOutbreakAfterDays }
  return {
    rank: 0,
    because: [confirmedEver > 0 ? reason(policy, rule, 'over', over) : reason(policy, rule, 'never', {})],
  }
}

function highestBand(rule: RiskRuleOf<'count-bands'>, policy: RiskPolicy, count: number, share = 1) {
  return rule.parameters.bands
    .filter((band) => count > 0 && count >= band.atLeast * share)
    .sort((a, b) => rankOf(policy, a.level) - rankOf(policy, b.level))
    .at(-1)
}

function byLocalShare(
  before: Evaluation,
  series: Series,
  policy: RiskPolicy,
  bands: RiskRuleOf<'count-bands'>,
): Evaluation {
  const rule = ruleOf(policy, 'local-share')
  const { confirmed, imported, local, localShare } = series.figures
  if (!rule || localShare === null) return before
  const { atLeastShare, lowersBy, neverBelow } = rule.parameters
  const carried = highestBand(bands, policy, local, atLeastShare)
  const rank = Math.max(
    Math.min(before.rank, carried ? rankOf(policy, carried.level) : 0),
    before.rank - lowersBy,
    Math.min(before.rank, rankOf(policy, neverBelow)),
  )
  if (rank === before.rank) return before
  const evidence = {
    confirmed,
    imported,
    local,
    percent: Math.round(localShare * 100),
    limitPercent: Math.round(atLeastShare * 100),
    from: levelAt(policy, before.rank).id,
    to: levelAt(policy, rank).id,
  }
  return { rank, because: [...before.because, reason(policy, rule, 'lowered', evidence)] }
}

function byClusters(before: Evaluation, series: Series, policy: RiskPolicy): Evaluation {
  const rule = ruleOf(policy, 'clusters')
  if (!rule) return before
  const { minimumCases, activeDays, raisesAtCases, raisesBy, raisesAtMostTo, presumedWhenUnknown } = rule.parameters
  const rank = Math.max(before.rank, Math.min(before.rank + raisesBy, rankOf(policy, raisesAtMostTo)))
  if (rank === before.rank) return before
  const step = { from: levelAt(policy, before.rank).id, to: levelAt(policy, rank).id }
  if (series.clusters === null) {
    if (!presumedWhenUnknown) return before
    const localCases = series.newLocalCases(presumedWhenUnknown.withinDays)
    if (localCases < presumedWhenUnknown.localCases) return before
    const evidence = { localCases, days: presumedWhenUnknown.withinDays, ...step }
    return { rank, because: [...before.because, reason(policy, rule, 'presumed', evidence)] }
  }
  const large = activeClusters(series, Math.max(minimumCases, raisesAtCases), activeDays)
  const largest = large.toSorted((a, b) => b.cases - a.cases || (a.id < b.id ? -1 : 1))[0]
  if (!largest) return before
  const evidence = { cluster: largest.id, cases: largest.cases, days: activeDays, ...step }
  return { rank, because: [...before.because, reason(policy, rule, 'raised', evidence)] }
}

function byThreeLevels(series: Series, policy: RiskPolicy, rule: RiskRuleOf<'three-levels'>): Evaluation {
  const { manyCases, recentDays, clusterMinimumCases, presumedWhenUnknown, low, medium, high } = rule.parameters
  const { confirmedEver: confirmed, lastCaseOn, caseFreeDays } = series.figures
  const say = (level: string, key: string, evidence: Record<string, string | number | null>): Evaluation => ({
    rank: rankOf(policy, level),
    because: [reason(policy, rule, key, { ...evidence, level })],
  })
  if (caseFreeDays === null) return say(low, 'none', {})
  if (caseFreeDays >= recentDays) return say(low, 'quiet', { days: recentDays, lastCaseOn })
  const evidence = { confirmed, manyCases, days: recentDays }
  if (confirmed <= manyCases) return say(medium, 'few', { ...evidence, recent: series.newCases(recentDays) })
  const clustered =
    series.clusters === null
      ? presumedWhenUnknown !== null &&
        series.newLocalCases(presumedWhenUnknown.withinDays) >= presumedWhenUnknown.localCases
      : activeClusters(series, clusterMinimumCases, recentDays).length > 0
  return clustered ? say(high, 'manyCluster', evidence) : say(medium, 'manyNoCluster', evidence)
}
