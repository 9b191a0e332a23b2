// Rates a place on a day from its daily counts alone, by going through every review from the pack's first
// to the last one on or before that day: the level in force on a day between two reviews is that of the
// earlier one. Before the first review a day is rated as a first map would be.

import { addDays, type Day } from '#base/dates.ts'
import type { RiskPolicy } from '#policy/riskmap-schema.ts'
import type { PreviousRating, Rating, RatingInputs } from './api-types.ts'
import { rateRisk } from './rules.ts'

/** The reviews that lead to the level in force on `on`, in order; `on` itself when it lies before the first. */
export function reviewDays(policy: RiskPolicy, on: Day): Day[] {
  const { firstOn, everyDays } = policy.review
  if (on < firstOn) return [on]
  const days: Day[] = []
  for (let current = firstOn; current <= on; current = addDays(current, everyDays)) days.push(current)
  return days
}

/** Every review up to `inputs.on`; the last one is in force. With `previous`, only the reviews after it. */
export function foldReviews(
  inputs: RatingInputs,
  policy: RiskPolicy,
  previous: PreviousRating | null = null,
): Rating[] {
  const ratings: Rating[] = []
  let before = previous
  for (const on of reviewDays(policy, inputs.on)) {
    if (previous && on <= previous.on) continue
    const rating = rateRisk({ ...inputs, on }, policy, before)
    ratings.push(rating)
    before = { level: rating.level, on, since: rating.since }
  }
  return ratings
}
