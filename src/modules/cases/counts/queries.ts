// Reads of aggregate counts, now or as known at an earlier instant.

import { sql, type RawBuilder } from 'kysely'
import type { Db, Tx } from '#storage/postgres.ts'
import type { CountRow, CountScope } from '../api-types.ts'
import type { SourceTold, Told } from '../rules.ts'

type Handle = Db | Tx

const columns = sql`c.id, c.region_code, c.region_path, c.level, c.scope, c.counted_on as on, c.source, c.confirmed, c.imported, c.version,
  c.known_from, c.known_to, c.reason, c.known_by as by, c.batch_id`

const known = (knownAt: string | undefined): RawBuilder<unknown> =>
  knownAt === undefined
    ? sql`c.known_to is null`
    : sql`c.known_from <= ${knownAt}::timestamptz and (c.known_to is null or c.known_to > ${knownAt}::timestamptz)`

const inside = (path: string): RawBuilder<unknown> =>
  path === '' ? sql`true` : sql`c.region_path >= ${path} and c.region_path < ${path} || chr(65535)`

export type CountSearch = {
  after?: string | undefined
  limit: number
  path: string
  from?: string | undefined
  to?: string | undefined
  source?: string | undefined
  batchId?: string | undefined
  knownAt?: string | undefined
}

const filtersOf = (search: Omit<CountSearch, 'limit'>): RawBuilder<unknown> => {
  const where = [known(search.knownAt), inside(search.path)]
  if (search.from) where.push(sql`c.counted_on >= ${search.from}::date`)
  if (search.to) where.push(sql`c.counted_on <= ${search.to}::date`)
  if (search.source) where.push(sql`c.source = ${search.source}`)
  if (search.batchId) where.push(sql`c.batch_id = ${search.batchId}::uuid`)
  if (search.after) {
    const [day, id] = search.after.split('|')
    where.push(sql`(c.counted_on, c.id) < (${day}::date, ${id}::uuid)`)
  }
  return sql.join(where, sql` and `)
}

/** Newest day first; the page key is "day|id". */
export async function listCounts(db: Handle, search: CountSearch): Promise<{ rows: CountRow[]; next: string | null }> {
  const found = await sql<CountRow>`
    select ${columns} from case_counts c where ${filtersOf(search)} order by c.counted_on desc, c.id desc limit ${search.limit + 1}`.execute(
    db,
  )
  const rows = found.rows.slice(0, search.limit)
  const last = rows.at(-1)
  return { rows, next: found.rows.length > search.limit && last ? `${last.on}|${last.id}` : null }
}

export async function countHistory(
  db: Handle,
  key: { source: string; regionCode: string; scope: CountScope; on: string },
): Promise<CountRow[]> {
  const found = await sql<CountRow>`
    select ${columns} from case_counts c
    where c.region_code = ${key.regionCode} and c.counted_on = ${key.on}::date and c.source = ${key.source} and c.scope = ${key.scope}
    order by c.version desc`.execute(db)
  return found.rows
}

export async function* streamCounts(
  tx: Tx,
  search: Omit<CountSearch, 'limit' | 'after'>,
  step: number,
): AsyncGenerator<CountRow[]> {
  await sql`declare exported_counts no scroll cursor for
    select ${columns} from case_counts c where ${filtersOf(search)} order by c.counted_on, c.region_code, c.source, c.scope`.execute(
    tx,
  )
  for (;;) {
    const found = await sql<CountRow>`fetch ${sql.lit(step)} from exported_counts`.execute(tx)
    if (found.rows.length === 0) break
    yield found.rows
  }
  await sql`close exported_counts`.execute(tx)
}

export type Span = { from: string; to: string; path: string; knownAt?: string | undefined }

export async function toldCounts(db: Handle, span: Span): Promise<SourceTold[]> {
  const found = await sql<SourceTold>`
    select c.region_path as path, c.scope, c.counted_on as on, c.source, c.confirmed, c.imported from case_counts c
    where ${known(span.knownAt)} and ${inside(span.path)} and c.counted_on between ${span.from}::date and ${span.to}::date`.execute(
    db,
  )
  return found.rows
}

/** Confirmed cases of the line list by place and day. They are "unplaced" in the rule's sense: parts of their region. */
export async function toldByLineList(db: Handle, span: Span): Promise<Told[]> {
  const source = span.knownAt === undefined ? sql`case_reports c` : sql`case_history c`
  const when =
    span.knownAt === undefined
      ? sql`true`
      : sql`c.known_from <= ${span.knownAt}::timestamptz and (c.known_to is null or c.known_to > ${span.knownAt}::timestamptz)`
  const found = await sql<Told>`
    select c.region_path as path, 'unplaced' as scope, c.confirmed_on as on, count(*)::int as confirmed,
      case when bool_or(c.origin <> 'unknown') then (count(*) filter (where c.origin = 'imported'))::int end as imported
    from ${source}
    where c.confirmed_on is not null and c.state <> 'ruled-out' and c.confirmed_on between ${span.from}::date and ${span.to}::date and ${inside(span.path)} and ${when}
    group by 1, 3`.execute(db)
  return found.rows
}

export async function listSources(
  db: Handle,
): Promise<{ name: string; rank: number; figures: number; firstOn: string | null; lastOn: string | null }[]> {
  const found = await sql<{
    name: string
    rank: number
    figures: number
    firstOn: string | null
    lastOn: string | null
  }>`
    select s.name, row_number() over (order by s.rank, s.name)::int as rank, count(c.id) as figures, min(c.counted_on) as first_on, max(c.counted_on) as last_on
    from count_sources s left join case_counts c on c.source = s.name and c.known_to is null
    group by s.name, s.rank order by s.rank, s.name`.execute(db)
  return found.rows
}

export const firstAndLastDay = async (
  db: Handle,
  path: string,
  knownAt?: string,
): Promise<{ first: string | null; last: string | null }> => {
  const found = await sql<{ first: string | null; last: string | null }>`
    select least((select min(c.counted_on) from case_counts c where ${known(knownAt)} and ${inside(path)}), (select min(c.confirmed_on) from case_reports c where ${inside(path)})) as first,
      greatest((select max(c.counted_on) from case_counts c where ${known(knownAt)} and ${inside(path)}), (select max(c.confirmed_on) from case_reports c where ${inside(path)})) as last`.execute(
    db,
  )
  return found.rows[0]!
}
