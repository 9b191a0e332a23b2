// Reads one row of a line list. Of the person only what the register keeps is taken: masked name, sex, age.

import type { Day } from '#base/dates.ts'
import { unitKinds, type CaseOrigin, type CaseState, type UnitKind } from '../../api-types.ts'
import { dayFaults, dayFaultTexts, maskName } from '../../rules.ts'
import type { ImportField } from '../api-types.ts'
import { placeArea } from './areas.ts'
import { dayRemarks, placing } from './count-row.ts'
import { readDay } from './days.ts'
import { readFigure } from './figures.ts'
import { holdsAtAny } from './jurisdiction.ts'
import { areaFinding, cellOf, finding, type CaseItem, type Reading, type ReadRow, type RowFinding } from './row.ts'

const stateWords: [RegExp, CaseState][] = [
  [/排除|ruled|excluded|discarded/, 'ruled-out'],
  [/死亡|dead|died|death|deceased/, 'dead'],
  [/治愈|出院|痊愈|康复|recovered|cured|discharged/, 'recovered'],
  [/重症|危重|重型|severe|critical/, 'severe'],
  [/无症状|阳性检测|asymptomatic/, 'asymptomatic'],
  [/疑似|临床诊断|suspect|probable/, 'suspected'],
  [/确诊|实验室诊断|确认|confirmed|laboratory|轻型|普通型|mild|moderate/, 'confirmed'],
]

const originWords: [RegExp, CaseOrigin][] = [
  [/输入|外地|外省|境外|^是$|imported|^yes$|travel/, 'imported'],
  [/本地|本土|^否$|local|^no$|indigenous|domestic/, 'local'],
  [/不详|未知|不明|unknown/, 'unknown'],
]

const unitWords: [RegExp, UnitKind][] = [
  [/家庭|家|household|family|home/, 'household'],
  [/学校|幼儿园|班|school|class|kindergarten/, 'school'],
  [/工地|site|construction/, 'site'],
  [/医院|医疗|hospital|clinic|ward/, 'hospital'],
  [/单位|企业|公司|工厂|商场|市场|work|office|factory|shop|market|company/, 'workplace'],
  [/列车|飞机|车|船|交通|train|flight|bus|ship|vehicle|transport/, 'transport'],
  [/聚餐|聚会|婚|宴|寺|gathering|wedding|party|meal|temple/, 'gathering'],
]

const byWords = <T>(words: readonly [RegExp, T][], text: string): T | null =>
  words.find(([pattern]) => pattern.test(text.normalize('NFKC').trim().toLowerCase()))?.[1] ?? null

type Refusal = { outcome: 'refused'; item: null; findings: RowFinding[] }
const refuse = (...findings: RowFinding[]): Refusal => ({ outcome: 'refused', item: null, findings })

const dayFields = ['onsetOn', 'sampledOn', 'reportedOn', 'confirmedOn', 'outcomeOn'] as const
type Days = Record<(typeof dayFields)[number], Day | null>

export function readCaseRow(cells: readonly string[], reading: Reading): ReadRow<CaseItem> {
  const remarks: RowFinding[] = []
  const days = readDays(cells, reading, remarks)
  if ('outcome' in days) return days
  const counted = days.confirmedOn ?? days.reportedOn ?? days.sampledOn ?? days.onsetOn
  if (!counted) return refuse(finding('date-missing', 'refused', 'reportedOn'))

  const stateText = cellOf(reading, cells, 'state')
  const state = stateText === '' ? (days.confirmedOn ? 'confirmed' : 'suspected') : byWords(stateWords, stateText)
  if (!state) return refuse(finding('state-unreadable', 'refused', 'state', stateText), ...remarks)
  if (state === 'suspected' || state === 'asymptomatic') days.confirmedOn = null
  else if (!days.confirmedOn && state !== 'ruled-out') {
    days.confirmedOn = counted
    remarks.push(finding('confirmed-day-assumed', 'stored', 'confirmedOn', null, { on: counted }))
  }
  const reportedOn = days.reportedOn ?? counted
  if (!days.reportedOn) remarks.push(finding('reported-day-assumed', 'stored', 'reportedOn', null, { on: counted }))
  const allDays = { ...days, reportedOn }
  const faults = dayFaults(state, allDays, reading.today)
  if (faults.length > 0)
    return refuse(
      finding('days-contradict', 'refused', null, null, {
        faultsZh: faults.map((fault) => dayFaultTexts[fault].zh).join(''),
        faultsEn: faults.map((fault) => dayFaultTexts[fault].en).join(' '),
      }),
      ...remarks,
    )

  const origin = readOrigin(cells, reading, remarks)
  const item: CaseItem = {
    regionCode: null,
    regionPath: null,
    area: '',
    reference: cellOf(reading, cells, 'reference').slice(0, 80) || null,
    ...readPerson(cells, reading, remarks),
    ...allDays,
    state,
    origin,
    placesVisited: origin === 'imported' ? splitPlaces(cellOf(reading, cells, 'placesVisited')) : [],
    ...readUnit(cells, reading),
  }
  return placeCase(cells, item, counted, remarks, reading)
}

function readDays(cells: readonly string[], reading: Reading, remarks: RowFinding[]): Days | Refusal {
  const days: Days = { onsetOn: null, sampledOn: null, reportedOn: null, confirmedOn: null, outcomeOn: null }
  for (const field of dayFields) {
    const text = cellOf(reading, cells, field)
    if (text === '') continue
    const read = readDay(text, reading.orders[field] ?? 'auto')
    if (!read.ok) return refuse(finding(read.error, 'refused', field, text), ...remarks)
    if (read.value.day > reading.today)
      return refuse(
        finding('date-future', 'refused', field, text, { on: read.value.day, today: reading.today }),
        ...remarks,
      )
    days[field] = read.value.day
    remarks.push(...dayRemarks(read.value, field, text))
  }
  return days
}

function readOrigin(cells: readonly string[], reading: Reading, remarks: RowFinding[]): CaseOrigin {
  const text = cellOf(reading, cells, 'origin')
  if (text === '') return 'unknown'
  const origin = byWords(originWords, text)
  if (!origin) remarks.push(finding('value-not-understood', 'stored', 'origin', text))
  return origin ?? 'unknown'
}

function readPerson(
  cells: readonly string[],
  reading: Reading,
  remarks: RowFinding[],
): Pick<CaseItem, 'personLabel' | 'sex' | 'ageYears'> {
  const sexText = cellOf(reading, cells, 'sex').toLowerCase()
  const sex = /^(女|女性|f|female|2)$/.test(sexText)
    ? 'female'
    : /^(男|男性|m|male|1)$/.test(sexText)
      ? 'male'
      : 'unknown'
  if (sex === 'unknown' && sexText !== '' && !/不详|未知|unknown|^u$/.test(sexText))
    remarks.push(finding('value-not-understood', 'stored', 'sex', sexText))
  const ageText = cellOf(reading, cells, 'ageYears').replace(/[岁周]+$/, '')
  const age =
    ageText === '' ? null : /月|天|month|day/i.test(ageText) ? { ok: true as const, value: 0 } : readFigure(ageText)
  const ageYears = age?.ok && age.value >= 0 && age.value <= 130 ? age.value : null
  if (age && ageYears === null) remarks.push(finding('value-not-understood', 'stored', 'ageYears', ageText))
  return { personLabel: maskName(cellOf(reading, cells, 'personLabel')), sex, ageYears }
}

function readUnit(cells: readonly string[], reading: Reading): Pick<CaseItem, 'unitKind' | 'unitName'> {
  const unitName = cellOf(reading, cells, 'unitName').slice(0, 120) || null
  if (!unitName) return { unitKind: null, unitName: null }
  const kindText = cellOf(reading, cells, 'unitKind')
  const given = (unitKinds as readonly string[]).includes(kindText) ? (kindText as UnitKind) : null
  return { unitKind: given ?? byWords(unitWords, kindText || unitName) ?? 'other', unitName }
}

const splitPlaces = (text: string): string[] =>
  text
    .split(/[,;、,;|/]+/)
    .map((place) => place.trim().slice(0, 80))
    .filter(Boolean)
    .slice(0, 20)

function placeCase(
  cells: readonly string[],
  item: CaseItem,
  on: Day,
  remarks: RowFinding[],
  reading: Reading,
): ReadRow<CaseItem> {
  const asked = {
    code: cellOf(reading, cells, 'regionCode'),
    city: cellOf(reading, cells, 'cityName'),
    county: cellOf(reading, cells, 'countyName'),
    town: cellOf(reading, cells, 'townName'),
  }
  const field: ImportField = asked.town
    ? 'townName'
    : asked.county
      ? 'countyName'
      : asked.city
        ? 'cityName'
        : 'regionCode'
  const placed = placeArea(asked, on, placing(reading))
  if (placed.kind === 'total') return refuse(finding('total-row', 'refused', field, asked.county || asked.city))
  if (placed.kind === 'refused')
    return refuse(finding('area-refused', 'refused', field, placed.area, { area: placed.area }), ...remarks)
  const area = placed.area
  if (placed.kind === 'fault')
    return { outcome: 'parked', item: { ...item, area }, findings: [areaFinding(placed, on, field), ...remarks] }
  const { division } = placed
  if (!holdsAtAny(reading.scopes, division.path))
    return refuse(
      finding('outside-jurisdiction', 'refused', field, division.code, { name: division.name.zh }),
      ...remarks,
    )
  if (division.level === 'province' && placed.kind !== 'unplaced')
    return {
      outcome: 'parked',
      item: { ...item, area: division.name.zh },
      findings: [
        areaFinding({ kind: 'fault', fault: 'area-missing', area, city: null, other: null }, on, field),
        ...remarks,
      ],
    }
  if (area)
    remarks.push(
      finding(placed.kind === 'unplaced' ? 'area-kept' : 'area-assigned', 'stored', field, area, {
        area,
        name: division.name.zh,
        nameEn: division.name.en,
      }),
    )
  return {
    outcome: 'ready',
    item: { ...item, area, regionCode: division.code, regionPath: division.path },
    findings: remarks,
  }
}
