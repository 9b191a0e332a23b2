// Days as "YYYY-MM-DD" strings. A day is the region's day, never UTC: an instant becomes a day only
// through `dayOf` with the region's time zone.

declare const dayBrand: unique symbol
export type Day = string & { readonly [dayBrand]: true }

export const REGION_TIME_ZONE = 'Asia/Shanghai'

const pattern = /^(\d{4})-(\d{2})-(\d{2})$/
const msPerDay = 86_400_000

const toUtc = (day: string): number => Date.parse(`${day}T00:00:00Z`)

/** True when `text` is a day that exists in the calendar ("2020-02-30" is not). */
export function isDay(text: string): text is Day {
  if (!pattern.test(text)) return false
  const at = toUtc(text)
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text
}

/** The day written in `text`; throws RangeError for anything that is not a calendar day. */
export function day(text: string): Day {
  if (!isDay(text)) throw new RangeError(`Not a calendar day: "${text}"`)
  return text
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** The region's day at an instant. */
export function dayOf(instant: Date, timeZone = REGION_TIME_ZONE): Day {
  let format = formatters.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    formatters.set(timeZone, format)
  }
  return format.format(instant) as Day
}

export const addDays = (from: Day, days: number): Day =>
  new Date(toUtc(from) + days * msPerDay).toISOString().slice(0, 10) as Day

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: Day, to: Day): number => Math.round((toUtc(to) - toUtc(from)) / msPerDay)

/** Every day from `from` to `to`, both included. */
export function eachDay(from: Day, to: Day): Day[] {
  const days: Day[] = []
  for (let current = from; current <= to; current = addDays(current, 1)) days.push(current)
  return days
}
