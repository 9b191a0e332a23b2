// What the screens show of map editions: one edition with everything, one region's panel, the change list,
// the league table, and when the next review is due.

import { addDays, dayOf, daysBetween, eachDay, type Day } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import type { Work } from '#storage/work.ts'
import { getPublication } from './actions.ts'
import type {
  ChangeList,
  League,
  Publication,
  PublicationDetail,
  RatedRegion,
  RegionPanel,
  ReviewDue,
  Tier,
} from './api-publication.ts'
import { sameLevels } from './compose.ts'
import { keptPolicy, levelInfos, policyForReview } from './policies.ts'
import * as queries from './queries.ts'
import { listChanges, type ChangesGiven } from './rules/changes.ts'
import type { FrozenInputs, FrozenRegion } from './rules/edition.ts'
import { isPublic } from './rules/lifecycle.ts'
import { readNeighbours, readPlace } from './sources.ts'

export async function publicationDetail(work: Work, id: string): Promise<PublicationDetail> {
  const publication = await getPublication(work, id)
  const { policy } = await keptPolicy(work.db, publication.pack)
  const deviations = await queries.listDeviations(work.db, id)
  return {
    publication,
    levels: levelInfos(policy),
    regions: await queries.listRegions(work.db, id),
    deviations: deviations.map(({ rank: _, ...deviation }) => deviation),
    events: await queries.listEvents(work.db, id),
  }
}

const confirmedDeviation = ({ deviation }: RatedRegion) =>
  deviation?.state === 'confirmed' ? { engineLevel: deviation.engineLevel, reason: deviation.reason } : null

/** The change list's inputs: this edition against the one it was judged against. */
export async function changesGiven(
  work: Work,
  publication: Publication,
  regions: readonly RatedRegion[],
): Promise<ChangesGiven> {
  const { policy } = await keptPolicy(work.db, publication.pack)
  const previous = publication.previousId ? await queries.findPublication(work.db, publication.previousId) : null
  const levels = previous ? (await queries.levelsIn(work.db, [previous.id])).get(previous.id) : undefined
  return {
    on: publication.on,
    tier: publication.tier,
    root: publication.root.name,
    levels: levelInfos(policy),
    regions: regions.map((region) => ({
      code: region.code,
      name: region.name,
      parent: region.parent,
      level: region.level,
      deviation: confirmedDeviation(region),
    })),
    before:
      previous && levels
        ? {
            publicationId: previous.id,
            on: previous.on,
            levels: new Map([...levels].map(([code, { level }]) => [code, level])),
          }
        : null,
  }
}

export async function changeList(work: Work, id: string): Promise<ChangeList> {
  const publication = await getPublication(work, id)
  return listChanges(await changesGiven(work, publication, await queries.listRegions(work.db, id)))
}

/** Everything the panel beside the map says about one region. */
export async function regionPanel(work: Work, id: string, code: string): Promise<RegionPanel> {
  const publication = await getPublication(work, id)
  const { policy } = await keptPolicy(work.db, publication.pack)
  const levels = levelInfos(policy)
  const regions = await queries.listRegions(work.db, id)
  const region = regions.find((one) => one.code === code)
  const frozen = await queries.findFrozen(work.db, id)
  if (!region || !frozen) throw notFound('riskmap.region-not-rated', { code })
  const inputs = (JSON.parse(frozen.inputs) as FrozenInputs).regions.find((one) => one.code === code)
  const neighbours = await readNeighbours(work.db, code, publication.on)
  return {
    publication,
    levels,
    region,
    curve: curveOf(inputs, publication.on),
    clusters: inputs?.clusters ?? null,
    neighbours: neighbours.map((one) => ({
      ...one,
      level: regions.find((other) => other.code === one.code)?.level ?? null,
    })),
    history: await historyOf(work, publication, code),
  }
}

/** Every day from the first case to the map's day, days without a report included. */
export function curveOf(inputs: FrozenRegion | undefined, on: Day): RegionPanel['curve'] {
  const byDay = new Map<Day, { confirmed: number; imported: number }>()
  for (const count of inputs?.days ?? []) {
    const sum = byDay.get(count.on) ?? { confirmed: 0, imported: 0 }
    sum.confirmed += count.confirmed
    sum.imported += count.imported ?? 0
    byDay.set(count.on, sum)
  }
  const first = [...byDay.keys()].sort()[0]
  if (first === undefined) return []
  let cumulative = 0
  return eachDay(first, on).map((current) => {
    const { confirmed, imported } = byDay.get(current) ?? { confirmed: 0, imported: 0 }
    cumulative += confirmed
    return { on: current, confirmed, imported, cumulative }
  })
}

const HISTORY = 60

async function historyOf(work: Work, publication: Publication, code: string): Promise<RegionPanel['history']> {
  const { rows } = await queries.listPublications(work.db, {
    root: publication.root.code,
    tier: publication.tier,
    states: ['published', 'superseded', 'withdrawn'],
    limit: HISTORY,
  })
  const editions = rows.filter((one) => one.id === publication.id || isPublic(one.state))
  const levels = await queries.levelsIn(
    work.db,
    editions.map((one) => one.id),
    code,
  )
  const history: RegionPanel['history'] = []
  for (const one of editions) {
    const found = levels.get(one.id)?.get(code)
    if (!found) continue
    const { policy } = await keptPolicy(work.db, one.pack)
    const level = policy.levels.find(({ id }) => id === found.level)
    if (!level) continue
    history.push({
      publicationId: one.id,
      on: one.on,
      state: one.state,
      level: found.level,
      hex: level.hex,
      levelName: level.name,
      deviated: found.deviated,
    })
  }
  return history
}

export type LeagueAsked = { root: string; tier: Tier; editions: number; after?: string | undefined; limit: number }

/** Levels over the last editions in force, the worst first; the page key is "rank|code" of the last row. */
export async function league(work: Work, asked: LeagueAsked): Promise<League> {
  const { rows } = await queries.listPublications(work.db, {
    root: asked.root,
    tier: asked.tier,
    states: ['published', 'superseded'],
    limit: asked.editions,
  })
  const newest = rows[0]
  if (!newest) throw notFound('riskmap.none-published', { root: asked.root })
  const { policy } = await keptPolicy(work.db, newest.pack)
  const comparable: Publication[] = []
  for (const one of rows) if (await sameLevels(work.db, one.pack, policy)) comparable.push(one)
  const levels = await queries.levelsIn(
    work.db,
    comparable.map((one) => one.id),
  )
  const regions = (await queries.listRegions(work.db, newest.id)).sort(
    (a, b) => b.rank - a.rank || (a.code < b.code ? -1 : 1),
  )
  const after = asked.after?.split('|')
  const from = after
    ? regions.findIndex(
        (one) => one.rank < Number(after[0]) || (one.rank === Number(after[0]) && one.code > (after[1] ?? '')),
      )
    : 0
  const page = from < 0 ? [] : regions.slice(from, from + asked.limit)
  const last = page.at(-1)
  return {
    editions: comparable.map(({ id, on, edition, pack }) => ({ publicationId: id, on, edition, pack })),
    levels: levelInfos(policy),
    rows: page.map((region) => ({
      code: region.code,
      name: region.name,
      parent: region.parent,
      level: region.level,
      rank: region.rank,
      since: region.since,
      confirmed: region.figures.confirmed,
      caseFreeDays: region.figures.caseFreeDays,
      deviated: region.deviation?.state === 'confirmed',
      history: comparable.map((one) => levels.get(one.id)?.get(region.code)?.level ?? null),
    })),
    next: last && from + page.length < regions.length ? `${last.rank}|${last.code}` : null,
  }
}

/** When the next review of a map is due by the pack's cadence; a first map is due on the pack's first day. */
export async function reviewDue(
  work: Work,
  asked: { root: string; tier: Tier; pack?: string | undefined },
): Promise<ReviewDue> {
  const today = dayOf(work.clock.now())
  const inForce = await queries.findInForce(work.db, asked.root, asked.tier)
  const policy = inForce
    ? (await keptPolicy(work.db, inForce.pack)).policy
    : await policyForReview(asked.pack ?? 'zhejiang-2020')
  const dueOn = inForce ? addDays(inForce.on, policy.review.everyDays) : policy.review.firstOn
  const days = daysBetween(today, dueOn)
  return {
    root: inForce?.root ?? (await readPlace(work.db, asked.root, today)),
    tier: asked.tier,
    pack: policy.version,
    everyDays: policy.review.everyDays,
    lastOn: inForce?.on ?? null,
    dueOn,
    state: days > 0 ? 'not-yet' : days === 0 ? 'due' : 'overdue',
    days,
  }
}
