// The shipped outlines against an independent drawing of the 90 counties of 2020 (areas, neighbours) and against
// themselves (shared borders, no gap, no overlap).

import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson'
import inside from 'point-in-polygon-hao'
import { feature, neighbors } from 'topojson-client'
import { topology as makeTopology } from 'topojson-server'
import type { GeometryCollection, GeometryObject, Topology } from 'topojson-specification'
import { describe, expect, it } from 'vitest'
import { readRegionFile } from './build-region.ts'
import { overlapsIn } from './build-outlines.ts'
import { dissolve } from './source-outlines.ts'
import { type Point, type Ring, squareKilometres, toGrid } from './grid.ts'
import { meetingBorders } from './simplify-borders.ts'

const root = resolve(import.meta.dirname, '../..')
const folder = resolve(root, 'regions/zhejiang-2020')
const file = readFileSync(resolve(folder, 'counties.topo.json'), 'utf8')
const topology = JSON.parse(file) as Topology
const region = readRegionFile(folder)
const checkFile = resolve(
  root,
  process.env.WUSE_CHECK_DATA ?? '../shared/data',
  'regions/check-only-county-polygons.geojson',
)

type Shape = { code: string; polygons: Position[][][] }

const polygonsOf = (geometry: Polygon | MultiPolygon): Position[][][] =>
  geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates

function shapesOf(name: string): Shape[] {
  const collection = feature(topology, topology.objects[name] as GeometryCollection<{ code: string }>)
  return collection.features.map(({ properties, geometry }) => ({
    code: properties.code,
    polygons: polygonsOf(geometry as Polygon | MultiPolygon),
  }))
}

const openRing = (ring: Position[]): Ring => ring.slice(1).map(toGrid)
const areaOf = ({ polygons }: Shape): number =>
  polygons.reduce((sum, rings) => {
    const [outer = 0, ...holes] = rings.map((ring) => Math.abs(squareKilometres(openRing(ring))))
    return sum + outer - holes.reduce((a, b) => a + b, 0)
  }, 0)

const areaIn = (shapes: Shape[], code: string): number => areaOf(shapes.find((shape) => shape.code === code) as Shape)

/** On the exact positions, not on the grid: the other drawing is on none. */
const exact = (s: Shape): number =>
  s.polygons.reduce(
    (sum, [outer = []]) =>
      sum + Math.abs(squareKilometres(outer.slice(1).map((p) => [(p[0] as number) * 1024, (p[1] as number) * 1024]))),
    0,
  )

function pairs(geometries: GeometryObject<object>[], codes: string[]): Set<string> {
  const found = neighbors(geometries)
  return new Set(
    found.flatMap((list, i) => list.filter((j) => j > i).map((j) => [codes[i], codes[j]].sort().join('–'))),
  )
}

const counties = shapesOf('counties')
const collection = topology.objects.counties as GeometryCollection<{ code: string }>
const shared = pairs(
  collection.geometries,
  counties.map(({ code }) => code),
)

const square = (x: number, y: number, size: number): Ring => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
]

describe('the shipped outlines', () => {
  it('hold the 90 counties of 1 February 2020 in under 250 kB gzipped', () => {
    expect(counties.length).toBe(90)
    expect(new Set(counties.map(({ code }) => code)).size).toBe(90)
    expect(gzipSync(file).length).toBeLessThan(120_000)
  })

  it('draw every border once: an arc belongs to one county (coast) or to two, never in the same direction', () => {
    for (const name of Object.keys(topology.objects)) {
      const uses = new Map<number, number[]>()
      const visit = (arcs: unknown): void => {
        if (Array.isArray(arcs)) arcs.forEach(visit)
        else if (typeof arcs === 'number') {
          const index = arcs < 0 ? ~arcs : arcs
          uses.set(index, [...(uses.get(index) ?? []), arcs < 0 ? -1 : 1])
        }
      }
      for (const shape of (topology.objects[name] as GeometryCollection).geometries)
        visit((shape as { arcs?: unknown }).arcs)
      for (const directions of uses.values()) expect(['1', '-1', '-1,1']).toContain(directions.sort().join())
    }
  })

  it('never let two borders cross or touch but at their ends: no overlap', () => {
    const arcs = topology.arcs.map((arc) => {
      let [x, y] = [0, 0]
      return arc.map((step): Point => [(x += step[0] as number), (y += step[1] as number)])
    })
    expect(arcs.flat().length).toBeGreaterThan(10_000)
    expect([...meetingBorders(arcs)]).toEqual([])
  })

  it.each(['counties', 'counties-2021-04-09'])('%s: no gap, no cell that two counties claim', (name) => {
    const parts = shapesOf(name).flatMap(({ polygons }) =>
      polygons.map(([outer = [], ...holes]) => oriented(openRing(outer), holes.map(openRing))),
    )
    const whole = dissolve(parts)
    expect(whole.length).toBeGreaterThan(0)
    expect(overlapsIn(whole)).toEqual([])
    const inner = name === 'counties' ? whole.flatMap(({ holes }) => holes) : []
    expect(inner).toEqual([])
  })

  it('finds a gap and an overlap where there is one', () => {
    const claimed = dissolve([
      { outer: square(0, 0, 9), holes: [] },
      { outer: square(3, 3, 2), holes: [] },
    ])
    expect(overlapsIn(claimed)).toEqual([square(3, 3, 2)])
    expect(dissolve([{ outer: square(0, 0, 9), holes: [square(3, 3, 2).toReversed()] }])[0]?.holes.length).toBe(1)
  })

  it('cover the same ground in 2020 and after the reform of 2021', () => {
    const reform = shapesOf('counties-2021-04-09')
    const [before, after] = [
      ['330102', '330103', '330104', '330105', '330109', '330110'],
      reform.map(({ code }) => code),
    ]
    expect(after).toEqual(['330102', '330105', '330109', '330110', '330113', '330114'])
    const total = (shapes: Shape[], codes: string[]) =>
      shapes.filter(({ code }) => codes.includes(code)).reduce((sum, shape) => sum + areaOf(shape), 0)
    expect(total(reform, after) / total(counties, before)).toBeCloseTo(1, 2)
    expect(areaOf(reform.find(({ code }) => code === '330113') as Shape)).toBeGreaterThan(270)
  })

  it('cut out as much as region.json says: 龙港 about 187 km², 临平 about 295 km²', () => {
    expect(Math.round(areaIn(counties, '330383'))).toBe(187)
    expect(Math.round(areaIn(shapesOf('counties-2021-04-09'), '330113'))).toBe(295)
    expect(region.outlines.cuts['330383']?.text.en).toContain('187 km²')
    expect(region.outlines.cuts['330110-east']?.text.en).toContain('295 km²')
  })

  it('join every island: with the declared pairs the counties are one connected region', () => {
    const all = [...shared, ...region.adjacency.map(({ between }) => between.join('–'))].map((pair) => pair.split('–'))
    const reached = new Set(['330102'])
    for (let size = 0; size !== reached.size;) {
      size = reached.size
      for (const [a = '', b = ''] of all) if (reached.has(a) || reached.has(b)) reached.add(a).add(b)
    }
    expect(counties.map(({ code }) => code).filter((code) => !reached.has(code))).toEqual([])
  })
})

const oriented = (outer: Ring, holes: Ring[]) => ({
  outer: squareKilometres(outer) < 0 ? outer.toReversed() : outer,
  holes: holes.map((hole) => (squareKilometres(hole) > 0 ? hole.toReversed() : hole)),
})

describe.skipIf(!existsSync(checkFile))('the shipped outlines against an independent drawing', () => {
  const check = existsSync(checkFile)
    ? (JSON.parse(readFileSync(checkFile, 'utf8')) as FeatureCollection<Polygon | MultiPolygon, { adcode: number }>)
    : { features: [] }
  const drawn: Shape[] = check.features.map(({ properties, geometry }) => ({
    code: String(properties.adcode),
    polygons: polygonsOf(geometry),
  }))

  it('areas: within 3 % for at least 85 counties, within 10 % for all but 龙港', () => {
    const deviations = drawn.map((shape) => {
      const ours = counties.find(({ code }) => code === shape.code)
      if (!ours) throw new Error(`No outline of ${shape.code}`)
      return { code: shape.code, share: exact(ours) / exact(shape) - 1 }
    })
    expect(deviations.length).toBe(90)
    expect(deviations.filter(({ share }) => Math.abs(share) <= 0.03).length).toBeGreaterThanOrEqual(85)
    expect(deviations.filter(({ share, code }) => Math.abs(share) > 0.1 && code !== '330383')).toEqual([])
  })

  it('neighbours: the same pairs', () => {
    const codes = drawn.map(({ code }) => code)
    const features = check.features.map((shape) => ({ ...shape, type: 'Feature' as const }))
    const other = makeTopology({ c: { type: 'FeatureCollection', features } } as never)
    const theirs = pairs((other.objects.c as GeometryCollection).geometries, codes)
    expect(theirs.size).toBeGreaterThan(200)
    expect([...shared].filter((pair) => !theirs.has(pair))).toEqual([])
    expect([...theirs].filter((pair) => !shared.has(pair))).toEqual([])
  })

  it('places: 3,000 points lie in the same county, but near borders and where 龙港 was cut', () => {
    const random = sequence(20_200_201)
    let [asked, same] = [0, 0]
    while (asked < 3000) {
      const place: [number, number] = [118 + random() * 5, 27 + random() * 4.2]
      const theirs = drawn.find((shape) => holds(shape, place))
      if (!theirs) continue
      asked++
      if (counties.find((shape) => holds(shape, place))?.code === theirs.code) same++
    }
    expect(same / asked).toBeGreaterThan(0.98)
  })
})

const holds = ({ polygons }: Shape, place: [number, number]): boolean =>
  polygons.some((rings) => inside(place, rings) !== false)

/** The same numbers on every run (a linear congruence). */
function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state / 2 ** 31
  }
}
