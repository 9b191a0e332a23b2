// Properties of the rating that hold for any counts, and the cases that the packs' examples do not tell.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, day, type Day } from '#base/dates.ts'
import { canonicalJson } from '#base/json.ts'
import { loadPack, riskPolicyOf } from '#policy/load.ts'
import type { RiskPolicy } from '#policy/riskmap-schema.ts'
import { ratingSchema, type ClusterInput, type DayCount, type PreviousRating, type RatingInputs } from './api-types.ts'
import { foldReviews, reviewDays } from './reviews.ts'
import { rateRisk } from './rules.ts'

const zhejiang = riskPolicyOf(await loadPack('zhejiang-2020'))
const national = riskPolicyOf(await loadPack('national-2020'))
const policies = [zhejiang, national]
const daily: RiskPolicy = { ...zhejiang, review: { ...zhejiang.review, everyDays: 1 } }

const origin = day('2020-01-15')
const days = fc.integer({ min: 0, max: 60 }).map((offset) => addDays(origin, offset))
const counts = (least: number) =>
  fc
    .record({ on: days, confirmed: fc.integer({ min: least, max: 40 }), share: fc.integer({ min: 0, max: 4 }) })
    .map(({ on, confirmed, share }): DayCount => ({
      on,
      confirmed,
      imported: share === 4 ? null : Math.trunc((confirmed * share) / 3),
    }))
const clusters = fc.option(
  fc.array(
    fc.record({
      id: fc.constantFrom('A', 'B', 'C'),
      reportedOn: days,
      lastCaseOn: days,
      cases: fc.integer({ min: 0, max: 30 }),
    }),
    { maxLength: 3 },
  ),
)
const previousOf = (policy: RiskPolicy) =>
  fc.option(
    fc.record({
      level: fc.constantFrom(...policy.levels.map((level) => level.id)),
      on: days,
      since: fc.option(days),
    }),
  )
const place = (least: number) =>
  fc.record({ code: fc.constant('x'), on: days, days: fc.array(counts(least), { maxLength: 20 }), clusters })

const of = (list: DayCount[], on: string, known: ClusterInput[] | null = null): RatingInputs => ({
  code: 'x',
  on: day(on),
  days: list,
  clusters: known,
})
const count = (on: string, confirmed: number, imported: number | null = 0): DayCount => ({
  on: day(on),
  confirmed,
  imported,
})
const before = (level: string, on = '2020-02-09', since: string | null = on): PreviousRating => ({
  level,
  on: day(on),
  since: since === null ? null : day(since),
})

describe('for any counts, clusters and level before', () => {
  test('gives a level of the pack, with every sentence complete', () => {
    for (const policy of policies)
      fc.assert(
        fc.property(place(-10), previousOf(policy), (inputs, previous) => {
          const rating = ratingSchema.parse(rateRisk(inputs, policy, previous))
          expect(policy.levels[rating.rank]!.id).toBe(rating.level)
          for (const { text } of rating.because) expect(text.zh + text.en).not.toMatch(/[{}]/)
          expect(rating.next.reviewOn > inputs.on).toBe(true)
        }),
      )
  })

  test('more cases never give a better level, neither before nor after the adjustment', () => {
    for (const policy of policies)
      fc.assert(
        fc.property(place(0), counts(0), previousOf(policy), (inputs, more, previous) => {
          const less = rateRisk(inputs, policy, previous)
          const worse = rateRisk({ ...inputs, days: [...inputs.days, more] }, policy, previous)
          const rank = (level: string) => policy.levels.findIndex((candidate) => candidate.id === level)
          expect(rank(worse.base)).toBeGreaterThanOrEqual(rank(less.base))
          expect(worse.rank).toBeGreaterThanOrEqual(less.rank)
        }),
        { numRuns: 400 },
      )
  })

  test('no review eases by more than one level, nor a place with a new local case or a new cluster', () => {
    for (const policy of [zhejiang, daily])
      fc.assert(
        fc.property(place(-10), (inputs) => {
          const ratings = foldReviews({ ...inputs, on: day('2020-03-20') }, policy)
          for (const [index, rating] of ratings.entries()) {
            const last = ratings[index - 1]
            if (!last || rating.rank >= last.rank) continue
            expect(last.rank - rating.rank).toBe(1)
            expect(rating.since).toBe(rating.on)
            const from = addDays(rating.on, -2)
            expect(
              inputs.clusters?.some((cluster) => cluster.reportedOn >= from && cluster.reportedOn <= rating.on) ??
                false,
            ).toBe(false)
            const caseFree = rating.figures.caseFreeDays
            if (caseFree !== null)
              expect(caseFree).toBeGreaterThanOrEqual(last.level === 'red' ? 3 : last.level === 'yellow' ? 8 : 6)
          }
        }),
      )
  })

  test('daily reviews keep three days between two steps', () => {
    fc.assert(
      fc.property(place(0), (inputs) => {
        const steps = foldReviews({ ...inputs, on: day('2020-03-20') }, daily).filter(
          (rating) => rating.change === 'better',
        )
        for (const [index, step] of steps.entries())
          if (index > 0) expect(step.on >= addDays(steps[index - 1]!.on, 3)).toBe(true)
      }),
    )
  })

  test('the order of the days, splitting a day, and later days do not matter: the same bytes', () => {
    fc.assert(
      fc.property(place(-10), fc.infiniteStream(fc.integer()), (inputs, random) => {
        const shuffled = inputs.days
          .map((value) => ({ value, key: random.next().value as number }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ value }) => value)
        const later = { on: addDays(inputs.on, 1), confirmed: 50, imported: 0 }
        const bytes = (list: DayCount[]) => canonicalJson(foldReviews({ ...inputs, days: list }, zhejiang))
        expect(bytes([...shuffled, later])).toBe(bytes(inputs.days))
      }),
    )
  })

  test('what it foretells comes true: without a case it eases on the day stated', () => {
    fc.assert(
      fc.property(place(0), previousOf(zhejiang), (inputs, previous) => {
        const known = { ...inputs, days: inputs.days.filter((value) => value.on <= inputs.on) }
        const rating = rateRisk(known, zhejiang, previous)
        if (rating.next.easesOn === null) {
          expect(rating.rank).toBe(0)
          return
        }
        let current: PreviousRating = { level: rating.level, on: inputs.on, since: rating.since }
        const later: ClusterInput[] | null =
          inputs.clusters?.filter((cluster) => cluster.reportedOn <= inputs.on) ?? null
        let on: Day = rating.next.reviewOn
        for (; on < rating.next.easesOn; on = addDays(on, zhejiang.review.everyDays)) {
          const next = rateRisk({ ...known, clusters: later, on }, zhejiang, current)
          expect(next.change).not.toBe('better')
          current = { level: next.level, on, since: next.since }
        }
        const eased = rateRisk({ ...known, clusters: later, on }, zhejiang, current)
        if (current.level === rating.level) expect(eased.level).toBe(rating.next.easesTo)
      }),
    )
  })
})

describe('late, missing and corrected counts', () => {
  test('a count that arrives late changes the chain as if it had been there', () => {
    const known = foldReviews(of([count('2020-02-01', 5)], '2020-02-15'), zhejiang).at(-1)!
    const late = foldReviews(of([count('2020-02-01', 5), count('2020-02-11', 2)], '2020-02-15'), zhejiang).at(-1)!
    expect([known.level, late.level]).toEqual(['green', 'blue'])
  })

  test('a correction lowers the total and is no day with a case', () => {
    const rating = rateRisk(of([count('2020-02-01', 12), count('2020-02-08', -2)], '2020-02-09'), zhejiang, null)
    expect(rating.figures).toMatchObject({ confirmed: 10, lastCaseOn: '2020-02-01', caseFreeDays: 8 })
    expect(rating.level).toBe('blue')
  })

  test('a place whose only case is corrected away never had one', () => {
    const rating = rateRisk(of([count('2020-02-01', 1), count('2020-02-03', -1)], '2020-02-09'), zhejiang, null)
    expect(rating.level).toBe('green')
    expect(rating.because[0]).toMatchObject({ key: 'never' })
  })

  test('a case whose place of infection is unknown counts as local', () => {
    expect(rateRisk(of([count('2020-02-01', 12, null)], '2020-02-09'), zhejiang, null).level).toBe('yellow')
    expect(rateRisk(of([count('2020-02-01', 12, 12)], '2020-02-09'), zhejiang, null).level).toBe('blue')
  })
})

describe('reviews', () => {
  test('lie three days apart from the first; a day between two shows the earlier one', () => {
    expect(reviewDays(zhejiang, day('2020-02-17'))).toEqual(['2020-02-09', '2020-02-12', '2020-02-15'])
    expect(foldReviews(of([], '2020-02-17'), zhejiang).at(-1)!.on).toBe('2020-02-15')
  })

  test('a day before the first review is rated as a first map', () => {
    const [only, ...others] = foldReviews(of([count('2020-01-25', 2)], '2020-02-01'), zhejiang)
    expect(others).toEqual([])
    expect(only).toMatchObject({ level: 'blue', change: 'first', on: '2020-02-01' })
  })

  test('a rise is immediate, an easing waits: the same place both ways', () => {
    const up = rateRisk(of([count('2020-02-11', 25)], '2020-02-12'), zhejiang, before('green'))
    const down = rateRisk(of([count('2020-01-25', 25)], '2020-02-12'), zhejiang, before('orange'))
    expect([up.level, up.change, down.level, down.change]).toEqual(['orange', 'worse', 'yellow', 'better'])
  })

  test('a level without a day of change eases as soon as its wait is over', () => {
    const rating = rateRisk(of([count('2020-02-01', 3)], '2020-02-12'), zhejiang, before('blue', '2020-02-11', null))
    expect(rating.level).toBe('green')
  })

  test('a proposal is labelled, a published rule is not', () => {
    const [ours] = rateRisk(of([count('2020-02-01', 3)], '2020-02-09'), zhejiang, null).because
    const [theirs] = rateRisk(of([count('2020-02-01', 3)], '2020-02-18'), national, null).because
    expect([ours!.illustrative, theirs!.illustrative]).toEqual([true, false])
  })
})
