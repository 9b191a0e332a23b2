// SQL that writes map editions. Triggers and checks of 0030_riskmap.sql stand behind every rule here: a
// published edition cannot be changed, nobody takes the second look at the own map, one edition is in force.

import { sql } from 'kysely'
import type { Text } from '#base/text.ts'
import type { Db, Tx } from '#storage/postgres.ts'
import type { DeviationState, LevelCount, PublicationState, Tier } from './api-publication.ts'
import type { Rating } from './api-types.ts'
import type { PersonStamp } from './people.ts'

type Handle = Db | Tx

export type StoredPolicy = { version: string; content: string; hash: string }

/** Keeps a pack as it is now; gives what is stored under this version, which may be older. */
export async function keepPolicy(db: Handle, policy: StoredPolicy, now: string): Promise<StoredPolicy> {
  await db
    .insertInto('riskmapPolicies')
    .values({ ...policy, storedAt: now })
    .onConflict((on) => on.column('version').doNothing())
    .execute()
  return findPolicy(db, policy.version).then((found) => found!)
}

export const findPolicy = (db: Handle, version: string): Promise<StoredPolicy | undefined> =>
  db
    .selectFrom('riskmapPolicies')
    .select(['version', 'content', 'hash'])
    .where('version', '=', version)
    .executeTakeFirst()

/** Serializes whoever decides which edition of a place and tier is in force. */
export const lockSeries = (db: Handle, rootCode: string, tier: Tier): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`riskmap ${rootCode} ${tier}`}, 0))`.execute(db)

export const findPublicationRow = (db: Handle, id: string) =>
  db.selectFrom('riskmapPublications').selectAll().where('id', '=', id).executeTakeFirst()

/** The row, locked until the end of the transaction. Absent when it is outside the jurisdiction. */
export const lockPublication = (db: Handle, id: string) =>
  db.selectFrom('riskmapPublications').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
export type PublicationRow = NonNullable<Awaited<ReturnType<typeof lockPublication>>>

export type NewPublication = {
  id: string
  rootCode: string
  rootPath: string
  rootName: Text
  tier: Tier
  ratedOn: string
  pack: string
  packName: Text
  author: PersonStamp
}

export type DraftContent = {
  knownAt: string
  basis: 'edition' | 'replay' | 'first'
  previousId: string | null
  replacesId: string | null
  nextReviewOn: string
  regionCount: number
  levelCounts: LevelCount[]
  inputsHash: string
  resultHash: string
}

export const insertPublication = (db: Handle, row: NewPublication, content: DraftContent): Promise<unknown> =>
  db
    .insertInto('riskmapPublications')
    .values({
      id: row.id,
      rootCode: row.rootCode,
      rootPath: row.rootPath,
      rootName: JSON.stringify(row.rootName),
      tier: row.tier,
      ratedOn: row.ratedOn,
      pack: row.pack,
      packName: JSON.stringify(row.packName),
      state: 'draft',
      authorKey: row.author.key,
      authorName: row.author.name,
      draftedAt: row.author.at,
      ...content,
      levelCounts: JSON.stringify(content.levelCounts),
    })
    .execute()

/** New content of a draft; its author is from now on who drafted it last. */
export const updateDraft = (db: Handle, id: string, content: DraftContent, author: PersonStamp): Promise<unknown> =>
  db
    .updateTable('riskmapPublications')
    .set((eb) => ({
      ...content,
      levelCounts: JSON.stringify(content.levelCounts),
      state: 'draft',
      revision: eb('revision', '+', 1),
      authorKey: author.key,
      authorName: author.name,
      draftedAt: author.at,
      submittedKey: null,
      submittedName: null,
      submittedAt: null,
      reviewedKey: null,
      reviewedName: null,
      reviewedAt: null,
    }))
    .where('id', '=', id)
    .execute()

export type RatedPlaceRow = {
  code: string
  path: string
  name: Text
  parentCode: string
  parentName: Text
  rating: Rating
}

/** Replaces the frozen bytes and the ratings of a draft. */
export async function saveRatings(
  db: Handle,
  id: string,
  frozen: { inputs: string; result: string },
  rows: readonly RatedPlaceRow[],
): Promise<void> {
  await db
    .insertInto('riskmapFrozen')
    .values({ publicationId: id, ...frozen })
    .onConflict((on) => on.column('publicationId').doUpdateSet(frozen))
    .execute()
  await db.deleteFrom('riskmapRatings').where('publicationId', '=', id).execute()
  const values = rows.map((row) => ({
    code: row.code,
    path: row.path,
    name: row.name,
    parent_code: row.parentCode,
    parent_name: row.parentName,
    level: row.rating.level,
    rank: row.rating.rank,
    rating: row.rating,
  }))
  await sql`
    insert into riskmap_ratings (publication_id, region_code, region_path, name, parent_code, parent_name, level, rank, rating)
    select ${id}::uuid, r.code, r.path, r.name, r.parent_code, r.parent_name, r.level, r.rank, r.rating
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb)
      as r(code text, path text, name jsonb, parent_code text, parent_name jsonb, level text, rank smallint, rating jsonb)`.execute(
    db,
  )
}

export type StepColumns = Partial<{
  submittedKey: string | null
  submittedName: string | null
  submittedAt: string | null
  reviewedKey: string | null
  reviewedName: string | null
  reviewedAt: string | null
  publishedKey: string
  publishedName: string
  publishedAt: string
  supersededBy: string
  supersededAt: string
  withdrawnKey: string
  withdrawnName: string
  withdrawnAt: string
  withdrawalReason: string
  edition: number
  hash: string
}>

export const updateState = (
  db: Handle,
  id: string,
  state: PublicationState,
  columns: StepColumns = {},
): Promise<unknown> =>
  db
    .updateTable('riskmapPublications')
    .set({ state, ...columns })
    .where('id', '=', id)
    .execute()

/** After a deviation was proposed or decided: other counts per level, another revision. */
export const updateCounts = (db: Handle, id: string, levelCounts: LevelCount[]): Promise<unknown> =>
  db
    .updateTable('riskmapPublications')
    .set((eb) => ({ levelCounts: JSON.stringify(levelCounts), revision: eb('revision', '+', 1) }))
    .where('id', '=', id)
    .execute()

export async function nextEdition(db: Handle, rootCode: string, tier: Tier): Promise<number> {
  const row = await db
    .selectFrom('riskmapPublications')
    .select((eb) => eb.fn.max('edition').as('last'))
    .where('rootCode', '=', rootCode)
    .where('tier', '=', tier)
    .executeTakeFirst()
  return (row?.last ?? 0) + 1
}

export type EventRow = { kind: string; by: PersonStamp; note?: string | null; regionCode?: string | null }

export const insertEvents = (db: Handle, publicationId: string, events: readonly EventRow[]): Promise<unknown> =>
  db
    .insertInto('riskmapEvents')
    .values(
      events.map((event) => ({
        publicationId,
        kind: event.kind,
        byKey: event.by.key,
        byName: event.by.name,
        at: event.by.at,
        note: event.note ?? null,
        regionCode: event.regionCode ?? null,
      })),
    )
    .execute()

export type NewDeviation = {
  id: string
  publicationId: string
  regionCode: string
  engineLevel: string
  level: string
  rank: number
  reason: string
  proposed: PersonStamp
}

/** False when the region already has a deviation that is proposed or confirmed. */
export async function insertDeviation(db: Handle, { proposed, ...row }: NewDeviation): Promise<boolean> {
  const inserted = await db
    .insertInto('riskmapDeviations')
    .values({
      ...row,
      state: 'proposed',
      proposedKey: proposed.key,
      proposedName: proposed.name,
      proposedAt: proposed.at,
    })
    .onConflict((on) =>
      on.columns(['publicationId', 'regionCode']).where('state', 'in', ['proposed', 'confirmed']).doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export const updateDeviation = (
  db: Handle,
  id: string,
  state: DeviationState,
  decided: PersonStamp,
  note: string | null,
): Promise<unknown> =>
  db
    .updateTable('riskmapDeviations')
    .set({ state, decidedKey: decided.key, decidedName: decided.name, decidedAt: decided.at, note })
    .where('id', '=', id)
    .execute()

/** False when a reminder of this review was already recorded. */
export async function insertReminder(
  db: Handle,
  of: { rootCode: string; tier: string; dueOn: string },
  now: string,
): Promise<boolean> {
  const inserted = await db
    .insertInto('riskmapReminders')
    .values({ ...of, remindedAt: now })
    .onConflict((on) => on.doNothing())
    .returning('dueOn')
    .executeTakeFirst()
  return inserted !== undefined
}
