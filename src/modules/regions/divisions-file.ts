// Reads divisions from CSV into the rows of a region tree: total, nothing lost. Every row is stored or named with its
// fault and the remedy. A row without validity inherits that of its parent, and follows the parent through a change of code.

import { isDay } from '#base/dates.ts'
import type { FieldIssue } from '#base/errors.ts'
import { holdsOn, isAbove, isLevel, type Level, overlap, pathBelow, type Validity } from './rules.ts'

export type RegionRow = Validity & {
  code: string
  level: Level
  parentCode: string | null
  path: string
  nameZh: string
  nameEn: string
  population: number | null
  populationOn: string | null
  populationSource: string | null
  wasCode: string | null
}

/** One line of the file, by column; `line` is its number in the file, the header being 1. */
export type DivisionLine = { file: string; line: number; columns: Record<string, string> }

export const requiredColumns = ['code', 'name_zh'] as const
export const knownColumns = [
  ...requiredColumns,
  'level',
  'parent_code',
  'name_en',
  'valid_from',
  'valid_to',
  'population',
  'population_on',
  'population_source',
  'was_code',
] as const

export type DivisionDefaults = {
  /** Used where a row without parent states no first day. */
  validFrom: string
  /** Level of rows that state none. */
  level?: Level | undefined
  /** Regions already stored, to which the file may add (their paths and validities are trusted). */
  existing?: readonly RegionRow[]
}

export type DivisionsRead = { rows: RegionRow[]; faults: FieldIssue[] }

type Draft = Omit<RegionRow, 'path' | 'validFrom'> & { line: DivisionLine; validFrom: string | null }

const codePattern = /^[0-9A-Za-z-]{2,32}$/

export function readDivisionLines(lines: readonly DivisionLine[], defaults: DivisionDefaults): DivisionsRead {
  const faults: FieldIssue[] = []
  const fault = (line: DivisionLine, column: string, code: string, message: string): void => {
    faults.push({ path: `${line.file}:${line.line}:${column}`, code, message })
  }
  const drafts = lines.flatMap((line) => draft(line, defaults, fault) ?? [])
  const known = groupBy(defaults.existing ?? [], ({ code }) => code)
  const placed = place(drafts, known, defaults, fault)
  refuseOverlaps(placed, defaults.existing ?? [], fault)
  return { rows: placed.map(({ row }) => row), faults }
}

type Fault = (line: DivisionLine, column: string, code: string, message: string) => void

function draft(line: DivisionLine, defaults: DivisionDefaults, fault: Fault): Draft | null {
  const text = (column: string): string => (line.columns[column] ?? '').trim()
  const before = { count: 0 }
  const wrong = (column: string, code: string, message: string): void => {
    before.count++
    fault(line, column, code, message)
  }
  if (!codePattern.test(text('code')))
    wrong('code', 'code', `"${text('code')}" is no division code: write 2 to 32 letters, digits or hyphens`)
  const level = text('level') || defaults.level || ''
  if (!isLevel(level))
    wrong('level', 'level', `"${level}" is no level: write province, city, county, town, village or grid`)
  if (text('name_zh') === '') wrong('name_zh', 'name', 'The name is empty: write the official name')
  for (const column of ['valid_from', 'valid_to', 'population_on'])
    if (text(column) !== '' && !isDay(text(column)))
      wrong(column, 'day', `"${text(column)}" is no calendar day: write it as 2020-02-01`)
  if (text('population') !== '' && !/^\d{1,10}$/.test(text('population')))
    wrong('population', 'population', `"${text('population')}" is no number of residents: write digits only`)
  if (text('valid_to') !== '' && text('valid_from') !== '' && text('valid_to') < text('valid_from'))
    wrong('valid_to', 'validity', `The last day ${text('valid_to')} lies before the first, ${text('valid_from')}`)
  if (before.count > 0 || !isLevel(level)) return null
  return {
    line,
    code: text('code'),
    level,
    parentCode: text('parent_code') || null,
    nameZh: text('name_zh'),
    nameEn: text('name_en') || text('name_zh'),
    validFrom: text('valid_from') || null,
    validTo: text('valid_to') || null,
    population: text('population') === '' ? null : Number(text('population')),
    populationOn: text('population_on') || null,
    populationSource: text('population_source') || null,
    wasCode: text('was_code') || null,
  }
}

/** Rows by a key, in their order. */
export function groupBy<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>()
  for (const row of rows) {
    const list = groups.get(keyOf(row))
    if (list) list.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}

type Placed = { row: RegionRow; line: DivisionLine }

/** Hangs each draft below its parent, level by level from the top, so that a parent is always placed before its children. */
function place(drafts: Draft[], known: Map<string, RegionRow[]>, defaults: DivisionDefaults, fault: Fault): Placed[] {
  const placed: Placed[] = []
  const successors = new Map<string, string>()
  for (const { wasCode, code } of [...(defaults.existing ?? []), ...drafts]) if (wasCode) successors.set(wasCode, code)
  const byLevel = groupBy(drafts, ({ level }) => level)
  for (const level of ['province', 'city', 'county', 'town', 'village', 'grid'] as const) {
    const fresh: Placed[] = []
    for (const { line, ...one } of byLevel.get(level) ?? []) {
      for (const row of versions(one, line, known, successors, defaults, fault)) fresh.push({ row, line })
    }
    for (const { row } of fresh) known.set(row.code, [...(known.get(row.code) ?? []), row])
    for (const one of fresh) placed.push(one)
  }
  return placed
}

function versions(
  one: Omit<Draft, 'line'>,
  line: DivisionLine,
  known: Map<string, RegionRow[]>,
  successors: Map<string, string>,
  defaults: DivisionDefaults,
  fault: Fault,
): RegionRow[] {
  if (one.parentCode === null) {
    return [{ ...one, path: pathBelow('', one.code), validFrom: one.validFrom ?? defaults.validFrom }]
  }
  const parents = known.get(one.parentCode)
  if (!parents) {
    fault(line, 'parent_code', 'parent', `There is no region ${one.parentCode} above: add its row, or correct the code`)
    return []
  }
  if (!parents.every((parent) => isAbove(parent.level, one.level))) {
    const level = parents[0]?.level ?? ''
    fault(
      line,
      'level',
      'level',
      `A ${one.level} cannot stand below the ${level} ${one.parentCode}: correct one of the two`,
    )
    return []
  }
  if (one.validFrom === null) return inherited(one, one.parentCode, known, successors)
  const own = { validFrom: one.validFrom, validTo: one.validTo }
  const holding = parents.filter((parent) => overlap(parent, own))
  const until = own.validTo ?? '9999-12-31'
  if (!holding.some((parent) => holdsOn(parent, own.validFrom)) || !holding.some((parent) => holdsOn(parent, until))) {
    fault(
      line,
      'valid_from',
      'validity',
      `${one.parentCode} is not in force from ${own.validFrom} to ${one.validTo ?? 'today'}: correct the days or the parent`,
    )
    return []
  }
  return slices({ ...one, validFrom: own.validFrom }, holding)
}

/** A row that follows its parent: one version for each of the parent's paths, also under the parent's later code. */
function inherited(
  one: Omit<Draft, 'line'>,
  parentCode: string,
  known: Map<string, RegionRow[]>,
  successors: Map<string, string>,
): RegionRow[] {
  const chain: RegionRow[] = []
  for (let code: string | undefined = parentCode; code !== undefined; code = successors.get(code)) {
    chain.push(...(known.get(code) ?? []))
  }
  return slices({ ...one, validFrom: '0001-01-01' }, chain)
}

/** Cuts a row's validity where its parent's path changes; neighbouring slices with one path become one. */
function slices(one: Omit<RegionRow, 'path'>, parents: RegionRow[]): RegionRow[] {
  const rows: RegionRow[] = []
  for (const parent of [...parents].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))) {
    const path = pathBelow(parent.path, one.code)
    const validFrom = one.validFrom > parent.validFrom ? one.validFrom : parent.validFrom
    const ends = [one.validTo, parent.validTo].filter((day) => day !== null).sort()
    const validTo = ends[0] ?? null
    const last = rows.at(-1)
    if (last?.path === path) last.validTo = validTo
    else rows.push({ ...one, parentCode: parent.code, path, validFrom, validTo })
  }
  return rows
}

function refuseOverlaps(placed: readonly Placed[], existing: readonly RegionRow[], fault: Fault): void {
  const seen = groupBy(existing, ({ code }) => code)
  for (const { row, line } of placed) {
    const earlier = seen.get(row.code) ?? []
    const twin = earlier.find((other) => overlap(other, row))
    if (twin) {
      const since = `${twin.nameZh} since ${twin.validFrom}`
      fault(
        line,
        'code',
        'twice',
        `${row.code} already stands for ${since}: end that row the day before, or remove one`,
      )
    }
    seen.set(row.code, [...earlier, row])
  }
}
