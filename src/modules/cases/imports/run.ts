// Runs a batch: interpret slice by slice, then store everything in one transaction, all or nothing. A small file takes
// one transaction; a large one takes a job per slice, so that progress is seen and a killed worker loses one slice.

import type { Work } from '#storage/work.ts'
import { caseStates } from '../api-types.ts'
import { importMayMove } from '../rules.ts'
import type { ControlTotals, ImportKind, Mapping, RowOutcome } from './api-types.ts'
import * as counts from './counts/store.ts'
import { interpretRows, prepareReading, type ReadingBatch } from './interpret.ts'
import * as lineList from './line-list/store.ts'
import { nameOfReason } from './reason-names.ts'
import { ROWS_AT_ONCE, ROWS_PER_STEP } from './rules.ts'
import * as store from './store.ts'

type Stored = NonNullable<store.StoredBatch>

export const readingBatch = (batch: Stored): ReadingBatch => ({
  id: batch.id,
  kind: batch.kind as ImportKind,
  headers: batch.headers,
  mapping: batch.mapping as Mapping,
  scopes: batch.scopes,
})

const moves = caseStates.flatMap((from) =>
  caseStates.filter((to) => importMayMove(from, to)).map((to) => `${from}>${to}`),
)

/** One step of a batch that is under way. True when the batch has ended. */
export async function stepImport(work: Work, batchId: string): Promise<boolean> {
  const batch = await store.lockBatch(work.db, batchId, true)
  if (!batch) return true
  if (batch.state === 'cancelling') {
    await cancelNow(work, batchId)
    return true
  }
  if (batch.state !== 'queued' && batch.state !== 'running') return true
  const now = work.clock.now().toISOString()
  const rows = await store.readRows(work.db, batchId, batch.lastRow, ROWS_PER_STEP)
  const remarks = { ...(batch.remarks as Record<string, number>) }
  if (rows.length > 0) {
    const reading = readingBatch(batch)
    await interpretRows(work.db, reading, await prepareReading(work, reading), rows, remarks)
    await store.setBatch(work.db, batchId, {
      state: 'running',
      rowsDone: batch.rowsDone + rows.length,
      lastRow: rows.at(-1)!.rowNumber,
      remarks,
      heartbeatAt: now,
    })
    return false
  }
  await finishImport(work, { ...batch, remarks })
  return true
}

/** Everything at once, in this transaction. */
export async function runAtOnce(work: Work, batch: Stored): Promise<void> {
  const reading = readingBatch(batch)
  const prepared = await prepareReading(work, reading)
  const remarks: Record<string, number> = {}
  let done = 0
  for (let after = 0; ;) {
    const rows = await store.readRows(work.db, batch.id, after, ROWS_PER_STEP)
    if (rows.length === 0) break
    await interpretRows(work.db, reading, prepared, rows, remarks)
    after = rows.at(-1)!.rowNumber
    done += rows.length
  }
  await store.setBatch(work.db, batch.id, { rowsDone: done })
  await finishImport(work, { ...batch, remarks })
}

/** Stores what was interpreted, proves the control totals, keeps the findings and drops the file. */
export async function finishImport(work: Work, batch: Stored): Promise<void> {
  const now = work.clock.now().toISOString()
  const change = await storeItems(work, batch, now)
  const totals = await settleTotals(work, batch, change)
  await store.clearStaging(work.db, batch.id)
  await store.setBatch(work.db, batch.id, {
    state: 'done',
    totals,
    endedAt: now,
    rowsDone: batch.rowsInFile,
    heartbeatAt: now,
  })
  if (change.regions.length > 0)
    await work.record({
      kind: 'cases.counts-changed',
      subject: batch.id,
      data: { batchId: batch.id, regionCodes: change.regions, from: change.from, to: change.to },
    })
  await work.record({
    kind: 'cases.import-finished',
    subject: batch.id,
    data: {
      batchId: batch.id,
      kind: batch.kind,
      stored: totals.stored,
      parked: totals.parked,
      refused: totals.refused,
    },
  })
  work.touched('import', batch.id, batch.regionPath)
  work.detail({ rows: totals.read, stored: totals.stored, parked: totals.parked, refused: totals.refused })
}

type Change = { stored: number; unchanged: number; regions: string[]; from: string | null; to: string | null }

export async function storeItems(work: Work, batch: Stored, now: string): Promise<Change> {
  const { db } = work
  if (batch.rowsInFile > ROWS_AT_ONCE) await store.analyzeStaging(db)
  const { corrections, repeats } = batch.mapping as Mapping
  const given = { batchId: batch.id, source: batch.source, now, by: batch.uploadedBy, corrections }
  if (batch.kind === 'counts') {
    const cumulative = isCumulative(batch)
    if (repeats === 'park' || cumulative) await counts.settleRepeats(db, batch.id)
    if (cumulative) await counts.settleCumulative(db, batch.id, batch.source)
    await counts.compareWithStored(db, given)
    const stored = await counts.storeCounts(db, given)
    return { ...stored, ...(await counts.countOutcomes(db, batch.id)) }
  }
  await lineList.numberTwins(db, batch.id)
  await lineList.settleRepeats(db, batch.id)
  await lineList.compareWithStored(db, { ...given, moves })
  await lineList.settleTwins(db, given)
  await lineList.settleProbableDuplicates(db, given)
  await lineList.storeNewCases(db, given)
  await lineList.storeChangedCases(db, given)
  return lineList.readCaseChange(db, batch.id)
}

const isCumulative = (batch: Stored): boolean => (batch.mapping as Mapping).columns.confirmed === undefined

/** read = stored + unchanged + parked + refused, or the whole import is taken back. */
export async function settleTotals(work: Work, batch: Stored, change: Change): Promise<ControlTotals> {
  await store.skipAskedBefore(work.db, batch.id)
  const found = await store.readTotals(work.db, batch.id)
  const sum = (outcome: string): number =>
    found.filter((one) => one.outcome === outcome).reduce((rows, one) => rows + one.rows, 0)
  const totals = {
    read: batch.rowsInFile,
    stored: change.stored,
    unchanged: change.unchanged + sum('unchanged'),
    parked: sum('parked'),
    refused: sum('refused'),
  }
  if (totals.read !== totals.stored + totals.unchanged + totals.parked + totals.refused)
    throw new Error(`Control totals of import ${batch.id} do not add up: ${JSON.stringify(totals)}`)
  const remarks = Object.entries(batch.remarks as Record<string, number>).map(([reason, rows]) => ({
    reason,
    outcome: 'stored',
    rows,
  }))
  const counted = new Set(Object.keys(batch.remarks as Record<string, number>))
  const settled = found.filter((one) => one.outcome !== 'stored' || !counted.has(one.reason))
  const same = change.unchanged > 0 ? [{ reason: 'same-as-stored', outcome: 'unchanged', rows: change.unchanged }] : []
  const byReason = [...settled, ...same, ...remarks].map((one) => ({
    ...one,
    outcome: one.outcome as RowOutcome,
    text: nameOfReason(one.reason),
  }))
  return { ...totals, byReason }
}

export async function cancelNow(work: Work, batchId: string): Promise<void> {
  await store.clearRun(work.db, batchId)
  await store.setBatch(work.db, batchId, {
    state: 'cancelled',
    rowsDone: 0,
    lastRow: 0,
    remarks: {},
    endedAt: work.clock.now().toISOString(),
  })
}

/** When a step fails, its transaction is undone; the batch says so and can be run again. */
export function keepFailure(work: Work, batchId: string): void {
  const now = work.clock.now().toISOString()
  work.evenIfRefused(async (tx) => {
    await store.clearRun(tx, batchId)
    await store.setBatch(tx, batchId, {
      state: 'failed',
      rowsDone: 0,
      lastRow: 0,
      remarks: {},
      endedAt: now,
      failure: { code: 'cases.import-failed' },
    })
  })
}
