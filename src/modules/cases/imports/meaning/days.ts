// Reads a day as people and programs write it: 2020-01-21, 2020/1/21, 2020年1月21日, 20200121, 21 Jan 2020, an Excel
// serial number, or an instant. An instant counts as the region's day, so "2020-01-20T16:00:00Z" is 21 January.

import { addDays, dayOf, isDay, type Day } from '#base/dates.ts'
import { fail, ok, type Result } from '#base/result.ts'

export type DateOrder = 'auto' | 'year-first' | 'day-first' | 'month-first'

export type DayRemark = 'date-was-utc' | 'date-utc-assumed' | 'date-excel-serial'
export type DayFault =
  | 'date-unreadable'
  | 'date-ambiguous'
  | 'date-without-year'
  | 'date-not-in-calendar'
  | 'date-other-order'

export type ReadDay = { day: Day; remark: DayRemark | null }

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** Day 0 of Excel's 1900 calendar, which counts a 29 February 1900 that never was. */
const EXCEL_ZERO = '1899-12-30' as Day
const SERIAL_FROM = 36_526
const SERIAL_TO = 73_050

const yearFirst = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/
const partsLast = /^(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})$/
const withMonthName = /^(\d{1,2})[-\s]([a-z]{3})[a-z]*[-\s,]+(\d{4})$|^([a-z]{3})[a-z]*\s+(\d{1,2}),?\s+(\d{4})$/
const instant =
  /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[t\s](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?$/
const withoutYear = /^\d{1,2}\s*月\s*\d{1,2}\s*日?$|^\d{1,2}[-/.]\d{1,2}$/

export function readDay(text: string, order: DateOrder = 'auto'): Result<ReadDay, DayFault> {
  const clean = text.normalize('NFKC').trim().toLowerCase()
  const plain = yearFirst.exec(clean) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(clean)
  if (plain) return inCalendar(plain[1]!, plain[2]!, plain[3]!)
  const at = instant.exec(clean)
  if (at) return ofInstant(at)
  if (/^\d{5}(\.\d+)?$/.test(clean)) return ofSerial(Number(clean))
  const named = withMonthName.exec(clean)
  if (named) {
    const month = months.indexOf((named[2] ?? named[4])!) + 1
    if (month > 0) return inCalendar((named[3] ?? named[6])!, String(month), (named[1] ?? named[5])!)
  }
  const last = partsLast.exec(clean)
  if (last) return ofParts(last[1]!, last[2]!, last[3]!, order)
  return fail(withoutYear.test(clean) ? 'date-without-year' : 'date-unreadable')
}

function inCalendar(year: string, month: string, dayOfMonth: string): Result<ReadDay, DayFault> {
  const written = `${year}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`
  return isDay(written) ? ok({ day: written, remark: null }) : fail('date-not-in-calendar')
}

function ofInstant(parts: RegExpExecArray): Result<ReadDay, DayFault> {
  const read = inCalendar(parts[1]!, parts[2]!, parts[3]!)
  if (!read.ok) return read
  const [hours, minutes, seconds] = [Number(parts[4]), Number(parts[5]), Number(parts[6] ?? 0)]
  const zone = parts[7]
  if (zone) {
    const offset = zone.startsWith('+') || zone.startsWith('-') ? zone.replace(/^(.{3}):?/, '$1:') : 'Z'
    const moment = new Date(
      `${read.value.day}T${parts[4]!.padStart(2, '0')}:${parts[5]}:${String(seconds).padStart(2, '0')}${offset}`,
    )
    if (Number.isNaN(moment.getTime())) return fail('date-unreadable')
    const day = dayOf(moment)
    return ok({ day, remark: day === read.value.day ? null : 'date-was-utc' })
  }
  if (hours > 24) return fail('date-unreadable')
  // Midnight in Shanghai stored as UTC without its zone: nobody reports at 16:00:00 to the second, every day.
  const assumed = hours === 16 && minutes === 0 && seconds === 0
  return ok({ day: assumed ? addDays(read.value.day, 1) : read.value.day, remark: assumed ? 'date-utc-assumed' : null })
}

function ofSerial(serial: number): Result<ReadDay, DayFault> {
  if (serial < SERIAL_FROM || serial > SERIAL_TO) return fail('date-unreadable')
  const whole = Math.floor(serial)
  const seconds = Math.round((serial - whole) * 86_400)
  const day = addDays(EXCEL_ZERO, whole)
  if (seconds === 16 * 3600) return ok({ day: addDays(day, 1), remark: 'date-utc-assumed' })
  return ok({ day, remark: 'date-excel-serial' })
}

function ofParts(first: string, second: string, year: string, order: DateOrder): Result<ReadDay, DayFault> {
  const asDayFirst = inCalendar(year, second, first)
  const asMonthFirst = inCalendar(year, first, second)
  if (order === 'day-first') return asDayFirst.ok || !asMonthFirst.ok ? asDayFirst : fail('date-other-order')
  if (order === 'month-first') return asMonthFirst.ok || !asDayFirst.ok ? asMonthFirst : fail('date-other-order')
  if (order === 'year-first') return fail('date-other-order')
  if (asDayFirst.ok && asMonthFirst.ok && first !== second) return fail('date-ambiguous')
  return asDayFirst.ok ? asDayFirst : asMonthFirst
}

/** What the values of a whole column say about its order: one 13th decides for all, contradictions decide nothing. */
export function orderOfColumn(values: Iterable<string>): DateOrder {
  let dayFirst = false
  let monthFirst = false
  for (const value of values) {
    const parts = partsLast.exec(value.normalize('NFKC').trim())
    if (!parts) continue
    if (Number(parts[1]) > 12) dayFirst = true
    if (Number(parts[2]) > 12) monthFirst = true
  }
  if (dayFirst === monthFirst) return 'auto'
  return dayFirst ? 'day-first' : 'month-first'
}
