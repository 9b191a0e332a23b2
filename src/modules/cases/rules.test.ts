import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, day, daysBetween } from '#base/dates.ts'
import { caseEvents, caseStates, type CaseState } from './api-types.ts'
import {
  caseCan,
  combineCounts,
  countsAsConfirmed,
  dayFaults,
  daysAfter,
  findClusters,
  importMayMove,
  lifecycle,
  maskName,
  nextState,
  reachable,
  rollUp,
  type SourceTold,
  type Told,
} from './rules.ts'

describe('the lifecycle', () => {
  it('says something about every state and event', () => {
    for (const state of caseStates) expect(Object.keys(lifecycle[state]).sort()).toEqual([...caseEvents].sort())
  })

  it('never reaches an impossible state by any sequence of events', () => {
    const events = fc.array(fc.constantFrom(...caseEvents), { maxLength: 30 })
    fc.assert(
      fc.property(events, (sequence) => {
        let state: CaseState = 'suspected'
        let everPositive = false
        let days = {
          onsetOn: null,
          sampledOn: null,
          reportedOn: day('2020-01-20'),
          confirmedOn: null,
          outcomeOn: null,
        } as Parameters<typeof daysAfter>[2]
        let on = day('2020-01-20')
        for (const event of sequence) {
          const next = nextState(state, event)
          expect(caseCan.event({ state }, event)).toBe(next !== null)
          expect(caseCan.whyNot({ state }, event) === null).toBe(next !== null)
          if (!next) continue
          on = addDays(on, 1)
          if (state === 'dead') expect(next).toBe('ruled-out')
          if (state === 'ruled-out') expect(event).toBe('reopen')
          days = daysAfter(event, on, days)
          state = next
          if (state === 'suspected') everPositive = false
          if (state === 'confirmed' || state === 'asymptomatic') everPositive = true
          if (['severe', 'recovered', 'dead'].includes(state)) expect(everPositive).toBe(true)
          if (['confirmed', 'severe', 'dead'].includes(state))
            expect(countsAsConfirmed(state, days.confirmedOn)).toBe(true)
          if (['suspected', 'asymptomatic', 'ruled-out'].includes(state))
            expect(countsAsConfirmed(state, days.confirmedOn)).toBe(false)
          expect((days.outcomeOn !== null) === ['recovered', 'dead', 'ruled-out'].includes(state)).toBe(true)
          expect(dayFaults(state, days, on)).toEqual([])
        }
      }),
    )
  })

  it('lets an import move a case only where events could, and never reopen it', () => {
    for (const from of caseStates)
      for (const to of caseStates) {
        if (importMayMove(from, to)) expect(reachable(from).has(to)).toBe(true)
        if (from === 'ruled-out' && to !== from) expect(importMayMove(from, to)).toBe(false)
      }
    expect(importMayMove('dead', 'recovered')).toBe(false)
  })

  it('explains a refused step in both languages', () => {
    expect(caseCan.whyNot({ state: 'dead' }, 'recover')).toEqual({
      code: 'cases.step-not-possible',
      zh: '“死亡”病例不能治愈。',
      en: 'A case that is dead cannot take the step "recover".',
    })
  })
})

describe('what is kept of a name', () => {
  it.each([
    ['王小明', '王某'],
    ['欧阳娜娜', '欧阳某'],
    ['Alice Smith', 'A.'],
    ['  ', null],
    ['王某', '王某'],
  ])('%s → %s', (name, kept) => expect(maskName(name)).toBe(kept))
})

describe('figures told by several', () => {
  const county = '330000/330300/330302/'
  const town = `${county}330302001/`
  const told = (path: string, on: string, confirmed: number, scope: Told['scope'] = 'whole'): Told => ({
    path,
    scope,
    on,
    confirmed,
    imported: 0,
  })
  const from = (source: string, one: Told): SourceTold => ({ ...one, source })
  const all = { level: 'county', preference: 'larger', ranked: ['a', 'b'] } as const

  it('uses a region’s own figure before the sum of its parts, and keeps what is in none of them', () => {
    const figures = [
      told(county, '2020-02-01', 5),
      told(town, '2020-02-01', 3),
      told(town, '2020-02-02', 2),
      told('330000/330300/', '2020-02-01', 4, 'unplaced'),
    ]
    const rolled = rollUp(figures, 'county')
    expect([...rolled.at.get(county)!].map(([on, one]) => [on, one.confirmed])).toEqual([
      ['2020-02-01', 5],
      ['2020-02-02', 2],
    ])
    expect(rolled.rest.get('330000/330300/')!.get('2020-02-01')!.confirmed).toBe(4)
  })

  it('counts a region and day once: the larger of line list and counts, and reports the difference', () => {
    const found = combineCounts(
      [told(county, '2020-02-01', 7, 'unplaced')],
      [from('a', told(county, '2020-02-01', 5)), from('b', told(county, '2020-02-01', 9))],
      all,
    )
    expect(found.days).toEqual([
      { regionCode: '330302', on: '2020-02-01', confirmed: 7, imported: 0, from: 'line-list' },
    ])
    expect(found.differences).toEqual([
      { regionCode: '330302', on: '2020-02-01', lineList: 7, counts: 5, source: 'a', used: 'line-list' },
    ])
    const prefers = (preference: 'line-list' | 'counts') =>
      combineCounts([told(county, '2020-02-01', 3, 'unplaced')], [from('a', told(county, '2020-02-01', 5))], {
        ...all,
        preference,
      }).days[0]!.confirmed
    expect([prefers('line-list'), prefers('counts')]).toEqual([3, 5])
  })

  it('never mixes two sources within one region', () => {
    const found = combineCounts(
      [],
      [from('a', told(county, '2020-02-01', 5)), from('b', told(county, '2020-02-02', 9))],
      all,
    )
    expect(found.days.map((one) => one.from)).toEqual(['a'])
  })

  it('gives every case exactly one place, whatever the level: parts and remainders add up to the whole', () => {
    const paths = [
      '330000/',
      '330000/330300/',
      county,
      town,
      `${county}330302002/`,
      '330000/330300/330303/',
      '330000/330100/330102/',
    ]
    const figure = fc.record({
      path: fc.constantFrom(...paths),
      scope: fc.constant('unplaced' as const),
      on: fc.constantFrom('2020-02-01', '2020-02-02'),
      confirmed: fc.nat(9),
      imported: fc.constant(0),
    })
    fc.assert(
      fc.property(fc.array(figure, { maxLength: 20 }), (figures) => {
        const total = figures.reduce((sum, one) => sum + one.confirmed, 0)
        for (const level of ['province', 'city', 'county', 'town'] as const) {
          const { days, unplaced } = combineCounts(figures, [], { ...all, level })
          expect([...days, ...unplaced].reduce((sum, one) => sum + one.confirmed, 0)).toBe(total)
        }
      }),
    )
  })
})

describe('clusters', () => {
  const start = day('2020-01-20')
  const cases = fc
    .array(fc.record({ unit: fc.constantFrom('u', 'v'), offset: fc.nat(60) }), { maxLength: 25 })
    .map((list) =>
      list.map(({ unit, offset }, at) => ({
        id: String(at).padStart(3, '0'),
        unit,
        confirmedOn: addDays(start, offset),
      })),
    )

  it('finds a cluster exactly where some window holds the minimum (against brute force)', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(2, 5), fc.constantFrom(7, 14), (list, minimumCases, withinDays) => {
        const found = findClusters(list, { minimumCases, withinDays }, addDays(start, 60))
        for (const unit of ['u', 'v']) {
          const own = list.filter((one) => one.unit === unit)
          const expected = own.some(
            (first) =>
              own.filter(
                (one) =>
                  one.confirmedOn >= first.confirmedOn && daysBetween(first.confirmedOn, one.confirmedOn) < withinDays,
              ).length >= minimumCases,
          )
          expect(found.some((one) => one.unit === unit)).toBe(expected)
        }
        const members = found.flatMap((one) => one.caseIds)
        expect(new Set(members).size).toBe(members.length)
        for (const one of found) {
          expect(one.caseIds.length).toBeGreaterThanOrEqual(minimumCases)
          expect(one.firstCaseOn <= one.reportedOn && one.reportedOn <= one.lastCaseOn).toBe(true)
        }
      }),
    )
  })

  it('knows nothing of later cases', () => {
    const list = [
      { id: '1', unit: 'u', confirmedOn: start },
      { id: '2', unit: 'u', confirmedOn: addDays(start, 3) },
    ]
    expect(findClusters(list, { minimumCases: 2, withinDays: 14 }, addDays(start, 2))).toEqual([])
    expect(findClusters(list, { minimumCases: 2, withinDays: 14 }, addDays(start, 3))).toHaveLength(1)
    expect(
      findClusters(
        [list[0]!, { id: '2', unit: 'u', confirmedOn: addDays(start, 14) }],
        { minimumCases: 2, withinDays: 14 },
        addDays(start, 30),
      ),
    ).toEqual([])
  })
})
