// From the source's rings to one TopoJSON: clean, close gaps of a few cells, cut the counties the source does not know,
// simplify shared borders, and pack. The object `counties` is the region on its first day; every later day on which an
// outline changes has an object `counties-YYYY-MM-DD` with the outlines that begin then. All share the same arcs.

import type { FeatureCollection, MultiPolygon as GeoMultiPolygon, Position } from 'geojson'
import { feature, mergeArcs } from 'topojson-client'
import { topology as makeTopology } from 'topojson-server'
import type { GeometryCollection, MultiPolygon, Polygon, Topology } from 'topojson-specification'
import { type Cut, cutOutline } from './cut-outline.ts'
import { at, contains, doubleArea, GRID, key, type Ring } from './grid.ts'
import { simplifyBorders } from './simplify-borders.ts'
import { dissolve, type Outline, type Outlines } from './source-outlines.ts'

export type OutlinePlan = {
  /** Pieces cut out of a county of the source, by the name of the piece. */
  cuts: Record<string, Cut>
  /** Counties of the first day that are not one county of the source: which pieces they are made of. */
  made: Record<string, string[]>
  /** Counties whose outline begins on a later day, made of pieces. */
  later: Record<string, Record<string, string[]>>
  /** Triangle size, in grid cells, below which a point of a border is dropped. */
  detail: number
}

type Area = Polygon<{ code: string }> | MultiPolygon<{ code: string }>
type Pieces = Topology<{ pieces: GeometryCollection<{ code: string }> }>

const closed = (ring: Ring): Position[] => [...ring, at(ring, 0)].map((p) => [...p])

function topologyOf(outlines: Outlines): Pieces {
  const features = [...outlines.keys()].sort().map((code) => {
    const coordinates = (outlines.get(code) ?? []).map(({ outer, holes }) => [closed(outer), ...holes.map(closed)])
    const geometry: GeoMultiPolygon = { type: 'MultiPolygon', coordinates }
    return { type: 'Feature' as const, properties: { code }, geometry }
  })
  const collection: FeatureCollection = { type: 'FeatureCollection', features }
  return makeTopology({ pieces: collection }) as unknown as Pieces
}

const areas = (topology: Pieces): Area[] => topology.objects.pieces.geometries as Area[]

const owners = (outlines: Outlines): Map<string, Set<string>> =>
  new Map([...outlines].map(([code, parts]) => [code, new Set(parts.flatMap((part) => part.outer.map(key)))]))

/** Code of the county that has most of these points on its border. */
function closest(points: Map<string, Set<string>>, ring: Ring): string {
  const touching = (code: string) => ring.filter((p) => points.get(code)?.has(key(p))).length
  const [found] = [...points.keys()].sort((a, b) => touching(b) - touching(a) || (a < b ? -1 : 1))
  return found as string
}

/** Land that lies inside other land: where two counties both claim a few cells. */
export const overlapsIn = (whole: Outline[]): Ring[] =>
  whole
    .filter(({ outer }) => whole.some((other) => other.outer !== outer && lies(outer, other)))
    .map(({ outer }) => outer)

function lies(ring: Ring, { outer, holes }: Outline): boolean {
  if (doubleArea(outer) <= doubleArea(ring)) return false
  const middle = [
    ring.reduce((sum, p) => sum + p[0], 0) / ring.length,
    ring.reduce((sum, p) => sum + p[1], 0) / ring.length,
  ] as const
  return contains(outer, middle) && !holes.some((hole) => contains(hole, middle))
}

/** Gives each hole in the merged region to a neighbour, and takes each doubly claimed cell from one of the two. */
function closeGaps(outlines: Outlines): Outlines {
  const result: Outlines = new Map(outlines)
  for (let round = 0; round < 5; round++) {
    const whole = dissolve([...result.values()].flat())
    const gaps = whole.flatMap(({ holes }) => holes)
    const overlaps = overlapsIn(whole)
    if (gaps.length + overlaps.length === 0) return result
    const points = owners(result)
    for (const ring of [...gaps, ...overlaps]) {
      const code = closest(points, ring)
      result.set(code, dissolve([...(result.get(code) ?? []), { outer: ring.toReversed(), holes: [] }]))
    }
  }
  throw new Error('Gaps or overlaps remain between counties')
}

export function buildOutlines(source: Outlines, plan: OutlinePlan): Topology {
  const pieces: Outlines = new Map(closeGaps(source))
  for (const [name, cut] of Object.entries(plan.cuts)) {
    const { rest, piece } = cutOutline(pieces.get(cut.from) ?? [], cut)
    pieces.set(cut.from, rest).set(name, piece)
  }
  const topology = topologyOf(pieces)
  const arcs = simplifyBorders(topology, plan.detail)
  const byName = new Map(areas(topology).map((area) => [area.properties?.code, area]))
  const made = (code: string, names: string[]): Area => {
    const parts = names.map((name) => {
      const part = byName.get(name)
      if (!part) throw new Error(`${code} is made of ${name}, which no source holds`)
      return part
    })
    const { type, arcs: refs } = parts.length === 1 ? (parts[0] as Area) : mergeArcs(topology, parts)
    return { type, arcs: refs, properties: { code } } as Area
  }
  const used = new Set(Object.values(plan.made).flat())
  const first = {
    ...Object.fromEntries([...pieces.keys()].filter((name) => !used.has(name)).map((c) => [c, [c]])),
    ...plan.made,
  }
  const objects: Record<string, Record<string, string[]>> = { counties: first }
  for (const [day, counties] of Object.entries(plan.later)) objects[`counties-${day}`] = counties
  const built = Object.entries(objects).map(([name, counties]) => {
    const geometries = Object.keys(counties)
      .sort()
      .map((code) => made(code, counties[code] as string[]))
    return [name, { type: 'GeometryCollection', geometries }] as const
  })
  return pack(arcs, Object.fromEntries(built))
}

/** Delta-coded integers on the source's own grid: no second rounding. */
function pack(arcs: Ring[], objects: Topology['objects']): Topology {
  const all = arcs.flat()
  const west = all.reduce((least, p) => Math.min(least, p[0]), Infinity)
  const south = all.reduce((least, p) => Math.min(least, p[1]), Infinity)
  const packed = arcs.map((arc) => {
    let [x, y] = [west, south]
    return arc.map((p) => {
      const step = [p[0] - x, p[1] - y]
      ;[x, y] = p
      return step
    })
  })
  const transform = {
    scale: [1 / GRID, 1 / GRID] as [number, number],
    translate: [west / GRID, south / GRID] as [number, number],
  }
  const topology: Topology = { type: 'Topology', transform, objects, arcs: packed }
  return { ...topology, bbox: boundsOf(topology) }
}

function boundsOf(topology: Topology): [number, number, number, number] {
  const shapes = Object.values(topology.objects).map((object) => feature(topology, object as GeometryCollection))
  const positions = shapes.flatMap((shape) =>
    shape.features.flatMap((f) =>
      f.geometry.type === 'MultiPolygon'
        ? f.geometry.coordinates.flat(2)
        : f.geometry.type === 'Polygon'
          ? f.geometry.coordinates.flat()
          : [],
    ),
  )
  const bounds: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of positions as [number, number][]) {
    bounds[0] = Math.min(bounds[0], x)
    bounds[1] = Math.min(bounds[1], y)
    bounds[2] = Math.max(bounds[2], x)
    bounds[3] = Math.max(bounds[3], y)
  }
  return bounds
}
