// SQL of deciding parked rows: which are meant, marking them decided, asking again.

import { sql } from 'kysely'
import type { Tx } from '#storage/postgres.ts'
import type { ImportKind, Mapping } from '../api-types.ts'
import { findingColumns, type FindingRow } from '../queries.ts'

export type OpenConflict = FindingRow & {
  kind: ImportKind
  source: string
  mapping: Mapping
  mappingName: string | null
  batchPath: string
}

const MOST_AT_ONCE = 2000

/** The open conflicts that are meant, locked, in the order of their rows. */
export async function lockConflicts(
  tx: Tx,
  which: {
    ids?: string[] | undefined
    batchId?: string | undefined
    reason?: string | undefined
    value?: string | undefined
  },
): Promise<OpenConflict[]> {
  const filter = which.ids
    ? sql`f.id = any(${which.ids.filter((id) => /^\d+$/.test(id))}::bigint[])`
    : sql`f.batch_id = ${which.batchId}::uuid and f.reason = ${which.reason} and (${which.value ?? null}::text is null or f.value = ${which.value ?? null} or f.facts ->> 'area' = ${which.value ?? null})`
  const found = await sql<OpenConflict>`
    select ${findingColumns}, b.kind, b.source, b.mapping, b.mapping_name, b.region_path as batch_path
    from import_findings f join import_batches b on b.id = f.batch_id
    where ${filter} and f.outcome = 'parked' and f.resolved_at is null and b.state = 'done'
    order by f.batch_id, f.row_number, f.id limit ${MOST_AT_ONCE} for update of f`.execute(tx)
  return found.rows
}

/** Rows of a cumulative series of one area: they are decided together, or their differences would be wrong. */
export async function lockSeries(tx: Tx, batchId: string, reason: string, area: string): Promise<OpenConflict[]> {
  const found = await sql<OpenConflict>`
    select ${findingColumns}, b.kind, b.source, b.mapping, b.mapping_name, b.region_path as batch_path
    from import_findings f join import_batches b on b.id = f.batch_id
    where f.batch_id = ${batchId}::uuid and f.reason = ${reason} and f.item ->> 'area' = ${area} and f.outcome = 'parked' and f.resolved_at is null
    order by f.item ->> 'on', f.row_number for update of f`.execute(tx)
  return found.rows
}

type Decision = { choice: string; at: string; by: string; reason: string | null }

export const markResolved = (tx: Tx, id: number, decision: Decision): Promise<unknown> =>
  tx
    .updateTable('importFindings')
    .set({ choice: decision.choice, resolvedAt: decision.at, resolvedBy: decision.by, resolveReason: decision.reason })
    .where('id', '=', id)
    .execute()

/** Rows that make one figure together are decided together. Returns how many more that were. */
export async function markSameFigure(tx: Tx, one: FindingRow, decision: Decision): Promise<number> {
  const marked = await sql<{ id: number }>`
    update import_findings set choice = ${decision.choice}, resolved_at = ${decision.at}::timestamptz, resolved_by = ${decision.by}, resolve_reason = ${decision.reason}
    where batch_id = ${one.batchId}::uuid and reason = ${one.reason} and outcome = 'parked' and resolved_at is null and id <> ${one.id}
      and item ->> 'regionCode' = ${String(one.item?.regionCode)} and item ->> 'scope' = ${String(one.item?.scope)} and item ->> 'on' = ${String(one.item?.on)}
    returning id`.execute(tx)
  return marked.rows.length
}

/** The same row with another question. */
export const askAgain = (
  tx: Tx,
  id: number,
  next: { reason: string; facts: Record<string, unknown>; item: Record<string, unknown> },
): Promise<unknown> =>
  tx
    .updateTable('importFindings')
    .set({ reason: next.reason, facts: JSON.stringify(next.facts), item: JSON.stringify(next.item) })
    .where('id', '=', id)
    .execute()
