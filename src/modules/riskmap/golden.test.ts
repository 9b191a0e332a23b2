// The official five-colour map of 9 February 2020 against the pack's rating of the published counts.
// Reads check data that is not part of the project (WUSE_CHECK_DATA); without it the test is skipped.

import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'csv-parse/sync'
import { day, type Day } from '#base/dates.ts'
import { loadPack, riskPolicyOf } from '#policy/load.ts'
import type { RiskPolicy } from '#policy/riskmap-schema.ts'
import type { DayCount, Rating } from './api-types.ts'
import { foldReviews } from './reviews.ts'

const root = resolve(import.meta.dirname, '../../..')
const folder = resolve(root, process.env.WUSE_CHECK_DATA ?? '../shared/data', 'zhejiang-2020')
const present = existsSync(folder)
if (!present)
  console.warn(`Check data not found at ${folder}: the golden test of the risk map is skipped (set WUSE_CHECK_DATA).`)

const rows = (file: string): Record<string, string>[] =>
  parse(readFileSync(resolve(folder, file)), { columns: true, bom: true, skip_empty_lines: true })

/** Official levels of later days, reconstructed from the published distributions and change lists; whoever is not named is green. */
const laterMaps: Record<string, { matching: number; levels: Record<string, string> }> = {
  '2020-02-12': {
    matching: 77,
    levels: {
      red: '乐清',
      orange: '海曙 鹿城 瑞安 瓯海 永嘉 桐庐 余杭 慈溪 江干 泰顺',
      yellow: '鄞州 萧山 龙湾 东阳 拱墅 上城 西湖 义乌 秀洲 宁海 平阳',
      blue: '北仑 文成 余姚 南湖 洞头 嘉善 金东 桐乡 吴兴 青田 普陀 滨江',
    },
  },
  '2020-02-15': {
    matching: 72,
    levels: {
      red: '乐清',
      orange: '海曙 鹿城 瑞安 瓯海 桐庐 江干 余杭 慈溪 永嘉',
      yellow: '鄞州 萧山 龙湾 东阳 西湖 义乌 秀洲 泰顺',
      blue: '上城 拱墅 滨江 宁海 平阳 嘉善 普陀 余姚',
    },
  },
  '2020-02-18': {
    matching: 73,
    levels: {
      orange: '海曙 鹿城 瑞安 瓯海 桐庐 江干 乐清',
      yellow: '龙湾 秀洲 泰顺 余杭 慈溪 永嘉',
      blue: '西湖 萧山 鄞州 东阳 义乌 余姚',
    },
  },
  '2020-02-24': { matching: 76, levels: { yellow: '桐庐 海曙', blue: '西湖 江干 鹿城 瓯海 乐清 瑞安' } },
  '2020-02-27': { matching: 79, levels: { blue: '桐庐 海曙' } },
  '2020-03-02': { matching: 81, levels: {} },
}

describe.skipIf(!present)('official five-colour map, Zhejiang 2020', async () => {
  const policy = riskPolicyOf(await loadPack('zhejiang-2020'))
  const official = present ? rows('five-colour-2020-02-09.csv').filter((row) => row.city4 !== '331000') : []
  const counts = new Map<string, DayCount[]>()
  for (const row of present ? rows('county-day-confirmed.csv') : []) {
    const list = counts.get(row.county_code!) ?? []
    list.push({
      on: day(row.date!),
      confirmed: Number(row.confirmed),
      imported: Number(row.confirmed_with_hubei_travel),
    })
    counts.set(row.county_code!, list)
  }
  const rateOn = (on: string): Map<string, Rating> =>
    new Map(
      official.map(({ adcode }) => [
        adcode!,
        foldReviews({ code: adcode!, on: day(on), days: counts.get(adcode!) ?? [], clusters: null }, policy).at(-1)!,
      ]),
    )
  const hasCaseBy = (code: string, on: Day) => (counts.get(code) ?? []).some((row) => row.on <= on)
  const code = (name: string) => official.find((row) => row.county === name)!.adcode!
  const chain = (name: string) =>
    foldReviews({ code: code(name), on: day('2020-03-01'), days: counts.get(code(name)) ?? [], clusters: null }, policy)

  const agreeing = (rules: RiskPolicy['rules']) =>
    official.filter(({ adcode, colour_2020_02_09: colour }) => {
      const inputs = { code: adcode!, on: day('2020-02-09'), days: counts.get(adcode!) ?? [], clusters: null }
      return foldReviews(inputs, { ...policy, rules }).at(-1)!.level === colour
    }).length
  const without = (...kinds: string[]) => policy.rules.filter((rule) => !kinds.includes(rule.kind))

  test('gives the official colour in 75 of the 81 counties whose cases are known', () => {
    expect(official).toHaveLength(81)
    const ratings = rateOn('2020-02-09')
    const misses = official.filter((row) => ratings.get(row.adcode!)!.level !== row.colour_2020_02_09)
    expect(misses.map((row) => row.county).sort()).toEqual(['上城', '婺城', '普陀', '景宁', '江干', '西湖'].sort())
  })

  test('by cumulative cases alone 73 agree; the share puts one right, the presumed cluster another, and neither number is tuned', () => {
    expect(agreeing(without('local-share', 'clusters'))).toBe(73)
    expect(agreeing(without('clusters'))).toBe(74)
    for (const atLeastShare of [0.1, 0.15, 0.2, 0.3, 0.4])
      expect(
        agreeing(
          policy.rules.map((rule) =>
            rule.kind === 'local-share' ? { ...rule, parameters: { ...rule.parameters, atLeastShare } } : rule,
          ),
        ),
      ).toBe(75)
    for (const localCases of [4, 6, 7, 8, 9])
      expect(
        agreeing(
          policy.rules.map((rule) =>
            rule.kind === 'clusters'
              ? { ...rule, parameters: { ...rule.parameters, presumedWhenUnknown: { localCases, withinDays: 3 } } }
              : rule,
          ),
        ),
      ).toBe(75)
  })

  test('one county alone is red, none with a case is green, none without a case has another colour', () => {
    const ratings = rateOn('2020-02-09')
    expect([...ratings.values()].filter((rating) => rating.level === 'red').map((rating) => rating.code)).toEqual([
      code('乐清'),
    ])
    for (const [county, rating] of ratings) expect(rating.level === 'green').toBe(!hasCaseBy(county, day('2020-02-09')))
  })

  test.each(Object.entries(laterMaps))(
    '%s: as many counties as the notes of the pack say',
    (on, { matching, levels }) => {
      const expected = new Map(
        Object.entries(levels).flatMap(([level, names]) => names.split(' ').map((name) => [name, level])),
      )
      const ratings = rateOn(on)
      const misses = official.filter(
        ({ county, adcode }) => (expected.get(county!) ?? 'green') !== ratings.get(adcode!)!.level,
      )
      expect(
        official.length - misses.length,
        misses.map(({ county, adcode }) => `${county} ${ratings.get(adcode!)!.level}`).join(', '),
      ).toBe(matching)
    },
  )

  test('nobody is eased on 12 February with fewer than 6 case-free days', () => {
    const eased = [...rateOn('2020-02-12').values()].filter((rating) => rating.change === 'better')
    expect(eased.length).toBeGreaterThan(30)
    for (const rating of eased) expect(rating.figures.caseFreeDays).toBeGreaterThanOrEqual(6)
  })

  test.each([
    [
      '乐清',
      {
        '2020-02-15': 'red',
        '2020-02-18': 'orange',
        '2020-02-21': 'yellow',
        '2020-02-24': 'blue',
        '2020-02-27': 'green',
      },
    ],
    ['平阳', { '2020-02-09': 'orange', '2020-02-12': 'yellow', '2020-02-15': 'blue', '2020-02-18': 'green' }],
    ['义乌', { '2020-02-15': 'yellow', '2020-02-18': 'blue', '2020-02-21': 'green' }],
    ['永嘉', { '2020-02-15': 'orange', '2020-02-18': 'yellow', '2020-02-24': 'green' }],
  ])('%s follows the published sequence', (name, expected) => {
    const found = Object.fromEntries(chain(name).map((rating) => [rating.on, rating.level]))
    expect(found).toMatchObject(expected)
  })

  test('no county ever falls by two levels, and all are green on 2 March', () => {
    for (const { county } of official) {
      const ranks = chain(county!).map((rating) => rating.rank)
      for (const [index, rank] of ranks.entries())
        if (index > 0) expect(ranks[index - 1]! - rank).toBeLessThanOrEqual(1)
    }
    expect([...rateOn('2020-03-02').values()].every((rating) => rating.level === 'green')).toBe(true)
  })
})
