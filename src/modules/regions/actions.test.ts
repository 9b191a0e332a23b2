// The shipped region in a real database: seeded fast, right on both days, found by place, name and neighbour; an
// authority's own region takes its place whole or not at all.

import { resolve } from 'node:path'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { anonymous, systemActor } from '#base/actor.ts'
import { fixedClock, stopwatch } from '#base/clock.ts'
import { WuseError } from '#base/errors.ts'
import { workOn } from '#storage/work.ts'
import { database, rolledBack, testNow } from '#test/support/database.ts'
import { decodeFile, importRegion, importShippedRegion } from './actions.ts'
import { checkTree } from './check.ts'
import { ancestors, children, getOutlines, getRegion, locate, neighbourCodes, neighbours } from './door.ts'
import { listRegions, readAbout, regionsOfLevel } from './queries.ts'
import { aboutRegionSchema } from './region-file.ts'

const folder = resolve(import.meta.dirname, '../../../regions/zhejiang-2020')
const before = '2020-02-01'
const after = '2021-04-09'
let seconds = 0

beforeAll(async () => {
  const { db } = await database()
  const elapsed = stopwatch()
  await db.transaction().execute(async (tx) => {
    const { work } = workOn(tx, { clock: fixedClock(testNow), actor: systemActor('test') })
    const report = await importShippedRegion(work, folder)
    expect(report.read).toEqual({ divisions: 1523 + 25_527, outlines: 96, neighbours: 3 })
    expect(report.byLevel).toMatchObject({ province: 1, city: 11, county: 92, town: 1415, village: 25_527 })
    expect(report.warnings).toEqual([])
  })
  seconds = elapsed() / 1000
})

const read = async <T>(run: (db: Awaited<ReturnType<typeof database>>['db']) => Promise<T>): Promise<T> =>
  run((await database()).db)

describe('the shipped region', () => {
  it('is loaded into an empty database in seconds, also on a busy machine', () => {
    expect(seconds).toBeLessThan(15)
  })

  it.each([before, after])('on %s has 11 cities, 90 counties, 1,384 towns and 25,527 villages', async (on) => {
    const count = async (level: 'city' | 'county' | 'town' | 'village') =>
      (await read((db) => regionsOfLevel(db, on, level))).length
    expect([await count('city'), await count('county'), await count('town'), await count('village')]).toEqual([
      11, 90, 1384, 25_527,
    ])
  })

  it('keeps the same code in two validities, with the towns and villages of each', async () => {
    const shangcheng = (on: string) => read((db) => getRegion(db, '330102', on))
    expect((await shangcheng(before)).population).toBe(357_657)
    expect((await shangcheng(after)).population).toBe(1_323_467)
    expect((await read((db) => children(db, '330102', before))).length).toBe(6)
    expect((await read((db) => children(db, '330102', after))).length).toBe(14)
    await expect(read((db) => getRegion(db, '330104', after))).rejects.toMatchObject({
      kind: 'NotFound',
      code: 'regions.unknown',
    })
    const village = async (on: string) => (await read((db) => getRegion(db, '330104005051', on))).path
    expect(await village(before)).toBe('330000/330100/330104/330104005/330104005051/')
    expect(await village(after)).toBe('330000/330100/330102/330102011/330104005051/')
  })

  it('hangs 103 villages below the pseudo-street of 龙港', async () => {
    const [street, ...none] = await read((db) => children(db, '330383', before))
    expect(none).toEqual([])
    expect((await read((db) => children(db, street?.code ?? '', before))).length).toBe(103)
  })

  it('names ancestors from the top down', async () => {
    const names = (await read((db) => ancestors(db, '330382114', before))).map(({ name }) => name.en)
    expect(names).toEqual(['Zhejiang Province', 'Wenzhou City', 'Yueqing City'])
  })

  it('finds the county around a place, of a phone and of a Chinese map', async () => {
    const at = async (longitude: number, latitude: number, system: 'GCJ-02' | 'WGS-84', on = before) =>
      (await read((db) => locate(db, { longitude, latitude, system }, on))).map(({ name }) => name.zh)
    expect(await at(120.967, 28.116, 'GCJ-02')).toEqual(['浙江省', '温州市', '乐清市'])
    expect(await at(120.1551, 30.2741, 'WGS-84')).toEqual(['浙江省', '杭州市', '下城区'])
    expect(await at(120.1551, 30.2741, 'WGS-84', after)).toEqual(['浙江省', '杭州市', '拱墅区'])
    expect(await at(120.35, 30.31, 'GCJ-02', after)).toEqual(['浙江省', '杭州市', '钱塘区'])
    expect(await at(121.47, 31.23, 'GCJ-02')).toEqual([])
  })

  it('knows neighbours by border and by declaration', async () => {
    const yueqing = await read((db) => neighbours(db, '330382', before))
    expect(yueqing.map(({ name, border }) => `${name.zh}${border ? '' : '*'}`)).toContain('永嘉县')
    const daishan = await read((db) => neighbours(db, '330921', before))
    expect(daishan.map(({ code, border }) => [code, border])).toEqual([
      ['330902', false],
      ['330922', false],
    ])
    const cities = await read((db) => neighbourCodes(db, before, 'city'))
    expect(cities.get('330900')).toEqual(['330200'])
    const counties = await read((db) => neighbourCodes(db, after, 'county'))
    expect(counties.size).toBe(90)
    expect([...counties.values()].filter((list) => list.length === 0)).toEqual([])
  })

  it.each(['county', 'city', 'province'] as const)(
    'draws the level %s with shared borders, under 250 kB',
    async (level) => {
      for (const [on, count] of [
        [before, { county: 90, city: 11, province: 1 }[level]],
        [after, { county: 90, city: 11, province: 1 }[level]],
      ] as const) {
        const topology = await read((db) => getOutlines(db, on, level))
        expect(topology?.objects.regions.geometries.length).toBe(count)
        expect(JSON.stringify(topology).length).toBeLessThan(700_000)
      }
    },
  )

  it('holds together: the check finds no fault', async () => {
    for (const on of [before, after]) {
      const findings = await read((db) => checkTree(db, on))
      expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(['note regions.shipped-only-demo'])
    }
  })

  it('is found by name in either language and paged by code', async () => {
    const page = async (after_?: string) =>
      read((db) => listRegions(db, { on: before, level: 'county', within: '330300', limit: 5, after: after_ }))
    const first = await page()
    expect(first.rows.length).toBe(5)
    const second = await page(first.next ?? '')
    expect(second.rows[0]?.code).toBe('330326')
    const found = await read((db) => listRegions(db, { on: before, search: 'yueqing', level: 'county', limit: 5 }))
    expect(found.rows.map(({ code }) => code)).toEqual(['330382'])
  })
})

const square = (west: number, south: number, size = 1): number[][] => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
]
const drawn = (code: string, ring: number[][], more = {}) => ({
  type: 'Feature' as const,
  properties: { adcode: Number(code), ...more },
  geometry: { type: 'Polygon' as const, coordinates: [ring] },
})
const collection = (...features: ReturnType<typeof drawn>[]) => ({
  name: 'map.geojson',
  collection: { type: 'FeatureCollection' as const, features },
})
const divisions = (...lines: string[]) => [
  { name: 'own.csv', text: ['code,level,parent_code,name_zh,name_en,valid_from', ...lines].join('\n') },
]
const own = divisions(
  '340000,province,,安徽省,Anhui Province,2019-01-01',
  '340100,city,340000,合肥市,Hefei City,2019-01-01',
  '340102,county,340100,瑶海区,Yaohai District,2019-01-01',
  '340103,county,340100,庐阳区,Luyang District,2019-01-01',
)
const issuesOf = async (run: Promise<unknown>): Promise<string[]> => {
  const error = await run.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof WuseError)) throw new Error('Nothing was refused')
  return error.issues.map(({ path, message }) => `${path} ${message}`)
}

describe('importing another region', () => {
  it('stores divisions and outlines with control totals, beside what is there', () =>
    rolledBack(async (work) => {
      const outlines = [collection(drawn('340102', square(117, 31)), drawn('340103', square(118, 31)))]
      const report = await importRegion(work, { divisions: own, outlines, mode: 'replace' })
      expect(report).toMatchObject({
        rootCode: '340000',
        stored: { regions: 4, outlines: 2 },
        byLevel: { province: 1, city: 1, county: 2 },
      })
      expect((await neighbours(work.db, '340102', before)).map(({ code }) => code)).toEqual(['340103'])
      expect((await locate(work.db, { longitude: 118.5, latitude: 31.5, system: 'GCJ-02' }, before)).at(-1)?.code).toBe(
        '340103',
      )
      expect((await getRegion(work.db, '330382', before)).name.zh).toBe('乐清市')
      expect((await getOutlines(work.db, before, 'county'))?.objects.regions.geometries.length).toBe(92)
    }))

  it('replaces the sample by the approved map of the same province, whole', () =>
    rolledBack(async (work) => {
      const rows = divisions(
        '330000,province,,浙江省,Zhejiang,2019-01-01',
        '330382,county,330000,乐清市,Yueqing,2019-01-01',
      )
      const about = aboutRegionSchema.parse({
        notice: { zh: '审图号 浙S(2020)1号', en: 'Approved map' },
        coordinates: { system: 'CGCS2000' },
      })
      await importRegion(work, {
        divisions: rows,
        outlines: [collection(drawn('330382', square(120.8, 28)))],
        about,
        mode: 'replace',
      })
      expect((await regionsOfLevel(work.db, before, 'county')).map(({ code }) => code)).toEqual(['330382'])
      expect(await readAbout(work.db)).toMatchObject({
        isShipped: false,
        notice: { zh: '审图号 浙S(2020)1号' },
        coordinateSystem: 'CGCS2000',
      })
      const left = await sql<{ n: number }>`select count(*)::int as n from region_adjacencies`.execute(work.db)
      expect(left.rows[0]?.n).toBe(0)
    }))

  it('replaces the outlines of counties alone, and adds micro-grids below a village', () =>
    rolledBack(async (work) => {
      await importRegion(work, { divisions: [], outlines: [collection(drawn('330382', square(121, 28)))], mode: 'add' })
      expect(
        (await locate(work.db, { longitude: 121.99, latitude: 28.99, system: 'GCJ-02' }, before)).at(-1)?.code,
      ).toBe('330382')
      const grids = [
        { name: 'grids.csv', text: 'code,level,parent_code,name_zh\n330104005051-01,grid,330104005051,第一网格' },
      ]
      const report = await importRegion(work, { divisions: grids, outlines: [], mode: 'add' })
      expect(report.stored.regions).toBe(2)
      const path = async (on: string) => (await getRegion(work.db, '330104005051-01', on)).path
      expect(await path(before)).toContain('330104/330104005/330104005051/330104005051-01/')
      expect(await path(after)).toContain('330102/330102011/330104005051/330104005051-01/')
    }))

  it('names row, field and remedy of every fault, and stores nothing', () =>
    rolledBack(async (work) => {
      const rows = divisions(
        '340000,province,,安徽省,Anhui,2019-01-01',
        '340100,town,340000,,Hefei,2019-02-30',
        '34 01,county,340000,瑶海区,Yaohai,2019-01-01',
        '340199,county,349999,庐阳区,Luyang,2019-01-01',
        '340000,province,,安徽省,Anhui,2020-01-01',
        '340104,metropolis,340000,蜀山区,Shushan,2019-01-01',
      )
      const outlines = [
        collection(
          drawn('999999', square(117, 31)),
          drawn('340000', square(31, 117)),
          drawn('340000', square(500_000, 3_400_000, 1000)),
        ),
      ]
      const issues = await issuesOf(importRegion(work, { divisions: rows, outlines, mode: 'add' }))
      const expected = [
        'own.csv:3:name_zh The name is empty',
        'own.csv:3:valid_from "2019-02-30" is no calendar day',
        'own.csv:4:code "34 01" is no division code',
        'own.csv:5:parent_code There is no region 349999 above',
        'own.csv:6:code 340000 already stands for 安徽省 since 2019-01-01',
        'own.csv:7:level "metropolis" is no level',
        'map.geojson:feature 1:code 999999 is no region of this tree',
        'map.geojson:feature 2:geometry (31, 117) looks like latitude before longitude',
        'map.geojson:feature 3:geometry (500000, 3400000) is not in degrees',
      ]
      for (const text of expected)
        expect(
          issues.some((issue) => issue.startsWith(text)),
          `${text}\n${issues.join('\n')}`,
        ).toBe(true)
      expect(issues.length).toBe(expected.length)
      await expect(getRegion(work.db, '340000', before)).rejects.toMatchObject({ kind: 'NotFound' })
    }))

  it('refuses a row that is stored already, a county below a town, and a replacing file with two tops', () =>
    rolledBack(async (work) => {
      const add = (...lines: string[]) =>
        importRegion(work, { divisions: divisions(...lines), outlines: [], mode: 'add' })
      expect((await issuesOf(add('330382,county,330300,乐清市,Yueqing,2020-01-01')))[0]).toContain('already stands')
      expect((await issuesOf(add('330399,county,330382114,某县,X,2020-01-01')))[0]).toContain('cannot stand below')
      expect((await issuesOf(add('330198,town,330104,某镇,X,2020-01-01')))[0]).toContain('is not in force')
      const tops = divisions('340000,province,,安徽省,Anhui,', '350000,province,,福建省,Fujian,')
      expect((await issuesOf(importRegion(work, { divisions: tops, outlines: [], mode: 'replace' })))[0]).toContain(
        'one topmost region, found 2',
      )
    }))

  it('draws the validity of the day given, and says so when one drawing serves several', () =>
    rolledBack(async (work) => {
      const outlines = [collection(drawn('330102', square(120, 30)))]
      const all = await importRegion(work, { divisions: [], outlines, mode: 'add' })
      expect(all.stored.outlines).toBe(2)
      expect(all.warnings[0]).toContain('every validity of 330102')
      const one = await importRegion(work, { divisions: [], outlines, mode: 'add', validFrom: after })
      expect([one.stored.outlines, one.warnings]).toEqual([1, []])
      const ended = importRegion(work, {
        divisions: [],
        outlines: [collection(drawn('330104', square(120, 30)))],
        mode: 'add',
        validFrom: after,
      })
      expect((await issuesOf(ended))[0]).toContain('330104 is not in force on 2021-04-09')
    }))

  it('does not mix maps that lie 500 m apart', () =>
    rolledBack(async (work) => {
      const outlines = [collection(drawn('330382', square(121, 28)))]
      const about = aboutRegionSchema.parse({ coordinates: { system: 'WGS-84' } })
      const mixed = importRegion(work, { divisions: [], outlines, about, mode: 'add' })
      await expect(mixed).rejects.toMatchObject({ code: 'regions.mixed-coordinates' })
    }))

  it('says which column is missing', () =>
    rolledBack(async (work) => {
      const text = '代码,名称\n340000,安徽省\n'
      const refused = importRegion(work, { divisions: [{ name: 'own.csv', text }], outlines: [], mode: 'replace' })
      await expect(refused).rejects.toMatchObject({
        code: 'regions.columns-missing',
        facts: { missing: ['code', 'name_zh'] },
      })
    }))

  it('reads GB18030 no worse than UTF-8 and stores nothing on a dry run', () =>
    rolledBack(async (work) => {
      const gb18030 = new Uint8Array([0xd5, 0xe3, 0xbd, 0xad, 0xca, 0xa1])
      expect(decodeFile(gb18030)).toBe('浙江省')
      expect(decodeFile(new TextEncoder().encode('浙江省'))).toBe('浙江省')
      const report = await importRegion(work, { divisions: own, outlines: [], mode: 'replace', dryRun: true })
      expect(report).toMatchObject({ revision: null, stored: { regions: 4 } })
      await expect(getRegion(work.db, '340000', before)).rejects.toMatchObject({ kind: 'NotFound' })
    }))

  it('keeps an official inside the own jurisdiction', () =>
    rolledBack(
      async (work) => {
        const city = divisions('330399,county,330300,某县,X,2020-01-01')
        await expect(importRegion(work, { divisions: city, outlines: [], mode: 'add' })).rejects.toMatchObject({
          kind: 'Forbidden',
        })
      },
      { actor: { ...anonymous, kind: 'account', name: 'Hangzhou', scopes: { 'regions.manage': ['330000/330100/'] } } },
    ))

  it('is kept inside it by row-level security too', () =>
    rolledBack(
      async (work) => {
        const city = divisions('330399,county,330300,某县,X,2020-01-01')
        await expect(importRegion(work, { divisions: city, outlines: [], mode: 'add' })).rejects.toThrow(
          /row-level security/,
        )
      },
      { scopes: ['330000/330100/'] },
    ))
})
