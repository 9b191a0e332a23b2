// SQL of the import desk: batches, rows of a file until the batch ends, findings, saved mappings.

import { sql } from 'kysely'
import type { Tx } from '#storage/postgres.ts'
import type { ControlTotals, Mapping } from './api-types.ts'
import type { RowFinding } from './meaning/row.ts'
import type { FileRow } from './reading/rows.ts'

export type NewBatch = {
  id: string
  kind: string
  source: string
  fileName: string
  fileSha256: string
  fileBytes: number
  format: unknown
  headers: string[]
  mapping: Mapping
  mappingName: string | null
  rowsInFile: number
  sameFileAs: string | null
  notes: unknown
  regionPath: string
  scopes: string[]
  accountId: string | null
  uploadedAt: string
  uploadedBy: string
}

export async function insertBatch(tx: Tx, batch: NewBatch): Promise<void> {
  const { format, mapping, notes, ...plain } = batch
  await tx
    .insertInto('importBatches')
    .values({
      ...plain,
      format: JSON.stringify(format),
      mapping: JSON.stringify(mapping),
      notes: JSON.stringify(notes),
      state: 'uploaded',
    })
    .execute()
}

/** What is known only after the last row was read. */
export async function completeBatch(
  tx: Tx,
  id: string,
  known: { rowsInFile: number; format: unknown; notes: unknown; headers: string[]; mapping: Mapping },
): Promise<void> {
  await tx
    .updateTable('importBatches')
    .set({
      rowsInFile: known.rowsInFile,
      headers: known.headers,
      format: JSON.stringify(known.format),
      notes: JSON.stringify(known.notes),
      mapping: JSON.stringify(known.mapping),
    })
    .where('id', '=', id)
    .execute()
}

export async function insertRows(tx: Tx, batchId: string, rows: readonly FileRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`insert into import_rows (batch_id, row_number, cells)
    select ${batchId}::uuid, n, c from unnest(${rows.map((row) => row.rowNumber)}::int[], ${rows.map((row) => JSON.stringify(row.cells))}::jsonb[]) as given (n, c)`.execute(
    tx,
  )
}

export async function readRows(tx: Tx, batchId: string, after: number, limit: number): Promise<FileRow[]> {
  const rows = await tx
    .selectFrom('importRows')
    .select(['rowNumber', 'cells'])
    .where('batchId', '=', batchId)
    .where('rowNumber', '>', after)
    .orderBy('rowNumber')
    .limit(limit)
    .execute()
  return rows.map(({ rowNumber, cells }) => ({ rowNumber, cells: cells as string[] }))
}

/** Values of one column, for deciding the order of its dates. */
export async function readColumn(tx: Tx, batchId: string, at: number): Promise<string[]> {
  const found = await sql<{ value: string }>`
    select distinct cells ->> ${at}::int as value from import_rows
    where batch_id = ${batchId} and cells ->> ${at}::int ~ '^\\s*[0-9]{1,2}\\s*[-/.]\\s*[0-9]{1,2}\\s*[-/.]\\s*[0-9]{4}\\s*$'`.execute(
    tx,
  )
  return found.rows.map(({ value }) => value)
}

export type StoredBatch = Awaited<ReturnType<typeof lockBatch>>

/** The batch, locked until the end of the transaction; `skip` gives nothing when somebody else works on it. */
export function lockBatch(tx: Tx, id: string, skip = false) {
  const query = tx.selectFrom('importBatches').selectAll().where('id', '=', id).forUpdate()
  return (skip ? query.skipLocked() : query).executeTakeFirst()
}

export const findSameFile = (tx: Tx, sha256: string, kind: string, source: string) =>
  tx
    .selectFrom('importBatches')
    .select('id')
    .where('fileSha256', '=', sha256)
    .where('kind', '=', kind)
    .where('source', '=', source)
    .where('state', '=', 'done')
    .orderBy('uploadedAt', 'desc')
    .executeTakeFirst()

export async function setBatch(
  tx: Tx,
  id: string,
  values: Partial<{
    state: string
    source: string
    mapping: Mapping
    rowsDone: number
    lastRow: number
    remarks: Record<string, number>
    heartbeatAt: string
    startedAt: string
    endedAt: string | null
    totals: ControlTotals | null
    failure: unknown
    undoneAt: string
    undoneBy: string
    undoReason: string
  }>,
): Promise<void> {
  const { mapping, remarks, totals, failure, ...plain } = values
  await tx
    .updateTable('importBatches')
    .set({
      ...plain,
      ...(mapping === undefined ? {} : { mapping: JSON.stringify(mapping) }),
      ...(remarks === undefined ? {} : { remarks: JSON.stringify(remarks) }),
      ...(totals === undefined ? {} : { totals: totals === null ? null : JSON.stringify(totals) }),
      ...(failure === undefined ? {} : { failure: failure === null ? null : JSON.stringify(failure) }),
    })
    .where('id', '=', id)
    .execute()
}

export type NewFinding = RowFinding & { rowNumber: number; column: string | null; raw: string[]; item: unknown }

export async function insertFindings(tx: Tx, batchId: string, findings: readonly NewFinding[]): Promise<void> {
  if (findings.length === 0) return
  const column = <T>(pick: (one: NewFinding) => T): T[] => findings.map(pick)
  await sql`
    insert into import_findings (batch_id, row_number, field, column_name, value, reason, outcome, facts, raw, item)
    select ${batchId}::uuid, * from unnest(
      ${column((one) => one.rowNumber)}::int[], ${column((one) => one.field)}::text[], ${column((one) => one.column)}::text[],
      ${column((one) => one.value)}::text[], ${column((one) => one.reason)}::text[], ${column((one) => one.outcome)}::text[],
      ${column((one) => JSON.stringify(one.facts))}::jsonb[], ${column((one) => JSON.stringify(one.raw))}::jsonb[],
      ${column((one) => (one.item === null ? null : JSON.stringify(one.item)))}::jsonb[])`.execute(tx)
}

/** Empties everything a run has made, so that a failed or cancelled batch can be run again from the start. */
export async function clearRun(tx: Tx, batchId: string): Promise<void> {
  await tx.deleteFrom('importCountItems').where('batchId', '=', batchId).execute()
  await tx.deleteFrom('importCaseItems').where('batchId', '=', batchId).execute()
  await tx.deleteFrom('importFindings').where('batchId', '=', batchId).execute()
}

/** The file is no longer needed: every row is stored, or kept with its finding. */
export async function clearStaging(tx: Tx, batchId: string): Promise<void> {
  await tx.deleteFrom('importCountItems').where('batchId', '=', batchId).execute()
  await tx.deleteFrom('importCaseItems').where('batchId', '=', batchId).execute()
  await tx.deleteFrom('importRows').where('batchId', '=', batchId).execute()
}

/**
 * Marks the questions of this batch, and answers those that were asked before with the very same row: they wait, or
 * were decided, in an earlier import. Returns how many rows that were.
 */
export async function skipAskedBefore(tx: Tx, batchId: string): Promise<number> {
  await sql`
    update import_findings f set question = encode(sha256(convert_to(
        b.kind || '|' || b.source || '|' || f.reason || '|' || f.raw::text || '|' || coalesce(f.facts ->> 'storedConfirmed', ''), 'UTF8')), 'hex')
    from import_batches b where b.id = f.batch_id and f.batch_id = ${batchId} and f.outcome = 'parked'`.execute(tx)
  const asked = await sql<{ rows: number }>`
    with earlier as (
      select distinct on (f.id) f.id, e.reason as earlier_reason, e.choice
      from import_findings f
      join import_findings e on e.question = f.question and e.batch_id <> f.batch_id and e.outcome = 'parked'
      join import_batches b on b.id = e.batch_id and b.state = 'done'
      where f.batch_id = ${batchId} and f.outcome = 'parked'
      order by f.id, e.id desc
    ), changed as (
      update import_findings f set outcome = 'unchanged', reason = 'asked-before', question = null, item = null,
        facts = f.facts || jsonb_build_object('earlierReason', earlier_reason, 'choice', coalesce(earlier.choice, ''))
      from earlier where f.id = earlier.id returning 1
    )
    select count(*) as rows from changed`.execute(tx)
  return asked.rows[0]!.rows
}

export async function readTotals(
  tx: Tx,
  batchId: string,
): Promise<{ reason: string; outcome: string; rows: number }[]> {
  const found = await sql<{ reason: string; outcome: string; rows: number }>`
    select reason, outcome, count(*) as rows from import_findings where batch_id = ${batchId}
    group by reason, outcome order by rows desc, reason`.execute(tx)
  return found.rows
}

export async function saveMapping(
  tx: Tx,
  given: {
    id: string
    name: string
    kind: string
    source: string
    mapping: Mapping
    regionPath: string
    savedAt: string
    savedBy: string
  },
): Promise<boolean> {
  const mapping = JSON.stringify(given.mapping)
  const changed = await tx
    .updateTable('importMappings')
    .set((on) => ({
      source: given.source,
      mapping,
      savedAt: given.savedAt,
      savedBy: given.savedBy,
      version: on('version', '+', 1),
    }))
    .where('name', '=', given.name)
    .where('kind', '=', given.kind)
    .returning('id')
    .executeTakeFirst()
  if (changed) return true
  const added = await tx
    .insertInto('importMappings')
    .values({ ...given, mapping, version: 1 })
    .onConflict((on) => on.columns(['kind', 'name']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return added !== undefined
}

/** Imports whose worker stopped answering: queued or running, with a heartbeat older than `before`. */
export const findStalled = (tx: Tx, before: string) =>
  tx
    .selectFrom('importBatches')
    .select('id')
    .where('state', 'in', ['queued', 'running', 'cancelling'])
    .where((on) => on.or([on('heartbeatAt', 'is', null), on('heartbeatAt', '<', before)]))
    .execute()

export const enqueueImport = (tx: Tx, batchId: string): Promise<unknown> =>
  sql`select enqueue_job('run-import', ${JSON.stringify({ batchId })}::json)`.execute(tx)

/** Runs something and takes every change of it back. */
export async function takenBack<T>(tx: Tx, run: () => Promise<T>): Promise<T> {
  await sql`savepoint preview`.execute(tx)
  const result = await run()
  await sql`rollback to savepoint preview`.execute(tx)
  return result
}

/** Fresh statistics for the planner: without them, storing a large batch takes minutes instead of seconds. */
export const analyzeStaging = (tx: Tx): Promise<unknown> => sql`select analyze_imports()`.execute(tx)
