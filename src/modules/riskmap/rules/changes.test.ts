import { describe, expect, it } from 'vitest'
import { day } from '#base/dates.ts'
import type { LevelInfo } from '../api-publication.ts'
import { listChanges, type ChangesGiven, type Standing } from './changes.ts'

const words = [
  ['green', '绿色', '低风险', 'low risk'],
  ['blue', '蓝色', '较低风险', 'lower risk'],
  ['yellow', '黄色', '中风险', 'medium risk'],
  ['orange', '橙色', '较高风险', 'higher risk'],
  ['red', '红色', '高风险', 'high risk'],
] as const
const levels: LevelInfo[] = words.map(([id, zh, meaning, en], rank) => ({
  id,
  rank,
  name: { zh, en: id },
  meaning: { zh: meaning, en },
  colour: id,
  hex: '#000000',
  guidance: { zh: '-', en: '-' },
}))

const wenzhou = { code: '330300', name: { zh: '温州市', en: 'Wenzhou' } }
const hangzhou = { code: '330100', name: { zh: '杭州市', en: 'Hangzhou' } }
const at = (code: string, zh: string, en: string, parent: Standing['parent'], level: string): Standing => ({
  code,
  name: { zh, en },
  parent,
  level,
  deviation: null,
})
const regions: Standing[] = [
  at('330382', '乐清市', 'Yueqing', wenzhou, 'red'),
  at('330326', '平阳县', 'Pingyang', wenzhou, 'yellow'),
  at('330112', '临安区', 'Linan', hangzhou, 'green'),
  at('330111', '富阳区', 'Fuyang', hangzhou, 'green'),
  at('330327', '苍南县', 'Cangnan', wenzhou, 'green'),
  at('330329', '泰顺县', 'Taishun', wenzhou, 'green'),
]
const given: ChangesGiven = {
  on: day('2020-02-12'),
  tier: 'county',
  root: { zh: '浙江省', en: 'Zhejiang' },
  levels,
  regions,
  before: {
    publicationId: '0',
    on: day('2020-02-09'),
    levels: new Map([
      ['330382', 'red'],
      ['330326', 'orange'],
      ['330112', 'blue'],
      ['330111', 'blue'],
      ['330327', 'blue'],
      ['330329', 'blue'],
    ]),
  },
}

const zh = (list: ReturnType<typeof listChanges>): string[] => list.sentences.map((sentence) => sentence.zh)
const en = (list: ReturnType<typeof listChanges>): string[] => list.sentences.map((sentence) => sentence.en)

describe('the change list', () => {
  it('reads like a communiqué', () => {
    expect(zh(listChanges(given))).toEqual([
      '截至2020年2月12日24时，浙江省6个县（市、区）中，高风险1个、中风险1个、低风险4个。',
      '与2月9日（3天前）相比，5个县（市、区）风险等级下降，没有等级上升。',
      '平阳县由橙色（较高风险）降为黄色（中风险）。',
      '4个县（市、区）由蓝色（较低风险）降为绿色（低风险）：杭州市富阳区、临安区；温州市苍南县、泰顺县。',
      '高风险1个：乐清市。',
      '中风险1个：平阳县。',
    ])
  })

  it('says the same in English', () => {
    expect(en(listChanges(given))).toEqual([
      'At the end of 12 February 2020, of the 6 counties of Zhejiang: 1 high risk, 1 medium risk and 4 low risk.',
      'Compared with 9 February (3 days before), 5 counties lowered and none raised.',
      'Pingyang: from orange (higher risk) to yellow (medium risk).',
      '4 counties lowered from blue (lower risk) to green (low risk): Hangzhou: Fuyang, Linan; Wenzhou: Cangnan, Taishun.',
      'High risk, 1 county: Yueqing.',
      'Medium risk, 1 county: Pingyang.',
    ])
  })

  it('names what rose, and never as lowered', () => {
    const list = listChanges({ ...given, before: { ...given.before!, levels: new Map([['330326', 'blue']]) } })
    expect(list.raised.map((change) => change.code)).toEqual(['330326'])
    expect(list.lowered).toEqual([])
    expect(zh(list)).toContain('平阳县由蓝色（较低风险）升为黄色（中风险）。')
  })

  it('says plainly that nothing changed', () => {
    const same = new Map(regions.map((region) => [region.code, region.level]))
    expect(zh(listChanges({ ...given, before: { ...given.before!, levels: same } }))[1]).toBe(
      '与2月9日（3天前）相比，各地风险等级没有变化。',
    )
  })

  it('says of a first edition that there is nothing to compare with, and counts nothing before', () => {
    const list = listChanges({ ...given, before: null })
    expect(zh(list)[1]).toBe('本期没有可比较的上一期。')
    expect(list.against).toBeNull()
    expect(list.counts.every((count) => count.before === null)).toBe(true)
    expect(list.counts.reduce((sum, count) => sum + count.now, 0)).toBe(regions.length)
  })

  it('never hides that an expert decided otherwise than the rules', () => {
    const deviated = regions.map((region) =>
      region.code === '330326' ? { ...region, deviation: { engineLevel: 'orange', reason: '聚集已控制' } } : region,
    )
    const list = listChanges({ ...given, regions: deviated })
    expect(zh(list).at(-1)).toBe(
      '平阳县按规则评定为橙色（较高风险），经专家研判、第二人确认，调整为黄色（中风险），理由：聚集已控制。',
    )
  })

  it('groups every region below its parent exactly once', () => {
    const grouped = listChanges(given).groups.flatMap((group) =>
      group.levels.flatMap((level) => level.regions.map((region) => `${group.parent.code} ${region.code}`)),
    )
    expect(grouped.sort()).toEqual(regions.map((region) => `${region.parent.code} ${region.code}`).sort())
  })
})
