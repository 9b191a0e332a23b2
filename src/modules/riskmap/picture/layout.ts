// Turns the outlines of a region (TopoJSON) into paths of a picture: pure, no DOM, so that the screen and the
// exported SVG and PNG draw the very same map. Borders are told apart by their two sides: a shared arc is thinned
// once for both, so neighbours never gap. Flat Mercator: the winding of a ring does not matter.

import type { GeometryCollection, Topology } from 'topojson-specification'
import { labelSpot } from './label-spot.ts'

export type Point = [x: number, y: number]
export type Bounds = [[left: number, top: number], [right: number, bottom: number]]

export type MapShape = {
  code: string
  /** The node above: the city of a county. */
  parent: string
  path: string
  /** Where a label or a mark stands: inside the largest part, with the most room around. */
  at: Point
  bounds: Bounds
  /** Square pixels, for ordering only. */
  area: number
}

export type MapLayout = {
  width: number
  height: number
  shapes: MapShape[]
  borders: {
    /** Between two shapes of one parent. */
    inner: string
    /** Between two parents, drawn thicker. */
    parents: string
    /** Around everything: coast and outer border. */
    outline: string
  }
  project: (position: [longitude: number, latitude: number]) => Point
  unproject: (point: Point) => [longitude: number, latitude: number]
}

export type MapLayoutOptions = {
  width: number
  height: number
  padding?: number
  /** Name of the level in `topology.objects`; the first one if absent. */
  object?: string
  /** Codes drawn; all if absent. The picture is fitted to them. */
  only?: (code: string) => boolean
  parentOf?: (code: string) => string
  /** Points nearer than this many pixels to the last one are dropped. A screen that zooms in wants less. */
  tolerance?: number
}

type Ring = number[]
type Place = { code: string; rings: Ring[][] }

/** County → city, town → county: the code without its own digits (GB/T 2260). */
export const parentByCode = (code: string): string => (code.length <= 6 ? code.slice(0, 4) : code.slice(0, 6))

export function layoutMap(topology: Topology, options: MapLayoutOptions): MapLayout {
  const { width, height, padding = 8, tolerance = 0.4, parentOf = parentByCode } = options
  const places = placesOf(topology, options)
  const used = new Set(places.flatMap(({ rings }) => rings.flat(2).map(arcIndex)))
  const arcs = new Map([...used].map((index) => [index, decodeArc(topology, index).map(mercator)]))
  const fit = fitter([...arcs.values()].flat(), width, height, padding)
  const drawn = new Map([...arcs].map(([index, points]) => [index, thin(points.map(fit.to), tolerance)]))

  const shapes = places.map(({ code, rings }) => shapeOf(code, parentOf(code), rings, drawn))
  return {
    width,
    height,
    shapes,
    borders: bordersOf(places, parentOf, drawn),
    project: (position) => fit.to(mercator(position)),
    unproject: (point) => inverseMercator(fit.from(point)),
  }
}

function placesOf(topology: Topology, { object, only }: MapLayoutOptions): Place[] {
  const name = object ?? Object.keys(topology.objects)[0]
  const collection = name === undefined ? undefined : topology.objects[name]
  if (collection?.type !== 'GeometryCollection') throw new RangeError(`The outlines hold no level "${name}"`)
  const places: Place[] = []
  for (const geometry of (collection as GeometryCollection).geometries) {
    const { code = geometry.id ?? '' } = (geometry.properties ?? {}) as { code?: string }
    if (code === '' || (only && !only(String(code)))) continue
    if (geometry.type === 'Polygon') places.push({ code: String(code), rings: [geometry.arcs] })
    else if (geometry.type === 'MultiPolygon') places.push({ code: String(code), rings: geometry.arcs })
  }
  return places
}

const arcIndex = (arc: number): number => (arc < 0 ? ~arc : arc)

function decodeArc(topology: Topology, index: number): Point[] {
  const arc = topology.arcs[index] ?? []
  if (!topology.transform) return arc.map(([x, y]) => [x!, y!])
  const { scale, translate } = topology.transform
  let x = 0
  let y = 0
  return arc.map(([dx, dy]) => {
    x += dx!
    y += dy!
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]]
  })
}

const radians = Math.PI / 180
const mercator = ([longitude, latitude]: Point): Point => [
  longitude * radians,
  -Math.log(Math.tan(Math.PI / 4 + (latitude * radians) / 2)),
]
const inverseMercator = ([x, y]: Point): Point => [x / radians, (2 * Math.atan(Math.exp(-y)) - Math.PI / 2) / radians]

function fitter(points: Point[], width: number, height: number, padding: number) {
  const [[left, top], [right, bottom]] = boundsOf(points)
  const across = Math.max(right - left, 1e-9)
  const down = Math.max(bottom - top, 1e-9)
  const scale = Math.min((width - 2 * padding) / across, (height - 2 * padding) / down)
  const dx = (width - across * scale) / 2 - left * scale
  const dy = (height - down * scale) / 2 - top * scale
  return {
    to: ([x, y]: Point): Point => [x * scale + dx, y * scale + dy],
    from: ([x, y]: Point): Point => [(x - dx) / scale, (y - dy) / scale],
  }
}

export function boundsOf(points: readonly Point[]): Bounds {
  let left = Infinity
  let top = Infinity
  let right = -Infinity
  let bottom = -Infinity
  for (const [x, y] of points) {
    if (x < left) left = x
    if (x > right) right = x
    if (y < top) top = y
    if (y > bottom) bottom = y
  }
  return points.length === 0
    ? [
        [0, 0],
        [0, 0],
      ]
    : [
        [left, top],
        [right, bottom],
      ]
}

/** Both ends always stay; a closed arc keeps at least a triangle. */
function thin(points: Point[], tolerance: number): Point[] {
  if (points.length <= 2 || tolerance <= 0) return points
  const limit = tolerance * tolerance
  const last = points.at(-1)!
  const kept = [points[0]!]
  for (const point of points.slice(1, -1)) {
    const [x, y] = kept.at(-1)!
    if ((point[0] - x) ** 2 + (point[1] - y) ** 2 >= limit) kept.push(point)
  }
  kept.push(last)
  const closed = points[0]![0] === last[0] && points[0]![1] === last[1]
  return closed && kept.length < 4 ? points : kept
}

/** One ring's points from its arcs; the shared point of two arcs once, the closing point left out. */
function ringPoints(ring: Ring, drawn: ReadonlyMap<number, Point[]>): Point[] {
  const points: Point[] = []
  for (const arc of ring) {
    const line = drawn.get(arcIndex(arc)) ?? []
    const ordered = arc < 0 ? line.toReversed() : line
    points.push(...ordered.slice(0, -1))
  }
  return points
}

function shapeOf(code: string, parent: string, rings: Ring[][], drawn: ReadonlyMap<number, Point[]>): MapShape {
  const polygons = rings.map((polygon) => polygon.map((ring) => ringPoints(ring, drawn)))
  const sized = polygons.map((polygon) => ({ polygon, area: polygon[0] ? ringArea(polygon[0]) : 0 }))
  const largest = sized.reduce((best, next) => (next.area > best.area ? next : best), {
    polygon: [] as Point[][],
    area: -1,
  })
  return {
    code,
    parent,
    path: polygons.flatMap((polygon) => polygon.map((ring) => `${lineOf(ring)}Z`)).join(''),
    at: labelSpot(largest.polygon),
    bounds: boundsOf(polygons.flatMap((polygon) => polygon[0] ?? [])),
    area: sized.reduce((sum, { area }) => sum + area, 0),
  }
}

function ringArea(ring: readonly Point[]): number {
  let twice = 0
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    twice += ring[j]![0] * ring[i]![1] - ring[i]![0] * ring[j]![1]
  }
  return Math.abs(twice) / 2
}

/** Path data in steps from point to point, in hundredths: half the size of absolute coordinates, and no drift. */
function lineOf(points: readonly Point[]): string {
  let line = ''
  let fromX = 0
  let fromY = 0
  for (const [x, y] of points) {
    const atX = Math.round(x * 100)
    const atY = Math.round(y * 100)
    const dx = short(atX - fromX)
    const dy = short(atY - fromY)
    line += `${line === '' ? 'M' : 'l'}${dx}${dy.startsWith('-') ? '' : ' '}${dy}`
    fromX = atX
    fromY = atY
  }
  return line
}

const short = (hundredths: number): string => String(hundredths / 100).replace(/^(-?)0\./, '$1.')

/** Each arc drawn once, by what lies on its two sides. */
function bordersOf(
  places: readonly Place[],
  parentOf: (code: string) => string,
  drawn: ReadonlyMap<number, Point[]>,
): MapLayout['borders'] {
  const sides = new Map<number, string[]>()
  for (const { code, rings } of places) {
    for (const arc of rings.flat(2)) {
      const index = arcIndex(arc)
      sides.set(index, [...(sides.get(index) ?? []), code])
    }
  }
  const borders = { inner: '', parents: '', outline: '' }
  for (const [index, codes] of sides) {
    const [one, other] = codes
    const kind = other === undefined ? 'outline' : parentOf(one!) === parentOf(other) ? 'inner' : 'parents'
    borders[kind] += lineOf(drawn.get(index) ?? [])
  }
  return borders
}
