// CSV downloads: cases, counts, findings. Streamed from a cursor, so that half a million rows need no more memory
// than a thousand; a byte order mark lets Excel read the Chinese.

import { z } from 'zod'
import { daySchema, holding, idSchema, regionCodeSchema } from '#base/contract.ts'
import { defineDownload, type Chunk } from '#base/download.ts'
import { notFound } from '#base/errors.ts'
import type { Work } from '#storage/work.ts'
import { caseOrigins, caseStates, type CountRow } from './api-types.ts'
import { streamCounts } from './counts/queries.ts'
import { findBatch, listFindings } from './imports/queries.ts'
import { divisionEver, placeOf, placesOf } from './places.ts'
import { streamCases } from './queries.ts'
import type { StoredCase } from './store.ts'

const ROWS_A_STEP = 2000
const MARK = '\u{feff}'

/** A cell begins with an apostrophe where a spreadsheet would take it for a formula. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = Array.isArray(value) ? value.join('; ') : String(value)
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvLine = (values: readonly unknown[]): string => `${values.map(csvCell).join(',')}\r\n`

async function* csvOf<T>(
  header: readonly string[],
  parts: AsyncIterable<T[]>,
  line: (row: T) => readonly unknown[],
): AsyncGenerator<Chunk> {
  yield MARK + csvLine(header)
  for await (const rows of parts) yield rows.map((row) => csvLine(line(row))).join('')
}

const download = defineDownload<Work>()

const caseHeader = [
  'id',
  'source',
  'reference',
  'region_code',
  'state',
  'origin',
  'sex',
  'age_years',
  'onset_on',
  'sampled_on',
  'reported_on',
  'confirmed_on',
  'outcome_on',
  'places_visited',
  'unit_kind',
  'unit_name',
  'cluster_id',
  'version',
  'known_from',
]

const exportCases = download({
  path: '/cases/export.csv',
  summary: { zh: '导出病例(CSV)', en: 'Cases as CSV' },
  meta: holding('cases.read', 'read-person'),
  query: z.object({
    regionCode: regionCodeSchema.optional(),
    state: z.enum(caseStates).optional(),
    origin: z.enum(caseOrigins).optional(),
    from: daySchema.optional(),
    to: daySchema.optional(),
    sort: z.enum(['reported', 'confirmed']).default('reported'),
  }),
  contentType: 'text/csv; charset=utf-8',
  filename: () => 'cases.csv',
  open: async (work, { regionCode, ...search }) => {
    const within = regionCode ? placeOf((await divisionEver(work, regionCode)).path) : null
    work.touched('cases', 'export')
    work.detail({ regionCode: regionCode ?? null, ...search })
    const rows = streamCases(work.db, { ...search, within, places: placesOf(work, 'cases.read') }, ROWS_A_STEP)
    return csvOf(caseHeader, rows, (one: StoredCase) => [
      one.id,
      one.source,
      one.reference,
      one.regionCode,
      one.state,
      one.origin,
      one.sex,
      one.ageYears,
      one.onsetOn,
      one.sampledOn,
      one.reportedOn,
      one.confirmedOn,
      one.outcomeOn,
      one.placesVisited,
      one.unitKind,
      one.unitName,
      one.clusterId,
      one.version,
      one.knownFrom,
    ])
  },
})

const countHeader = [
  'region_code',
  'level',
  'scope',
  'on',
  'source',
  'confirmed',
  'imported',
  'version',
  'known_from',
  'reason',
  'by',
]

const exportCounts = download({
  path: '/cases/counts/export.csv',
  summary: { zh: '导出汇总数(CSV)', en: 'Counts as CSV' },
  meta: holding('cases.read'),
  query: z.object({
    regionCode: regionCodeSchema.optional(),
    from: daySchema.optional(),
    to: daySchema.optional(),
    source: z.string().max(80).optional(),
    knownAt: z.iso.datetime({ offset: true }).optional(),
  }),
  contentType: 'text/csv; charset=utf-8',
  filename: () => 'case-counts.csv',
  open: async (work, { regionCode, ...search }) => {
    const path = regionCode ? (await divisionEver(work, regionCode)).path : ''
    return csvOf(countHeader, streamCounts(work.db, { ...search, path }, ROWS_A_STEP), (one: CountRow) => [
      one.regionCode,
      one.level,
      one.scope,
      one.on,
      one.source,
      one.confirmed,
      one.imported,
      one.version,
      one.knownFrom,
      one.reason,
      one.by,
    ])
  },
})

const exportFindings = download({
  path: '/cases/imports/:id/findings.csv',
  summary: { zh: '导出导入问题清单(CSV)', en: 'Findings of an import as CSV' },
  meta: holding('cases.import', 'read-person'),
  query: z.object({ id: idSchema, outcome: z.enum(['stored', 'unchanged', 'parked', 'refused']).optional() }),
  contentType: 'text/csv; charset=utf-8',
  filename: ({ id }) => `findings-${id}.csv`,
  open: async (work, { id, outcome }) => {
    const batch = await findBatch(work.db, id)
    if (!batch) throw notFound('cases.batch-unknown')
    work.touched('import', id)
    return findingLines(work, id, outcome, batch.headers)
  },
})

async function* findingLines(
  work: Work,
  batchId: string,
  outcome: 'stored' | 'unchanged' | 'parked' | 'refused' | undefined,
  headers: readonly string[],
): AsyncGenerator<Chunk> {
  yield (
    MARK +
      csvLine([
        'row',
        'outcome',
        'reason',
        'column',
        'value',
        'finding_zh',
        'remedy_zh',
        'finding_en',
        'remedy_en',
        'decided',
        ...headers,
      ])
  )
  for (let after: string | undefined; ;) {
    const page = await listFindings(work.db, { batchId, outcome, limit: 500, after })
    yield page.rows
      .map((one) =>
        csvLine([
          one.rowNumber,
          one.outcome,
          one.reason,
          one.column,
          one.value,
          one.message.zh,
          one.remedy.zh,
          one.message.en,
          one.remedy.en,
          one.resolved?.choice ?? '',
          ...one.raw,
        ]),
      )
      .join('')
    if (page.next === null) return
    after = page.next
  }
}

export const downloads = [exportCases, exportCounts, exportFindings]
