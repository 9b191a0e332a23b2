// What can happen to a case: a total table state × event. `null` is a cell somebody thought about and closed.
// A case is dead, severe or recovered only after it was confirmed or found without symptoms; being ruled out
// undoes everything before it, and only a reopening leads back from there.

import { daysBetween, type Day } from '#base/dates.ts'
import type { Text } from '#base/text.ts'
import { caseEvents, type CaseEvent, type CaseState } from '../api-types.ts'

type Row = Record<CaseEvent, CaseState | null>

const closed: Row = {
  confirm: null,
  'find-asymptomatic': null,
  'show-symptoms': null,
  worsen: null,
  improve: null,
  recover: null,
  relapse: null,
  die: null,
  'rule-out': null,
  reopen: null,
}

export const lifecycle: Record<CaseState, Row> = {
  suspected: { ...closed, confirm: 'confirmed', 'find-asymptomatic': 'asymptomatic', 'rule-out': 'ruled-out' },
  confirmed: { ...closed, worsen: 'severe', recover: 'recovered', die: 'dead', 'rule-out': 'ruled-out' },
  asymptomatic: { ...closed, 'show-symptoms': 'confirmed', recover: 'recovered', 'rule-out': 'ruled-out' },
  severe: { ...closed, improve: 'confirmed', recover: 'recovered', die: 'dead', 'rule-out': 'ruled-out' },
  recovered: { ...closed, relapse: 'confirmed', 'rule-out': 'ruled-out' },
  dead: { ...closed, 'rule-out': 'ruled-out' },
  'ruled-out': { ...closed, reopen: 'suspected' },
}

export const nextState = (state: CaseState, event: CaseEvent): CaseState | null => lifecycle[state][event]

/** States that can come after `from` by any sequence of events, `from` itself included. */
export function reachable(from: CaseState): ReadonlySet<CaseState> {
  const found = new Set<CaseState>([from])
  for (const state of found) {
    for (const event of caseEvents) {
      const next = lifecycle[state][event]
      if (next) found.add(next)
    }
  }
  return found
}

/** Where an import may move a case: forward, or out; reopening is a person's decision. */
export function importMayMove(from: CaseState, to: CaseState): boolean {
  return from === to || (from !== 'ruled-out' && reachableWithoutReopen(from).has(to))
}

function reachableWithoutReopen(from: CaseState): ReadonlySet<CaseState> {
  const found = new Set<CaseState>([from])
  for (const state of found) {
    for (const event of caseEvents) {
      const next = event === 'reopen' ? null : lifecycle[state][event]
      if (next) found.add(next)
    }
  }
  return found
}

export const stateNames: Record<CaseState, Text> = {
  suspected: { zh: '疑似', en: 'suspected' },
  confirmed: { zh: '确诊', en: 'confirmed' },
  asymptomatic: { zh: '无症状感染', en: 'asymptomatic' },
  severe: { zh: '重症', en: 'severe' },
  recovered: { zh: '治愈', en: 'recovered' },
  dead: { zh: '死亡', en: 'dead' },
  'ruled-out': { zh: '排除', en: 'ruled out' },
}

export const eventNames: Record<CaseEvent, Text> = {
  confirm: { zh: '确诊', en: 'confirm' },
  'find-asymptomatic': { zh: '判定为无症状感染', en: 'find asymptomatic' },
  'show-symptoms': { zh: '出现症状，转为确诊', en: 'show symptoms' },
  worsen: { zh: '转为重症', en: 'worsen' },
  improve: { zh: '好转', en: 'improve' },
  recover: { zh: '治愈', en: 'recover' },
  relapse: { zh: '复发', en: 'relapse' },
  die: { zh: '死亡', en: 'die' },
  'rule-out': { zh: '排除', en: 'rule out' },
  reopen: { zh: '重新列为疑似', en: 'reopen' },
}

export type CaseDays = {
  onsetOn: Day | null
  sampledOn: Day | null
  reportedOn: Day
  confirmedOn: Day | null
  outcomeOn: Day | null
}

/** What the days of a case look like after an event; the state decides which days it needs. */
export function daysAfter(event: CaseEvent, on: Day, days: CaseDays): CaseDays {
  switch (event) {
    case 'confirm':
    case 'show-symptoms':
      return { ...days, confirmedOn: days.confirmedOn ?? on }
    case 'recover':
    case 'die':
    case 'rule-out':
      return { ...days, outcomeOn: on }
    case 'relapse':
      return { ...days, confirmedOn: days.confirmedOn ?? on, outcomeOn: null }
    case 'reopen':
      return { ...days, confirmedOn: null, outcomeOn: null }
    case 'find-asymptomatic':
    case 'worsen':
    case 'improve':
      return days
  }
}

export type DayFault =
  | 'future'
  | 'confirmed-before-sampled'
  | 'outcome-before-confirmed'
  | 'confirmed-without-day'
  | 'too-far-apart'

const LONGEST_COURSE_DAYS = 730

/** Days that contradict each other or the state; the register keeps only courses that can have happened. */
export function dayFaults(state: CaseState, days: CaseDays, today: Day): DayFault[] {
  const faults: DayFault[] = []
  const all = [days.onsetOn, days.sampledOn, days.reportedOn, days.confirmedOn, days.outcomeOn].filter(
    (on) => on !== null,
  )
  if (all.some((on) => on > today)) faults.push('future')
  if (days.confirmedOn && days.sampledOn && days.confirmedOn < days.sampledOn) faults.push('confirmed-before-sampled')
  const began = days.confirmedOn ?? days.sampledOn ?? days.onsetOn
  if (days.outcomeOn && began && days.outcomeOn < began) faults.push('outcome-before-confirmed')
  if ((state === 'confirmed' || state === 'severe') && !days.confirmedOn) faults.push('confirmed-without-day')
  const sorted = all.toSorted()
  if (daysBetween(sorted[0]!, sorted.at(-1)!) > LONGEST_COURSE_DAYS) faults.push('too-far-apart')
  return faults
}

/** Counted as a confirmed case: has a day of confirmation and was not ruled out. */
export const countsAsConfirmed = (state: CaseState, confirmedOn: Day | null): boolean =>
  confirmedOn !== null && state !== 'ruled-out'
