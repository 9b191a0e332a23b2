import { describe, expect, it } from 'vitest'
import type { Topology } from 'topojson-specification'
import { appearances, colourNames, patternSvg } from './colours.ts'
import { placeLabels, shapeTowards, textEms, viewOf } from './labels.ts'
import { labelSpot } from './label-spot.ts'
import { layoutMap } from './layout.ts'

/** Three squares of one degree in a row: two of city 3301, one of city 3302. */
const row: Topology = {
  type: 'Topology',
  arcs: [
    [
      [1, 0],
      [1, 1],
    ],
    [
      [1, 1],
      [0, 1],
      [0, 0],
      [1, 0],
    ],
    [
      [2, 0],
      [2, 1],
    ],
    [
      [2, 1],
      [1, 1],
    ],
    [
      [1, 0],
      [2, 0],
    ],
    [
      [2, 0],
      [3, 0],
      [3, 1],
      [2, 1],
    ],
  ],
  objects: {
    counties: {
      type: 'GeometryCollection',
      geometries: [
        { type: 'Polygon', arcs: [[0, 1]], properties: { code: '330101' } },
        { type: 'Polygon', arcs: [[4, 2, 3, -1]], properties: { code: '330102' } },
        { type: 'MultiPolygon', arcs: [[[5, -3]]], properties: { code: '330201' } },
      ],
    },
  },
}

describe('layoutMap', () => {
  const layout = layoutMap(row, { width: 316, height: 120, padding: 8, tolerance: 0 })

  it('draws every place once, inside the picture', () => {
    expect(layout.shapes.map(({ code }) => code)).toEqual(['330101', '330102', '330201'])
    for (const { bounds } of layout.shapes) {
      expect(bounds[0][0]).toBeGreaterThanOrEqual(8 - 1e-6)
      expect(bounds[1][0]).toBeLessThanOrEqual(308 + 1e-6)
    }
    expect(layout.shapes[0]!.path).toMatch(/^M[^M]+Z$/)
  })

  it('puts north above and east to the right', () => {
    const [x, y] = layout.project([0, 0])
    const [east, north] = layout.project([1, 1])
    expect(east).toBeGreaterThan(x)
    expect(north).toBeLessThan(y)
    const [longitude, latitude] = layout.unproject([east, north])
    expect(longitude).toBeCloseTo(1, 6)
    expect(latitude).toBeCloseTo(1, 6)
  })

  it('tells borders of counties, of cities and the outline apart', () => {
    const x = (longitude: number) => Math.round(layout.project([longitude, 0])[0] * 100) / 100
    expect(layout.borders.inner.match(/M/g)).toHaveLength(1)
    expect(layout.borders.inner).toContain(`M${x(1)} `)
    expect(layout.borders.parents.match(/M/g)).toHaveLength(1)
    expect(layout.borders.parents).toContain(`M${x(2)} `)
    expect(layout.borders.outline.match(/M/g)).toHaveLength(4)
  })

  it('fits to the places asked for', () => {
    const one = layoutMap(row, { width: 316, height: 120, only: (code) => code === '330201' })
    expect(one.shapes).toHaveLength(1)
    expect(one.borders.parents).toBe('')
  })

  it('names a level that is not there', () => {
    expect(() => layoutMap(row, { width: 10, height: 10, object: 'towns' })).toThrow('towns')
  })
})

describe('labels', () => {
  const { shapes } = layoutMap(row, { width: 316, height: 120, padding: 8, tolerance: 0 })
  const size = { width: 316, height: 120, fontSize: 12 }

  it('stand in the middle of a square', () => {
    const [x, y] = labelSpot([
      [
        [0, 0],
        [10, 0],
        [10, 10],
        [0, 10],
      ],
    ])
    expect(x).toBeCloseTo(5, 0)
    expect(y).toBeCloseTo(5, 0)
  })

  it('stay inside an angle, where the middle of the box is outside', () => {
    const [x, y] = labelSpot([
      [
        [0, 0],
        [100, 0],
        [100, 20],
        [20, 20],
        [20, 100],
        [0, 100],
      ],
    ])
    expect(x < 20 || y < 20).toBe(true)
  })

  it('show what fits and leave out what does not', () => {
    expect(placeLabels(shapes, { ...size, text: () => '鹿城' })).toHaveLength(3)
    expect(placeLabels(shapes, { ...size, text: () => '一个写不下的非常长的名字' })).toEqual([])
  })

  it('never cover one another', () => {
    const labels = placeLabels(shapes, { ...size, fontSize: 30, text: () => '苍南龙港', overhang: 3 })
    expect(labels.length).toBeGreaterThan(0)
    expect(labels.length).toBeLessThan(3)
  })

  it('take Chinese as wider than Latin', () => {
    expect(textEms('温州')).toBe(2)
    expect(textEms('ab')).toBeLessThan(1.2)
  })
})

describe('moving over the map', () => {
  const { shapes } = layoutMap(row, { width: 316, height: 120, padding: 8, tolerance: 0 })

  it('goes to the neighbour in the direction, and nowhere at the end', () => {
    expect(shapeTowards(shapes, '330101', 'right')).toBe('330102')
    expect(shapeTowards(shapes, '330201', 'left')).toBe('330102')
    expect(shapeTowards(shapes, '330201', 'right')).toBeNull()
  })

  it('zooms to a place so that it fills the picture', () => {
    const view = viewOf([shapes[2]!], { width: 316, height: 120 }, { padding: 10 })
    expect(view.k).toBeCloseTo(1, 0)
    expect(((shapes[2]!.bounds[0][0] + shapes[2]!.bounds[1][0]) / 2) * view.k + view.x).toBeCloseTo(158)
  })
})

describe('colours', () => {
  it('differ by mark and by pattern, not only by colour', () => {
    const signs = colourNames.map((name) => appearances[name])
    expect(new Set(signs.map(({ mark }) => mark)).size).toBe(signs.length)
    expect(new Set(signs.map(({ pattern }) => JSON.stringify(pattern))).size).toBe(signs.length)
    expect(patternSvg('red', 'p-red')).toContain('id="p-red"')
  })
})
