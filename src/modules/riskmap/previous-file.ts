// Reads the levels in force before a review from a CSV file: code, colour or level, and optionally the
// day of that review and the day since which the level holds. What `wuse riskmap rate` prints will do.

import { addDays, isDay, type Day } from '#base/dates.ts'
import { invalid } from '#base/errors.ts'
import type { RiskPolicy } from '#policy/riskmap-schema.ts'
import type { PreviousRating } from './api-types.ts'
import { readTable } from './counts-file.ts'

export function readPreviousFile(
  bytes: Uint8Array,
  file: string,
  policy: RiskPolicy,
  on: Day,
): Map<string, PreviousRating> {
  const [header = [], ...rows] = readTable(bytes, file)
  const column = (...names: string[]) => header.findIndex((name) => names.includes(name.trim().toLowerCase()))
  const code = column('code', 'county_code', 'adcode')
  const level = column('level', 'colour', 'color', '颜色', '等级')
  const reviewed = column('on', 'date')
  const since = column('since')
  if (code < 0 || level < 0)
    throw invalid('riskmap.columns-missing', { file, found: header.join(', '), missing: 'code, level' })
  return new Map(
    rows.map((row, index) => {
      const text = (row[level] ?? '').trim()
      const known = policy.levels.find(
        (candidate) => candidate.id === text || candidate.name.zh === text || `${text}色` === candidate.name.zh,
      )
      if (!known) throw invalid('riskmap.level-unknown', { file, row: index + 2, level: text, policy: policy.version })
      const reviewOn = dayIn(row[reviewed]) ?? addDays(on, -policy.review.everyDays)
      return [row[code]!.trim(), { level: known.id, on: reviewOn, since: dayIn(row[since]) }]
    }),
  )
}

const dayIn = (text: string | undefined): Day | null => (text !== undefined && isDay(text) ? text : null)
