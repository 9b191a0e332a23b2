// The frozen inputs of an edition and what the engine makes of them. Everything a level depends on is in
// `FrozenInputs`, so that the same bytes and the same pack give the same result for ever.

import { addDays, type Day } from '#base/dates.ts'
import { canonicalJson } from '#base/json.ts'
import type { RiskPolicy } from '#policy/riskmap-schema.ts'
import type { Tier } from '../api-publication.ts'
import type { ClusterInput, DayCount, PreviousRating, Rating } from '../api-types.ts'
import { foldReviews } from '../reviews.ts'
import { rateRisk } from '../rules.ts'

export type FrozenRegion = { code: string; days: DayCount[]; clusters: ClusterInput[] | null }

export type FrozenInputs = {
  format: 1
  root: string
  tier: Tier
  on: Day
  pack: string
  knownAt: string
  /** edition: judged against `previous`; replay: against the pack's reviews before `on`; first: against nothing. */
  basis: 'edition' | 'replay' | 'first'
  previous: { publicationId: string; on: Day; levels: Record<string, PreviousRating> } | null
  /** In code order. */
  regions: FrozenRegion[]
}

const byDay = (a: DayCount, b: DayCount): number => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The same facts in one order, without days after the map's: the same counts always give the same bytes. */
export function orderInputs(inputs: FrozenInputs): FrozenInputs {
  return {
    ...inputs,
    regions: inputs.regions
      .map(({ code, days, clusters }) => ({
        code,
        days: days.filter((count) => count.on <= inputs.on).sort(byDay),
        clusters: clusters?.filter((one) => one.reportedOn <= inputs.on).sort((a, b) => byText(a.id, b.id)) ?? null,
      }))
      .sort((a, b) => byText(a.code, b.code)),
  }
}

/** The exact bytes that are stored and hashed. */
export const freeze = (value: FrozenInputs | Rating[]): string => canonicalJson(value)

export function rateEdition(inputs: FrozenInputs, policy: RiskPolicy): Rating[] {
  return inputs.regions.map((region) => {
    const given = { ...region, on: inputs.on }
    return rateRisk(given, policy, previousOf(inputs, region, policy))
  })
}

function previousOf(inputs: FrozenInputs, region: FrozenRegion, policy: RiskPolicy): PreviousRating | null {
  if (inputs.basis === 'edition') return inputs.previous?.levels[region.code] ?? null
  const before = addDays(inputs.on, -1)
  if (inputs.basis === 'first' || before < policy.review.firstOn) return null
  const last = foldReviews({ ...region, on: before }, policy).at(-1)
  return last ? { level: last.level, on: last.on, since: last.since } : null
}

export type InputDifference = {
  code: string
  confirmedBefore: number
  confirmedNow: number
  days: Day[]
  clusters: boolean
}

const empty = (code: string): FrozenRegion => ({ code, days: [], clusters: null })

/** Regions whose counts or clusters differ between two sets of inputs. */
export function compareInputs(before: FrozenInputs, now: FrozenInputs): InputDifference[] {
  const [was, is] = [before, now].map((inputs) => new Map(inputs.regions.map((region) => [region.code, region])))
  return [...new Set([...was!.keys(), ...is!.keys()])].sort().flatMap((code) => {
    const [a, b] = [was!.get(code) ?? empty(code), is!.get(code) ?? empty(code)]
    const days = differentDays(a.days, b.days)
    const clusters = canonicalJson(a.clusters) !== canonicalJson(b.clusters)
    if (days.length === 0 && !clusters) return []
    return [{ code, confirmedBefore: sum(a.days), confirmedNow: sum(b.days), days, clusters }]
  })
}

const sum = (days: readonly DayCount[]): number => days.reduce((total, count) => total + count.confirmed, 0)

/** Day → its figures, as text to compare. */
function figuresByDay(days: readonly DayCount[]): Map<Day, string> {
  const found = new Map<Day, string>()
  for (const { on, confirmed, imported } of days) found.set(on, `${found.get(on) ?? ''} ${confirmed}/${imported}`)
  return found
}

function differentDays(before: readonly DayCount[], now: readonly DayCount[]): Day[] {
  const [a, b] = [figuresByDay(before), figuresByDay(now)]
  return [...new Set([...a.keys(), ...b.keys()])].filter((on) => a.get(on) !== b.get(on)).sort(byText)
}

/** Day of the next review by the pack's cadence after an edition of `on`. */
export const nextReviewAfter = (on: Day, everyDays: number): Day => addDays(on, everyDays)
