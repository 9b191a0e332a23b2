// The shipped divisions: how many stand on which day, right names, populations that add up, and the same bytes when built again.

import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildRegion } from './build-region.ts'
import { englishName } from './english-names.ts'
import { readCsv } from './read-divisions.ts'

const root = resolve(import.meta.dirname, '../..')
const folder = resolve(root, 'regions/zhejiang-2020')
const data = resolve(root, process.env.WUSE_CHECK_DATA ?? '../shared/data')
const divisions = readCsv(resolve(folder, 'divisions.csv'))
const villages = readCsv(resolve(folder, 'villages.csv'))

const on = (day: string, level: string) =>
  divisions.filter(
    (row) => row.level === level && `${row.valid_from}` <= day && (row.valid_to === '' || day <= `${row.valid_to}`),
  )
const population = (rows: Record<string, string>[]) => rows.reduce((sum, row) => sum + Number(row.population), 0)

describe('the shipped divisions', () => {
  it.each([
    ['2020-02-01', 11, 90, 1384],
    ['2021-04-08', 11, 90, 1384],
    ['2021-04-09', 11, 90, 1384],
  ])('on %s: %i cities, %i counties, %i towns', (day, cities, counties, towns) => {
    expect(on(day, 'city').length).toBe(cities)
    expect(on(day, 'county').length).toBe(counties)
    expect(on(day, 'town').length).toBe(towns)
  })

  it('hold Hangzhou as it was in 2020 and as it is from 9 April 2021', () => {
    const hangzhou = (day: string) =>
      on(day, 'county')
        .filter((row) => row.parent_code === '330100')
        .map((row) => row.name_zh)
    const before = '上城区 下城区 江干区 拱墅区 西湖区 滨江区 萧山区 余杭区 富阳区 临安区 桐庐县 淳安县 建德市'
    const after = '上城区 拱墅区 西湖区 滨江区 萧山区 余杭区 富阳区 临安区 临平区 钱塘区 桐庐县 淳安县 建德市'
    expect(hangzhou('2021-04-08').join(' ')).toBe(before)
    expect(hangzhou('2021-04-09').join(' ')).toBe(after)
    const versions = divisions
      .filter((row) => row.code === '330102')
      .map((row) => [row.valid_from, row.valid_to, row.population])
    expect(versions).toEqual([
      ['2019-09-25', '2021-04-08', '357657'],
      ['2021-04-09', '', '1323467'],
    ])
    const qiantang = on('2021-04-09', 'town')
      .filter((row) => row.parent_code === '330114')
      .map((row) => row.name_zh)
    expect(qiantang.join(' ')).toBe('下沙街道 白杨街道 河庄街道 义蓬街道 新湾街道 临江街道 前进街道')
  })

  it('hang every division below one that is in force all the time', () => {
    for (const row of divisions.filter((one) => one.level !== 'province')) {
      const parents = divisions.filter((one) => one.code === row.parent_code)
      expect(parents.length, `${row.code} ${row.name_zh}`).toBeGreaterThan(0)
      const covers = (day: string) =>
        parents.some((one) => `${one.valid_from}` <= day && (one.valid_to === '' || day <= `${one.valid_to}`))
      expect(covers(`${row.valid_from}`), `${row.code} begins without ${row.parent_code}`).toBe(true)
      expect(covers(row.valid_to || '2099-12-31'), `${row.code} outlives ${row.parent_code}`).toBe(true)
    }
  })

  it.each(['2020-02-01', '2021-04-09'])(
    'counties of %s add up to their cities, cities to the province: 64,567,588',
    (day) => {
      for (const city of on(day, 'city')) {
        expect(population(on(day, 'county').filter((row) => row.parent_code === city.code)), city.name_zh).toBe(
          Number(city.population),
        )
      }
      expect(population(on(day, 'city'))).toBe(64_567_588)
    },
  )

  it('have 25,527 villages, 103 of them directly below the pseudo-street of 龙港', () => {
    expect(villages.length).toBe(25_527)
    expect(new Set(villages.map((row) => row.code)).size).toBe(25_527)
    expect(villages.filter((row) => row.parent_code === '330383198').length).toBe(103)
    const towns = new Set(on('2020-02-01', 'town').map((row) => row.code))
    expect(villages.filter((row) => !towns.has(`${row.parent_code}`))).toEqual([])
  })

  it('are built to the same bytes again', () => {
    for (const [file, text] of buildRegion(folder))
      expect(readFileSync(resolve(folder, file), 'utf8') === text, file).toBe(true)
  }, 60_000)
})

describe('English names', () => {
  it.each([
    ['乐清市', 'Yueqing City'],
    ['丽水市', 'Lishui City'],
    ['台州市', 'Taizhou City'],
    ['天台县', 'Tiantai County'],
    ['嵊泗县', 'Shengsi County'],
    ['鄞州区', 'Yinzhou District'],
    ['缙云县', 'Jinyun County'],
    ['临安区', "Lin'an District"],
    ['瓯海区', 'Ouhai District'],
    ['长兴县', 'Changxing County'],
    ['景宁畲族自治县', 'Jingning She Autonomous County'],
    ['莪山畲族乡', 'Eshan She Ethnic Township'],
    ['清波街道', 'Qingbo Subdistrict'],
    ['闸弄口街道', 'Zhalongkou Subdistrict'],
    ['廿八都镇', 'Nianbadu Town'],
    ['於潜镇', 'Yuqian Town'],
    ['大峃镇', 'Daxue Town'],
    ['剡湖街道', 'Shanhu Subdistrict'],
  ])('%s is %s', (name, english) => expect(englishName(name)).toBe(english))

  it('exist for every division and village, in Latin letters', () => {
    const odd = [...divisions, ...villages].filter((row) => !/^[A-Z][A-Za-zü0-9'() -]+$/.test(`${row.name_en}`))
    expect(odd.map((row) => `${row.name_zh} ${row.name_en}`)).toEqual([])
  })
})

describe.skipIf(!existsSync(data))('the shipped divisions against independent lists', () => {
  it('have the 90 counties of 2020 with their cities', () => {
    const listed = readCsv(resolve(data, 'regions/zhejiang-counties-2020.csv'))
    const ours = on('2020-02-01', 'county').map((row) => `${row.code} ${row.name_zh} ${row.parent_code}`)
    expect(ours).toEqual(listed.map((row) => `${row.code} ${row.name} ${row.cityCode}`).sort())
  })

  it('have the census population of every county', () => {
    const census = readCsv(resolve(data, 'population/zhejiang_census2020_county.csv'))
    const counted = new Map(census.map((row) => [`${row.区划代码}`, Number(row.人口数_合计)]))
    const zone = Number(census.find((row) => row.区县 === '温州经济技术开发区')?.人口数_合计)
    for (const row of on('2020-02-01', 'county')) {
      const expected = (counted.get(`${row.code}`) ?? 0) + (row.code === '330303' ? zone : 0)
      expect(Number(row.population), row.name_zh).toBe(expected)
    }
  })
})
