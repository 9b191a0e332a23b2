// Traps of real count files: encodings, headers, ways of writing a day, corrections, strangers, repeats.

import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { day } from '#base/dates.ts'
import { WuseError } from '#base/errors.ts'
import { loadPack, riskPolicyOf } from '#policy/load.ts'
import { readCountsFile, readDay } from './counts-file.ts'
import { compareMaps } from './dry-run.ts'
import { readPreviousFile } from './previous-file.ts'
import { assignRows, ratePlaces, readPlaces } from './rate-file.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const divisions = utf8(
  [
    'code,level,parent_code,name_zh,name_en,valid_from,valid_to',
    '900000,province,,示例省,Sample Province,2019-01-01,',
    '900102,county,900100,甲区,Jia District,2019-01-01,',
    '900103,county,900100,乙县,Yi County,2019-01-01,2021-04-08',
    '900104,county,900100,丙市,Bing City,2021-04-09,',
  ].join('\n'),
)
const places = readPlaces(divisions, 'divisions.csv', 'county', day('2020-02-09'))
const read = (text: string) => readCountsFile(utf8(text), 'counts.csv')

describe('a file of counts', () => {
  test.each([
    ['UTF-8 with a mark', utf8('\uFEFF区划代码,县区,确诊日期,新增确诊,其中输入\n900102,甲区,2020/2/1,3,1\n')],
    ['GB18030', iconv.encode('区划代码,县区,确诊日期,新增确诊,其中输入\n900102,甲区,2020年2月1日,3,1\n', 'gb18030')],
    [
      'tabs and English headers',
      utf8('county_code\tcounty\tdate\tconfirmed\tconfirmed_with_hubei_travel\n900102\t甲区\t20200201\t3\t1\n'),
    ],
    ['12-digit codes', utf8('code,date,confirmed,imported\n900102000000,2020-02-01,3,1\n')],
  ])('is read from %s', (_, bytes) => {
    const { rows, unreadable, findings } = readCountsFile(bytes, 'counts.csv')
    expect(rows).toMatchObject([{ row: 2, code: '900102', on: '2020-02-01', confirmed: 3, imported: 1 }])
    expect([...unreadable, ...findings]).toEqual([])
  })

  test.each([
    ['2020-02-08T16:00:00.000Z', '2020-02-09'],
    ['2020-02-08 16:00:00Z', '2020-02-09'],
    ['2020-02-09T08:00:00+08:00', '2020-02-09'],
    ['2020-02-09 00:00:00', '2020-02-09'],
    ['2020-02-30', null],
    ['9 Feb', null],
  ])('the day %s is %s', (text, expected) => expect(readDay(text)).toBe(expected))

  test('an unreadable row names row, field and remedy, and the others stay', () => {
    const { rows, unreadable } = read(
      'code,date,confirmed\n900102,yesterday,1\n900102,2020-02-01,many\n900103,2020-02-01,2\n',
    )
    expect(rows).toHaveLength(1)
    expect(unreadable.map(({ rows: at, field }) => [at, field])).toEqual([
      [[2], 'on'],
      [[3], 'confirmed'],
    ])
    expect(unreadable[0]!.text.en).toBe('Row 2, on "yesterday": not a calendar day; write it as 2020-02-09.')
  })

  test('a missing column is refused with the names that would do', () => {
    try {
      read('code,when,confirmed\n')
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(WuseError)
      expect((error as WuseError).code).toBe('riskmap.columns-missing')
      expect((error as WuseError).issues[0]).toMatchObject({ path: 'on', message: expect.stringContaining('date') })
    }
  })

  test('the same area and day twice: equal once, a correction added, else the larger, always reported', () => {
    const { rows, findings } = read(
      'code,date,confirmed\n1,2020-02-01,2\n1,2020-02-01,2\n2,2020-02-01,4\n2,2020-02-01,-3\n3,2020-02-01,4\n3,2020-02-01,5\n',
    )
    expect(rows.map((row) => row.confirmed)).toEqual([2, 1, 5])
    expect(findings.map((finding) => finding.kind)).toEqual(['row-repeated', 'row-corrected', 'row-conflict'])
  })
})

describe('giving rows to places', () => {
  test('the places of the day, by code', () => {
    expect(places.map((place) => place.code)).toEqual(['900102', '900103'])
    expect(readPlaces(divisions, 'd', 'county', day('2021-04-09')).map((place) => place.code)).toEqual([
      '900102',
      '900104',
    ])
  })

  test('areas outside the division are findings with their cases, and count for nobody', () => {
    const { rows } = read(
      'code,county,date,confirmed\n900999,高新区,2020-02-01,4\n900999,高新区,2020-02-02,1\n,未公布来源,2020-02-01,2\n900104,丙市,2020-02-01,1\n',
    )
    const { counts, findings } = assignRows(rows, places)
    expect(counts.size).toBe(0)
    expect(
      findings.filter((finding) => finding.kind === 'area-not-in-division').map(({ area, cases }) => [area, cases]),
    ).toEqual([
      ['900999 高新区', 5],
      ['未公布来源', 2],
      ['900104 丙市', 1],
    ])
  })

  test('by name where there is no code, with or without the kind of place', () => {
    const { rows } = read('county,date,confirmed\n甲,2020-02-01,4\nYi County,2020-02-01,1\n')
    expect([...assignRows(rows, places).counts.keys()]).toEqual(['900102', '900103'])
  })

  test('a name that contradicts the code is reported; the code decides', () => {
    const { rows } = read('code,county,date,confirmed\n900102,乙县,2020-02-01,4\n')
    const { counts, findings } = assignRows(rows, places)
    expect([...counts.keys()]).toEqual(['900102'])
    expect(findings.map((finding) => finding.kind)).toContain('name-differs')
  })

  test('corrections, impossible imports and silent places are said', () => {
    const { rows } = read('code,date,confirmed,imported\n900102,2020-02-01,-2,0\n900102,2020-02-02,1,3\n')
    const { findings } = assignRows(rows, places)
    expect(findings.map((finding) => finding.kind)).toEqual([
      'correction',
      'imported-out-of-range',
      'places-without-rows',
    ])
  })
})

describe('maps from a file', async () => {
  const policy = riskPolicyOf(await loadPack('zhejiang-2020'))
  const { rows } = read('code,date,confirmed\n900102,2020-02-01,12\n')
  const { counts } = assignRows(rows, places)

  test('every place is rated, in the order of codes', () => {
    const rated = ratePlaces(places, counts, policy, day('2020-02-09'))
    expect(rated.map(({ place, rating }) => [place.code, rating.level])).toEqual([
      ['900102', 'yellow'],
      ['900103', 'green'],
    ])
  })

  test('with the levels before, one review on the day itself', () => {
    const previous = readPreviousFile(utf8('code,颜色\n900102,橙\n'), 'previous.csv', policy, day('2020-02-13'))
    const [first, second] = ratePlaces(places, counts, policy, day('2020-02-13'), previous)
    expect(first!.rating).toMatchObject({ previous: 'orange', level: 'yellow', on: '2020-02-13' })
    expect(second!.rating).toMatchObject({ previous: null, change: 'first' })
  })

  test('a colour the pack does not know is refused with its row', () => {
    expect(() => readPreviousFile(utf8('code,level\n900102,purple\n'), 'p.csv', policy, day('2020-02-13'))).toThrow(
      /level-unknown/,
    )
  })

  test('two packs on the same counts: who changes, and why', () => {
    const stricter = {
      ...policy,
      version: 'stricter@1.0.0',
      rules: policy.rules.map((rule) =>
        rule.kind === 'count-bands'
          ? {
              ...rule,
              parameters: {
                ...rule.parameters,
                bands: rule.parameters.bands.map((band) => (band.level === 'orange' ? { ...band, atLeast: 12 } : band)),
              },
            }
          : rule,
      ),
    }
    const on = day('2020-02-09')
    const report = compareMaps(
      ratePlaces(places, counts, policy, on),
      ratePlaces(places, counts, stricter, on),
      policy,
      stricter,
    )
    expect(report.rated).toBe(2)
    expect(report.changes).toMatchObject([{ code: '900102', before: { level: 'yellow' }, after: { level: 'orange' } }])
    expect(report.changes[0]!.now.map((text) => text.en)[0]).toContain('threshold of orange (12)')
  })
})
