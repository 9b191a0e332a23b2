// Finds the division a row means, on the day it means. Names are matched within the named city; a code or a name that
// is a division on other days only, and names that are no division at all, are answers of their own, never guesses.

import type { Text } from '#base/text.ts'
import type { CountLevel } from '../../api-types.ts'
import type { AreaRule } from '../api-types.ts'

export type Division = {
  code: string
  level: string
  path: string
  name: Text
  validFrom: string
  validTo: string | null
}

export type AreaFault =
  | 'area-missing'
  | 'area-unknown'
  | 'area-not-published'
  | 'area-abroad'
  | 'area-other-day'
  | 'area-ambiguous'
  | 'area-code-unknown'
  | 'area-code-and-name-differ'
  | 'area-rule-broken'

export type AskedArea = { code: string; city: string; county: string; town: string }

export type PlacedArea =
  | { kind: 'placed'; division: Division; how: 'direct' | 'assigned'; area: string }
  | { kind: 'unplaced'; division: Division; area: string }
  | { kind: 'refused'; area: string }
  | { kind: 'total' }
  | { kind: 'fault'; fault: AreaFault; area: string; city: Division | null; other: Division | null }

export type RegionBook = {
  byCode: (code: string, on: string) => Division | null
  /** The code on any day, the nearest validity first. */
  everByCode: (code: string) => Division[]
  named: (level: CountLevel, name: string, within: string, on: string) => Division[]
  everNamed: (level: CountLevel, name: string, within: string) => Division[]
  children: (path: string, level: CountLevel, on: string) => Division[]
}

const holds = (one: Division, on: string): boolean => one.validFrom <= on && (one.validTo === null || on <= one.validTo)
const suffixes = /(自治县|自治州|地区|街道|[省市县区镇乡])$/
const normalName = (name: string): string => name.normalize('NFKC').replaceAll(/\s+/g, '').toLowerCase()
const shortName = (name: string): string => {
  const full = normalName(name)
  const short = full.replace(suffixes, '')
  return [...short].length >= 2 ? short : full
}

export function makeRegionBook(divisions: readonly Division[]): RegionBook {
  const codes = new Map<string, Division[]>()
  const names = new Map<string, Division[]>()
  const push = (map: Map<string, Division[]>, key: string, one: Division): void => {
    const list = map.get(key)
    if (!list) map.set(key, [one])
    else if (!list.includes(one)) list.push(one)
  }
  for (const one of divisions) {
    push(codes, one.code, one)
    for (const name of [one.name.zh, one.name.en]) {
      push(names, `${one.level}|${normalName(name)}`, one)
      push(names, `${one.level}|short|${shortName(name)}`, one)
    }
  }
  const everNamed: RegionBook['everNamed'] = (level, name, within) => {
    const inside = (one: Division): boolean => one.path.startsWith(within)
    const exact = (names.get(`${level}|${normalName(name)}`) ?? []).filter(inside)
    return exact.length > 0 ? exact : (names.get(`${level}|short|${shortName(name)}`) ?? []).filter(inside)
  }
  return {
    byCode: (code, on) => codes.get(code)?.find((one) => holds(one, on)) ?? null,
    everByCode: (code) => codes.get(code) ?? [],
    everNamed,
    named: (level, name, within, on) => everNamed(level, name, within).filter((one) => holds(one, on)),
    children: (path, level, on) =>
      divisions.filter((one) => one.level === level && one.path.startsWith(path) && holds(one, on)),
  }
}

const totals = /^(合计|总计|小计|共计|总数|全省|全市|全国|total|subtotal|sum|grandtotal|all)$/
const unpublished = /未公布|不详|未知|待明确|待确认|未明确|unknown|notpublished/
const abroad = /^境外|境外输入|abroad|overseas/

/** GB/T 2260 codes as files write them: 330102, 330102000000, 330102.0. */
export function plainCode(text: string): string {
  const clean = text.normalize('NFKC').trim().replace(/\.0+$/, '')
  if (/^\d{12}$/.test(clean)) {
    if (clean.endsWith('000000')) return clean.slice(0, 6)
    return clean.endsWith('000') ? clean.slice(0, 9) : clean
  }
  if (/^\d{4}$/.test(clean)) return `${clean}00`
  if (/^\d{2}$/.test(clean)) return `${clean}0000`
  return clean
}

export type Placing = {
  book: RegionBook
  rules: readonly AreaRule[]
  /** Division of the whole file, where it has no column for it. */
  fixed: string | null
  /** The file has a column for counties: a row without one is a question, not a city total. */
  countyColumn: boolean
}

export function placeArea(asked: AskedArea, on: string, given: Placing): PlacedArea {
  const name = asked.town || asked.county || asked.city
  if ([asked.city, asked.county, asked.town].some((text) => totals.test(normalName(text)))) return { kind: 'total' }
  const city = findCity(asked, on, given)
  const rule = ruleFor(given.rules, asked.town || asked.county || asked.city || asked.code, asked.city)
  if (rule) return byRule(rule, asked, on, given, city)
  const fault = (kind: AreaFault, other: Division | null = null): PlacedArea => ({
    kind: 'fault',
    fault: kind,
    area: name || asked.code,
    city,
    other,
  })
  if (asked.code) return byCode(asked, on, given, fault)
  if (!name) {
    const fixed = given.fixed ? given.book.byCode(given.fixed, on) : null
    return fixed ? { kind: 'placed', division: fixed, how: 'direct', area: '' } : fault('area-missing')
  }
  return byName(asked, on, given, city, fault)
}

function findCity(asked: AskedArea, on: string, { book, fixed }: Placing): Division | null {
  if (asked.city) {
    const [city] = book.named('city', asked.city, '', on)
    if (city) return city
  }
  const code = plainCode(asked.code)
  if (/^\d{6}/.test(code)) {
    const city = book.byCode(`${code.slice(0, 4)}00`, on)
    if (city) return city
  }
  const whole = fixed ? book.byCode(fixed, on) : null
  return whole && (whole.level === 'city' || whole.level === 'province') ? whole : null
}

type Fault = (kind: AreaFault, other?: Division | null) => PlacedArea

function byCode(asked: AskedArea, on: string, { book }: Placing, fault: Fault): PlacedArea {
  const code = plainCode(asked.code)
  const division = book.byCode(code, on)
  if (!division) {
    const [ever] = book.everByCode(code)
    if (ever) return fault('area-other-day', ever)
    const special = asked.county || asked.town
    if (special && unpublished.test(normalName(special))) return fault('area-not-published')
    return fault('area-code-unknown')
  }
  const name = division.level === 'town' ? asked.town : division.level === 'county' ? asked.county : ''
  if (name && shortName(division.name.zh) !== shortName(name) && normalName(division.name.en) !== normalName(name))
    return fault('area-code-and-name-differ', division)
  return { kind: 'placed', division, how: 'direct', area: '' }
}

function byName(asked: AskedArea, on: string, given: Placing, city: Division | null, fault: Fault): PlacedArea {
  const { book, fixed } = given
  const placed = (division: Division): PlacedArea => ({ kind: 'placed', division, how: 'direct', area: '' })
  const top = fixed ? (book.byCode(fixed, on)?.path ?? '') : ''
  if (!asked.county && !asked.town) {
    if (city && asked.city) return given.countyColumn ? fault('area-missing') : placed(city)
    return missingName('city', asked.city, top, on, book, fault)
  }
  if (asked.city && !city) return missingName('city', asked.city, top, on, book, fault)
  const within = city?.path ?? top
  let above = within
  if (asked.county) {
    const counties = book.named('county', asked.county, within, on)
    if (counties.length > 1) return fault('area-ambiguous')
    const [county] = counties
    if (!county) return missingName('county', asked.county, within, on, book, fault)
    if (!asked.town) return placed(county)
    above = county.path
  }
  const towns = book.named('town', asked.town, above, on)
  if (towns.length > 1) return fault('area-ambiguous')
  return towns[0] ? placed(towns[0]) : missingName('town', asked.town, above, on, book, fault)
}

function missingName(
  level: CountLevel,
  name: string,
  within: string,
  on: string,
  book: RegionBook,
  fault: Fault,
): PlacedArea {
  const text = normalName(name)
  if (unpublished.test(text) && !abroad.test(text)) return fault('area-not-published')
  if (abroad.test(text)) return fault('area-abroad')
  const [otherDay] = book.everNamed(level, name, within)
  if (otherDay) return fault('area-other-day', otherDay)
  const [province] = level === 'city' ? book.named('province', name, '', on) : []
  if (province) return { kind: 'placed', division: province, how: 'direct', area: '' }
  return fault('area-unknown')
}

const matches = (pattern: string, text: string): boolean => {
  const wanted = normalName(pattern)
  const name = normalName(text)
  return wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted
}

/** The first rule for this area; one that names the city comes before one that does not. */
export function ruleFor(rules: readonly AreaRule[], area: string, city: string): AreaRule | null {
  if (!area) return null
  const fitting = rules.filter((rule) => matches(rule.area, area))
  return fitting.find((rule) => rule.city && matches(rule.city, city)) ?? fitting.find((rule) => !rule.city) ?? null
}

function byRule(rule: AreaRule, asked: AskedArea, on: string, given: Placing, city: Division | null): PlacedArea {
  const area = asked.town || asked.county || asked.city || asked.code
  if (rule.action === 'refuse') return { kind: 'refused', area }
  const division = rule.regionCode
    ? given.book.byCode(rule.regionCode, on)
    : rule.action === 'keep-at-city'
      ? city
      : null
  if (!division)
    return {
      kind: 'fault',
      fault:
        rule.regionCode && given.book.everByCode(rule.regionCode).length > 0 ? 'area-other-day' : 'area-rule-broken',
      area,
      city,
      other: rule.regionCode ? (given.book.everByCode(rule.regionCode)[0] ?? null) : null,
    }
  return rule.action === 'assign'
    ? { kind: 'placed', division, how: 'assigned', area }
    : { kind: 'unplaced', division, area }
}
