// The verbs of the line list and of single figures: report a case, record what happened to it, correct what was
// written. Nothing is overwritten; every change says who, when and why.

import { dayOf, day, type Day } from '#base/dates.ts'
import { conflict, invalid, notFound, refused } from '#base/errors.ts'
import { newId } from '#base/ids.ts'
import type { Work } from '#storage/work.ts'
import type { CaseCorrection, ChangeCase, CorrectCount, CountRow, ReportCase } from './api-types.ts'
import { ensureSource } from './imports/counts/store.ts'
import { countLevelOf } from './imports/meaning/jurisdiction.ts'
import { countHistory } from './counts/queries.ts'
import { lockFigure, putFigure } from './counts/store.ts'
import { divisionAt } from './places.ts'
import {
  caseCan,
  countFault,
  dayFaults,
  dayFaultTexts,
  daysAfter,
  eventNames,
  maskName,
  needsReason,
  nextState,
  stateNames,
} from './rules.ts'
import { forgetPersons, insertCase, lockCase, replaceCase, type StoredCase } from './store.ts'

const REPORT = 'cases.report'
const RESOLVE = 'cases.resolve'
const RETENTION_DAYS = 730

export async function reportCase(work: Work, given: ReportCase): Promise<StoredCase> {
  const { regionCode, unit, placesVisited, state, ...fields } = given
  const counted = day(given.confirmedOn ?? given.reportedOn)
  const division = await divisionAt(work, regionCode, counted, REPORT)
  if (division.level !== 'county' && division.level !== 'town') throw invalid('cases.region-too-wide', { regionCode })
  if (placesVisited.length > 0 && given.origin !== 'imported') throw invalid('cases.places-without-import')
  const one: StoredCase = {
    ...fields,
    id: newId(),
    personLabel: maskName(given.personLabel),
    regionCode: division.code,
    regionPath: division.path,
    placesVisited,
    unitKind: unit?.kind ?? null,
    unitName: unit?.name ?? null,
    state,
    clusterId: null,
    batchId: null,
    version: 1,
    knownFrom: work.clock.now().toISOString(),
    knownBy: work.actor.name,
    change: 'reported',
    changeReason: null,
  }
  checkDays(work, one)
  if (!(await insertCase(work.db, one)))
    throw conflict('cases.reference-taken', { source: one.source, reference: one.reference })
  work.touched('case', one.id, one.regionPath)
  await work.record({ kind: 'cases.reported', subject: one.id, data: { regionCode: one.regionCode, state: one.state } })
  await recordChange(work, one.id, [one])
  return one
}

export async function changeCase(work: Work, given: ChangeCase): Promise<StoredCase> {
  const before = await lockCase(work.db, given.id)
  if (!before) throw notFound('cases.case-unknown')
  if (before.version !== given.version) throw conflict('cases.version-differs', { version: before.version })
  if ((given.event === undefined) === (given.correction === undefined)) throw invalid('cases.event-or-correction')
  if (needsReason(given.event?.kind ?? null) && !given.reason) throw invalid('cases.reason-missing')
  const changed = given.event ? applyEvent(before, given.event) : await applyCorrection(work, before, given.correction!)
  const next: StoredCase = {
    ...changed,
    version: before.version + 1,
    knownFrom: work.clock.now().toISOString(),
    knownBy: work.actor.name,
    change: given.event?.kind ?? 'corrected',
    changeReason: given.reason ?? null,
    batchId: null,
  }
  checkDays(work, next)
  if (!(await replaceCase(work.db, next)))
    throw conflict('cases.reference-taken', { source: next.source, reference: next.reference })
  work.touched('case', next.id, next.regionPath)
  if (given.event?.kind === 'rule-out')
    await work.record({ kind: 'cases.ruled-out', subject: next.id, data: { regionCode: next.regionCode } })
  await recordChange(work, next.id, [before, next])
  return next
}

function applyEvent(before: StoredCase, event: NonNullable<ChangeCase['event']>): StoredCase {
  const state = nextState(before.state, event.kind)
  if (!state || !caseCan.event(before, event.kind))
    throw refused('cases.step-not-possible', {
      stateZh: stateNames[before.state].zh,
      stateEn: stateNames[before.state].en,
      eventZh: eventNames[event.kind].zh,
      eventEn: eventNames[event.kind].en,
    })
  return { ...before, ...daysAfter(event.kind, day(event.on), daysOf(before)), state }
}

async function applyCorrection(work: Work, before: StoredCase, correction: CaseCorrection): Promise<StoredCase> {
  const { regionCode, unit, personLabel, ...fields } = correction
  const plain = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  const next: StoredCase = { ...before, ...plain }
  if (personLabel !== undefined) next.personLabel = maskName(personLabel)
  if (unit !== undefined) {
    next.unitKind = unit?.kind ?? null
    next.unitName = unit?.name ?? null
  }
  if (regionCode !== undefined || correction.confirmedOn !== undefined) {
    const counted = day(next.confirmedOn ?? next.reportedOn)
    const division = await divisionAt(work, regionCode ?? before.regionCode, counted, REPORT)
    if (division.level !== 'county' && division.level !== 'town')
      throw invalid('cases.region-too-wide', { regionCode: division.code })
    next.regionCode = division.code
    next.regionPath = division.path
  }
  if (next.placesVisited.length > 0 && next.origin !== 'imported') throw invalid('cases.places-without-import')
  if (JSON.stringify(next) === JSON.stringify(before)) throw invalid('cases.nothing-to-change')
  return next
}

const asDay = (text: string | null): Day | null => (text === null ? null : day(text))

const daysOf = (one: StoredCase) => {
  return {
    onsetOn: asDay(one.onsetOn),
    sampledOn: asDay(one.sampledOn),
    reportedOn: day(one.reportedOn),
    confirmedOn: asDay(one.confirmedOn),
    outcomeOn: asDay(one.outcomeOn),
  }
}

function checkDays(work: Work, one: StoredCase): void {
  const faults = dayFaults(one.state, daysOf(one), dayOf(work.clock.now()))
  if (faults.length > 0)
    throw invalid('cases.days-impossible', {
      faultsZh: faults.map((fault) => dayFaultTexts[fault].zh).join(''),
      faultsEn: faults.map((fault) => dayFaultTexts[fault].en).join(' '),
    })
}

/** Subscribers that show figures hear of it when the confirmed cases of a day may have changed. */
async function recordChange(work: Work, subject: string, versions: readonly StoredCase[]): Promise<void> {
  const counted = versions.filter((one) => one.confirmedOn !== null)
  if (counted.length === 0) return
  const days = counted.map((one) => one.confirmedOn!).toSorted()
  await work.record({
    kind: 'cases.counts-changed',
    subject,
    data: {
      batchId: null,
      regionCodes: [...new Set(counted.map((one) => one.regionCode))],
      from: days[0],
      to: days.at(-1),
    },
  })
}

export async function correctCount(work: Work, given: CorrectCount): Promise<CountRow> {
  const on = day(given.on)
  const division = await divisionAt(work, given.regionCode, on, RESOLVE)
  const level = countLevelOf(division.level)
  if (!level) throw invalid('cases.level-unknown', { regionCode: division.code })
  if (level === 'town' && given.scope === 'unplaced') throw invalid('cases.count-unplaced-town')
  const fault = countFault({ ...given, on }, dayOf(work.clock.now()))
  if (fault) throw invalid(`cases.count-${fault}`, { imported: given.imported, confirmed: given.confirmed })
  const key = { source: given.source, regionCode: division.code, scope: given.scope, on }
  const before = await lockFigure(work.db, key)
  if ((before?.version ?? 0) !== given.version && !(before === null && given.version === 0))
    throw conflict('cases.count-version-differs', { version: before?.version ?? 0 })
  if (before && before.confirmed === given.confirmed && before.imported === given.imported)
    throw invalid('cases.count-unchanged')
  const now = work.clock.now().toISOString()
  await ensureSource(work.db, given.source, now)
  await putFigure(work.db, {
    ...key,
    id: newId(),
    regionPath: division.path,
    level,
    confirmed: given.confirmed,
    imported: given.imported,
    replaces: before?.id ?? null,
    now,
    by: work.actor.name,
    reason: given.reason,
    batchId: null,
  })
  work.touched('count', `${given.source}/${division.code}/${on}/${given.scope}`, division.path)
  work.detail({ from: before?.confirmed ?? null, to: given.confirmed, reason: given.reason })
  await work.record({
    kind: 'cases.counts-changed',
    subject: division.code,
    data: { batchId: null, regionCodes: [division.code], from: on, to: on },
  })
  return (await countHistory(work.db, key))[0]!
}

/** The retention of the line list: what describes persons goes after two years; the case stays countable. */
export async function purgePersons(work: Work): Promise<void> {
  const before = dayOf(new Date(work.clock.now().getTime() - RETENTION_DAYS * 86_400_000))
  const cases = await forgetPersons(work.db, before)
  work.detail({ before, cases })
}
