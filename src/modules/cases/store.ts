// SQL that writes the line list: a change moves the old version to the history and puts the new one in its place.

import { sql } from 'kysely'
import type { Tx } from '#storage/postgres.ts'
import type { CaseOrigin, CaseState, UnitKind } from './api-types.ts'

export type StoredCase = {
  id: string
  source: string
  reference: string | null
  regionCode: string
  regionPath: string
  personLabel: string | null
  sex: 'female' | 'male' | 'unknown'
  ageYears: number | null
  onsetOn: string | null
  sampledOn: string | null
  reportedOn: string
  confirmedOn: string | null
  outcomeOn: string | null
  state: CaseState
  origin: CaseOrigin
  placesVisited: string[]
  unitKind: UnitKind | null
  unitName: string | null
  clusterId: string | null
  batchId: string | null
  version: number
  knownFrom: string
  knownBy: string
  change: string
  changeReason: string | null
}

export const caseColumns = [
  'id',
  'source',
  'reference',
  'regionCode',
  'regionPath',
  'personLabel',
  'sex',
  'ageYears',
  'onsetOn',
  'sampledOn',
  'reportedOn',
  'confirmedOn',
  'outcomeOn',
  'state',
  'origin',
  'placesVisited',
  'unitKind',
  'unitName',
  'clusterId',
  'batchId',
  'version',
  'knownFrom',
  'knownBy',
  'change',
  'changeReason',
] as const satisfies (keyof StoredCase)[]

export async function lockCase(tx: Tx, id: string): Promise<StoredCase | null> {
  const row = await tx.selectFrom('caseReports').select(caseColumns).where('id', '=', id).forUpdate().executeTakeFirst()
  return (row as StoredCase | undefined) ?? null
}

export async function lockCases(tx: Tx, ids: readonly string[]): Promise<StoredCase[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('caseReports')
    .select(caseColumns)
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows as StoredCase[]
}

/** False when the number is taken at its source, also by a case outside the caller's sight. */
export async function insertCase(tx: Tx, one: StoredCase, rowKey: string | null = null): Promise<boolean> {
  const added = await tx
    .insertInto('caseReports')
    .values({ ...one, rowKey })
    .onConflict((on) => on.doNothing())
    .returning('id')
    .executeTakeFirst()
  return added !== undefined
}

/** Puts `next` in the place of the version before; false when its number is taken. */
export async function replaceCase(tx: Tx, next: StoredCase): Promise<boolean> {
  if (next.reference !== null) {
    const other = await tx
      .selectFrom('caseReports')
      .select('id')
      .where('source', '=', next.source)
      .where('reference', '=', next.reference)
      .where('id', '<>', next.id)
      .executeTakeFirst()
    if (other) return false
  }
  await sql`insert into case_versions select c.*, ${next.knownFrom}::timestamptz, ${next.change} from case_reports c where c.id = ${next.id}`.execute(
    tx,
  )
  const { id, ...values } = next
  await tx.updateTable('caseReports').set(values).where('id', '=', id).execute()
  return true
}

/** Clears what describes persons in cases reported before a day, in every version; returns how many cases. */
export async function forgetPersons(tx: Tx, before: string): Promise<number> {
  const cleared = await sql<{ cases: number }>`
    with r as (
      update case_reports set person_label = null, sex = 'unknown', age_years = null, reference = null, places_visited = '{}'
      where reported_on < ${before}::date and (person_label is not null or sex <> 'unknown' or age_years is not null or reference is not null) returning id
    ), v as (
      update case_versions set person_label = null, sex = 'unknown', age_years = null, reference = null, places_visited = '{}'
      where reported_on < ${before}::date and (person_label is not null or sex <> 'unknown' or age_years is not null or reference is not null) returning id
    ), f as (
      update import_findings f set raw = '[]', item = null, value = null, facts = '{}' from import_batches b
      where b.id = f.batch_id and b.kind = 'cases' and b.uploaded_at < ${before}::date and f.raw <> '[]' returning 1
    )
    select count(distinct id) as cases from (select id from r union select id from v) gone`.execute(tx)
  return cleared.rows[0]!.cases
}
