// Decisions of the import desk that need no database: may a batch be run, cancelled or undone, and the sentence of
// every refusal.

import { registerSentences } from '#base/sentences.ts'
import type { BatchState } from './api-types.ts'

const allowed = {
  run: ['uploaded', 'failed', 'cancelled'],
  cancel: ['uploaded', 'queued', 'running'],
  undo: ['done'],
} as const satisfies Record<string, readonly BatchState[]>

export type BatchStep = keyof typeof allowed

export const batchCan = {
  step: (batch: { state: BatchState }, step: BatchStep): boolean =>
    (allowed[step] as readonly BatchState[]).includes(batch.state),
  /** Code of the sentence that says why not, or null. */
  whyNot: (batch: { state: BatchState }, step: BatchStep): string | null =>
    batchCan.step(batch, step) ? null : `cases.batch-cannot-${step}`,
}

/** Rows up to which an import runs at once instead of in the background. */
export const ROWS_AT_ONCE = 3000
/** Rows interpreted in one step of a background import. */
export const ROWS_PER_STEP = 10_000
/** Rows that a preview looks at. */
export const ROWS_PREVIEWED = 20_000
/** Remarks of one reason kept as findings; the totals count all. */
export const REMARKS_KEPT = 100

registerSentences({
  'cases.file-missing': {
    zh: '找不到或无法读取文件 {file}。',
    en: 'The file {file} does not exist or cannot be read.',
  },
  'cases.file-empty': { zh: '文件“{fileName}”是空的。', en: 'The file "{fileName}" is empty.' },
  'cases.file-without-rows': { zh: '文件“{fileName}”没有数据行。', en: 'The file "{fileName}" has no rows of data.' },
  'cases.file-old-excel': {
    zh: '“{fileName}”是旧版 Excel（.xls，最多 65,536 行）。请另存为 .xlsx 或 CSV，并核对行数。',
    en: '"{fileName}" is an old Excel file (.xls, at most 65,536 rows). Save it as .xlsx or CSV and compare the number of rows.',
  },
  'cases.file-not-table': { zh: '“{fileName}”不是 CSV 或 XLSX 表格。', en: '"{fileName}" is neither CSV nor XLSX.' },
  'cases.file-too-large-inside': {
    zh: '“{fileName}”解压后超过 512 MB，已拒绝。',
    en: '"{fileName}" unpacks to more than 512 MB and was refused.',
  },
  'cases.file-unreadable': {
    zh: '“{fileName}”第 {row} 行附近无法读取：{reason}',
    en: '"{fileName}" cannot be read near row {row}: {reason}',
  },
  'cases.file-too-wide': {
    zh: '“{fileName}”有 {columns} 列，最多 {most} 列。请检查分隔符，或删去多余的列。',
    en: '"{fileName}" has {columns} columns, at most {most} are read. Check the delimiter, or remove columns.',
  },
  'cases.sheet-unknown': {
    zh: '没有名为“{sheet}”的工作表；有：{known}。',
    en: 'There is no sheet "{sheet}"; there are: {known}.',
  },
  'cases.source-missing': {
    zh: '请写明数据来源，例如“省卫健委通报”。',
    en: 'Name the source of the file, such as "provincial bulletin".',
  },
  'cases.mapping-unknown': { zh: '没有名为“{name}”的对应关系。', en: 'There is no saved mapping "{name}".' },
  'cases.mapping-name-taken': {
    zh: '“{name}”由其他地区保存，请换一个名称。',
    en: 'The mapping "{name}" belongs to another jurisdiction; choose another name.',
  },
  'cases.mapping-incomplete': {
    zh: '还不知道哪一列是：{fields}。',
    en: 'No column is named yet for: {fields}.',
  },
  'cases.mapping-column-unknown': {
    zh: '文件没有这些列：{columns}。',
    en: 'The file has no such columns: {columns}.',
  },
  'cases.batch-unknown': { zh: '没有这次导入。', en: 'There is no such import.' },
  'cases.batch-cannot-run': {
    zh: '该导入处于“{state}”状态，不能再次运行。',
    en: 'This import is {state} and cannot be run.',
  },
  'cases.batch-cannot-cancel': {
    zh: '该导入处于“{state}”状态，不能取消；已完成的导入可以撤销。',
    en: 'This import is {state} and cannot be cancelled; a finished one can be undone.',
  },
  'cases.batch-cannot-undo': {
    zh: '该导入处于“{state}”状态，没有可撤销的内容。',
    en: 'This import is {state}; there is nothing to undo.',
  },
  'cases.undo-built-upon': {
    zh: '不能撤销：之后已有 {later} 项工作建立在它之上（例如 {examples}）。请先撤销后来的导入，或逐项更正。',
    en: 'It cannot be undone: {later} later changes stand on it, such as {examples}. Undo the later imports first, or correct the figures one by one.',
  },
  'cases.undo-outside': {
    zh: '该导入涉及您管辖范围之外的地区，请由上级撤销。',
    en: 'The import reaches beyond your jurisdiction; ask the level above to undo it.',
  },
  'cases.import-failed': {
    zh: '导入中断，没有任何内容入库：{reason}。可以再次运行。',
    en: 'The import broke off and nothing was stored: {reason}. It can be run again.',
  },
  'cases.conflict-unknown': {
    zh: '没有这条待处理记录，或已经处理。',
    en: 'There is no such open conflict; somebody may have decided it.',
  },
  'cases.conflict-choice': {
    zh: '这条记录不能选择“{choice}”；可选：{choices}。',
    en: '"{choice}" is no answer to this conflict; choose one of: {choices}.',
  },
  'cases.conflict-region': {
    zh: '请选择一个在该日有效、且在您管辖范围内的地区。',
    en: 'Choose a division that exists on that day and lies in your jurisdiction.',
  },
  'cases.conflict-level': {
    zh: '{regionName} 不能用于此选择：归入须选县或乡镇，保留须选市或省。',
    en: '{regionName} does not fit: assign to a county or town, keep at a city or province.',
  },
})
