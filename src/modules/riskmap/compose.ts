// Puts a map together: places and counts of the day through the doors of other modules, the edition before,
// and the pure engine over all of it. Set-based: a handful of queries whatever the number of places.

import { dayOf, type Day } from '#base/dates.ts'
import { forbidden, invalid, notFound } from '#base/errors.ts'
import { registerSentences } from '#base/sentences.ts'
import { holdsAt } from '#base/actor.ts'
import type { RiskPolicy } from '#policy/riskmap-schema.ts'
import type { Work } from '#storage/work.ts'
import type { LevelCount, Place, Publication, Tier } from './api-publication.ts'
import type { PreviousRating, Rating } from './api-types.ts'
import { clusterRuleOf, keptPolicy, sha256, type KeptPolicy } from './policies.ts'
import * as queries from './queries.ts'
import {
  freeze,
  nextReviewAfter,
  orderInputs,
  rateEdition,
  type FrozenInputs,
  type FrozenRegion,
} from './rules/edition.ts'
import { readCounts, readPlaces, readPlacesOf, type MapPlaces } from './sources.ts'
import type { DraftContent, RatedPlaceRow } from './store.ts'

export type MapAsked = { root: string; tier: Tier; on: Day; knownAt: string }

export type Composed = {
  places: MapPlaces
  inputs: FrozenInputs
  ratings: Rating[]
  frozen: { inputs: string; result: string }
  rows: RatedPlaceRow[]
  content: DraftContent
}

/** The place whose map is asked for, with the places rated on it; Forbidden outside the jurisdiction. */
export async function placesFor(work: Work, asked: MapAsked, capability: string): Promise<MapPlaces> {
  if (asked.on > dayOf(work.clock.now())) throw invalid('riskmap.day-in-future', { on: asked.on })
  const places = await readPlaces(work.db, asked.root, asked.tier, asked.on)
  if (!holdsAt(work.actor, capability, places.root.path))
    throw forbidden('riskmap.outside-jurisdiction', { place: places.root.name.zh })
  if (places.places.length === 0)
    throw notFound('riskmap.nothing-to-rate', { place: places.root.name.zh, tier: asked.tier, on: asked.on })
  return places
}

export async function composeMap(
  work: Work,
  asked: MapAsked,
  places: MapPlaces,
  { policy }: KeptPolicy,
): Promise<Composed> {
  const { root, tier, on, knownAt } = asked
  const previous = await findComparable(work, asked, policy)
  const inForce = await queries.findInForce(work.db, root, tier)
  const counts = await readCounts(work, {
    path: places.root.path,
    tier,
    on,
    knownAt,
    clusterRule: clusterRuleOf(policy),
  })
  const inputs = orderInputs({
    format: 1,
    root,
    tier,
    on,
    pack: policy.version,
    knownAt,
    basis: previous ? 'edition' : on > policy.review.firstOn ? 'replay' : 'first',
    previous: previous && (await previousLevels(work, previous)),
    regions: places.places.map(({ code }) => counts.get(code) ?? { code, days: [], clusters: [] }),
  })
  const ratings = rateEdition(inputs, policy)
  const frozen = { inputs: freeze(inputs), result: freeze(ratings) }
  const byCode = new Map(ratings.map((rating) => [rating.code, rating]))
  return {
    places,
    inputs,
    ratings,
    frozen,
    rows: places.places.map(({ code, path, name, parent }) => ({
      code,
      path,
      name,
      parentCode: parent.code,
      parentName: parent.name,
      rating: byCode.get(code)!,
    })),
    content: {
      knownAt,
      basis: inputs.basis,
      previousId: previous?.id ?? null,
      replacesId: inForce?.id ?? null,
      nextReviewOn: nextReviewAfter(on, policy.review.everyDays),
      regionCount: ratings.length,
      levelCounts: countLevels(
        ratings.map((rating) => rating.level),
        policy,
      ),
      inputsHash: sha256(frozen.inputs),
      resultHash: sha256(frozen.result),
    },
  }
}

/** What the engine looks at on a day, all over the tree, without an edition: for `wuse riskmap rate`. */
export async function readRatingInput(
  work: Work,
  policy: RiskPolicy,
  { tier, on }: { tier: Tier; on: Day },
): Promise<{ places: Place[]; regions: Map<string, FrozenRegion> }> {
  const knownAt = work.clock.now().toISOString()
  const clusterRule = clusterRuleOf(policy)
  return {
    places: await readPlacesOf(work.db, tier, on),
    regions: await readCounts(work, { path: '', tier, on, knownAt, clusterRule }),
  }
}

/** Regions per level, from the highest risk to the lowest, levels without a region included. */
export const countLevels = (levels: readonly string[], policy: RiskPolicy): LevelCount[] =>
  policy.levels.toReversed().map(({ id }) => ({ level: id, regions: levels.filter((level) => level === id).length }))

/** The edition before, unless its pack has other levels: then there is nothing to compare with. */
async function findComparable(work: Work, asked: MapAsked, policy: RiskPolicy): Promise<Publication | null> {
  const previous = await queries.findPrevious(work.db, asked.root, asked.tier, asked.on)
  return previous && (await sameLevels(work.db, previous.pack, policy)) ? previous : null
}

const levelIds = ({ levels }: RiskPolicy): string => levels.map((level) => level.id).join(' ')

export async function sameLevels(db: Work['db'], pack: string, policy: RiskPolicy): Promise<boolean> {
  if (pack === policy.version) return true
  const other = await keptPolicy(db, pack)
  return levelIds(other.policy) === levelIds(policy)
}

async function previousLevels(work: Work, previous: Publication): Promise<NonNullable<FrozenInputs['previous']>> {
  const levels = (await queries.levelsIn(work.db, [previous.id])).get(previous.id) ?? new Map()
  const entries = [...levels].map(([code, { level, since, deviated }]): [string, PreviousRating] => [
    code,
    // A deviated level holds since the edition that set it: the engine's own "since" is of another level.
    { level, on: previous.on, since: deviated ? previous.on : since },
  ])
  return { publicationId: previous.id, on: previous.on, levels: Object.fromEntries(entries) }
}

registerSentences({
  'riskmap.day-in-future': { zh: '{on} 尚未到来，不能评定。', en: '{on} has not come yet: it cannot be rated.' },
  'riskmap.outside-jurisdiction': {
    zh: '{place}的风险图不在您的管辖范围内。',
    en: 'The map of {place} is outside your jurisdiction.',
  },
  'riskmap.nothing-to-rate': {
    zh: '{on} {place}之下没有可评定的地区。',
    en: 'On {on} there is nothing of this tier ({tier}) below {place} to rate.',
  },
})
