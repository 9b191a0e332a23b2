// Rules of the tree and of its files, without a database: validity, paths, coordinates, and that no line is lost.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeAtlas } from './atlas.ts'
import { type DivisionLine, readDivisionLines } from './divisions-file.ts'
import { fromChineseMap, holdsOn, isAbove, isWithin, overlap, toChineseMap, toMap } from './rules.ts'

describe('validity', () => {
  it('includes its first and its last day', () => {
    const row = { validFrom: '2019-09-25', validTo: '2021-04-08' }
    expect(['2019-09-24', '2019-09-25', '2021-04-08', '2021-04-09'].map((on) => holdsOn(row, on))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(holdsOn({ validFrom: '2021-04-09', validTo: null }, '2999-01-01')).toBe(true)
  })

  it('overlaps exactly when some day is in both', () => {
    const day = fc.integer({ min: 1, max: 20 })
    const validity = fc.tuple(day, fc.option(day)).filter(([from, to]) => to === null || to >= from)
    const text = (n: number) => `2020-01-${String(n).padStart(2, '0')}`
    fc.assert(
      fc.property(validity, validity, (a, b) => {
        const [x, y] = [a, b].map(([from, to]) => ({ validFrom: text(from), validTo: to === null ? null : text(to) }))
        const days = Array.from({ length: 25 }, (_, i) => text(i + 1))
        expect(overlap(x!, y!)).toBe(days.some((on) => holdsOn(x!, on) && holdsOn(y!, on)))
      }),
    )
  })

  it('knows what stands above what, and whose jurisdiction holds', () => {
    expect([isAbove('province', 'county'), isAbove('town', 'county'), isAbove('town', 'town')]).toEqual([
      true,
      false,
      false,
    ])
    expect(isWithin('330000/330300/330382/', '330000/330300/')).toBe(true)
    expect(isWithin('330000/330300/330382/', '330000/3303/')).toBe(false)
    expect(isWithin('330000/330300/330382/', '')).toBe(true)
  })
})

describe('Chinese coordinates', () => {
  it.each([
    [121.5272106, 31.1774276, 121.531541859215, 31.17530398364597],
    [113.912316, 22.543847, 113.9171764808363, 22.540796131694766],
    [116.377817, 39.911954, 116.38404722455657, 39.91334545536069],
  ])('a phone at %f, %f stands on the map at %f, %f', (longitude, latitude, east, north) => {
    const [x, y] = toChineseMap([longitude, latitude])
    expect(x).toBeCloseTo(east, 5)
    expect(y).toBeCloseTo(north, 5)
  })

  it('go there and back', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 118, max: 123, noNaN: true }),
        fc.double({ min: 27, max: 31.5, noNaN: true }),
        (x, y) => {
          const [east, north] = fromChineseMap(toChineseMap([x, y]))
          expect(Math.abs(east - x)).toBeLessThan(1e-7)
          expect(Math.abs(north - y)).toBeLessThan(1e-7)
        },
      ),
    )
    expect(toMap([120, 30], 'WGS-84', 'CGCS2000')).toEqual([120, 30])
    expect(toMap([120, 30], 'GCJ-02', 'GCJ-02')).toEqual([120, 30])
  })
})

const line = (columns: Record<string, string>, number: number): DivisionLine => ({
  file: 'own.csv',
  line: number,
  columns,
})

describe('a division file', () => {
  it('loses no line: each is stored or named with its fault', () => {
    const code = fc.constantFrom('330000', '330100', '330102', '330102001', 'bad code', '')
    const columns = fc.record({
      code,
      parent_code: fc.constantFrom('', '330000', '330100', '330102', '999999'),
      level: fc.constantFrom('province', 'city', 'county', 'town', 'metropolis'),
      name_zh: fc.constantFrom('某地', ''),
      valid_from: fc.constantFrom('', '2019-01-01', '2021-04-09', '2019-02-30'),
      valid_to: fc.constantFrom('', '2021-04-08', '2018-01-01'),
    })
    fc.assert(
      fc.property(fc.array(columns, { maxLength: 8 }), (rows) => {
        const { rows: stored, faults } = readDivisionLines(
          rows.map((row, i) => line(row, i + 2)),
          { validFrom: '2019-01-01' },
        )
        const faulty = new Set(faults.map(({ path }) => Number(path.split(':')[1])))
        rows.forEach((row, i) => {
          const kept = stored.some((one) => one.code === row.code && one.nameZh === row.name_zh)
          expect(kept || faulty.has(i + 2)).toBe(true)
        })
        if (faults.length > 0) return
        for (const one of stored) {
          const twins = stored.filter((other) => other !== one && other.code === one.code && overlap(one, other))
          expect(twins).toEqual([])
          expect(one.path.endsWith(`${one.code}/`)).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('cuts a village where its town gets another code, and not where only the county changes its extent', () => {
    const rows = [
      ['1000', 'city', '', '2019-01-01', '', ''],
      ['1100', 'county', '1000', '2019-01-01', '2021-04-08', ''],
      ['1100', 'county', '1000', '2021-04-09', '', ''],
      ['1200', 'county', '1000', '2019-01-01', '2021-04-08', ''],
      ['1101', 'town', '1100', '2019-01-01', '', ''],
      ['1201', 'town', '1200', '2019-01-01', '2021-04-08', ''],
      ['1102', 'town', '1100', '2021-04-09', '', '1201'],
      ['110101', 'village', '1101', '', '', ''],
      ['120101', 'village', '1201', '', '', ''],
    ].map(([code = '', level = '', parent_code = '', valid_from = '', valid_to = '', was_code = ''], i) =>
      line({ code, level, parent_code, valid_from, valid_to, was_code, name_zh: '某地' }, i + 2),
    )
    const read = readDivisionLines(rows, { validFrom: '2019-01-01' })
    expect(read.faults).toEqual([])
    const of = (code: string) =>
      read.rows.filter((row) => row.code === code).map((row) => [row.path, row.validFrom, row.validTo])
    expect(of('110101')).toEqual([['1000/1100/1101/110101/', '2019-01-01', null]])
    expect(of('120101')).toEqual([
      ['1000/1200/1201/120101/', '2019-01-01', '2021-04-08'],
      ['1000/1100/1102/120101/', '2021-04-09', null],
    ])
  })
})

describe('a map without outlines', () => {
  it('answers nothing and breaks nothing', () => {
    const region = { code: '330000', level: 'province' as const, path: '330000/', nameZh: '浙江省', nameEn: 'Zhejiang' }
    const atlas = makeAtlas({ regions: [region], outlines: [], declared: [], gridDegrees: null })
    expect([atlas.levels, atlas.outlines('province'), atlas.neighbours('330000'), atlas.locate([120, 30])]).toEqual([
      [],
      null,
      [],
      null,
    ])
  })
})
