// Reads daily counts from a CSV file for rating without a database. Tolerant of headers, encodings and
// ways of writing a day; a row that cannot be read is never skipped in silence: it becomes a problem that
// names row, field and remedy, and the caller decides.

import { parse } from 'csv-parse/sync'
import { dayOf, isDay, type Day } from '#base/dates.ts'
import { invalid } from '#base/errors.ts'
import { registerSentences } from '#base/sentences.ts'
import type { Text } from '#base/text.ts'

export type CountRow = { row: number; code: string; name: string; on: Day; confirmed: number; imported: number | null }

export type Finding = { kind: string; rows: number[]; field?: string; area?: string; cases?: number; text: Text }

export type CountsFile = { rows: CountRow[]; unreadable: Finding[]; findings: Finding[] }

const synonyms = {
  code: [
    'county_code',
    'code',
    'adcode',
    'region_code',
    'town_code',
    '区划代码',
    '行政区划代码',
    '县区代码',
    '区县代码',
    '代码',
  ],
  name: [
    'county',
    'name',
    'region',
    'town',
    'area',
    '区县',
    '县区',
    '县市区',
    '县(市、区)',
    '县（市、区）',
    '地区',
    '名称',
  ],
  on: ['date', 'day', 'on', 'confirmed_on', 'confirmation_date', 'report_date', '日期', '确诊日期', '报告日期'],
  confirmed: [
    'confirmed',
    'new_confirmed',
    'new',
    'cases',
    'count',
    '新增确诊',
    '确诊',
    '确诊数',
    '新增',
    '新增病例',
    '病例数',
  ],
  imported: [
    'imported',
    'confirmed_with_hubei_travel',
    'confirmed_imported',
    'of_which_imported',
    'imported_cases',
    '输入',
    '输入病例',
    '其中输入',
    '新增输入',
    '湖北旅居史',
  ],
} as const
type Field = keyof typeof synonyms

export function readCountsFile(bytes: Uint8Array, file: string): CountsFile {
  const table = readTable(bytes, file)
  const [header = [], ...body] = table
  const columns = columnsOf(header, file)
  const result: CountsFile = { rows: [], unreadable: [], findings: [] }
  for (const [index, cells] of body.entries()) {
    const row = readRow(cells, index + 2, columns, result.unreadable)
    if (row) result.rows.push(row)
  }
  return mergeRepeated(result)
}

/** The cells of a CSV file, in UTF-8 (with or without mark) or GB18030. */
export function readTable(bytes: Uint8Array, file: string): string[][] {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) throw invalid('riskmap.file-is-workbook', { file })
  try {
    const text = decode(bytes)
    const firstLine = text.slice(0, text.search(/\r?\n|$/))
    const delimiter = [',', '\t', ';'].toSorted((a, b) => firstLine.split(b).length - firstLine.split(a).length)[0]!
    return parse(text, { delimiter, relax_column_count: true, skip_empty_lines: true, trim: true })
  } catch (error) {
    throw invalid('riskmap.file-not-csv', { file, cause: (error as Error).message })
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes)
  }
}

const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')

function columnsOf(header: readonly string[], file: string): Record<Field, number> {
  const named = header.map(plain)
  /** The better synonym wins where several columns would do. */
  const find = (field: Field) => synonyms[field].map((name) => named.indexOf(name)).find((index) => index >= 0) ?? -1
  const columns = Object.fromEntries((Object.keys(synonyms) as Field[]).map((field) => [field, find(field)])) as Record<
    Field,
    number
  >
  const missing = (['on', 'confirmed'] as const).filter((field) => columns[field] < 0) as Field[]
  if (columns.code < 0 && columns.name < 0) missing.unshift('code')
  if (missing.length > 0)
    throw invalid(
      'riskmap.columns-missing',
      { file, found: header.join(', '), missing: missing.join(', ') },
      missing.map((field) => ({
        path: field,
        code: 'riskmap.columns-missing',
        message: `name the column one of: ${synonyms[field].join(', ')}`,
      })),
    )
  return columns
}

function readRow(
  cells: readonly string[],
  row: number,
  columns: Record<Field, number>,
  unreadable: Finding[],
): CountRow | null {
  const cell = (field: Field): string => (columns[field] < 0 ? '' : (cells[columns[field]] ?? '').trim())
  const refuse = (field: Field, zh: string, en: string): null => {
    const value = cell(field)
    unreadable.push({
      kind: 'row-unreadable',
      rows: [row],
      field,
      text: { zh: `第 ${row} 行 ${field}“${value}”${zh}`, en: `Row ${row}, ${field} "${value}": ${en}` },
    })
    return null
  }
  const on = readDay(cell('on'))
  if (!on) return refuse('on', '不是日期；请写成 2020-02-09。', 'not a calendar day; write it as 2020-02-09.')
  const confirmed = readCount(cell('confirmed'))
  if (confirmed === null)
    return refuse('confirmed', '不是整数；请填写当日新增例数。', 'not a whole number; give the new cases of that day.')
  const imported = cell('imported') === '' ? undefined : readCount(cell('imported'))
  if (imported === null)
    return refuse('imported', '不是整数；不详请留空。', 'not a whole number; leave it empty if unknown.')
  const code = cell('code')
    .replace(/\.0+$/, '')
    .replace(/^(\d{6})(?:0{3}|0{6})$/, '$1')
    .replace(/^(\d{9})0{3}$/, '$1')
  if (code === '' && cell('name') === '')
    return refuse('code', '和名称都为空；请填写其一。', 'empty, and so is the name; give one of them.')
  return { row, code, name: cell('name'), on, confirmed, imported: imported ?? null }
}

const readCount = (text: string): number | null => (/^[+-]?\d{1,9}(?:\.0+)?$/.test(text) ? Number(text) : null)

/** A day as 2020-02-09, 2020/2/9, 20200209, 2020年2月9日, or an instant, which is a day of the region (16:00 UTC is already the next day). */
export function readDay(text: string): Day | null {
  const parts =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00?:00(?::00)?)?$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (parts) {
    const day = `${parts[1]}-${parts[2]!.padStart(2, '0')}-${parts[3]!.padStart(2, '0')}`
    return isDay(day) ? day : null
  }
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/.test(text)) return null
  const at = Date.parse(text.replace(' ', 'T'))
  return Number.isNaN(at) ? null : dayOf(new Date(at))
}

/** The same area and day twice: equal rows count once, corrections are added, otherwise the larger count holds; all are reported. */
function mergeRepeated(file: CountsFile): CountsFile {
  const kept = new Map<string, CountRow>()
  for (const row of file.rows) {
    const key = `${row.code || row.name}|${row.on}`
    const before = kept.get(key)
    if (!before) {
      kept.set(key, row)
      continue
    }
    const rows = [before.row, row.row]
    const area = `${row.code} ${row.name}`.trim()
    const where = {
      zh: `第 ${rows.join('、')} 行：${area} ${row.on}`,
      en: `Rows ${rows.join(' and ')}: ${area} ${row.on}`,
    }
    const merged = mergeTwo(before, row)
    kept.set(key, merged.row)
    const text = { zh: `${where.zh} ${merged.text.zh}`, en: `${where.en} ${merged.text.en}` }
    file.findings.push({ kind: merged.kind, rows, area, text })
  }
  return { ...file, rows: [...kept.values()] }
}

function mergeTwo(before: CountRow, row: CountRow): { kind: string; row: CountRow; text: Text } {
  if (before.confirmed === row.confirmed && before.imported === row.imported)
    return { kind: 'row-repeated', row: before, text: { zh: '重复，只计一次。', en: 'stand twice; counted once.' } }
  if (before.confirmed < 0 || row.confirmed < 0) {
    const confirmed = before.confirmed + row.confirmed
    const imported =
      before.imported === null && row.imported === null ? null : (before.imported ?? 0) + (row.imported ?? 0)
    const text = { zh: `含更正，合计 ${confirmed}。`, en: `hold a correction; together ${confirmed}.` }
    return { kind: 'row-corrected', row: { ...before, confirmed, imported }, text }
  }
  const larger = row.confirmed > before.confirmed ? row : before
  const text = {
    zh: `数字不一致，取较大的 ${larger.confirmed}。`,
    en: `differ; the larger count, ${larger.confirmed}, is used.`,
  }
  return { kind: 'row-conflict', row: larger, text }
}

registerSentences({
  'riskmap.file-not-csv': {
    zh: '{file} 不是可读的 CSV（UTF-8 或 GB18030）:{cause}',
    en: '{file} is not a readable CSV file (UTF-8 or GB18030): {cause}',
  },
  'riskmap.file-is-workbook': {
    zh: '{file} 是 Excel 工作簿。请另存为 CSV，或用 wuse import 导入数据库。',
    en: '{file} is a workbook. Save it as CSV, or bring it into the database with wuse import.',
  },
  'riskmap.columns-missing': {
    zh: '{file} 缺少列：{missing}。现有表头：{found}。',
    en: '{file} lacks the column(s) {missing}. Its header is: {found}.',
  },
})
