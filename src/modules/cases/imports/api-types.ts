// The values of the import desk: mappings of headers, batches with control totals, findings, conflicts.
// The promise behind them: rows read = stored + unchanged + parked + refused, and no row disappears.

import { z } from 'zod'
import { daySchema, idSchema, instantSchema, regionCodeSchema } from '#base/contract.ts'
import { textSchema } from '#base/text.ts'
import { sourceNameSchema } from '../api-types.ts'

export const importKinds = ['counts', 'cases'] as const
export type ImportKind = (typeof importKinds)[number]

/** What a column can mean, per kind of import. */
export const countFields = [
  'regionCode',
  'cityName',
  'countyName',
  'townName',
  'on',
  'confirmed',
  'imported',
  'cumulativeConfirmed',
  'cumulativeImported',
] as const
export const caseFields = [
  'reference',
  'regionCode',
  'cityName',
  'countyName',
  'townName',
  'personLabel',
  'sex',
  'ageYears',
  'onsetOn',
  'sampledOn',
  'reportedOn',
  'confirmedOn',
  'outcomeOn',
  'state',
  'origin',
  'placesVisited',
  'unitKind',
  'unitName',
] as const

export type ImportField = (typeof countFields)[number] | (typeof caseFields)[number]

export const areaActions = ['assign', 'keep-at-city', 'refuse'] as const
export const areaRuleSchema = z.object({
  area: z.string().trim().min(1).max(80).describe('The name as the file writes it; a * at the end stands for anything'),
  city: z.string().trim().max(80).nullable().default(null).describe('As the file writes it; null for any city'),
  action: z.enum(areaActions),
  regionCode: regionCodeSchema
    .nullable()
    .default(null)
    .describe('County for "assign"; city, or the province, for "keep-at-city"'),
})
export type AreaRule = z.infer<typeof areaRuleSchema>

export const dateOrders = ['auto', 'year-first', 'day-first', 'month-first'] as const

export const mappingSchema = z.object({
  /** Field → header of the file. */
  columns: z.record(z.string(), z.string()).default({}),
  /** Used where the file has no column for it, e.g. the region of a county's own file. */
  regionCode: regionCodeSchema.nullable().default(null),
  dateOrder: z.enum(dateOrders).default('auto'),
  /** Areas that are no division of the day, and what shall become of them. */
  areas: z.array(areaRuleSchema).max(500).default([]),
  /** park: another figure than the stored one waits for a person. take: the file corrects what is stored. */
  corrections: z.enum(['park', 'take']).default('park'),
  /** Rows of one file about the same region and day. park: only one can be right. sum: each tells a part of the day. */
  repeats: z.enum(['park', 'sum']).default('park'),
})
export type Mapping = z.infer<typeof mappingSchema>

export const savedMappingSchema = z.object({
  id: idSchema,
  name: z.string(),
  kind: z.enum(importKinds),
  source: z.string(),
  mapping: mappingSchema,
  version: z.number().int(),
  savedAt: instantSchema,
  by: z.string(),
})
export type SavedMapping = z.infer<typeof savedMappingSchema>

export const batchStates = [
  'uploaded',
  'queued',
  'running',
  'done',
  'failed',
  'cancelling',
  'cancelled',
  'undone',
] as const
export type BatchState = (typeof batchStates)[number]

export const rowOutcomes = ['stored', 'unchanged', 'parked', 'refused'] as const
export type RowOutcome = (typeof rowOutcomes)[number]

export const controlTotalsSchema = z.object({
  read: z.number().int(),
  stored: z.number().int(),
  unchanged: z.number().int().describe('Repeats of what was stored before: nothing new'),
  parked: z.number().int().describe('Waiting for a person when the import ended'),
  refused: z.number().int(),
  byReason: z.array(
    z.object({ reason: z.string(), outcome: z.enum(rowOutcomes), rows: z.number().int(), text: textSchema }),
  ),
})
export type ControlTotals = z.infer<typeof controlTotalsSchema>

export const fileFormatSchema = z.object({
  type: z.enum(['csv', 'xlsx']),
  encoding: z.string().nullable().describe('utf-8, utf-8 with byte order mark, utf-16le, gb18030; null for XLSX'),
  delimiter: z.string().nullable(),
  sheet: z.string().nullable(),
  headerRow: z.number().int().describe('Row of the headers, counted from 1'),
})

export const batchSchema = z.object({
  id: idSchema,
  kind: z.enum(importKinds),
  source: z.string(),
  fileName: z.string(),
  fileSha256: z.string(),
  fileBytes: z.number().int(),
  format: fileFormatSchema,
  headers: z.array(z.string()),
  mapping: mappingSchema,
  mappingName: z.string().nullable(),
  state: z.enum(batchStates),
  /** Data rows in the file, and how many of them are done: progress. */
  rowsInFile: z.number().int(),
  rowsDone: z.number().int(),
  totals: controlTotalsSchema.nullable(),
  /** Parked rows that still wait. */
  openConflicts: z.number().int(),
  /** An earlier batch of the very same file, if any. */
  sameFileAs: idSchema.nullable(),
  /** Said of the whole file: truncated by a row limit, more sheets, unused columns … */
  notes: z.array(z.object({ code: z.string(), text: textSchema })),
  failure: z.object({ code: z.string(), text: textSchema }).nullable(),
  uploadedAt: instantSchema,
  uploadedBy: z.string(),
  startedAt: instantSchema.nullable(),
  endedAt: instantSchema.nullable(),
  undoneAt: instantSchema.nullable(),
  undoneBy: z.string().nullable(),
  undoReason: z.string().nullable(),
})
export type Batch = z.infer<typeof batchSchema>

export const findingSchema = z.object({
  id: z.string(),
  batchId: idSchema,
  rowNumber: z.number().int().describe('As the file counts: the header is row 1'),
  field: z.string().nullable(),
  column: z.string().nullable().describe('Header of the column'),
  value: z.string().nullable(),
  reason: z.string(),
  /** What became of the row because of this finding; "stored" for a remark. */
  outcome: z.enum(rowOutcomes),
  message: textSchema,
  remedy: textSchema,
  raw: z.array(z.string()).describe('The row exactly as the file has it, in the order of the headers'),
  resolved: z
    .object({ choice: z.string(), at: instantSchema, by: z.string(), reason: z.string().nullable() })
    .nullable(),
})
export type Finding = z.infer<typeof findingSchema>

export const conflictChoices = ['keep', 'take', 'both', 'assign', 'keep-at-city', 'refuse'] as const
export type ConflictChoice = (typeof conflictChoices)[number]

export const conflictSideSchema = z.object({
  /** What it says, field by field, as shown to a person. */
  values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  source: z.string(),
  by: z.string().nullable(),
  at: instantSchema.nullable(),
})
export const conflictSchema = findingSchema.extend({
  regionCode: regionCodeSchema.nullable(),
  on: daySchema.nullable(),
  existing: conflictSideSchema.nullable(),
  incoming: conflictSideSchema,
  choices: z.array(z.object({ choice: z.enum(conflictChoices), text: textSchema })),
})
export type Conflict = z.infer<typeof conflictSchema>

export const resolveConflictInput = z
  .object({
    /** Either these conflicts … */
    ids: z.array(z.string()).max(500).optional(),
    /** … or every open one of a batch with this reason (and, for areas, this value). */
    batchId: idSchema.optional(),
    reasonCode: z.string().optional(),
    value: z.string().optional(),
    choice: z.enum(conflictChoices),
    regionCode: regionCodeSchema.optional().describe('County for "assign", city for "keep-at-city"'),
    /** Keep the answer for this area in the mapping the batch was run with. */
    remember: z.boolean().default(false),
    reason: z.string().trim().max(500).optional(),
  })
  .refine((input) => input.ids !== undefined || (input.batchId !== undefined && input.reasonCode !== undefined), {
    message: 'ids, or batchId with reasonCode',
  })
export type ResolveConflict = z.infer<typeof resolveConflictInput>

export const previewSchema = z.object({
  batch: batchSchema,
  mapping: mappingSchema,
  /** Header → what it was taken for, and whether that was guessed; null where the column is not used. */
  columns: z.array(
    z.object({
      header: z.string(),
      field: z.string().nullable(),
      guessed: z.boolean(),
      sample: z.array(z.string()),
    }),
  ),
  rows: z.array(
    z.object({
      rowNumber: z.number().int(),
      raw: z.array(z.string()),
      outcome: z.enum(rowOutcomes),
      /** What the row would become. */
      values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
      findings: z.array(
        z.object({
          field: z.string().nullable(),
          reason: z.string(),
          outcome: z.enum(rowOutcomes),
          message: textSchema,
        }),
      ),
    }),
  ),
  /** What running it would give, compared with what is stored now. */
  totals: controlTotalsSchema,
  /** False when only the first part of a very long file was looked at. */
  whole: z.boolean(),
  unknownAreas: z.array(
    z.object({
      area: z.string(),
      city: z.string().nullable(),
      rows: z.number().int(),
      cityCode: regionCodeSchema.nullable(),
      counties: z.array(z.object({ code: regionCodeSchema, name: textSchema })),
    }),
  ),
})
export type Preview = z.infer<typeof previewSchema>

export const uploadInput = z.object({
  file: z.file().describe('CSV or XLSX, at most 64 MB'),
  kind: z.enum(importKinds),
  source: sourceNameSchema.optional(),
  mappingName: z.string().max(80).optional(),
  sheet: z.string().max(80).optional(),
})
