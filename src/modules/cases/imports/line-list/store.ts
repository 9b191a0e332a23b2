// SQL that brings rows of a line list from their batch into the register: set by set, in the order of the functions.
// An item names only the fields its file has columns for; what a file does not tell is left as it is.

import { sql, type RawBuilder } from 'kysely'
import type { Tx } from '#storage/postgres.ts'

export type NewCaseItem = { rowNumber: number; id: string; key: string; item: Record<string, unknown> }

export async function insertCaseItems(tx: Tx, batchId: string, items: readonly NewCaseItem[]): Promise<void> {
  if (items.length === 0) return
  await sql`
    insert into import_case_items (batch_id, outcome, row_number, id, key, item)
    select ${batchId}::uuid, 'ready', * from unnest(
      ${items.map((one) => one.rowNumber)}::int[], ${items.map((one) => one.id)}::uuid[], ${items.map((one) => one.key)}::text[],
      ${items.map((one) => JSON.stringify(one.item))}::jsonb[])`.execute(tx)
}

/** The stored case in the shape of an item, for comparison field by field. */
export const storedJson = (alias: string): RawBuilder<unknown> => {
  const r = sql.raw(alias)
  return sql`jsonb_build_object('regionCode', ${r}.region_code, 'regionPath', ${r}.region_path, 'reference', ${r}.reference,
    'personLabel', ${r}.person_label, 'sex', ${r}.sex, 'ageYears', ${r}.age_years, 'onsetOn', ${r}.onset_on, 'sampledOn', ${r}.sampled_on,
    'reportedOn', ${r}.reported_on, 'confirmedOn', ${r}.confirmed_on, 'outcomeOn', ${r}.outcome_on, 'state', ${r}.state, 'origin', ${r}.origin,
    'placesVisited', to_jsonb(${r}.places_visited), 'unitKind', ${r}.unit_kind, 'unitName', ${r}.unit_name)`
}

/** Rows of one file with one number (or one fingerprint): the same content counts once, another one is a question. */
export async function settleRepeats(tx: Tx, batchId: string): Promise<void> {
  await sql`
    with ranked as (
      select row_number, first_value(row_number) over w as first, first_value(item) over w as first_item
      from import_case_items where batch_id = ${batchId} and outcome = 'ready'
      window w as (partition by key order by row_number)
    ), changed as (
      update import_case_items i set outcome = case when i.item = r.first_item then 'unchanged' else 'parked' end
      from ranked r where i.batch_id = ${batchId} and i.row_number = r.row_number and r.row_number <> r.first
      returning i.*, r.first
    )
    insert into import_findings (batch_id, row_number, field, value, reason, outcome, facts, raw, item)
    select i.batch_id, i.row_number, 'reference', i.item ->> 'reference', case i.outcome when 'unchanged' then 'duplicate-row' else 'conflict-in-file' end, i.outcome,
      jsonb_build_object('first', i.first, 'reference', coalesce(i.item ->> 'reference', '–')), r.cells,
      case i.outcome when 'parked' then i.item || jsonb_build_object('key', i.key) end
    from changed i join import_rows r using (batch_id, row_number)`.execute(tx)
}

/** Tells equal rows without a number apart: the first is #1, its twin #2. */
export const numberTwins = (tx: Tx, batchId: string): Promise<unknown> =>
  sql`update import_case_items i set key = n.key || '#' || n.nth from (
      select row_number, key, row_number() over (partition by key order by row_number) as nth
      from import_case_items where batch_id = ${batchId} and key ^@ 'row:'
    ) n where i.batch_id = ${batchId} and i.row_number = n.row_number`.execute(tx)

/** Rows without a number that repeat a row of this file word for word: two people, or one written twice. */
export async function settleTwins(tx: Tx, given: { batchId: string; source: string }): Promise<void> {
  await sql`
    with twins as (
      update import_case_items i set outcome = 'parked'
      where i.batch_id = ${given.batchId} and i.outcome = 'ready' and i.key ~ '^row:.*#' and i.key !~ '#1$'
        and not exists (select from case_reports c where c.source = ${given.source} and c.row_key = substr(i.key, 5))
      returning i.*
    )
    insert into import_findings (batch_id, row_number, reason, outcome, facts, raw, item)
    select i.batch_id, i.row_number, 'probable-duplicate', 'parked',
      jsonb_build_object('other', '#' || (select min(o.row_number) from import_case_items o where o.batch_id = i.batch_id and split_part(o.key, '#', 1) = split_part(i.key, '#', 1))),
      r.cells, i.item || jsonb_build_object('key', i.key)
    from twins i join import_rows r using (batch_id, row_number)`.execute(tx)
}

export type Comparing = {
  batchId: string
  source: string
  corrections: 'park' | 'take'
  /** "from>to" for every change of state an import may make. */
  moves: readonly string[]
}

/** Looks for the stored case of each row, by number or fingerprint, and for what differs. */
export async function compareWithStored(tx: Tx, given: Comparing): Promise<void> {
  await sql`
    with found as (
      select i.row_number, c.id as stored_id, c.state, ${storedJson('c')} as stored
      from import_case_items i join case_reports c on c.source = ${given.source} and c.reference = i.item ->> 'reference'
      where i.batch_id = ${given.batchId} and i.outcome = 'ready' and i.item ->> 'reference' is not null
      union all
      select i.row_number, c.id, c.state, ${storedJson('c')}
      from import_case_items i join case_reports c on c.source = ${given.source} and c.row_key = substr(i.key, 5)
      where i.batch_id = ${given.batchId} and i.outcome = 'ready' and i.key ^@ 'row:'
    ), judged as (
      select f.row_number, f.stored_id, case
        when i.item <@ f.stored then 'same'
        when i.item ? 'state' and not (f.state || '>' || (i.item ->> 'state')) = any(${given.moves}::text[]) then 'impossible'
        when ${given.corrections} = 'take' then 'changed'
        else 'differs' end as verdict
      from found f join import_case_items i on i.batch_id = ${given.batchId} and i.row_number = f.row_number
    )
    update import_case_items i set verdict = j.verdict, stored_id = j.stored_id,
      outcome = case j.verdict when 'same' then 'unchanged' when 'changed' then 'stored' else 'parked' end
    from judged j where i.batch_id = ${given.batchId} and i.row_number = j.row_number`.execute(tx)
  await sql`
    insert into import_findings (batch_id, row_number, field, value, reason, outcome, facts, raw, item)
    select i.batch_id, i.row_number, 'reference', i.item ->> 'reference', case i.verdict when 'impossible' then 'state-impossible' else 'case-differs' end, 'parked',
      jsonb_build_object('reference', coalesce(i.item ->> 'reference', '–'), 'state', i.item ->> 'state', 'storedState', c.state,
        'fields', (select string_agg(k, ', ' order by k) from jsonb_object_keys(i.item) k where i.item -> k is distinct from ${storedJson('c')} -> k)),
      r.cells, i.item || jsonb_build_object('key', i.key, 'storedId', i.stored_id)
    from import_case_items i join import_rows r using (batch_id, row_number) join case_reports c on c.id = i.stored_id
    where i.batch_id = ${given.batchId} and i.verdict in ('differs', 'impossible')`.execute(tx)
}

/** New rows that look like a stored case of another source, or of this one without a number. */
export async function settleProbableDuplicates(tx: Tx, given: { batchId: string; source: string }): Promise<void> {
  await sql`
    with alike as (
      select distinct on (i.row_number) i.row_number, c.id as stored_id, c.reference, c.source
      from import_case_items i join case_reports c
        on c.county_code = split_part(i.item ->> 'regionPath', '/', 3) and c.sex = i.item ->> 'sex' and c.age_years = (i.item ->> 'ageYears')::int
        and (c.confirmed_on = (i.item ->> 'confirmedOn')::date or c.onset_on = (i.item ->> 'onsetOn')::date)
      where i.batch_id = ${given.batchId} and i.outcome = 'ready' and i.verdict is null and c.sex <> 'unknown' and c.county_code <> ''
        and (c.source <> ${given.source} or c.reference is null or i.item ->> 'reference' is null)
        and c.state <> 'ruled-out' and c.batch_id is distinct from ${given.batchId}::uuid
      order by i.row_number, c.id
    ), changed as (
      update import_case_items i set outcome = 'parked', verdict = 'alike', stored_id = a.stored_id
      from alike a where i.batch_id = ${given.batchId} and i.row_number = a.row_number
      returning i.*, a.reference as other, a.source as other_source
    )
    insert into import_findings (batch_id, row_number, field, value, reason, outcome, facts, raw, item)
    select i.batch_id, i.row_number, 'reference', i.item ->> 'reference', 'probable-duplicate', 'parked',
      jsonb_build_object('other', coalesce(i.other, '–') || ' (' || i.other_source || ')'), r.cells,
      i.item || jsonb_build_object('key', i.key, 'storedId', i.stored_id)
    from changed i join import_rows r using (batch_id, row_number)`.execute(tx)
}

const text = (field: string): RawBuilder<unknown> => sql`i.item ->> ${sql.lit(field)}`
const places = sql`coalesce((select array_agg(p) from jsonb_array_elements_text(i.item -> 'placesVisited') p), '{}')`

type Storing = { batchId: string; source: string; now: string; by: string }

/** Writes new cases. A number that is used outside the importer's sight is a finding, not a fault. */
export async function storeNewCases(tx: Tx, given: Storing): Promise<void> {
  await sql`
    insert into case_reports (id, source, reference, row_key, region_code, region_path, person_label, sex, age_years, onset_on, sampled_on, reported_on,
      confirmed_on, outcome_on, state, origin, places_visited, unit_kind, unit_name, batch_id, version, known_from, known_by, change)
    select i.id, ${given.source}::text, ${text('reference')}, case when i.key ^@ 'row:' then substr(i.key, 5) end, ${text('regionCode')}, ${text('regionPath')},
      ${text('personLabel')}, coalesce(${text('sex')}, 'unknown'), (${text('ageYears')})::smallint, (${text('onsetOn')})::date, (${text('sampledOn')})::date,
      (${text('reportedOn')})::date, (${text('confirmedOn')})::date, (${text('outcomeOn')})::date, ${text('state')}, coalesce(${text('origin')}, 'unknown'), ${places},
      ${text('unitKind')}, ${text('unitName')}, ${given.batchId}::uuid, 1, ${given.now}::timestamptz, ${given.by}::text, 'imported'
    from import_case_items i where i.batch_id = ${given.batchId} and i.outcome = 'ready'
    on conflict do nothing`.execute(tx)
  await sql`
    with settled as (
      update import_case_items i set verdict = case when c.id is null then 'elsewhere' else 'new' end, outcome = case when c.id is null then 'parked' else 'stored' end
      from import_case_items o left join case_reports c on c.id = o.id
      where i.batch_id = ${given.batchId} and i.outcome = 'ready' and o.batch_id = i.batch_id and o.row_number = i.row_number
      returning i.*
    )
    insert into import_findings (batch_id, row_number, field, value, reason, outcome, facts, raw, item)
    select i.batch_id, i.row_number, 'reference', i.item ->> 'reference', 'reference-elsewhere', 'parked', jsonb_build_object('reference', coalesce(i.item ->> 'reference', '–')), r.cells,
      i.item || jsonb_build_object('key', i.key)
    from settled i join import_rows r using (batch_id, row_number) where i.verdict = 'elsewhere'`.execute(tx)
}

const kept = (field: string, column: string, cast = ''): RawBuilder<unknown> =>
  sql`${sql.raw(column)} = case when i.item ? ${sql.lit(field)} then (i.item ->> ${sql.lit(field)})${sql.raw(cast)} else c.${sql.raw(column)} end`

/** Moves the replaced versions to the history and writes what the file tells. */
export async function storeChangedCases(tx: Tx, given: Storing): Promise<void> {
  await sql`
    insert into case_versions select c.*, ${given.now}::timestamptz, 'imported'
    from case_reports c join import_case_items i on i.stored_id = c.id
    where i.batch_id = ${given.batchId} and i.verdict = 'changed'`.execute(tx)
  await sql`
    update case_reports c set ${kept('regionCode', 'region_code')}, ${kept('regionPath', 'region_path')}, ${kept('personLabel', 'person_label')}, ${kept('sex', 'sex')},
      ${kept('ageYears', 'age_years', '::smallint')}, ${kept('onsetOn', 'onset_on', '::date')}, ${kept('sampledOn', 'sampled_on', '::date')}, ${kept('reportedOn', 'reported_on', '::date')},
      ${kept('confirmedOn', 'confirmed_on', '::date')}, ${kept('outcomeOn', 'outcome_on', '::date')}, ${kept('state', 'state')}, ${kept('origin', 'origin')},
      places_visited = case when i.item ? 'placesVisited' then ${places} else c.places_visited end, ${kept('unitKind', 'unit_kind')}, ${kept('unitName', 'unit_name')},
      batch_id = ${given.batchId}::uuid, version = c.version + 1, known_from = ${given.now}::timestamptz, known_by = ${given.by}::text, change = 'imported', change_reason = null
    from import_case_items i where i.batch_id = ${given.batchId} and i.verdict = 'changed' and i.stored_id = c.id`.execute(
    tx,
  )
}

export type CaseChange = {
  stored: number
  unchanged: number
  regions: string[]
  from: string | null
  to: string | null
}

export async function readCaseChange(tx: Tx, batchId: string): Promise<CaseChange> {
  const found = await sql<{
    stored: number
    unchanged: number
    regions: string[] | null
    from: string | null
    to: string | null
  }>`
    select count(*) filter (where outcome = 'stored') as stored, count(*) filter (where outcome = 'unchanged' and verdict = 'same') as unchanged,
      array_agg(distinct item ->> 'regionCode') filter (where outcome = 'stored') as regions,
      min(coalesce(item ->> 'confirmedOn', item ->> 'reportedOn')) filter (where outcome = 'stored') as from,
      max(coalesce(item ->> 'confirmedOn', item ->> 'reportedOn')) filter (where outcome = 'stored') as to
    from import_case_items where batch_id = ${batchId}`.execute(tx)
  const row = found.rows[0]!
  return { ...row, regions: row.regions ?? [] }
}

/** Cases of the batch that somebody has changed since, with a few examples. */
export async function findBuiltUpon(tx: Tx, batchId: string): Promise<{ later: number; examples: string[] }> {
  const found = await sql<{ label: string; total: number }>`
    select distinct coalesce(v.reference, v.id::text) as label, count(*) over () as total from case_versions v
    where v.batch_id = ${batchId} and v.ended_by <> 'undone'
      and not exists (select from case_reports c where c.id = v.id and c.batch_id = ${batchId}::uuid)
    order by 1 limit 3`.execute(tx)
  return { later: found.rows[0]?.total ?? 0, examples: found.rows.map(({ label }) => label) }
}

const restored = [
  'source',
  'reference',
  'row_key',
  'region_code',
  'region_path',
  'person_label',
  'sex',
  'age_years',
  'onset_on',
  'sampled_on',
  'reported_on',
  'confirmed_on',
  'outcome_on',
  'state',
  'origin',
  'places_visited',
  'unit_kind',
  'unit_name',
  'cluster_id',
  'batch_id',
] as const

/** Takes new cases of a batch out of the register and gives changed ones back what they were; the history keeps all. */
export async function undoCases(
  tx: Tx,
  given: { batchId: string; now: string; by: string; reason: string },
): Promise<{ undone: number; regions: string[]; from: string | null; to: string | null }> {
  const found = await sql<{ undone: number; regions: string[] | null; from: string | null; to: string | null }>`
    with moved as (
      insert into case_versions select c.*, ${given.now}::timestamptz, 'undone' from case_reports c where c.batch_id = ${given.batchId}
      returning region_code, coalesce(confirmed_on, reported_on) as on_day
    )
    select count(*) as undone, array_agg(distinct region_code) as regions, min(on_day) as from, max(on_day) as to from moved`.execute(
    tx,
  )
  await sql`
    update case_reports c set ${sql.raw(restored.map((column) => `${column} = p.${column}`).join(', '))},
      version = c.version + 1, known_from = ${given.now}::timestamptz, known_by = ${given.by}::text, change = 'undone', change_reason = ${given.reason}::text
    from (
      select distinct on (v.id) v.* from case_versions v join case_reports c on c.id = v.id and c.batch_id = ${given.batchId}::uuid
      where v.batch_id is distinct from ${given.batchId}::uuid and v.version < c.version
      order by v.id, v.version desc
    ) p where c.id = p.id and c.batch_id = ${given.batchId}::uuid`.execute(tx)
  await sql`delete from case_reports where batch_id = ${given.batchId}`.execute(tx)
  const row = found.rows[0]!
  return { ...row, regions: row.regions ?? [] }
}

export async function findByReference(tx: Tx, source: string, reference: string): Promise<string | null> {
  const row = await tx
    .selectFrom('caseReports')
    .select('id')
    .where('source', '=', source)
    .where('reference', '=', reference)
    .executeTakeFirst()
  return row?.id ?? null
}
