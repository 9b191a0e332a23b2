// Simplifies borders as borders: each stretch between two junctions once, for both neighbours, so no gap or overlap can
// arise inside it. Where a simplified stretch would touch another one, it is drawn finer, or coarser, until nothing meets.

import Flatbush from 'flatbush'
import { presimplify } from 'topojson-simplify'
import type { Objects, Topology } from 'topojson-specification'
import { at, meet, type Point, type Ring, same } from './grid.ts'

type Border = { points: Ring; weights: number[]; closed: boolean; limit: number }
type Segment = { border: number; a: Point; b: Point }

/** Finer first; coarser where the source itself crosses, by noise of a cell that no finer line can heal. */
const FACTORS = [1, 0.5, 0.25, 0, 1.5, 2, 3, 5, 8]

/** Drops points whose triangle is smaller than `limit` grid cells; returns the arcs of `topology`, simplified. */
export function simplifyBorders(topology: Topology, limit: number): Ring[] {
  const weighted = presimplify(topology as Topology<Objects<object>>)
  const borders: Border[] = weighted.arcs.map((arc) => {
    const points = arc.map((p) => [p[0], p[1]] as Point)
    const weights = arc.map((p) => p[2] ?? Infinity)
    return { points, weights, closed: same(at(points, 0), at(points, -1)), limit }
  })
  const tries = new Map<number, number>()
  for (let round = 0; round < 4 * FACTORS.length; round++) {
    const arcs = borders.map(reduced)
    const offending = meetingBorders(arcs)
    if (offending.size === 0) return arcs
    for (const index of offending) {
      const next = (tries.get(index) ?? 0) + 1
      tries.set(index, next)
      ;(borders[index] as Border).limit = limit * (FACTORS[next % FACTORS.length] as number)
    }
  }
  const left = [...meetingBorders(borders.map(reduced))].map((index) =>
    at((borders[index] as Border).points, 0).join(','),
  )
  throw new Error(`Borders meet outside their ends whatever is dropped, at ${left.join(' ')}`)
}

/** The points that matter; an island keeps at least three corners. */
function reduced({ points, weights, closed, limit }: Border): Ring {
  const corners = [...weights].sort((a, b) => b - a)
  const floor = closed ? Math.min(limit, corners[Math.min(4, corners.length - 1)] ?? limit) : limit
  return points.filter((_, i) => i === 0 || i === points.length - 1 || (weights[i] as number) >= floor)
}

/** Indexes of the arcs that meet themselves or another arc anywhere but at the end of a segment. */
export function meetingBorders(arcs: Ring[]): Set<number> {
  const segments: Segment[] = arcs.flatMap((arc, border) => arc.slice(1).map((b, i) => ({ border, a: at(arc, i), b })))
  const index = new Flatbush(segments.length)
  const box = ({ a, b }: Segment) =>
    [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])] as const
  for (const segment of segments) index.add(...box(segment))
  index.finish()
  const offending = new Set<number>()
  segments.forEach((segment, i) => {
    for (const j of index.search(...box(segment), (n) => n > i)) {
      const other = segments[j] as Segment
      if (!meet(segment.a, segment.b, other.a, other.b)) continue
      offending.add(segment.border)
      offending.add(other.border)
    }
  })
  return offending
}
