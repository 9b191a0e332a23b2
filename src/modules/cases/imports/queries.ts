// Reads of the import desk: batches with progress, findings and conflicts in both languages, saved mappings.

import { sql, type RawBuilder } from 'kysely'
import { sentenceOf } from '#base/sentences.ts'
import type { Db, Tx } from '#storage/postgres.ts'
import type { Batch, BatchState, Finding, ImportKind, Mapping, RowOutcome, SavedMapping } from './api-types.ts'
import { sentencesOf } from './texts.ts'

type Handle = Db | Tx
type BatchRow = Omit<Batch, 'failure'> & { failure: { code: string; reason?: string } | null }

const batchColumns = sql`b.id, b.kind, b.source, b.file_name, b.file_sha256, b.file_bytes, b.format, b.headers, b.mapping, b.mapping_name, b.state,
  b.rows_in_file, b.rows_done, b.totals, b.same_file_as, b.notes, b.failure, b.uploaded_at, b.uploaded_by, b.started_at, b.ended_at, b.undone_at,
  b.undone_by, b.undo_reason,
  (select count(*) from import_findings f where f.batch_id = b.id and f.outcome = 'parked' and f.resolved_at is null and b.state = 'done') as open_conflicts`

const toBatch = ({ failure, ...row }: BatchRow): Batch => ({ ...row, failure: failure ? failureText(failure) : null })

function failureText({ code, reason }: { code: string; reason?: string }): Batch['failure'] {
  const error = { kind: 'Unavailable', code, facts: { reason: reason ?? '–' } } as const
  return { code, text: { zh: sentenceOf(error, 'zh'), en: sentenceOf(error, 'en') } }
}

export async function findBatch(db: Handle, id: string): Promise<Batch | null> {
  const found = await sql<BatchRow>`select ${batchColumns} from import_batches b where b.id = ${id}`.execute(db)
  return found.rows[0] ? toBatch(found.rows[0]) : null
}

export async function listBatches(
  db: Handle,
  search: { after?: string | undefined; limit: number; kind?: ImportKind | undefined; state?: BatchState | undefined },
): Promise<{ rows: Batch[]; next: string | null }> {
  const found = await sql<BatchRow>`
    select ${batchColumns} from import_batches b
    where (${search.kind ?? null}::text is null or b.kind = ${search.kind ?? null})
      and (${search.state ?? null}::text is null or b.state = ${search.state ?? null})
      and (${search.after ?? null}::uuid is null or b.id < ${search.after ?? null}::uuid)
    order by b.id desc limit ${search.limit + 1}`.execute(db)
  const rows = found.rows.slice(0, search.limit).map(toBatch)
  return { rows, next: found.rows.length > search.limit ? rows.at(-1)!.id : null }
}

export type FindingRow = {
  id: number
  batchId: string
  rowNumber: number
  field: string | null
  columnName: string | null
  value: string | null
  reason: string
  outcome: RowOutcome
  facts: Record<string, string | number>
  raw: string[]
  item: Record<string, unknown> | null
  choice: string | null
  resolvedAt: string | null
  resolvedBy: string | null
  resolveReason: string | null
}

export function toFinding(row: FindingRow): Finding {
  return {
    id: String(row.id),
    batchId: row.batchId,
    rowNumber: row.rowNumber,
    field: row.field,
    column: row.columnName,
    value: row.value,
    reason: row.reason,
    outcome: row.outcome,
    ...sentencesOf(row.reason, row.facts),
    raw: row.raw,
    resolved: row.resolvedAt
      ? { choice: row.choice ?? '–', at: row.resolvedAt, by: row.resolvedBy ?? '–', reason: row.resolveReason }
      : null,
  }
}

export const findingColumns: RawBuilder<unknown> = sql`f.id, f.batch_id, f.row_number, f.field, f.column_name, f.value, f.reason, f.outcome, f.facts, f.raw, f.item,
  f.choice, f.resolved_at, f.resolved_by, f.resolve_reason`

/** By row; the page key is "row|id". */
export async function listFindings(
  db: Handle,
  search: {
    batchId: string
    after?: string | undefined
    limit: number
    outcome?: RowOutcome | undefined
    reason?: string | undefined
  },
): Promise<{ rows: Finding[]; next: string | null }> {
  const [row, id] = search.after?.split('|') ?? []
  const found = await sql<FindingRow>`
    select ${findingColumns} from import_findings f
    where f.batch_id = ${search.batchId}
      and (${search.outcome ?? null}::text is null or f.outcome = ${search.outcome ?? null})
      and (${search.reason ?? null}::text is null or f.reason = ${search.reason ?? null})
      and (f.row_number, f.id) > (${Number(row ?? 0)}::int, ${Number(id ?? 0)}::bigint)
    order by f.row_number, f.id limit ${search.limit + 1}`.execute(db)
  const rows = found.rows.slice(0, search.limit).map(toFinding)
  const last = rows.at(-1)
  return { rows, next: found.rows.length > search.limit && last ? `${last.rowNumber}|${last.id}` : null }
}

/** Findings of the rows shown in a preview. */
export async function findingsOfRows(
  db: Handle,
  batchId: string,
  rowNumbers: readonly number[],
): Promise<FindingRow[]> {
  if (rowNumbers.length === 0) return []
  const found = await sql<FindingRow>`
    select ${findingColumns} from import_findings f where f.batch_id = ${batchId} and f.row_number = any(${rowNumbers}::int[])
    order by f.row_number, f.id`.execute(db)
  return found.rows
}

export type ItemRow = { rowNumber: number; outcome: RowOutcome; values: Record<string, string | number | null> }

export async function itemsOfRows(
  db: Handle,
  batchId: string,
  kind: ImportKind,
  rowNumbers: readonly number[],
): Promise<ItemRow[]> {
  if (rowNumbers.length === 0) return []
  const values =
    kind === 'counts'
      ? sql`jsonb_build_object('regionCode', i.region_code, 'scope', i.scope, 'on', i.counted_on, 'confirmed', i.confirmed, 'imported', i.imported)`
      : sql`i.item - 'placesVisited' - 'regionPath' || jsonb_build_object('placesVisited', (select string_agg(p, ', ') from jsonb_array_elements_text(i.item -> 'placesVisited') p))`
  const table = kind === 'counts' ? sql`import_count_items` : sql`import_case_items`
  const found = await sql<ItemRow>`
    select i.row_number, i.outcome, ${values} as values from ${table} i
    where i.batch_id = ${batchId} and i.row_number = any(${rowNumbers}::int[])`.execute(db)
  return found.rows
}

/** Areas that no division and no rule answers, the most frequent first. */
export async function unknownAreas(
  db: Handle,
  batchId: string,
): Promise<{ area: string; city: string | null; cityCode: string | null; on: string | null; rows: number }[]> {
  const found = await sql<{
    area: string
    city: string | null
    cityCode: string | null
    on: string | null
    rows: number
  }>`
    select f.facts ->> 'area' as area, nullif(f.facts ->> 'city', '–') as city, nullif(f.facts ->> 'cityCode', '') as city_code,
      min(f.facts ->> 'on') as on, count(*) as rows
    from import_findings f where f.batch_id = ${batchId} and f.reason ^@ 'area-' and f.outcome = 'parked'
    group by 1, 2, 3 order by rows desc, area limit 200`.execute(db)
  return found.rows
}

export async function listMappings(db: Handle, kind?: ImportKind): Promise<SavedMapping[]> {
  let query = db
    .selectFrom('importMappings')
    .select(['id', 'name', 'kind', 'source', 'mapping', 'version', 'savedAt', 'savedBy as by'])
    .orderBy('kind')
    .orderBy('name')
  if (kind) query = query.where('kind', '=', kind)
  const rows = await query.execute()
  return rows.map((row) => ({ ...row, kind: row.kind as ImportKind, mapping: row.mapping as Mapping }))
}

export async function findMapping(db: Handle, kind: ImportKind, name: string): Promise<SavedMapping | null> {
  return (await listMappings(db, kind)).find((one) => one.name === name) ?? null
}
