// Cuts a county in two along a stated line. Used where the sources know a county only before or after a change
// (龙港 inside 苍南, Hangzhou's reform of 2021). The lines are drawn by this project from the position of the towns'
// seats; they are approximations and region.json says so.

import { at, contains, doubleArea, key, type Point, type Ring, toGrid } from './grid.ts'
import type { Outline } from './source-outlines.ts'

export type Cut = {
  /** The county that is cut. */
  from: string
  /** Longitude and latitude of the line's points; its two ends move to the nearest point of the border. */
  line: [number, number][]
  /** A place that lies in the piece that is cut out. */
  seat: [number, number]
}

const distance = (a: Point, b: Point): number => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2

function nearestIndex(ring: Ring, p: Point): number {
  let best = 0
  for (let i = 1; i < ring.length; i++) if (distance(at(ring, i), p) < distance(at(ring, best), p)) best = i
  return best
}

/** The ring's points from index `start` forward to index `end`, both included. */
function walk(ring: Ring, start: number, end: number): Ring {
  const points: Ring = []
  for (let i = start; ; i++) {
    points.push(at(ring, i % ring.length))
    if (i % ring.length === end) return points
  }
}

export function cutOutline(parts: Outline[], cut: Cut): { rest: Outline[]; piece: Outline[] } {
  const sorted = [...parts].sort((a, b) => Math.abs(doubleArea(b.outer)) - Math.abs(doubleArea(a.outer)))
  const [main, ...islands] = sorted
  if (!main) throw new Error(`${cut.from} has no outline to cut`)
  const line = cut.line.map(toGrid)
  const start = nearestIndex(main.outer, at(line, 0))
  const end = nearestIndex(main.outer, at(line, -1))
  const inner = line.slice(1, -1)
  for (const p of inner)
    if (!contains(main.outer, p)) throw new Error(`The cut through ${cut.from} leaves it at ${key(p)}`)
  const left = [...walk(main.outer, start, end), ...inner.toReversed()]
  const right = [...walk(main.outer, end, start), ...inner]
  const seat = toGrid(cut.seat)
  const pieceRing = contains(left, seat) ? left : right
  const restRing = pieceRing === left ? right : left
  if (!contains(pieceRing, seat)) throw new Error(`The seat ${cut.seat.join(' ')} lies in neither piece of ${cut.from}`)
  const piece: Outline[] = [{ outer: pieceRing, holes: [] }]
  const rest: Outline[] = [{ outer: restRing, holes: [] }]
  for (const hole of main.holes) (contains(pieceRing, at(hole, 0)) ? piece : rest)[0]?.holes.push(hole)
  const reach = (ring: Ring, p: Point) => distance(at(ring, nearestIndex(ring, p)), p)
  for (const island of islands) {
    const p = at(island.outer, 0)
    ;(reach(pieceRing, p) < reach(restRing, p) ? piece : rest).push(island)
  }
  return { rest, piece }
}
