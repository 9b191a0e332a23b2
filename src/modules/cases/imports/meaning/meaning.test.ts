// Days, figures, headers and areas as real files write them.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, day } from '#base/dates.ts'
import { nameOfReason } from '../reason-names.ts'
import { reasons } from '../texts.ts'
import { makeRegionBook, placeArea, plainCode, type Division, type Placing } from './areas.ts'
import { orderOfColumn, readDay } from './days.ts'
import { readFigure } from './figures.ts'
import { guessColumns, isNativePlace } from './headers.ts'

const asDay = (text: string, order?: Parameters<typeof readDay>[1]) => {
  const read = readDay(text, order)
  return read.ok ? `${read.value.day}${read.value.remark ? ` ${read.value.remark}` : ''}` : read.error
}

describe('days', () => {
  it.each([
    ['2020-01-21', '2020-01-21'],
    ['2020/1/21', '2020-01-21'],
    ['2020年1月21日', '2020-01-21'],
    ['20200121', '2020-01-21'],
    ['21 Jan 2020', '2020-01-21'],
    ['January 21, 2020', '2020-01-21'],
    ['2020/01/21', '2020-01-21'],
    ['43851', '2020-01-21 date-excel-serial'],
    ['2020-01-20T16:00:00.000Z', '2020-01-21 date-was-utc'],
    ['2020-01-20T16:00:00+00:00', '2020-01-21 date-was-utc'],
    ['2020-01-20 16:00:00', '2020-01-21 date-utc-assumed'],
    ['43850.666666667', '2020-01-21 date-utc-assumed'],
    ['2020-01-21 09:30:00', '2020-01-21'],
    ['21/01/2020', '2020-01-21'],
    ['01/21/2020', '2020-01-21'],
    ['03/02/2020', 'date-ambiguous'],
    ['03/03/2020', '2020-03-03'],
    ['2020-02-30', 'date-not-in-calendar'],
    ['1月21日', 'date-without-year'],
    ['昨天', 'date-unreadable'],
    ['2020', 'date-unreadable'],
  ])('%s → %s', (text, expected) => expect(asDay(text)).toBe(expected))

  it('obeys a stated order and says when a value does not fit it', () => {
    expect(asDay('03/02/2020', 'day-first')).toBe('2020-02-03')
    expect(asDay('03/02/2020', 'month-first')).toBe('2020-03-02')
    expect(asDay('01/21/2020', 'day-first')).toBe('date-other-order')
  })

  it('lets one thirteenth decide a column, and contradictions decide nothing', () => {
    expect(orderOfColumn(['03/02/2020', '21/02/2020'])).toBe('day-first')
    expect(orderOfColumn(['03/02/2020', '02/21/2020'])).toBe('month-first')
    expect(orderOfColumn(['21/02/2020', '02/21/2020'])).toBe('auto')
  })

  it('reads every way of writing a day as that day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 15_000 }), (offset) => {
        const on = addDays(day('2000-01-01'), offset)
        const [year, month, date] = on.split('-').map(Number) as [number, number, number]
        const ways = [
          on,
          `${year}/${month}/${date}`,
          `${year}年${month}月${date}日`,
          on.replaceAll('-', ''),
          `${addDays(on, -1)}T16:00:00Z`,
        ]
        for (const way of ways) expect(asDay(way).split(' ')[0]).toBe(on)
        expect(asDay(String(36_526 + offset)).split(' ')[0]).toBe(on)
      }),
    )
  })
})

describe('figures', () => {
  it.each([
    ['1', 1],
    ['１２', 12],
    ['1,234', 1234],
    ['3例', 3],
    ['1.0', 1],
    ['-10', -10],
    ['−3', -3],
    ['', 'figure-missing'],
    ['-', 'figure-unreadable'],
    ['1.5', 'figure-not-whole'],
    ['无', 'figure-unreadable'],
    ['1,23', 'figure-unreadable'],
  ])('%s → %s', (text, expected) => {
    const read = readFigure(text)
    expect(read.ok ? read.value : read.error).toBe(expected)
  })
})

describe('headers', () => {
  it('guesses what columns mean in both languages', () => {
    expect(
      guessColumns('counts', ['county_code', 'county', 'date', 'confirmed', 'confirmed_with_hubei_travel']),
    ).toEqual({
      regionCode: 'county_code',
      countyName: 'county',
      on: 'date',
      confirmed: 'confirmed',
      imported: 'confirmed_with_hubei_travel',
    })
    expect(guessColumns('counts', ['报道时间', '省份', '城市', '新增确诊', '新增出院'])).toEqual({
      on: '报道时间',
      cityName: '城市',
      confirmed: '新增确诊',
    })
    expect(guessColumns('counts', ['县(市、区)', '统计日期', '累计确诊'])).toEqual({
      countyName: '县(市、区)',
      on: '统计日期',
      cumulativeConfirmed: '累计确诊',
    })
    expect(
      guessColumns('cases', [
        '病例编号',
        '姓名',
        '性别',
        '年龄',
        '现住区县',
        '发病日期',
        '确诊日期',
        '病例分类',
        '病例来源',
        '旅居史',
      ]),
    ).toMatchObject({
      reference: '病例编号',
      personLabel: '姓名',
      countyName: '现住区县',
      onsetOn: '发病日期',
      state: '病例分类',
      placesVisited: '旅居史',
    })
  })

  it('never takes where people come from', () => {
    for (const header of ['籍贯', '户籍地址', '民族', 'Native place']) {
      expect(isNativePlace(header)).toBe(true)
      expect(Object.values(guessColumns('cases', [header]))).toEqual([])
    }
  })
})

const division = (
  code: string,
  level: string,
  path: string,
  zh: string,
  validFrom = '2000-01-01',
  validTo: string | null = null,
): Division => ({ code, level, path, name: { zh, en: code }, validFrom, validTo })
const hangzhou = '330000/330100/'
const book = makeRegionBook([
  division('330000', 'province', '330000/', '浙江省'),
  division('330100', 'city', hangzhou, '杭州市'),
  division('330300', 'city', '330000/330300/', '温州市'),
  division('330103', 'county', `${hangzhou}330103/`, '下城区', '2000-01-01', '2021-04-08'),
  division('330104', 'county', `${hangzhou}330104/`, '江干区', '2000-01-01', '2021-04-08'),
  division('330113', 'county', `${hangzhou}330113/`, '临平区', '2021-04-09'),
  division('330383', 'county', '330000/330300/330383/', '龙港市', '2019-09-25'),
])
const placing: Placing = { book, rules: [], fixed: null, countyColumn: true }
const place = (asked: Partial<Parameters<typeof placeArea>[0]>, on = '2020-02-01', given: Partial<Placing> = {}) => {
  const placed = placeArea({ code: '', city: '', county: '', town: '', ...asked }, on, { ...placing, ...given })
  return placed.kind === 'fault'
    ? placed.fault
    : placed.kind === 'placed' || placed.kind === 'unplaced'
      ? `${placed.kind} ${placed.division.code}`
      : placed.kind
}

describe('areas', () => {
  it('finds divisions by code and by name, short or whole', () => {
    expect(place({ code: '330103' })).toBe('placed 330103')
    expect(place({ code: '330103000000' })).toBe('placed 330103')
    expect(place({ city: '杭州', county: '下城' })).toBe('placed 330103')
    expect(place({ county: '龙港市' })).toBe('placed 330383')
    expect(place({ city: '温州市' }, '2020-02-01', { countyColumn: false })).toBe('placed 330300')
    expect(plainCode('3301')).toBe('330100')
  })

  it.each([
    [{ city: '杭州市', county: '钱塘新区' }, 'area-unknown'],
    [{ city: '杭州市', county: '未公布来源' }, 'area-not-published'],
    [{ county: '境外输入' }, 'area-abroad'],
    [{ city: '境外输入-西班牙' }, 'area-abroad'],
    [{ city: '杭州市', county: '' }, 'area-missing'],
    [{ code: '330199' }, 'area-code-unknown'],
    [{ code: '330103', county: '江干区' }, 'area-code-and-name-differ'],
    [{ code: '330113' }, 'area-other-day'],
    [{ city: '杭州市', county: '临平区' }, 'area-other-day'],
    [{ county: '合计' }, 'total'],
    [{ city: '合计' }, 'total'],
  ])('%j → %s', (asked, expected) => expect(place(asked)).toBe(expected))

  it('knows 临平 and not 下城 in 2022', () => {
    expect(place({ code: '330113' }, '2022-01-01')).toBe('placed 330113')
    expect(place({ county: '下城区' }, '2022-01-01')).toBe('area-other-day')
  })

  it('does with areas what the mapping says', () => {
    const rules = [
      { area: '钱塘新区', city: '杭州市', action: 'assign' as const, regionCode: '330104' },
      { area: '未公布来源', city: null, action: 'keep-at-city' as const, regionCode: null },
      { area: '境外输入*', city: null, action: 'keep-at-city' as const, regionCode: '330000' },
      { area: '省外', city: null, action: 'refuse' as const, regionCode: null },
    ]
    expect(place({ city: '杭州市', county: '钱塘新区' }, '2020-02-01', { rules })).toBe('placed 330104')
    expect(place({ city: '杭州市', county: '钱塘新区' }, '2022-02-01', { rules })).toBe('area-other-day')
    expect(place({ city: '杭州市', county: '未公布来源' }, '2020-02-01', { rules })).toBe('unplaced 330100')
    expect(place({ city: '境外输入-西班牙' }, '2020-02-01', { rules })).toBe('unplaced 330000')
    expect(place({ county: '省外' }, '2020-02-01', { rules })).toBe('refused')
  })
})

describe('findings', () => {
  it('have a sentence, a remedy and a short name in both languages for every reason', () => {
    for (const [reason, { message, remedy }] of Object.entries(reasons)) {
      for (const text of [message.zh, message.en, remedy.zh, remedy.en]) expect(text.length, reason).toBeGreaterThan(3)
      expect(nameOfReason(reason).zh, reason).not.toBe(reason)
    }
  })
})
