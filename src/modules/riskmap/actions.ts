// The verbs of a map edition: draft, hand on, second look, publish, withdraw. Each locks the edition, asks the
// lifecycle whether the step may be taken now by this person, saves, and records what happened.

import { holdsAt } from '#base/actor.ts'
import { conflict, forbidden, invalid, notFound, refused } from '#base/errors.ts'
import { newId } from '#base/ids.ts'
import { canonicalJson } from '#base/json.ts'
import { registerSentences } from '#base/sentences.ts'
import type { Work } from '#storage/work.ts'
import type { Freshness, LevelChange, Publication, PublicationState } from './api-publication.ts'
import type { DraftInput } from './api.ts'
import { composeMap, placesFor, type Composed, type MapAsked } from './compose.ts'
import * as facts from './facts.ts'
import { keyOf, stampOf } from './people.ts'
import { keptPolicy, policyForDraft, sha256 } from './policies.ts'
import * as queries from './queries.ts'
import { compareInputs, type FrozenInputs } from './rules/edition.ts'
import { publicationCan, type WhyNot } from './rules/lifecycle.ts'
import * as store from './store.ts'
import type { PublicationRow, StepColumns } from './store.ts'

export type Drafted = { publication: Publication; changed: Freshness | null }

const nowOf = (work: Work): string => work.clock.now().toISOString()

export const refuse = ({ code, facts: given }: WhyNot) => refused(code, given)

/** Drafts a map; a draft of the same map by the same person that still lies open is drafted again instead. */
export async function draft(work: Work, input: DraftInput): Promise<Drafted> {
  const asked: MapAsked = { root: input.root, tier: input.tier, on: input.on, knownAt: knownAtOf(work, input.knownAt) }
  const places = await placesFor(work, asked, 'riskmap.draft')
  const policy = await policyForDraft(work, input.pack, asked.on)
  const own = await queries.findOwnDraft(work.db, {
    rootCode: asked.root,
    tier: asked.tier,
    on: asked.on,
    pack: policy.policy.version,
    authorKey: keyOf(work.actor),
  })
  if (own) return redraft(work, { id: own, knownAt: input.knownAt })
  const composed = await composeMap(work, asked, places, policy)
  const id = newId()
  const author = stampOf(work)
  await store.insertPublication(
    work.db,
    {
      id,
      rootCode: places.root.code,
      rootPath: places.root.path,
      rootName: places.root.name,
      tier: asked.tier,
      ratedOn: asked.on,
      pack: policy.policy.version,
      packName: policy.name,
      author,
    },
    composed.content,
  )
  await store.saveRatings(work.db, id, composed.frozen, composed.rows)
  await store.insertEvents(work.db, id, [{ kind: 'drafted', by: author }])
  const publication = await getPublication(work, id)
  note(work, publication)
  return { publication, changed: null }
}

function knownAtOf(work: Work, asked: string | undefined): string {
  const now = nowOf(work)
  if (asked === undefined) return now
  const instant = new Date(asked).toISOString()
  if (instant > now) throw invalid('riskmap.known-in-future', { at: asked })
  return instant
}

/** Rates again from the counts known now; says what changed, and lets deviations lapse whose ground has moved. */
export async function redraft(work: Work, given: { id: string; knownAt?: string | undefined }): Promise<Drafted> {
  const row = await open(work, given.id, 'riskmap.draft')
  const why = publicationCan.redraft.whyNot(likeOf(row))
  if (why) throw refuse(why)
  const composed = await composeAgain(work, row, knownAtOf(work, given.knownAt), 'riskmap.draft')
  const changed = await compare(work, row, composed)
  const author = stampOf(work)
  await store.updateDraft(work.db, row.id, composed.content, author)
  await lapseDeviations(work, row.id, composed)
  await store.saveRatings(work.db, row.id, composed.frozen, composed.rows)
  await store.insertEvents(work.db, row.id, [{ kind: 'redrafted', by: author }])
  await recount(work, row.id)
  const publication = await getPublication(work, row.id)
  note(work, publication, { inputsChanged: changed.inputs.length, levelsChanged: changed.levels.length })
  return { publication, changed }
}

const mapOf = (row: PublicationRow, knownAt: string): MapAsked => ({
  root: row.rootCode,
  tier: row.tier as MapAsked['tier'],
  on: row.ratedOn as MapAsked['on'],
  knownAt,
})

async function composeAgain(
  work: Work,
  row: PublicationRow,
  knownAt: string,
  capability: 'riskmap.draft' | 'riskmap.read',
): Promise<Composed> {
  const asked = mapOf(row, knownAt)
  const places = await placesFor(work, asked, capability)
  return composeMap(work, asked, places, await keptPolicy(work.db, row.pack))
}

/** Whether the counts have changed since the draft, and what drafting again would change. */
export async function checkDraft(work: Work, id: string): Promise<Freshness> {
  const row = await store.findPublicationRow(work.db, id)
  if (!row) throw notFound('riskmap.publication-unknown')
  return compare(work, row, await composeAgain(work, row, nowOf(work), 'riskmap.read'))
}

async function compare(work: Work, row: PublicationRow, now: Composed): Promise<Freshness> {
  const frozen = await queries.findFrozen(work.db, row.id)
  const before = JSON.parse(frozen?.inputs ?? 'null') as FrozenInputs | null
  const ratings = new Map((await queries.listRatings(work.db, row.id)).map((one) => [one.code, one.rating]))
  const places = new Map(now.places.places.map((place) => [place.code, place]))
  const nameOf = (code: string) => places.get(code)?.name ?? { zh: code, en: code }
  const inputs = before ? compareInputs(before, now.inputs) : []
  const levels = now.ratings.flatMap((rating): LevelChange[] => {
    const was = ratings.get(rating.code)
    const place = places.get(rating.code)!
    return was && was.level !== rating.level
      ? [{ code: rating.code, name: place.name, parent: place.parent, from: was.level, to: rating.level }]
      : []
  })
  const previousChanged = row.previousId !== now.content.previousId || row.replacesId !== now.content.replacesId
  return {
    checkedAt: nowOf(work),
    same: inputs.length === 0 && levels.length === 0 && !previousChanged,
    inputs: inputs.map((one) => ({ ...one, name: nameOf(one.code) })),
    levels,
    previousChanged,
  }
}

/** A deviation stands on the engine's level; where that moved, the expert must look again. */
async function lapseDeviations(work: Work, id: string, composed: Composed): Promise<void> {
  const levels = new Map(composed.ratings.map((rating) => [rating.code, rating.level]))
  const by = stampOf(work)
  for (const deviation of await queries.listDeviations(work.db, id)) {
    const standing = deviation.state === 'proposed' || deviation.state === 'confirmed'
    if (!standing || levels.get(deviation.code) === deviation.engineLevel) continue
    await store.updateDeviation(work.db, deviation.id, 'lapsed', by, null)
    await store.insertEvents(work.db, id, [{ kind: 'deviation-lapsed', by, regionCode: deviation.code }])
  }
}

/** Levels in force of all regions, counted anew. */
export async function recount(work: Work, id: string): Promise<void> {
  const regions = await queries.listRegions(work.db, id)
  const row = await store.findPublicationRow(work.db, id)
  const { policy } = await keptPolicy(work.db, row!.pack)
  const levels = regions.map((region) => region.level)
  await store.updateCounts(
    work.db,
    id,
    policy.levels
      .toReversed()
      .map((level) => ({ level: level.id, regions: levels.filter((one) => one === level.id).length })),
  )
}

export async function getPublication(work: Work, id: string): Promise<Publication> {
  const publication = await queries.findPublication(work.db, id)
  if (!publication) throw notFound('riskmap.publication-unknown')
  return publication
}

/** The edition, locked, within the jurisdiction of the capability; NotFound when it cannot be seen at all. */
export async function open(work: Work, id: string, capability: string): Promise<PublicationRow> {
  const seen = await store.findPublicationRow(work.db, id)
  if (!seen) throw notFound('riskmap.publication-unknown')
  if (!holdsAt(work.actor, capability, seen.rootPath))
    throw forbidden('riskmap.outside-jurisdiction', { place: (seen.rootName as { zh: string }).zh })
  return (await store.lockPublication(work.db, id)) ?? seen
}

export const likeOf = (row: PublicationRow) => ({
  state: row.state as PublicationState,
  author: { key: row.authorKey },
  submitted: row.submittedKey === null ? null : { key: row.submittedKey },
})

export const openDeviations = async (work: Work, id: string): Promise<number> =>
  (await queries.listDeviations(work.db, id)).filter(({ state }) => state === 'proposed').length

async function take(
  work: Work,
  row: PublicationRow,
  state: PublicationState,
  columns: StepColumns,
  event: string,
  comment?: string,
): Promise<Publication> {
  await store.updateState(work.db, row.id, state, columns)
  await store.insertEvents(work.db, row.id, [{ kind: event, by: stampOf(work), note: comment ?? null }])
  const publication = await getPublication(work, row.id)
  note(work, publication)
  return publication
}

function note(work: Work, publication: Publication, further: Record<string, unknown> = {}): void {
  const { root, tier, on, pack, edition, revision, state } = publication
  work.touched('publication', publication.id, root.path)
  work.detail({ root: root.code, tier, on, pack, edition, revision, state, ...further })
}

/** True when this person has just brought it there: a second click is not an error. */
const alreadyDone = (work: Work, row: PublicationRow, state: PublicationState, key: string | null): boolean =>
  row.state === state && key === keyOf(work.actor)

export async function submit(work: Work, id: string): Promise<Publication> {
  const row = await open(work, id, 'riskmap.draft')
  if (alreadyDone(work, row, 'submitted', row.submittedKey)) return getPublication(work, id)
  const why = publicationCan.submit.whyNot(likeOf(row))
  if (why) throw refuse(why)
  const by = stampOf(work)
  const columns = {
    submittedKey: by.key,
    submittedName: by.name,
    submittedAt: by.at,
    reviewedKey: null,
    reviewedName: null,
    reviewedAt: null,
  }
  return take(work, row, 'submitted', columns, 'submitted')
}

export async function takeBack(work: Work, id: string): Promise<Publication> {
  const row = await open(work, id, 'riskmap.draft')
  const why = publicationCan.takeBack.whyNot(likeOf(row))
  if (why) throw refuse(why)
  return take(work, row, 'draft', { submittedKey: null, submittedName: null, submittedAt: null }, 'taken-back')
}

export async function discard(work: Work, id: string): Promise<Publication> {
  const row = await open(work, id, 'riskmap.draft')
  const why = publicationCan.discard.whyNot(likeOf(row))
  if (why) throw refuse(why)
  return take(work, row, 'discarded', {}, 'discarded')
}

export type ReviewGiven = { id: string; verdict: 'approve' | 'return'; revision: number; comment?: string | undefined }

/** The second look. Names the revision that was seen: a map that changed meanwhile is looked at again. */
export async function review(work: Work, given: ReviewGiven): Promise<Publication> {
  const row = await open(work, given.id, 'riskmap.review')
  if (given.verdict === 'approve' && alreadyDone(work, row, 'approved', row.reviewedKey))
    return getPublication(work, row.id)
  const who = keyOf(work.actor)
  const why =
    given.verdict === 'approve'
      ? publicationCan.approve.whyNot(likeOf(row), who, await openDeviations(work, row.id))
      : publicationCan.return.whyNot(likeOf(row), who)
  if (why) throw refuse(why)
  if (row.revision !== given.revision)
    throw conflict('riskmap.other-revision', { seen: given.revision, now: row.revision })
  if (given.verdict === 'return' && !given.comment) throw invalid('riskmap.comment-needed')
  const by = stampOf(work)
  return given.verdict === 'approve'
    ? take(
        work,
        row,
        'approved',
        { reviewedKey: by.key, reviewedName: by.name, reviewedAt: by.at },
        'approved',
        given.comment,
      )
    : take(
        work,
        row,
        'returned',
        { reviewedKey: null, reviewedName: null, reviewedAt: null },
        'returned',
        given.comment,
      )
}

/**
 * Publishes an approved map. Of two maps published at once one wins: the series is locked, and a map that was drafted
 * against another edition than the one in force is a conflict.
 */
export async function publish(work: Work, id: string): Promise<Publication> {
  const seen = await store.findPublicationRow(work.db, id)
  if (seen) await store.lockSeries(work.db, seen.rootCode, seen.tier as Publication['tier'])
  const row = await open(work, id, 'riskmap.publish')
  if (alreadyDone(work, row, 'published', row.publishedKey)) return getPublication(work, id)
  const why = publicationCan.publish.whyNot(likeOf(row), keyOf(work.actor), await openDeviations(work, id))
  if (why) throw refuse(why)
  const tier = row.tier as Publication['tier']
  const inForce = await queries.findInForce(work.db, row.rootCode, tier)
  if ((inForce?.id ?? null) !== row.replacesId) throw conflict('riskmap.another-published', { on: inForce?.on ?? '–' })
  if (inForce && row.ratedOn < inForce.on)
    throw refused('riskmap.older-than-in-force', { on: row.ratedOn, inForce: inForce.on })

  const by = stampOf(work)
  const edition = await store.nextEdition(work.db, row.rootCode, tier)
  if (inForce) {
    await store.updateState(work.db, inForce.id, 'superseded', { supersededBy: id, supersededAt: by.at })
    await store.insertEvents(work.db, inForce.id, [{ kind: 'superseded', by, note: id }])
  }
  const columns = { publishedKey: by.key, publishedName: by.name, publishedAt: by.at, edition }
  const hash = await sealOf(work, { ...row, ...columns })
  const publication = await take(work, row, 'published', { ...columns, hash }, 'published')
  await work.record(facts.published(publication, inForce?.id ?? null))
  return publication
}

/** SHA-256 over everything that is published; judging again computes it anew. */
export async function sealOf(work: Work, row: PublicationRow): Promise<string> {
  const { hash: policyHash } = await keptPolicy(work.db, row.pack)
  const deviations = (await queries.listDeviations(work.db, row.id))
    .filter(({ state }) => state === 'confirmed')
    .map(({ code, engineLevel, level, reason, proposed, decided }) => ({
      code,
      engineLevel,
      level,
      reason,
      proposed,
      decided,
    }))
  const sealed = {
    id: row.id,
    root: row.rootCode,
    rootName: row.rootName,
    tier: row.tier,
    on: row.ratedOn,
    edition: row.edition,
    pack: row.pack,
    policyHash,
    knownAt: row.knownAt,
    inputsHash: row.inputsHash,
    resultHash: row.resultHash,
    deviations,
    author: { key: row.authorKey, name: row.authorName, at: row.draftedAt },
    reviewed: { key: row.reviewedKey, name: row.reviewedName, at: row.reviewedAt },
    published: { key: row.publishedKey, name: row.publishedName, at: row.publishedAt },
  }
  return sha256(canonicalJson(sealed))
}

/** Withdraws the edition in force. It stays visible with the reason; none is in force until the next is published. */
export async function withdraw(work: Work, given: { id: string; reason: string }): Promise<Publication> {
  const seen = await store.findPublicationRow(work.db, given.id)
  if (seen) await store.lockSeries(work.db, seen.rootCode, seen.tier as Publication['tier'])
  const row = await open(work, given.id, 'riskmap.publish')
  if (alreadyDone(work, row, 'withdrawn', row.withdrawnKey)) return getPublication(work, row.id)
  const why = publicationCan.withdraw.whyNot(likeOf(row))
  if (why) throw refuse(why)
  const reason = given.reason.trim()
  if (reason === '') throw invalid('riskmap.reason-needed')
  const by = stampOf(work)
  const columns = { withdrawnKey: by.key, withdrawnName: by.name, withdrawnAt: by.at, withdrawalReason: reason }
  const publication = await take(work, row, 'withdrawn', columns, 'withdrawn', reason)
  await work.record(facts.withdrawn(publication))
  return publication
}

registerSentences({
  'riskmap.publication-unknown': {
    zh: '没有这期风险图，或不在您的管辖范围内。',
    en: 'There is no such map, or it is outside your jurisdiction.',
  },
  'riskmap.none-published': { zh: '{root} 还没有发布过风险图。', en: 'No map of {root} has been published yet.' },
  'riskmap.known-in-future': { zh: '“{at}”尚未到来。', en: '{at} has not come yet.' },
  'riskmap.other-revision': {
    zh: '您看到的是第 {seen} 稿，现在是第 {now} 稿，请重新查看。',
    en: 'You looked at revision {seen}; it is revision {now} by now. Look again.',
  },
  'riskmap.comment-needed': { zh: '退回时请写明意见。', en: 'Say why when returning a map.' },
  'riskmap.judge-what': { zh: '请给出期号，或加 --all。', en: 'Name an edition, or all of them with --all.' },
  'riskmap.file-unknown': { zh: '没有文件 {file}。', en: 'There is no file {file}.' },
  'riskmap.reason-needed': { zh: '请写明理由。', en: 'Give the reason.' },
  'riskmap.another-published': {
    zh: '起草之后已发布或撤回了另一期（现行数据日期：{on}）。请重新起草后再发布。',
    en: 'Another edition was published or withdrawn since this draft (in force: {on}). Draft again, then publish.',
  },
  'riskmap.older-than-in-force': {
    zh: '现行风险图的数据日期为 {inForce}，不能用 {on} 的旧图替代。',
    en: 'The map in force is of {inForce}; a map of {on} cannot replace it.',
  },
})
