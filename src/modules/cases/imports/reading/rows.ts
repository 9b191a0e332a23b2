// The rows of a file as lists of texts, one after another, whatever the format. Row numbers are those that a
// spreadsheet shows: the first row is 1, empty rows count.

import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import ExcelJS from 'exceljs'
import { invalid } from '#base/errors.ts'
import type { Text } from '#base/text.ts'
import { detect, textOf, type Detected } from './detect.ts'

export type FileRow = { rowNumber: number; cells: string[] }
export type FileNote = { code: string; text: Text }
export type OpenFile = {
  detected: Detected
  /** Name of the sheet that is read, known once the first row was. */
  sheet: () => string | null
  notes: FileNote[]
  rows: AsyncGenerator<FileRow>
}

const CELL_LIMIT = 4000
/** More than any table of people has; without a limit a file of a million commas keeps the server busy for half a minute. */
const COLUMN_LIMIT = 2000
const LINE_LIMIT = 1 << 20
const isEmpty = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '')

export function openFile(bytes: Uint8Array, given: { fileName: string; sheet?: string | undefined }): OpenFile {
  const detected = detect(bytes, given.fileName)
  const notes: FileNote[] = []
  if (detected.type === 'csv')
    return {
      detected,
      sheet: () => null,
      notes,
      rows: notTooWide(csvRows(bytes, detected, given.fileName), given.fileName),
    }
  const found: { sheet: string | null } = { sheet: null }
  const rows = notTooWide(xlsxRows(bytes, given, notes, found), given.fileName)
  return { detected, sheet: () => found.sheet, notes, rows }
}

async function* notTooWide(rows: AsyncGenerator<FileRow>, fileName: string): AsyncGenerator<FileRow> {
  for await (const row of rows) {
    if (row.cells.length > COLUMN_LIMIT)
      throw invalid('cases.file-too-wide', { fileName, columns: row.cells.length, most: COLUMN_LIMIT })
    yield row
  }
}

/** The parser counts a record's length only at its end: 60 MB without a line break would be read in full before it complains. */
function* withLineBreaks(pieces: Iterable<string>): Generator<string> {
  let since = 0
  for (const piece of pieces) {
    const last = Math.max(piece.lastIndexOf('\n'), piece.lastIndexOf('\r'))
    since = last === -1 ? since + piece.length : piece.length - last
    if (since > LINE_LIMIT) throw new Error(`a line of more than ${LINE_LIMIT} characters`)
    yield piece
  }
}

async function* csvRows(
  bytes: Uint8Array,
  detected: Extract<Detected, { type: 'csv' }>,
  fileName: string,
): AsyncGenerator<FileRow> {
  const parser = parse({
    bom: true,
    delimiter: detected.delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: LINE_LIMIT,
  })
  const input = Readable.from(withLineBreaks(textOf(bytes, detected.encoding)))
  input.on('error', (error) => parser.destroy(error))
  input.pipe(parser)
  let rowNumber = 0
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      rowNumber++
      if (!isEmpty(cells)) yield { rowNumber, cells: cells.map(clip) }
    }
  } catch (error) {
    throw invalid('cases.file-unreadable', {
      fileName,
      row: rowNumber + 1,
      reason: error instanceof Error ? error.message : String(error),
    })
  } finally {
    input.destroy()
    parser.destroy()
  }
}

/** A cell as it can be stored: not endless, no NUL, no half of a character (cut in two here, or broken in the file). */
const clip = (cell: string): string => {
  const text = cell.includes('\u0000') ? cell.replaceAll('\u0000', '') : cell
  const short = text.length > CELL_LIMIT ? `${text.slice(0, CELL_LIMIT)}…` : text
  return halfCharacter.test(short) ? short.replaceAll(halfCharacters, '\ufffd') : short
}
const halfCharacter = /\p{Surrogate}/u
const halfCharacters = /\p{Surrogate}/gu

async function* xlsxRows(
  bytes: Uint8Array,
  given: { fileName: string; sheet?: string | undefined },
  notes: FileNote[],
  found: { sheet: string | null },
): AsyncGenerator<FileRow> {
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(Readable.from(chunksOf(bytes)), {
    worksheets: 'emit',
    sharedStrings: 'cache',
    hyperlinks: 'ignore',
    styles: 'cache',
    entries: 'ignore',
  })
  const others: string[] = []
  try {
    let read = false
    for await (const sheet of reader) {
      const name =
        (sheet as unknown as { name?: string; id: number | string }).name ??
        `#${(sheet as unknown as { id: number | string }).id}`
      if (read || (given.sheet !== undefined && name !== given.sheet)) {
        others.push(name)
        for await (const _ of sheet);
        continue
      }
      for await (const row of sheet) {
        const values = (row.values as unknown[] | undefined) ?? []
        const cells = Array.from({ length: Math.max(0, values.length - 1) }, (_, at) => clip(cellText(values[at + 1])))
        if (isEmpty(cells)) continue
        read = true
        found.sheet = name
        yield { rowNumber: row.number, cells }
      }
      if (!read) others.push(name)
    }
  } catch (error) {
    throw invalid('cases.file-unreadable', {
      fileName: given.fileName,
      row: 0,
      reason: error instanceof Error ? error.message : String(error),
    })
  }
  if (given.sheet !== undefined && found.sheet === null)
    throw invalid('cases.sheet-unknown', { sheet: given.sheet, known: others })
  if (others.length > 0)
    notes.push({
      code: 'more-sheets',
      text: {
        zh: `只读取了工作表“${found.sheet}”;另有:${others.join('、')}。`,
        en: `Only the sheet "${found.sheet}" was read; there are also: ${others.join(', ')}.`,
      },
    })
}

function* chunksOf(bytes: Uint8Array): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 1 << 16) yield Buffer.from(bytes.subarray(at, at + (1 << 16)))
}

/** A cell as a person would type it; a date without its meaningless midnight. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(Number.isInteger(value) ? value : Number(value.toFixed(9)))
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  if (value instanceof Date) return dateText(value)
  if (typeof value !== 'object') return String(value)
  const cell = value as { result?: unknown; text?: unknown; richText?: { text: string }[]; error?: string }
  if (cell.richText) return cell.richText.map(({ text }) => text).join('')
  if (cell.result !== undefined) return cellText(cell.result)
  if (cell.text !== undefined) return cellText(cell.text)
  return cell.error ?? ''
}

/** Spreadsheets know no zones: their wall time is carried in the UTC fields. Rounded to the second they count in. */
function dateText(value: Date): string {
  if (Number.isNaN(value.getTime())) return ''
  const rounded = new Date(Math.round(value.getTime() / 1000) * 1000)
  const [day, time] = rounded.toISOString().slice(0, 19).split('T') as [string, string]
  return time === '00:00:00' ? day : `${day} ${time}`
}
