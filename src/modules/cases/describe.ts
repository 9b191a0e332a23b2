// A stored case as screens show it: with the steps that are possible now, and its versions as differences.

import type { CaseDetail, CaseVersion } from './api-types.ts'
import { caseEvents } from './api-types.ts'
import { toRow, type HistoryRow } from './queries.ts'
import { caseCan } from './rules.ts'
import type { StoredCase } from './store.ts'

export function describeCase(one: StoredCase): CaseDetail {
  return {
    ...toRow(one),
    personLabel: one.personLabel,
    sex: one.sex,
    ageYears: one.ageYears,
    placesVisited: one.placesVisited,
    batchId: one.batchId,
    events: caseEvents.map((event) => ({ event, why: caseCan.whyNot(one, event) })),
  }
}

const compared = [
  'reference',
  'regionCode',
  'personLabel',
  'sex',
  'ageYears',
  'onsetOn',
  'sampledOn',
  'reportedOn',
  'confirmedOn',
  'outcomeOn',
  'state',
  'origin',
  'placesVisited',
  'unitKind',
  'unitName',
  'clusterId',
] as const satisfies (keyof StoredCase)[]

/** Newest first; each version says what it changed in the one before. */
export function describeHistory(versions: readonly HistoryRow[]): CaseVersion[] {
  return versions.map((one, at) => {
    const before = versions[at + 1]
    const changes = before
      ? compared
          .filter((field) => JSON.stringify(one[field]) !== JSON.stringify(before[field]))
          .map((field) => ({ field, from: before[field], to: one[field] }))
      : []
    return {
      version: one.version,
      knownFrom: one.knownFrom,
      knownTo: one.knownTo,
      by: one.knownBy,
      change: one.change,
      reason: one.changeReason,
      changes,
    }
  })
}
