// Finds the header among the first rows of a file and says what is remarkable about the file as a whole.

import { invalid } from '#base/errors.ts'
import type { ImportKind } from '../api-types.ts'
import { isNativePlace, looksLikeHeader } from '../meaning/headers.ts'
import type { FileNote, FileRow } from './rows.ts'

const ROWS_LOOKED_AT = 10

/** Rows at which programs cut a table: Excel 97–2003, and Excel since 2007. */
const rowLimits = [65_536, 1_048_576]

/** The place of the header among the first rows; the first row when none looks like one. */
export function findHeader(kind: ImportKind, first: readonly FileRow[]): number {
  const at = first.slice(0, ROWS_LOOKED_AT).findIndex(({ cells }) => looksLikeHeader(kind, cells))
  return Math.max(0, at)
}

/** Headers made unique: a second column of the same name gets its number. */
export function uniqueHeaders(cells: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return cells.map((cell, at) => {
    const name = cell.trim().replaceAll(/\s+/g, ' ') || `#${at + 1}`
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name} (${times})`
  })
}

export function noteHeader(above: number, headers: readonly string[], notes: FileNote[]): void {
  if (above > 0)
    notes.push({
      code: 'rows-above-header',
      text: {
        zh: `表头之上有 ${above} 行标题或说明,未作为数据读取。`,
        en: `${above} rows above the header were taken for a title, not for data.`,
      },
    })
  const native = headers.filter(isNativePlace)
  if (native.length > 0)
    notes.push({
      code: 'native-place-not-taken',
      text: {
        zh: `不采集籍贯、户籍、民族一类的列:${native.join('、')}。`,
        en: `Columns about where people come from are never taken: ${native.join(', ')}.`,
      },
    })
}

export function noteLength(lastRow: number, notes: FileNote[]): void {
  const limit = rowLimits.find((rows) => lastRow === rows)
  if (limit)
    notes.push({
      code: 'row-limit',
      text: {
        zh: `文件恰好有 ${limit} 行,很可能被表格软件截断,后面的行可能已丢失。请核对原始数据的行数。`,
        en: `The file has exactly ${limit} rows: a spreadsheet program has probably cut it off and rows are missing. Compare with the original.`,
      },
    })
}

export function refuseWithoutData(rows: number, fileName: string): void {
  if (rows === 0) throw invalid('cases.file-without-rows', { fileName })
}
