// Reads of map editions for screens, exports and the public page. Whatever was published is seen by
// everybody; drafts only within the jurisdiction (row-level security).

import { sql } from 'kysely'
import type { Day } from '#base/dates.ts'
import type { Text } from '#base/text.ts'
import type { Db, Tx } from '#storage/postgres.ts'
import type {
  Deviation,
  DeviationState,
  LevelCount,
  Publication,
  PublicationEvent,
  PublicationState,
  RatedRegion,
  Tier,
} from './api-publication.ts'
import type { Rating } from './api-types.ts'
import { publicStates } from './rules/lifecycle.ts'
import type { PublicationRow } from './store.ts'

type Handle = Db | Tx

const signature = (key: string | null, name: string | null, at: string | null) =>
  key === null || at === null ? null : { key, name: name ?? '', at }

type HeadRow = Omit<PublicationRow, 'inputsHash' | 'resultHash' | 'replacesId'> & { deviations: number }

function publicationOf(row: HeadRow): Publication {
  const withdrawn = signature(row.withdrawnKey, row.withdrawnName, row.withdrawnAt)
  return {
    id: row.id,
    root: { code: row.rootCode, path: row.rootPath, name: row.rootName as Text },
    tier: row.tier as Tier,
    on: row.ratedOn as Day,
    pack: row.pack,
    packName: row.packName as Text,
    knownAt: row.knownAt,
    state: row.state as PublicationState,
    revision: row.revision,
    edition: row.edition,
    basis: row.basis as Publication['basis'],
    previousId: row.previousId,
    author: { key: row.authorKey, name: row.authorName, at: row.draftedAt },
    submitted: signature(row.submittedKey, row.submittedName, row.submittedAt),
    reviewed: signature(row.reviewedKey, row.reviewedName, row.reviewedAt),
    published: signature(row.publishedKey, row.publishedName, row.publishedAt),
    superseded: row.supersededBy && row.supersededAt ? { by: row.supersededBy, at: row.supersededAt } : null,
    withdrawn: withdrawn && { ...withdrawn, reason: row.withdrawalReason ?? '' },
    counts: row.levelCounts as LevelCount[],
    regions: row.regionCount,
    deviations: row.deviations,
    hash: row.hash,
    nextReviewOn: row.nextReviewOn as Day,
  }
}

const heads = (db: Handle) =>
  db
    .selectFrom('riskmapPublications as p')
    .selectAll('p')
    .select((eb) =>
      eb
        .selectFrom('riskmapDeviations as d')
        .whereRef('d.publicationId', '=', 'p.id')
        .where('d.state', '=', 'confirmed')
        .select((count) => count.fn.countAll<number>().as('n'))
        .as('deviations'),
    )

export async function findPublication(db: Handle, id: string): Promise<Publication | null> {
  const row = await heads(db).where('p.id', '=', id).executeTakeFirst()
  return row ? publicationOf(row as HeadRow) : null
}

export type PublicationSearch = {
  after?: string | undefined
  limit: number
  root?: string | undefined
  tier?: Tier | undefined
  states?: readonly PublicationState[] | undefined
  from?: string | undefined
  to?: string | undefined
}

/** Newest day first; the page key is "day|id". */
export async function listPublications(
  db: Handle,
  search: PublicationSearch,
): Promise<{ rows: Publication[]; next: string | null }> {
  let query = heads(db)
    .orderBy('p.ratedOn', 'desc')
    .orderBy('p.id', 'desc')
    .limit(search.limit + 1)
  if (search.root) query = query.where('p.rootCode', '=', search.root)
  if (search.tier) query = query.where('p.tier', '=', search.tier)
  if (search.states?.length) query = query.where('p.state', 'in', [...search.states])
  if (search.from) query = query.where('p.ratedOn', '>=', search.from)
  if (search.to) query = query.where('p.ratedOn', '<=', search.to)
  if (search.after) {
    const [on, id] = search.after.split('|')
    query = query.where(sql<boolean>`(p.rated_on, p.id) < (${on}::date, ${id}::uuid)`)
  }
  const found = (await query.execute()) as HeadRow[]
  const rows = found.slice(0, search.limit).map(publicationOf)
  const last = rows.at(-1)
  return { rows, next: found.length > search.limit && last ? `${last.on}|${last.id}` : null }
}

/** The edition in force, locked against nothing: publishing takes the lock of the series. */
export async function findInForce(db: Handle, root: string, tier: Tier): Promise<Publication | null> {
  const row = await heads(db)
    .where('p.rootCode', '=', root)
    .where('p.tier', '=', tier)
    .where('p.state', '=', 'published')
    .executeTakeFirst()
  return row ? publicationOf(row as HeadRow) : null
}

/** The last edition that was ever public, in whatever state it is now. */
export async function findNewestPublic(db: Handle, root: string, tier: Tier): Promise<Publication | null> {
  const row = await heads(db)
    .where('p.rootCode', '=', root)
    .where('p.tier', '=', tier)
    .where('p.edition', 'is not', null)
    .orderBy('p.edition', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? publicationOf(row as HeadRow) : null
}

/** The edition whose levels are the starting point on `on`: of an earlier day, not withdrawn, the last one of that day. */
export async function findPrevious(db: Handle, root: string, tier: Tier, on: string): Promise<Publication | null> {
  const row = await heads(db)
    .where('p.rootCode', '=', root)
    .where('p.tier', '=', tier)
    .where('p.state', 'in', ['published', 'superseded'])
    .where('p.ratedOn', '<', on)
    .orderBy('p.ratedOn', 'desc')
    .orderBy('p.edition', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? publicationOf(row as HeadRow) : null
}

/** Another draft of the same map by the same person, still to be submitted. */
export async function findOwnDraft(
  db: Handle,
  of: { rootCode: string; tier: Tier; on: string; pack: string; authorKey: string },
): Promise<string | null> {
  const row = await db
    .selectFrom('riskmapPublications')
    .select('id')
    .where('rootCode', '=', of.rootCode)
    .where('tier', '=', of.tier)
    .where('ratedOn', '=', of.on)
    .where('pack', '=', of.pack)
    .where('authorKey', '=', of.authorKey)
    .where('state', '=', 'draft')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return row?.id ?? null
}

export const listPublicEditions = (db: Handle, root: string, tier: Tier) =>
  heads(db)
    .where('p.rootCode', '=', root)
    .where('p.tier', '=', tier)
    .where('p.state', 'in', [...publicStates])
    .orderBy('p.edition', 'desc')
    .limit(1000)
    .execute()
    .then((rows) => (rows as HeadRow[]).map(publicationOf))

const deviationColumns = [
  'id',
  'publicationId',
  'regionCode',
  'engineLevel',
  'level',
  'rank',
  'reason',
  'state',
  'proposedKey',
  'proposedName',
  'proposedAt',
  'decidedKey',
  'decidedName',
  'decidedAt',
  'note',
] as const

export type DeviationWithRank = Deviation & { rank: number }

const deviations = async (db: Handle, column: 'id' | 'publicationId', value: string): Promise<DeviationWithRank[]> => {
  const rows = await db
    .selectFrom('riskmapDeviations')
    .select(deviationColumns)
    .where(column, '=', value)
    .orderBy('proposedAt')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    publicationId: row.publicationId,
    code: row.regionCode,
    engineLevel: row.engineLevel,
    level: row.level,
    rank: row.rank,
    reason: row.reason,
    state: row.state as DeviationState,
    proposed: { key: row.proposedKey, name: row.proposedName, at: row.proposedAt },
    decided:
      row.decidedKey && row.decidedAt
        ? { key: row.decidedKey, name: row.decidedName ?? '', at: row.decidedAt, note: row.note }
        : null,
  }))
}

export const listDeviations = (db: Handle, publicationId: string): Promise<DeviationWithRank[]> =>
  deviations(db, 'publicationId', publicationId)
export const findDeviation = async (db: Handle, id: string): Promise<DeviationWithRank | null> =>
  (await deviations(db, 'id', id))[0] ?? null

export type RatingRow = {
  code: string
  path: string
  name: Text
  parentCode: string
  parentName: Text
  rating: Rating
}

/** The engine's ratings in code order. */
export const listRatings = async (
  db: Handle,
  publicationId: string,
  codes?: readonly string[],
): Promise<RatingRow[]> => {
  let query = db
    .selectFrom('riskmapRatings')
    .select(['regionCode as code', 'regionPath as path', 'name', 'parentCode', 'parentName', 'rating'])
    .where('publicationId', '=', publicationId)
    .orderBy('regionCode')
  if (codes) query = query.where('regionCode', 'in', codes.length ? [...codes] : [''])
  return (await query.execute()) as RatingRow[]
}

/** A rating with the deviation that stands on it: a confirmed one gives the level in force. */
export function ratedRegion(row: RatingRow, deviation: DeviationWithRank | undefined): RatedRegion {
  const { rating } = row
  const confirmed = deviation?.state === 'confirmed' ? deviation : undefined
  const { rank: _, ...shown } = deviation ?? { rank: 0 }
  return {
    code: row.code,
    path: row.path,
    name: row.name,
    parent: { code: row.parentCode, name: row.parentName },
    level: confirmed?.level ?? rating.level,
    rank: confirmed?.rank ?? rating.rank,
    engineLevel: rating.level,
    base: rating.base,
    previous: rating.previous,
    change: rating.change,
    since: rating.since,
    figures: rating.figures,
    because: rating.because,
    next: rating.next,
    deviation: deviation ? (shown as Deviation) : null,
  }
}

export async function listRegions(db: Handle, publicationId: string): Promise<RatedRegion[]> {
  const [rows, all] = [await listRatings(db, publicationId), await listDeviations(db, publicationId)]
  const standing = new Map(
    all.filter(({ state }) => state === 'proposed' || state === 'confirmed').map((one) => [one.code, one]),
  )
  return rows.map((row) => ratedRegion(row, standing.get(row.code)))
}

export async function listEvents(db: Handle, publicationId: string): Promise<PublicationEvent[]> {
  const rows = await db
    .selectFrom('riskmapEvents')
    .selectAll()
    .where('publicationId', '=', publicationId)
    .orderBy('seq')
    .execute()
  return rows.map((row) => ({
    kind: row.kind as PublicationEvent['kind'],
    by: { key: row.byKey, name: row.byName, at: row.at },
    note: row.note,
    code: row.regionCode,
  }))
}

export const findFrozen = (db: Handle, publicationId: string) =>
  db
    .selectFrom('riskmapFrozen as f')
    .innerJoin('riskmapPublications as p', 'p.id', 'f.publicationId')
    .select(['f.inputs', 'f.result', 'p.inputsHash', 'p.resultHash', 'p.replacesId'])
    .where('f.publicationId', '=', publicationId)
    .executeTakeFirst()

/** Levels in force in some editions, deviations included: publication → region → level. */
export async function levelsIn(
  db: Handle,
  publicationIds: readonly string[],
  code?: string,
): Promise<Map<string, Map<string, { level: string; deviated: boolean; since: Day }>>> {
  const found = new Map<string, Map<string, { level: string; deviated: boolean; since: Day }>>()
  if (publicationIds.length === 0) return found
  const rows = await sql<{ publicationId: string; code: string; level: string; deviated: boolean; since: Day }>`
    select r.publication_id, r.region_code as code, coalesce(d.level, r.level) as level, d.id is not null as deviated, r.rating ->> 'since' as since
    from riskmap_ratings r
    left join riskmap_deviations d on d.publication_id = r.publication_id and d.region_code = r.region_code and d.state = 'confirmed'
    where r.publication_id = any(${[...publicationIds]}::uuid[]) and (${code ?? null}::text is null or r.region_code = ${code ?? null})`.execute(
    db,
  )
  for (const { publicationId, code: region, ...rest } of rows.rows) {
    const levels = found.get(publicationId) ?? new Map<string, { level: string; deviated: boolean; since: Day }>()
    levels.set(region, rest)
    found.set(publicationId, levels)
  }
  return found
}

/** Every series of maps with the day and pack of its edition in force, for reminders. */
export const listSeriesInForce = (db: Handle) =>
  db
    .selectFrom('riskmapPublications')
    .select(['id', 'rootCode', 'rootPath', 'rootName', 'tier', 'pack', 'ratedOn', 'nextReviewOn'])
    .where('state', '=', 'published')
    .orderBy('rootPath')
    .execute()

/** Ids of every edition that was ever public, oldest first. */
export const listPublicIds = (db: Handle): Promise<string[]> =>
  db
    .selectFrom('riskmapPublications')
    .select('id')
    .where('edition', 'is not', null)
    .orderBy('publishedAt')
    .orderBy('id')
    .execute()
    .then((rows) => rows.map((row) => row.id))
