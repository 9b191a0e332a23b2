// Reads rows of a batch by its mapping and writes what they mean: items to store, and findings. One slice of the file
// at a time, so that a large file shows progress and a killed import goes on where it was.

import { createHash } from 'node:crypto'
import { dayOf } from '#base/dates.ts'
import { newId } from '#base/ids.ts'
import { canonicalJson } from '#base/json.ts'
import type { Tx } from '#storage/postgres.ts'
import type { Work } from '#storage/work.ts'
import type { ImportField, ImportKind, Mapping } from './api-types.ts'
import { insertCountItems, type NewCountItem } from './counts/store.ts'
import { insertCaseItems, type NewCaseItem } from './line-list/store.ts'
import { readCaseRow } from './meaning/case-row.ts'
import { readCountRow } from './meaning/count-row.ts'
import { orderOfColumn, type DateOrder } from './meaning/days.ts'
import { fieldsOf } from './meaning/headers.ts'
import { finding, type CaseItem, type CountItem, type ReadRow, type Reading } from './meaning/row.ts'
import type { FileRow } from './reading/rows.ts'
import { loadRegionBook } from './region-book.ts'
import { REMARKS_KEPT } from './rules.ts'
import { insertFindings, readColumn, type NewFinding } from './store.ts'

export type ReadingBatch = {
  id: string
  kind: ImportKind
  headers: readonly string[]
  mapping: Mapping
  scopes: readonly string[]
}

const dayFields = ['on', 'onsetOn', 'sampledOn', 'reportedOn', 'confirmedOn', 'outcomeOn'] as const

/** Orders found, by batch and column: the rows of a batch never change, and looking through all of them takes a second. */
const orderKept = new Map<string, DateOrder>()
const ORDERS_KEPT = 200

async function orderOf(tx: Tx, batchId: string, place: number): Promise<DateOrder> {
  const key = `${batchId}/${place}`
  const known = orderKept.get(key)
  if (known) return known
  const order = orderOfColumn(await readColumn(tx, batchId, place))
  orderKept.set(key, order)
  for (const old of [...orderKept.keys()].slice(0, -ORDERS_KEPT)) orderKept.delete(old)
  return order
}

/** What reading a row needs to know: places of columns, orders of dates, divisions, jurisdiction. */
export async function prepareReading(work: Work, batch: ReadingBatch): Promise<Reading> {
  const at: Partial<Record<ImportField, number>> = {}
  for (const field of fieldsOf(batch.kind)) {
    const header = batch.mapping.columns[field]
    const place = header === undefined ? -1 : batch.headers.indexOf(header)
    if (place >= 0) at[field] = place
  }
  const orders: Partial<Record<ImportField, DateOrder>> = {}
  for (const field of dayFields) {
    const place = at[field]
    if (place === undefined) continue
    orders[field] =
      batch.mapping.dateOrder === 'auto' ? await orderOf(work.db, batch.id, place) : batch.mapping.dateOrder
  }
  const today = dayOf(work.clock.now())
  return { mapping: batch.mapping, at, orders, book: await loadRegionBook(work.db, today), today, scopes: batch.scopes }
}

/** Interprets rows and keeps the outcome; counts every remark in `remarks`, keeps the first of each as findings. */
export async function interpretRows(
  tx: Tx,
  batch: ReadingBatch,
  reading: Reading,
  rows: readonly FileRow[],
  remarks: Record<string, number>,
): Promise<void> {
  const counts: NewCountItem[] = []
  const cases: NewCaseItem[] = []
  const findings: NewFinding[] = []
  const given = batch.kind === 'cases' ? providedKeys(reading) : []
  for (const row of rows) {
    const read: ReadRow<CountItem | CaseItem> =
      batch.kind === 'counts' ? readCountRow(row.cells, reading) : readCaseRow(row.cells, reading)
    const kept = batch.kind === 'cases' && read.item ? providedOf(read.item as CaseItem, given) : read.item
    const item = kept === null ? null : batch.kind === 'cases' ? { ...kept, key: keyOf(row, kept) } : kept
    keepFindings(row, batch, reading, read, item, remarks, findings)
    if (read.outcome !== 'ready' || kept === null) continue
    if (batch.kind === 'counts') counts.push({ rowNumber: row.rowNumber, id: newId(), item: kept as CountItem })
    else
      cases.push({
        rowNumber: row.rowNumber,
        id: newId(),
        key: keyOf(row, kept),
        item: kept,
      })
  }
  await insertCountItems(tx, batch.id, counts)
  await insertCaseItems(tx, batch.id, cases)
  await insertFindings(tx, batch.id, findings)
}

function keepFindings(
  row: FileRow,
  batch: ReadingBatch,
  reading: Reading,
  read: ReadRow<CountItem | CaseItem>,
  item: unknown,
  remarks: Record<string, number>,
  into: NewFinding[],
): void {
  const found = [...read.findings]
  const beyond = row.cells.slice(batch.headers.length).some((cell) => cell !== '')
  if (beyond)
    found.push(
      finding('row-too-wide', 'stored', null, null, { cells: row.cells.length, headers: batch.headers.length }),
    )
  for (const one of found) {
    if (one.outcome === 'stored') {
      const times = (remarks[one.reason] ?? 0) + 1
      remarks[one.reason] = times
      if (times > REMARKS_KEPT) continue
    }
    const place = one.field === null ? undefined : reading.at[one.field]
    into.push({
      ...one,
      rowNumber: row.rowNumber,
      column: place === undefined ? null : (batch.headers[place] ?? null),
      raw: row.cells,
      item: one.outcome === 'parked' ? item : null,
    })
  }
}

/** Keys of an item that the file has columns for; what it cannot tell is not written over what is stored. */
function providedKeys(reading: Reading): (keyof CaseItem)[] {
  const has = (...fields: ImportField[]): boolean => fields.some((field) => reading.at[field] !== undefined)
  const keys: (keyof CaseItem)[] = ['regionCode', 'regionPath', 'reportedOn', 'state']
  const simple = [
    'reference',
    'personLabel',
    'sex',
    'ageYears',
    'onsetOn',
    'sampledOn',
    'confirmedOn',
    'outcomeOn',
    'origin',
    'placesVisited',
  ] as const
  keys.push(...simple.filter((key) => has(key)))
  if (has('unitName')) keys.push('unitKind', 'unitName')
  if (!has('confirmedOn') && has('state')) keys.push('confirmedOn')
  return keys
}

const providedOf = (item: CaseItem, keys: readonly (keyof CaseItem)[]): Partial<CaseItem> =>
  Object.fromEntries(keys.map((key) => [key, item[key]]))

/** What makes two rows the same case: the number at the source, else everything the row says. */
function keyOf(row: FileRow, item: Partial<CaseItem>): string {
  if (item.reference) return `ref:${item.reference}`
  return `row:${createHash('sha256').update(canonicalJson(item)).digest('hex').slice(0, 40)}`
}
