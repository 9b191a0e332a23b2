// The rating of one place on one day: pure and total, for a county as for a town. The parameters are the
// pack's; what happens with them is in rules/: read the series, evaluate it, adjust to the level before.

import type { RiskPolicy } from '#policy/riskmap-schema.ts'
import type { PreviousRating, Rating, RatingInputs } from './api-types.ts'
import { adjust, lookAhead } from './rules/adjust.ts'
import { evaluate } from './rules/evaluate.ts'
import { readSeries } from './rules/series.ts'
import { levelAt, rankOf, ruleOf } from './rules/speak.ts'

export function rateRisk(inputs: RatingInputs, policy: RiskPolicy, previous: PreviousRating | null): Rating {
  const series = readSeries(inputs, ruleOf(policy, 'count-bands')?.parameters.newOutbreakAfterDays ?? null)
  const evaluation = evaluate(series, policy)
  const adjusted = adjust(evaluation, series, policy, previous)
  const level = levelAt(policy, adjusted.rank)
  const before = previous ? rankOf(policy, previous.level) : null
  const change =
    before === null ? 'first' : adjusted.rank < before ? 'better' : adjusted.rank > before ? 'worse' : 'same'
  const since = change === 'same' ? (previous?.since ?? previous?.on ?? inputs.on) : inputs.on
  return {
    code: inputs.code,
    on: inputs.on,
    policy: policy.version,
    level: level.id,
    rank: adjusted.rank,
    base: levelAt(policy, evaluation.rank).id,
    previous: previous?.level ?? null,
    change,
    since,
    figures: series.figures,
    because: [...evaluation.because, ...adjusted.because],
    next: lookAhead(series, policy, adjusted.rank, since),
  }
}
