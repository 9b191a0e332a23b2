// SQL that brings rows of counts from their batch into the register: set by set, never row by row. The order of the
// steps is the order of the functions.

import { sql } from 'kysely'
import type { Tx } from '#storage/postgres.ts'
import type { CountItem } from '../meaning/row.ts'
import { REMARKS_KEPT } from '../rules.ts'

export type NewCountItem = { rowNumber: number; id: string; item: CountItem }

export async function insertCountItems(tx: Tx, batchId: string, items: readonly NewCountItem[]): Promise<void> {
  if (items.length === 0) return
  const column = <T>(pick: (one: CountItem) => T): T[] => items.map(({ item }) => pick(item))
  await sql`
    insert into import_count_items (batch_id, outcome, row_number, id, region_code, region_path, level, scope, area, counted_on, confirmed, imported, cumulative)
    select ${batchId}::uuid, 'ready', * from unnest(
      ${items.map((one) => one.rowNumber)}::int[], ${items.map((one) => one.id)}::uuid[],
      ${column((one) => one.regionCode)}::text[], ${column((one) => one.regionPath)}::text[], ${column((one) => one.level)}::text[],
      ${column((one) => one.scope)}::text[], ${column((one) => one.area)}::text[], ${column((one) => one.on)}::date[],
      ${column((one) => one.confirmed)}::int[], ${column((one) => one.imported)}::int[], ${column((one) => one.cumulative)}::boolean[])`.execute(
    tx,
  )
}

/** A source that is new comes after those there are. */
export const ensureSource = (tx: Tx, name: string, now: string): Promise<unknown> =>
  sql`insert into count_sources (name, rank, created_at)
    select ${name}, coalesce(max(rank), 0) + 1, ${now}::timestamptz from count_sources on conflict do nothing`.execute(
    tx,
  )

const itemJson = sql`jsonb_build_object('regionCode', i.region_code, 'regionPath', i.region_path, 'level', i.level, 'scope', i.scope,
  'area', i.area, 'on', i.counted_on, 'confirmed', i.confirmed, 'imported', i.imported, 'cumulative', i.cumulative)`

/** Rows of one file about the same region, area and day: the same figure counts once, another one is a question. */
export async function settleRepeats(tx: Tx, batchId: string): Promise<void> {
  await sql`
    with ranked as (
      select row_number, first_value(row_number) over w as first, first_value(confirmed) over w as confirmed, first_value(imported) over w as imported
      from import_count_items where batch_id = ${batchId} and outcome = 'ready'
      window w as (partition by region_code, scope, area, counted_on order by row_number)
    ), changed as (
      update import_count_items i set outcome = case
          when i.confirmed = r.confirmed and i.imported is not distinct from r.imported then 'unchanged' else 'parked' end
      from ranked r where i.batch_id = ${batchId} and i.row_number = r.row_number and r.row_number <> r.first
      returning i.*, r.first
    )
    insert into import_findings (batch_id, row_number, field, reason, outcome, facts, raw, item)
    select i.batch_id, i.row_number, null, case i.outcome when 'unchanged' then 'duplicate-row' else 'conflict-in-file' end, i.outcome,
      jsonb_build_object('first', i.first, 'confirmed', i.confirmed), r.cells, case i.outcome when 'parked' then ${itemJson} end
    from changed i join import_rows r using (batch_id, row_number)`.execute(tx)
}

/**
 * Turns cumulative totals into new cases: what a row adds to the highest total before it, stored figures of earlier
 * days included. A total that falls is a question; the rows after it go on from the highest total.
 */
export async function settleCumulative(tx: Tx, batchId: string, source: string): Promise<void> {
  await sql`
    with bases as (
      select g.region_code, g.scope, case when g.areas = 1 then coalesce(sum(c.confirmed), 0) else 0 end as confirmed,
        case when g.areas = 1 then coalesce(sum(c.imported), 0) else 0 end as imported
      from (
        select region_code, scope, count(distinct area) as areas, min(counted_on) as first_on
        from import_count_items where batch_id = ${batchId} and outcome = 'ready' and cumulative group by region_code, scope
      ) g left join case_counts c on c.source = ${source} and c.region_code = g.region_code and c.scope = g.scope and c.known_to is null and c.counted_on < g.first_on
      group by g.region_code, g.scope, g.areas
    ), ordered as (
      select i.row_number, b.confirmed as base,
        greatest(coalesce(max(i.confirmed) over w, 0), b.confirmed) as before,
        greatest(coalesce(max(i.imported) over w, 0), b.imported) as imported_before,
        lag(i.counted_on) over (partition by i.region_code, i.scope, i.area order by i.counted_on) as day_before
      from import_count_items i join bases b using (region_code, scope)
      where i.batch_id = ${batchId} and i.outcome = 'ready' and i.cumulative
      window w as (partition by i.region_code, i.scope, i.area order by i.counted_on rows between unbounded preceding and 1 preceding)
    ), changed as (
      update import_count_items i set
        confirmed = case when i.confirmed < o.before then i.confirmed else i.confirmed - o.before end,
        imported = case when i.confirmed < o.before then i.imported when i.imported >= o.imported_before then i.imported - o.imported_before end,
        outcome = case when i.confirmed < o.before then 'parked' else 'ready' end,
        cumulative = i.confirmed < o.before
      from ordered o where i.batch_id = ${batchId} and i.row_number = o.row_number
      returning i.*, o.before, o.base, o.day_before
    ), remarked as (
      select i.*, case when i.outcome = 'parked' then 'cumulative-falls'
        when i.day_before is null and i.base = 0 and i.confirmed > 0 then 'cumulative-start'
        when i.counted_on - i.day_before > 1 then 'cumulative-gap' end as reason from changed i
    ), numbered as (
      select r.*, row_number() over (partition by reason order by r.row_number) as nth from remarked r where reason is not null
    )
    insert into import_findings (batch_id, row_number, field, value, reason, outcome, facts, raw, item)
    select i.batch_id, i.row_number, 'cumulativeConfirmed', i.confirmed::text, i.reason, case i.outcome when 'parked' then 'parked' else 'stored' end,
      jsonb_build_object('on', i.counted_on, 'cumulative', i.confirmed, 'previous', i.before, 'days', coalesce(i.counted_on - i.day_before - 1, 0)),
      r.cells, case when i.outcome = 'parked' then ${itemJson} end
    from numbered i join import_rows r using (batch_id, row_number)
    where i.outcome = 'parked' or i.nth <= ${REMARKS_KEPT}`.execute(tx)
}

/** Adds up the rows of each figure and compares it with the stored one. */
export async function compareWithStored(
  tx: Tx,
  given: { batchId: string; source: string; corrections: 'park' | 'take' },
): Promise<void> {
  await sql`
    with grouped as (
      select region_code, scope, counted_on, min(row_number) as first, sum(confirmed)::int as confirmed,
        case when bool_and(imported is not null) then sum(imported)::int end as imported
      from import_count_items where batch_id = ${given.batchId} and outcome = 'ready' group by region_code, scope, counted_on
    ), compared as (
      select g.*, c.id as stored_id, case
        when c.id is null then 'new'
        when c.confirmed = g.confirmed and (g.imported is null or c.imported = g.imported) then 'same'
        when c.confirmed = g.confirmed and c.imported is null then 'added'
        when ${given.corrections} = 'take' then 'changed'
        else 'differs' end as verdict
      from grouped g left join case_counts c
        on c.source = ${given.source} and c.region_code = g.region_code and c.scope = g.scope and c.counted_on = g.counted_on and c.known_to is null
    )
    update import_count_items i set leads = i.row_number = c.first, verdict = c.verdict, stored_id = c.stored_id,
      sum_confirmed = c.confirmed, sum_imported = c.imported,
      outcome = case c.verdict when 'same' then 'unchanged' when 'differs' then 'parked' else 'stored' end
    from compared c
    where i.batch_id = ${given.batchId} and i.outcome = 'ready' and i.region_code = c.region_code and i.scope = c.scope and i.counted_on = c.counted_on`.execute(
    tx,
  )
  await sql`
    insert into import_findings (batch_id, row_number, field, value, reason, outcome, facts, raw, item)
    select i.batch_id, i.row_number, 'confirmed', i.sum_confirmed::text,
      case i.verdict when 'differs' then 'figure-differs' else 'imported-added' end,
      case i.verdict when 'differs' then 'parked' else 'stored' end,
      jsonb_build_object('storedConfirmed', c.confirmed, 'storedImported', c.imported, 'confirmed', i.sum_confirmed, 'imported', i.sum_imported, 'on', i.counted_on),
      r.cells,
      case i.verdict when 'differs' then ${itemJson} || jsonb_build_object('confirmed', i.sum_confirmed, 'imported', i.sum_imported, 'storedId', i.stored_id) end
    from import_count_items i join import_rows r using (batch_id, row_number) join case_counts c on c.id = i.stored_id
    where i.batch_id = ${given.batchId} and i.verdict in ('differs', 'added')`.execute(tx)
}

/** Closes figures that are replaced and writes the new ones. */
export async function storeCounts(
  tx: Tx,
  given: { batchId: string; source: string; now: string; by: string },
): Promise<{ stored: number; regions: string[]; from: string | null; to: string | null }> {
  await sql`
    update case_counts c set known_to = ${given.now} from import_count_items i
    where i.batch_id = ${given.batchId} and i.leads and i.verdict in ('changed', 'added') and c.id = i.stored_id`.execute(
    tx,
  )
  const stored = await sql<{ stored: number; regions: string[] | null; from: string | null; to: string | null }>`
    with added as (
      insert into case_counts (id, source, region_code, region_path, level, scope, counted_on, confirmed, imported, version, known_from, known_by, batch_id)
      select i.id, ${given.source}::text, i.region_code, i.region_path, i.level, i.scope, i.counted_on, i.sum_confirmed,
        coalesce(i.sum_imported, (select c.imported from case_counts c where c.id = i.stored_id and c.confirmed = i.sum_confirmed)),
        coalesce((select max(c.version) from case_counts c where c.region_code = i.region_code and c.counted_on = i.counted_on and c.source = ${given.source} and c.scope = i.scope), 0) + 1,
        ${given.now}::timestamptz, ${given.by}::text, ${given.batchId}::uuid
      from import_count_items i where i.batch_id = ${given.batchId} and i.leads and i.verdict in ('new', 'changed', 'added')
      returning region_code, counted_on
    )
    select count(*) as stored, array_agg(distinct region_code) as regions, min(counted_on) as from, max(counted_on) as to from added`.execute(
    tx,
  )
  const row = stored.rows[0]!
  return { ...row, regions: row.regions ?? [] }
}

export async function countOutcomes(tx: Tx, batchId: string): Promise<{ stored: number; unchanged: number }> {
  const found = await sql<{ stored: number; unchanged: number }>`
    select count(*) filter (where outcome = 'stored') as stored, count(*) filter (where outcome = 'unchanged' and verdict = 'same') as unchanged
    from import_count_items where batch_id = ${batchId}`.execute(tx)
  return found.rows[0]!
}

/** Figures of the batch that somebody has replaced since, with a few examples. */
export async function findBuiltUpon(tx: Tx, batchId: string): Promise<{ later: number; examples: string[] }> {
  const found = await sql<{ regionCode: string; countedOn: string; total: number }>`
    select distinct b.region_code, b.counted_on, count(*) over () as total
    from case_counts b
    where b.batch_id = ${batchId} and b.known_to is not null
      and exists (select from case_counts l where l.region_code = b.region_code and l.counted_on = b.counted_on and l.source = b.source
        and l.scope = b.scope and l.version > b.version and l.batch_id is distinct from ${batchId}::uuid)
      and not exists (select from case_counts c where c.region_code = b.region_code and c.counted_on = b.counted_on and c.source = b.source
        and c.scope = b.scope and c.known_to is null and c.batch_id = ${batchId}::uuid)
    order by 1, 2 limit 3`.execute(tx)
  return {
    later: found.rows[0]?.total ?? 0,
    examples: found.rows.map(({ regionCode, countedOn }) => `${regionCode} ${countedOn}`),
  }
}

/** Closes the figures of a batch and writes back what each had replaced, as a new version. `ids` gives keys their ids. */
export async function undoCounts(
  tx: Tx,
  given: { batchId: string; now: string; by: string; reason: string; newId: () => string },
): Promise<{ undone: number; regions: string[]; from: string | null; to: string | null }> {
  const closed = await sql<{
    id: string
    regionCode: string
    countedOn: string
    source: string
    scope: string
    version: number
  }>`
    update case_counts set known_to = ${given.now} where batch_id = ${given.batchId} and known_to is null
    returning id, region_code, counted_on, source, scope, version`.execute(tx)
  const step = 10_000
  for (let at = 0; at < closed.rows.length; at += step) {
    const part = closed.rows.slice(at, at + step)
    await sql`
      insert into case_counts (id, source, region_code, region_path, level, scope, counted_on, confirmed, imported, version, known_from, known_by, reason, batch_id)
      select k.id, p.source, p.region_code, p.region_path, p.level, p.scope, p.counted_on, p.confirmed, p.imported, k.version + 1,
        ${given.now}::timestamptz, ${given.by}::text, ${given.reason}::text, p.batch_id
      from unnest(${part.map(() => given.newId())}::uuid[], ${part.map((row) => row.id)}::uuid[], ${part.map((row) => row.version)}::int[]) as k (id, closed_id, version)
      join case_counts c on c.id = k.closed_id
      cross join lateral (
        select * from case_counts p where p.region_code = c.region_code and p.counted_on = c.counted_on and p.source = c.source and p.scope = c.scope
          and p.version < c.version and p.batch_id is distinct from ${given.batchId}::uuid
        order by p.version desc limit 1
      ) p
      where not exists (
        select from case_counts u join import_batches b on b.id = u.batch_id
        where u.id = p.id and b.state = 'undone')`.execute(tx)
  }
  const days = closed.rows.map((row) => row.countedOn).toSorted()
  return {
    undone: closed.rows.length,
    regions: [...new Set(closed.rows.map((row) => row.regionCode))],
    from: days[0] ?? null,
    to: days.at(-1) ?? null,
  }
}
