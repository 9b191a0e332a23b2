// The map of one day in memory: outlines of every level as TopoJSON with shared borders, neighbours, and the region a
// point lies in. Levels without outlines of their own (cities, the province) are the sum of the regions below them.

import Flatbush from 'flatbush'
import type { MultiPolygon, Polygon, Position } from 'geojson'
import inside from 'point-in-polygon-hao'
import { feature, mergeArcs, neighbors } from 'topojson-client'
import { topology as makeTopology } from 'topojson-server'
import type {
  GeometryCollection,
  MultiPolygon as TopoMultiPolygon,
  Polygon as TopoPolygon,
  Topology,
} from 'topojson-specification'
import type { Text } from '#base/text.ts'
import { groupBy } from './divisions-file.ts'
import { codesOf, type Level, levels, type Position as Place } from './rules.ts'

type AtlasRegion = { code: string; level: Level; path: string; nameZh: string; nameEn: string }
export type AtlasData = {
  /** Regions that hold on the day, of all levels that have outlines and of those above. */
  regions: AtlasRegion[]
  outlines: { code: string; geometry: Polygon | MultiPolygon }[]
  declared: { between: [string, string]; reason: Text }[]
  /** Grid of the drawing in degrees; null for a hundred-thousandth (about a metre). */
  gridDegrees: number | null
}

export type OutlineProperties = { code: string; name: Text }
type Shape = TopoPolygon<OutlineProperties> | TopoMultiPolygon<OutlineProperties>
export type OutlineTopology = Topology<{ regions: GeometryCollection<OutlineProperties> }>
type Neighbour = { code: string; border: boolean; reason: Text | null }

export type Atlas = {
  /** Levels that can be drawn, from the top. */
  levels: Level[]
  outlines: (level: Level) => OutlineTopology | null
  neighbours: (code: string) => Neighbour[]
  /** Code of the lowest region with an outline that holds the place; null outside all. */
  locate: (place: Place) => string | null
}

const FINE_GRID = 1e-5

export function makeAtlas(data: AtlasData): Atlas {
  const byCode = new Map(data.regions.map((region) => [region.code, region]))
  const drawn = groupBy(
    data.outlines.filter(({ code }) => byCode.has(code)),
    ({ code }) => (byCode.get(code) as AtlasRegion).level,
  )
  const made = new Map<Level, OutlineTopology>()
  let below: OutlineTopology | null = null
  for (const level of levels.toReversed()) {
    const own = drawn.get(level)
    const topology: OutlineTopology | null = own
      ? drawLevel(own, byCode)
      : below
        ? mergeLevel(below, level, byCode)
        : null
    if (!topology || topology.objects.regions.geometries.length === 0) continue
    made.set(level, topology)
    below = topology
  }
  const packed = new Map<Level, OutlineTopology>()
  const outlines = (level: Level): OutlineTopology | null => {
    const topology = made.get(level)
    if (!topology) return null
    const known = packed.get(level) ?? pack(topology, data.gridDegrees ?? FINE_GRID)
    packed.set(level, known)
    return known
  }
  return {
    levels: levels.filter((level) => made.has(level)),
    outlines,
    neighbours: neighbourFinder(made, byCode, data.declared),
    locate: lowestFirst(levels.toReversed().map((level) => placeFinder(drawn.get(level) ?? []))),
  }
}

const propertiesOf = ({ code, nameZh, nameEn }: AtlasRegion): OutlineProperties => ({
  code,
  name: { zh: nameZh, en: nameEn },
})

function drawLevel(outlines: AtlasData['outlines'], byCode: Map<string, AtlasRegion>): OutlineTopology {
  const features = [...outlines]
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ code, geometry }) => ({
      type: 'Feature' as const,
      properties: propertiesOf(byCode.get(code) as AtlasRegion),
      geometry,
    }))
  const collection = { type: 'FeatureCollection' as const, features }
  return makeTopology({ regions: collection } as Parameters<typeof makeTopology>[0]) as unknown as OutlineTopology
}

/** The regions of `level` as the sum of those of the level below; borders inside vanish, the rest stays shared. */
function mergeLevel(below: OutlineTopology, level: Level, byCode: Map<string, AtlasRegion>): OutlineTopology {
  const shapes = below.objects.regions.geometries as Shape[]
  const groups = groupBy(shapes, (shape) => {
    const path = byCode.get(shape.properties?.code ?? '')?.path ?? ''
    return codesOf(path).find((code) => byCode.get(code)?.level === level)
  })
  const geometries = [...groups].flatMap(([code, parts]) => {
    const region = code === undefined ? undefined : byCode.get(code)
    if (!region) return []
    const merged = mergeArcs(below, parts as never) as TopoMultiPolygon
    return [{ type: 'MultiPolygon' as const, arcs: withoutFalseHoles(below, merged), properties: propertiesOf(region) }]
  })
  return { ...below, objects: { regions: { type: 'GeometryCollection', geometries } } }
}

/** Where a border meets itself in one point, merging may call a second lobe a hole: it becomes a polygon again. */
function withoutFalseHoles(topology: OutlineTopology, { arcs }: TopoMultiPolygon): number[][][] {
  return arcs.flatMap((polygon) => {
    const [outer, ...holes] = polygon
    if (!outer || holes.length === 0) return [polygon]
    const ring = ringOf(topology, outer)
    const points = new Set(ring.map(String))
    const isHole = (hole: number[]): boolean => {
      const free = ringOf(topology, hole).find((p) => !points.has(String(p)))
      return free === undefined || inside(free as [number, number], [ring as [number, number][]]) !== false
    }
    return [[outer, ...holes.filter(isHole)], ...holes.filter((hole) => !isHole(hole)).map((hole) => [hole])]
  })
}

function ringOf(topology: OutlineTopology, arcs: number[]): Position[] {
  const polygon: TopoPolygon = { type: 'Polygon', arcs: [arcs] }
  return (feature(topology, polygon).geometry as Polygon).coordinates[0] ?? []
}

/** Whole steps on a grid, delta-coded: a fifth of the size, and shared borders stay shared. */
function pack(topology: OutlineTopology, grid: number): OutlineTopology {
  const used = new Map<number, number>()
  const arcs: number[][][] = []
  const west = Math.floor((topology.bbox?.[0] ?? 0) / grid)
  const south = Math.floor((topology.bbox?.[1] ?? 0) / grid)
  const renumber = (index: number): number => {
    const at = index < 0 ? ~index : index
    let number = used.get(at)
    if (number === undefined) {
      number = arcs.length
      used.set(at, number)
      arcs.push(steps(topology.arcs[at] ?? [], grid, west, south))
    }
    return index < 0 ? ~number : number
  }
  const geometries = (topology.objects.regions.geometries as Shape[]).map((shape): Shape =>
    shape.type === 'Polygon'
      ? { ...shape, arcs: shape.arcs.map((ring) => ring.map(renumber)) }
      : { ...shape, arcs: shape.arcs.map((polygon) => polygon.map((ring) => ring.map(renumber))) },
  )
  return {
    type: 'Topology',
    ...(topology.bbox ? { bbox: topology.bbox } : {}),
    transform: { scale: [grid, grid], translate: [west * grid, south * grid] },
    objects: { regions: { type: 'GeometryCollection', geometries } },
    arcs,
  }
}

function steps(arc: Position[], grid: number, west: number, south: number): number[][] {
  let [x, y] = [west, south]
  const moved = arc.map((p) => {
    const next = [Math.round((p[0] as number) / grid), Math.round((p[1] as number) / grid)] as const
    const step = [next[0] - x, next[1] - y]
    ;[x, y] = next
    return step
  })
  const kept = moved.filter((step, i) => i === 0 || step[0] !== 0 || step[1] !== 0)
  return kept.length > 1 ? kept : [...kept, [0, 0]]
}

function neighbourFinder(
  made: Map<Level, OutlineTopology>,
  byCode: Map<string, AtlasRegion>,
  declared: AtlasData['declared'],
): Atlas['neighbours'] {
  const found = new Map<Level, Map<string, Neighbour[]>>()
  const onLevel = (level: Level): Map<string, Neighbour[]> => {
    const lists = new Map<string, Neighbour[]>()
    const add = (from: string, neighbour: Neighbour): void => {
      const list = lists.get(from) ?? []
      if (!list.some(({ code }) => code === neighbour.code)) list.push(neighbour)
      lists.set(from, list)
    }
    const shapes = (made.get(level)?.objects.regions.geometries ?? []) as Shape[]
    const codes = shapes.map((shape) => shape.properties?.code ?? '')
    neighbors(shapes as never).forEach((list, i) => {
      for (const j of list) add(codes[i] as string, { code: codes[j] as string, border: true, reason: null })
    })
    for (const { between, reason } of declared) {
      const [a, b] = between.map((code) => liftTo(level, code, byCode))
      if (a === undefined || b === undefined || a === b) continue
      add(a, { code: b, border: false, reason })
      add(b, { code: a, border: false, reason })
    }
    for (const list of lists.values()) list.sort((a, b) => (a.code < b.code ? -1 : 1))
    return lists
  }
  return (code) => {
    const level = byCode.get(code)?.level
    if (level === undefined) return []
    const lists = found.get(level) ?? onLevel(level)
    found.set(level, lists)
    return lists.get(code) ?? []
  }
}

const liftTo = (level: Level, code: string, byCode: Map<string, AtlasRegion>): string | undefined =>
  codesOf(byCode.get(code)?.path ?? '').find((one) => byCode.get(one)?.level === level)

const lowestFirst =
  (finders: Atlas['locate'][]): Atlas['locate'] =>
  (place) => {
    for (const find of finders) {
      const code = find(place)
      if (code !== null) return code
    }
    return null
  }

function placeFinder(outlines: AtlasData['outlines']): Atlas['locate'] {
  if (outlines.length === 0) return () => null
  const polygons = outlines.flatMap(({ code, geometry }) =>
    (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).map((rings) => ({ code, rings })),
  )
  const index = new Flatbush(polygons.length)
  for (const { rings } of polygons) {
    const box = [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number]
    for (const [x = 0, y = 0] of rings[0] ?? []) {
      box[0] = Math.min(box[0], x)
      box[1] = Math.min(box[1], y)
      box[2] = Math.max(box[2], x)
      box[3] = Math.max(box[3], y)
    }
    index.add(...box)
  }
  index.finish()
  return ([longitude, latitude]) => {
    const hits = index.search(longitude, latitude, longitude, latitude).map((i) => polygons[i] as (typeof polygons)[0])
    const within = hits.filter(({ rings }) => inside([longitude, latitude], rings as [number, number][][]) !== false)
    return within.map(({ code }) => code).sort()[0] ?? null
  }
}
