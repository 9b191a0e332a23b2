// From a file of counts and a list of divisions to the ratings of all places of one level on one day.
// Every place valid on that day is rated, with or without rows; rows of areas that are not in the
// division are findings, never lost and never a reason to stop.

import type { Day } from '#base/dates.ts'
import { invalid } from '#base/errors.ts'
import { registerSentences } from '#base/sentences.ts'
import type { Text } from '#base/text.ts'
import type { RiskPolicy } from '#policy/riskmap-schema.ts'
import type { ClusterInput, DayCount, PreviousRating, Rating } from './api-types.ts'
import { readTable, type CountRow, type Finding } from './counts-file.ts'
import { foldReviews } from './reviews.ts'
import { rateRisk } from './rules.ts'

export type Place = { code: string; name: Text }

/** Places of `level` valid on `on`, by code, from a division list (code, level, name_zh, name_en, valid_from, valid_to). */
export function readPlaces(bytes: Uint8Array, file: string, level: string, on: Day): Place[] {
  const [header = [], ...rows] = readTable(bytes, file)
  const at = (name: string) => header.indexOf(name)
  const missing = ['code', 'level', 'name_zh'].filter((name) => at(name) < 0)
  if (missing.length > 0)
    throw invalid('riskmap.columns-missing', { file, found: header.join(', '), missing: missing.join(', ') })
  const places = rows
    .filter((row) => {
      const from = row[at('valid_from')] ?? ''
      const to = row[at('valid_to')] ?? ''
      return row[at('level')] === level && (from === '' || from <= on) && (to === '' || on <= to)
    })
    .map((row) => {
      const zh = row[at('name_zh')]!
      return {
        code: row[at('code')]!,
        name: { zh, en: row[at('name_en')] || zh },
      }
    })
    .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
  if (places.length === 0) throw invalid('riskmap.no-places', { file, level, on })
  return places
}

export type Assigned = {
  counts: Map<string, DayCount[]>
  /** Known clusters by place; a place that is absent is one of which nobody has told. */
  clusters?: ReadonlyMap<string, ClusterInput[] | null>
  findings: Finding[]
}

/** Gives each row to its place, by code or, where there is none, by name. */
export function assignRows(rows: readonly CountRow[], places: readonly Place[]): Assigned {
  const byCode = new Map(places.map((place) => [place.code, place]))
  const counts = new Map<string, DayCount[]>()
  const strangers = new Map<string, CountRow[]>()
  const renamed = new Map<string, { place: Place; rows: CountRow[] }>()
  for (const row of rows) {
    const place = row.code === '' ? placeNamed(row.name, places) : byCode.get(row.code)
    if (!place) {
      const area = `${row.code} ${row.name}`.trim()
      strangers.set(area, [...(strangers.get(area) ?? []), row])
      continue
    }
    if (row.code !== '' && row.name !== '' && !sameName(row.name, place)) {
      const key = `${row.code} ${row.name}`
      renamed.set(key, { place, rows: [...(renamed.get(key)?.rows ?? []), row] })
    }
    const list = counts.get(place.code) ?? []
    list.push({ on: row.on, confirmed: row.confirmed, imported: row.imported })
    counts.set(place.code, list)
  }
  return {
    counts,
    findings: [
      ...strangerFindings(strangers),
      ...nameFindings(renamed),
      ...imbalances(rows),
      ...silences(places, counts),
    ],
  }
}

const shortName = (name: string): string => name.replace(/(?:自治县|县|区|市|镇|乡|街道)$/, '')

const sameName = (name: string, place: Place): boolean =>
  name === place.name.zh ||
  name.toLowerCase() === place.name.en.toLowerCase() ||
  shortName(name) === shortName(place.name.zh)

/** The one place of that name; none when two share it. */
function placeNamed(name: string, places: readonly Place[]): Place | undefined {
  const found = places.filter((place) => sameName(name, place))
  return found.length === 1 ? found[0] : undefined
}

const total = (rows: readonly CountRow[]): number => rows.reduce((sum, row) => sum + row.confirmed, 0)

function strangerFindings(strangers: ReadonlyMap<string, CountRow[]>): Finding[] {
  return [...strangers].map(([area, rows]) => ({
    kind: 'area-not-in-division',
    rows: rows.map((row) => row.row),
    area,
    cases: total(rows),
    text: {
      zh: `“${area}”不在当日的行政区划中：${rows.length} 行、${total(rows)} 例未计入任何地区。请改用当日有效的代码，或将其病例归入所属区县。`,
      en: `"${area}" is not in the division of that day: ${rows.length} row(s) with ${total(rows)} case(s) count for no place. Use a code valid on that day, or give the cases to the county they belong to.`,
    },
  }))
}

function nameFindings(renamed: ReadonlyMap<string, { place: Place; rows: CountRow[] }>): Finding[] {
  return [...renamed].map(([area, { place, rows }]) => ({
    kind: 'name-differs',
    rows: rows.map((row) => row.row),
    area,
    cases: total(rows),
    text: {
      zh: `“${area}”的名称与代码不符(${place.code} 为${place.name.zh}),按代码计入。请核对。`,
      en: `"${area}": name and code disagree (${place.code} is ${place.name.en}); counted by the code. Please check.`,
    },
  }))
}

function imbalances(rows: readonly CountRow[]): Finding[] {
  const findings: Finding[] = []
  for (const row of rows) {
    if (row.confirmed < 0)
      findings.push({
        kind: 'correction',
        rows: [row.row],
        area: `${row.code} ${row.name}`.trim(),
        cases: row.confirmed,
        text: {
          zh: `第 ${row.row} 行为更正(${row.confirmed} 例),从累计数中扣除。`,
          en: `Row ${row.row} is a correction (${row.confirmed}); it is taken off the total.`,
        },
      })
    else if (row.imported !== null && (row.imported > row.confirmed || row.imported < 0))
      findings.push({
        kind: 'imported-out-of-range',
        rows: [row.row],
        area: `${row.code} ${row.name}`.trim(),
        text: {
          zh: `第 ${row.row} 行：输入 ${row.imported} 例与确诊 ${row.confirmed} 例矛盾，请核对。`,
          en: `Row ${row.row}: ${row.imported} imported of ${row.confirmed} confirmed cannot be; please check.`,
        },
      })
  }
  return findings
}

const namesShown = 40

/** No row may mean no case, or that nobody reported: said once, with the names. */
function silences(places: readonly Place[], counts: ReadonlyMap<string, DayCount[]>): Finding[] {
  const silent = places.filter((place) => !counts.has(place.code))
  if (silent.length === 0) return []
  const names = (language: 'zh' | 'en') => {
    const shown = silent.slice(0, namesShown).map((place) => place.name[language])
    const more = silent.length > namesShown ? ' …' : ''
    return `${shown.join(language === 'zh' ? '、' : ', ')}${more}`
  }
  const text = {
    zh: `${places.length} 个地区中 ${silent.length} 个没有任何数据行，按无病例评定；请确认不是漏报：${names('zh')}。`,
    en: `${silent.length} of ${places.length} places have no row and are rated as free of cases; make sure that none was left out: ${names('en')}.`,
  }
  return [{ kind: 'places-without-rows', rows: [], text }]
}

export type RatedPlace = { place: Place; rating: Rating }

/** Rates every place; with `previous`, by one review on the day itself, otherwise through all reviews of the pack. */
export function ratePlaces(
  places: readonly Place[],
  counts: ReadonlyMap<string, DayCount[]>,
  policy: RiskPolicy,
  on: Day,
  previous: ReadonlyMap<string, PreviousRating> | null = null,
  clusters: Assigned['clusters'] = new Map(),
): RatedPlace[] {
  return places.map((place) => {
    const inputs = {
      code: place.code,
      on,
      days: counts.get(place.code) ?? [],
      clusters: clusters.get(place.code) ?? null,
    }
    const rating = previous
      ? rateRisk(inputs, policy, previous.get(place.code) ?? null)
      : foldReviews(inputs, policy).at(-1)!
    return { place, rating }
  })
}

registerSentences({
  'riskmap.no-places': {
    zh: '{file} 中没有 {on} 有效的“{level}”级地区。',
    en: '{file} holds no place of level "{level}" valid on {on}.',
  },
  'riskmap.unreadable-rows': {
    zh: '{file} 有 {count} 行无法读取，未作评定。请改正，或加 --skip-unreadable 略过这些行。',
    en: '{file} has {count} row(s) that cannot be read, so nothing was rated. Mend them, or skip them with --skip-unreadable.',
  },
  'riskmap.level-unknown': {
    zh: '{file} 第 {row} 行的等级“{level}”不属于政策包 {policy}。',
    en: '{file}, row {row}: the level "{level}" is not one of the pack {policy}.',
  },
})
