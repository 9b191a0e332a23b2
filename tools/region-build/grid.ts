// Plane geometry on the integer grid of the source outlines (1/1024 of a degree, about 100 m). Everything before the
// final file is done on integers, so "the same point" is exact and two neighbours can share one border.

export type Point = readonly [number, number]
export type Ring = Point[]

export const GRID = 1024
export const key = (p: Point): string => `${p[0]},${p[1]}`
export const same = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1]
export const toGrid = (position: readonly number[]): Point => [
  Math.round((position[0] as number) * GRID),
  Math.round((position[1] as number) * GRID),
]

export const at = <T>(list: readonly T[], index: number): T => list[(index + list.length) % list.length] as T

/** Twice the signed area of an open ring; positive when it runs counter-clockwise. */
export function doubleArea(ring: Ring): number {
  let sum = 0
  for (let i = 0; i < ring.length; i++) {
    const a = at(ring, i)
    const b = at(ring, i + 1)
    sum += a[0] * b[1] - b[0] * a[1]
  }
  return sum
}

/** Area in km² of an open ring: exact enough for counties (the earth is taken as flat within one ring). */
export function squareKilometres(ring: Ring): number {
  const middle = ring.reduce((sum, p) => sum + p[1], 0) / ring.length / GRID
  return (doubleArea(ring) / 2 / GRID ** 2) * 111.32 * Math.cos((middle * Math.PI) / 180) * 110.8
}

/** An open ring without repeated points and without spikes of no width (a, b, a). */
export function withoutSpikes(ring: Ring): Ring {
  let points = ring
  for (;;) {
    const out: Ring = []
    for (const p of points) {
      if (out.length > 0 && same(at(out, -1), p)) continue
      if (out.length > 1 && same(at(out, -2), p)) {
        out.pop()
        continue
      }
      out.push(p)
    }
    while (out.length >= 3) {
      if (same(at(out, 0), at(out, -1)) || same(at(out, -2), at(out, 0))) out.pop()
      else if (same(at(out, -1), at(out, 1))) out.shift()
      else break
    }
    if (out.length === points.length || out.length < 3) return out.length < 3 ? [] : out
    points = out
  }
}

/** Splits a ring that meets itself in points into its simple loops, the winding of each as it was. */
export function simpleLoops(ring: Ring): Ring[] {
  const loops: Ring[] = []
  const path: Ring = []
  const where = new Map<string, number>()
  for (const p of ring) {
    const seen = where.get(key(p))
    if (seen !== undefined) {
      const loop = path.splice(seen)
      for (const q of loop) where.delete(key(q))
      if (loop.length >= 3) loops.push(loop)
    }
    where.set(key(p), path.length)
    path.push(p)
  }
  if (path.length >= 3) loops.push(path)
  return loops
}

const side = (a: Point, b: Point, c: Point): number =>
  Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))

const between = (a: Point, b: Point, p: Point): boolean =>
  Math.min(a[0], b[0]) <= p[0] &&
  p[0] <= Math.max(a[0], b[0]) &&
  Math.min(a[1], b[1]) <= p[1] &&
  p[1] <= Math.max(a[1], b[1])

/** True when `p` lies on the segment but is not one of its ends. */
export const liesInside = (a: Point, b: Point, p: Point): boolean =>
  !same(a, p) && !same(b, p) && between(a, b, p) && side(a, b, p) === 0

/** True when two segments meet anywhere but at a common end. */
export function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  if ((same(a, c) && same(b, d)) || (same(a, d) && same(b, c))) return true
  if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true
  return liesInside(a, b, c) || liesInside(a, b, d) || liesInside(c, d, a) || liesInside(c, d, b)
}

/** Point in an open ring (even–odd); a point on the border may count either way. */
export function contains(ring: Ring, p: Point): boolean {
  let inside = false
  for (let i = 0; i < ring.length; i++) {
    const a = at(ring, i)
    const b = at(ring, i + 1)
    if (a[1] > p[1] !== b[1] > p[1] && p[0] < ((b[0] - a[0]) * (p[1] - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside
  }
  return inside
}
