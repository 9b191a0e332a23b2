// What a file would become: the very same steps as a real run, taken back afterwards.

import { dayOf } from '#base/dates.ts'
import type { Work } from '#storage/work.ts'
import type { ImportKind, Mapping, Preview, RowOutcome } from './api-types.ts'
import { checkMapping, getBatch, lockFor } from './actions.ts'
import { ensureSource } from './counts/store.ts'
import { interpretRows, prepareReading } from './interpret.ts'
import { guessColumns } from './meaning/headers.ts'
import * as queries from './queries.ts'
import { loadRegionBook } from './region-book.ts'
import { ROWS_PREVIEWED } from './rules.ts'
import { readingBatch, settleTotals, storeItems } from './run.ts'
import * as store from './store.ts'
import { sentencesOf } from './texts.ts'

export async function previewImport(
  work: Work,
  given: { id: string; mapping?: Mapping | undefined; rows: number },
): Promise<Preview> {
  const stored = await lockFor(work, given.id, 'run')
  const mapping = given.mapping ?? (stored.mapping as Mapping)
  const kind = stored.kind as ImportKind
  checkMapping(kind, stored.headers, mapping)
  const batch = await getBatch(work, given.id)
  work.touched('import', given.id, stored.regionPath)
  return store.takenBack(work.db, async () => {
    await store.clearRun(work.db, stored.id)
    const now = work.clock.now().toISOString()
    if (kind === 'counts') await ensureSource(work.db, stored.source, now)
    const reading = { ...readingBatch(stored), mapping }
    const rows = await store.readRows(work.db, stored.id, 0, ROWS_PREVIEWED)
    const remarks: Record<string, number> = {}
    await interpretRows(work.db, reading, await prepareReading(work, reading), rows, remarks)
    const asRun = { ...stored, mapping, remarks, rowsInFile: rows.length }
    const totals = await settleTotals(work, asRun, await storeItems(work, asRun, now))
    const shown = rows.slice(0, given.rows)
    return {
      batch,
      mapping,
      totals,
      whole: rows.length === batch.rowsInFile,
      columns: describeColumns(kind, batch.headers, mapping, shown),
      rows: await describeRows(work, stored.id, kind, shown),
      unknownAreas: await describeAreas(work, stored.id),
    }
  })
}

function describeColumns(
  kind: ImportKind,
  headers: readonly string[],
  mapping: Mapping,
  rows: readonly { cells: string[] }[],
): Preview['columns'] {
  const guess = guessColumns(kind, headers)
  const fieldOf = new Map(Object.entries(mapping.columns).map(([field, header]) => [header, field]))
  return headers.map((header, at) => {
    const field = fieldOf.get(header) ?? null
    const sample = [...new Set(rows.map(({ cells }) => cells[at] ?? '').filter(Boolean))].slice(0, 3)
    return { header, field, guessed: field !== null && guess[field] === header, sample }
  })
}

async function describeRows(
  work: Work,
  batchId: string,
  kind: ImportKind,
  rows: readonly { rowNumber: number; cells: string[] }[],
): Promise<Preview['rows']> {
  const numbers = rows.map(({ rowNumber }) => rowNumber)
  const findings = await queries.findingsOfRows(work.db, batchId, numbers)
  const items = new Map(
    (await queries.itemsOfRows(work.db, batchId, kind, numbers)).map((item) => [item.rowNumber, item]),
  )
  return rows.map(({ rowNumber, cells }) => {
    const own = findings.filter((one) => one.rowNumber === rowNumber)
    const stops = own.find((one) => one.outcome !== 'stored')
    const item = items.get(rowNumber)
    const outcome: RowOutcome = stops?.outcome ?? item?.outcome ?? 'refused'
    return {
      rowNumber,
      raw: cells,
      outcome,
      values: item?.values ?? {},
      findings: own.map((one) => ({
        field: one.field,
        reason: one.reason,
        outcome: one.outcome,
        message: sentencesOf(one.reason, one.facts).message,
      })),
    }
  })
}

async function describeAreas(work: Work, batchId: string): Promise<Preview['unknownAreas']> {
  const today = dayOf(work.clock.now())
  const areas = await queries.unknownAreas(work.db, batchId)
  if (areas.length === 0) return []
  const book = await loadRegionBook(work.db, today)
  return areas.map(({ area, city, cityCode, on, rows }) => {
    const day = on ?? today
    const within = cityCode ? book.byCode(cityCode, day) : null
    const counties = within ? book.children(within.path, 'county', day) : []
    return { area, city, cityCode, rows, counties: counties.map(({ code, name }) => ({ code, name })) }
  })
}
