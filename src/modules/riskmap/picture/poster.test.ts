import { describe, expect, it } from 'vitest'
import { outlineOf, subsetFor } from './font-files.ts'
import { makeWriter, wrapText } from './outlined-text.ts'
import { shortName } from './poster.ts'
import { bestColumns, layoutTiles } from './tiles.ts'

describe('tiles', () => {
  const tiles = Array.from({ length: 23 }, (_, index) => ({
    code: `3303821${String(index).padStart(2, '0')}`,
    parent: index < 9 ? '330382' : '330381',
  }))

  it('gives every place one tile of equal size, none over another, all inside the box', () => {
    const { shapes } = layoutTiles(tiles, { width: 600, height: 300 })
    expect(shapes.map((shape) => shape.code).sort()).toEqual(tiles.map((tile) => tile.code).sort())
    expect(new Set(shapes.map((shape) => Math.round(shape.area))).size).toBe(1)
    for (const a of shapes) {
      expect(a.bounds[0][0]).toBeGreaterThanOrEqual(0)
      expect(a.bounds[1][0]).toBeLessThanOrEqual(600)
      expect(a.bounds[1][1]).toBeLessThanOrEqual(300)
      for (const b of shapes) {
        if (a === b) continue
        const apart =
          a.bounds[1][0] <= b.bounds[0][0] ||
          b.bounds[1][0] <= a.bounds[0][0] ||
          a.bounds[1][1] <= b.bounds[0][1] ||
          b.bounds[1][1] <= a.bounds[0][1]
        expect(apart, `${a.code} over ${b.code}`).toBe(true)
      }
    }
  })

  it('is the same whatever the order of the places, and divides parents by a line', () => {
    const once = layoutTiles(tiles, { width: 600, height: 300 })
    expect(layoutTiles(tiles.toReversed(), { width: 600, height: 300 }).shapes).toEqual(once.shapes)
    expect(once.borders.parents).toMatch(/^M/)
    expect(layoutTiles(tiles.slice(0, 9), { width: 600, height: 300 }).borders.parents).toBe('')
  })

  it('chooses the columns that give the largest tiles', () => {
    expect(bestColumns(12, 3)).toBe(6)
    expect(bestColumns(9, 1)).toBe(3)
    expect(bestColumns(0, 1)).toBe(1)
  })
})

describe('text', () => {
  it('has an outline for the rare characters of place names, in both weights', () => {
    const missing = outlineOf('\u{10ffff}', 400).path
    for (const letter of '衢嵊鄞瓯缙碶澥甽峃漈澉鄣浬剡沚皤') {
      for (const weight of [400, 700] as const) {
        const { path, advance } = outlineOf(letter, weight)
        expect(path.length, letter).toBeGreaterThan(100)
        expect(path, letter).not.toBe(missing)
        expect(advance).toBe(1000)
      }
    }
  })

  it('embeds exactly the characters asked for, each in the font that holds it', async () => {
    const subset = await subsetFor('浙江峃口 abc', 400)
    expect(subset.fonts.length).toBe(2)
    for (const { bytes } of subset.fonts) expect(bytes.length).toBeLessThan(20_000)
    const runs = subset.runs('浙江峃口')
    expect(runs.map((run) => run.text)).toEqual(['浙江', '峃', '口'])
    expect(runs[0]!.font).toBe(runs[2]!.font)
    expect(runs[0]!.font).not.toBe(runs[1]!.font)
  })

  it('breaks lines anywhere in Chinese but never before a closing mark, and only at spaces in English', () => {
    const ems = (text: string): number => text.length
    for (const line of wrapText('高风险一个，较高风险十个。中风险九个；低风险五十七个', 6, ems)) {
      expect(line).not.toMatch(/^[，。；]/)
      expect(line.length).toBeLessThanOrEqual(7)
    }
    expect(wrapText('one two three four', 9, ems)).toEqual(['one two', 'three', 'four'])
  })

  it('draws each character once, and escapes what is written beside it', () => {
    const writer = makeWriter(outlineOf)
    const drawn = writer.write('温州温州<&"', 10, 20, { size: 12, fill: '#000' })
    expect(drawn).toContain('aria-label="温州温州&lt;&amp;&quot;"')
    expect(writer.defs().match(/<path /g)).toHaveLength(5)
    expect(writer.measure('温州', 12)).toBeCloseTo(24)
  })

  it('shortens names of divisions, but never to one character', () => {
    expect(['乐清市', '景宁畲族自治县', '柳市镇', '开化县', '城东街道'].map((name) => shortName(name, 'zh'))).toEqual([
      '乐清',
      '景宁',
      '柳市',
      '开化',
      '城东',
    ])
    expect(shortName('吴县', 'zh')).toBe('吴县')
    expect(shortName('Yueqing City', 'en')).toBe('Yueqing')
  })
})
