// Reads of the line list for screens. A list walks one index in order for each part of the caller's jurisdiction, so
// that a town's first page costs the same with five hundred or five hundred thousand cases.

import { sql, type RawBuilder } from 'kysely'
import type { Db, Tx } from '#storage/postgres.ts'
import type { CaseOrigin, CaseRow, CaseState } from './api-types.ts'
import { caseColumns, type StoredCase } from './store.ts'

type Handle = Db | Tx

export async function findCase(db: Handle, id: string, knownAt?: string): Promise<StoredCase | null> {
  if (knownAt === undefined) {
    const row = await db.selectFrom('caseReports').select(caseColumns).where('id', '=', id).executeTakeFirst()
    return (row as StoredCase | undefined) ?? null
  }
  const row = await db
    .selectFrom('caseHistory')
    .select(caseColumns)
    .where('id', '=', id)
    .where('knownFrom', '<=', knownAt)
    .where((on) => on.or([on('knownTo', 'is', null), on('knownTo', '>', knownAt)]))
    .executeTakeFirst()
  return (row as StoredCase | undefined) ?? null
}

export type HistoryRow = StoredCase & { knownTo: string | null; endedBy: string | null }

export async function findHistory(db: Handle, id: string): Promise<HistoryRow[]> {
  const rows = await db
    .selectFrom('caseHistory')
    .select([...caseColumns, 'knownTo', 'endedBy'])
    .where('id', '=', id)
    .orderBy('version', 'desc')
    .execute()
  return rows as HistoryRow[]
}

/** Where a list looks: codes of a place; null parts are open. */
export type Place = { city: string | null; county: string | null; path: string | null }

export type CaseSearch = {
  after?: string | undefined
  limit: number
  /** The parts of the jurisdiction; an empty list sees nothing. */
  places: readonly Place[]
  within: Place | null
  state?: CaseState | undefined
  origin?: CaseOrigin | undefined
  from?: string | undefined
  to?: string | undefined
  clusterId?: string | undefined
  batchId?: string | undefined
  reference?: string | undefined
  sort: 'reported' | 'confirmed'
}

/** Newest day first; the page key is "day|id". */
export async function listCases(db: Handle, search: CaseSearch): Promise<{ rows: CaseRow[]; next: string | null }> {
  if (search.places.length === 0) return { rows: [], next: null }
  const on = sql.raw(search.sort === 'confirmed' ? 'c.confirmed_on' : 'c.reported_on')
  const parts = search.places.map((place) => sql`(${pageOf(search, place, on)})`)
  const found = await sql<StoredCase>`
    select * from (${sql.join(parts, sql` union all `)}) c order by ${on} desc, c.id desc limit ${search.limit + 1}`.execute(
    db,
  )
  const rows = found.rows.slice(0, search.limit).map(toRow)
  const last = rows.at(-1)
  const day = last && (search.sort === 'confirmed' ? last.confirmedOn : last.reportedOn)
  return { rows, next: found.rows.length > search.limit && last ? `${day}|${last.id}` : null }
}

const listed = sql`c.id, c.reference, c.source, c.region_code, c.region_path, c.state, c.origin, c.onset_on, c.sampled_on, c.reported_on,
  c.confirmed_on, c.outcome_on, c.unit_kind, c.unit_name, c.cluster_id, c.version, c.known_from`

function pageOf(search: CaseSearch, place: Place, on: RawBuilder<unknown>): RawBuilder<unknown> {
  const where: RawBuilder<unknown>[] = [...placeFilters(place), ...(search.within ? placeFilters(search.within) : [])]
  if (search.sort === 'confirmed') where.push(sql`c.confirmed_on is not null`)
  if (search.state) where.push(sql`c.state = ${search.state}`)
  if (search.origin) where.push(sql`c.origin = ${search.origin}`)
  if (search.from) where.push(sql`${on} >= ${search.from}::date`)
  if (search.to) where.push(sql`${on} <= ${search.to}::date`)
  if (search.clusterId) where.push(sql`c.cluster_id = ${search.clusterId}::uuid`)
  if (search.batchId) where.push(sql`c.batch_id = ${search.batchId}::uuid`)
  if (search.reference)
    where.push(sql`c.reference >= ${search.reference} and c.reference < ${search.reference} || chr(65535)`)
  if (search.after) {
    const [day, id] = search.after.split('|')
    where.push(sql`(${on}, c.id) < (${day}::date, ${id}::uuid)`)
  }
  const filter = where.length > 0 ? sql`where ${sql.join(where, sql` and `)}` : sql``
  return sql`select ${listed} from case_reports c ${filter} order by ${on} desc, c.id desc limit ${search.limit + 1}`
}

function placeFilters({ city, county, path }: Place): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = []
  if (county) where.push(sql`c.county_code = ${county}`)
  else if (city) where.push(sql`c.city_code = ${city}`)
  if (path) where.push(sql`c.region_path >= ${path} and c.region_path < ${path} || chr(65535)`)
  return where
}

export const unitOf = (one: Pick<StoredCase, 'unitKind' | 'unitName'>): CaseRow['unit'] =>
  one.unitKind && one.unitName ? { kind: one.unitKind, name: one.unitName } : null

export function toRow(one: StoredCase): CaseRow {
  return {
    id: one.id,
    reference: one.reference,
    source: one.source,
    regionCode: one.regionCode,
    regionPath: one.regionPath,
    state: one.state,
    origin: one.origin,
    onsetOn: one.onsetOn,
    sampledOn: one.sampledOn,
    reportedOn: one.reportedOn,
    confirmedOn: one.confirmedOn,
    outcomeOn: one.outcomeOn,
    unit: unitOf(one),
    clusterId: one.clusterId,
    version: one.version,
    knownFrom: one.knownFrom,
  }
}

/** Cases of a place by state, as known at an instant, of those reported up to a day. */
export async function countByState(
  db: Handle,
  given: { path: string; on: string; knownAt: string },
): Promise<{ state: CaseState; cases: number }[]> {
  const found = await sql<{ state: CaseState; cases: number }>`
    select state, count(*) as cases from case_history
    where region_path >= ${given.path} and region_path < ${given.path} || chr(65535) and reported_on <= ${given.on}::date
      and known_from <= ${given.knownAt}::timestamptz and (known_to is null or known_to > ${given.knownAt}::timestamptz)
    group by state order by state`.execute(db)
  return found.rows
}

export async function readDesk(db: Handle): Promise<{
  openConflicts: number
  lastImport: { id: string; fileName: string; endedAt: string | null; state: string } | null
}> {
  const open = await sql<{ open: number }>`
    select count(*) as open from import_findings f join import_batches b on b.id = f.batch_id
    where f.outcome = 'parked' and f.resolved_at is null and b.state = 'done'`.execute(db)
  const last = await db
    .selectFrom('importBatches')
    .select(['id', 'fileName', 'endedAt', 'state'])
    .orderBy('uploadedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return { openConflicts: open.rows[0]!.open, lastImport: last ?? null }
}

/** A cursor over all cases of a search, for exports: flat memory, one snapshot. */
export async function* streamCases(
  tx: Tx,
  search: Omit<CaseSearch, 'limit' | 'after'>,
  step: number,
): AsyncGenerator<StoredCase[]> {
  const on = sql.raw(search.sort === 'confirmed' ? 'c.confirmed_on' : 'c.reported_on')
  const parts = search.places.map((place) => {
    const where = [...placeFilters(place), ...(search.within ? placeFilters(search.within) : [])]
    if (search.state) where.push(sql`c.state = ${search.state}`)
    if (search.origin) where.push(sql`c.origin = ${search.origin}`)
    if (search.from) where.push(sql`${on} >= ${search.from}::date`)
    if (search.to) where.push(sql`${on} <= ${search.to}::date`)
    return sql`select c.* from case_reports c ${where.length > 0 ? sql`where ${sql.join(where, sql` and `)}` : sql``}`
  })
  if (parts.length === 0) return
  await sql`declare exported_cases no scroll cursor for ${sql.join(parts, sql` union all `)} order by reported_on, id`.execute(
    tx,
  )
  for (;;) {
    const found = await sql<StoredCase>`fetch ${sql.lit(step)} from exported_cases`.execute(tx)
    if (found.rows.length === 0) break
    yield found.rows
  }
  await sql`close exported_cases`.execute(tx)
}
