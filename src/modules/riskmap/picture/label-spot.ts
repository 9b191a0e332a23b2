// Where a label fits best inside a polygon: the point farthest from its edges (pole of inaccessibility), found by
// halving squares (Agafonkin 2016). Distances across count half, because a label is wider than it is high.

import type { Point } from './layout.ts'

type Cell = { x: number; y: number; half: number; room: number; most: number }

const WIDER = 2
const PRECISION = 0.5

/** `polygon` is its outer ring followed by its holes. */
export function labelSpot(polygon: readonly (readonly Point[])[]): Point {
  const rings = polygon.map((ring) => fewer(ring).map(([x, y]): Point => [x / WIDER, y]))
  const outer = rings[0]
  if (!outer || outer.length === 0) return [0, 0]
  const xs = outer.map(([x]) => x)
  const ys = outer.map(([, y]) => y)
  const left = Math.min(...xs)
  const top = Math.min(...ys)
  const across = Math.max(...xs) - left
  const down = Math.max(...ys) - top
  const size = Math.max(Math.min(across, down), 0.01)

  const cell = (x: number, y: number, half: number): Cell => {
    const room = distanceInside(x, y, rings)
    return { x, y, half, room, most: room + half * Math.SQRT2 }
  }
  const open: Cell[] = []
  for (let x = left; x < left + across || x === left; x += size)
    for (let y = top; y < top + down || y === top; y += size) open.push(cell(x + size / 2, y + size / 2, size / 2))
  let best = cell(left + across / 2, top + down / 2, 0)

  for (let looked = 0; open.length > 0 && looked < 160; looked++) {
    let at = 0
    for (let i = 1; i < open.length; i++) if (open[i]!.most > open[at]!.most) at = i
    const [next] = open.splice(at, 1) as [Cell]
    if (next.room > best.room) best = next
    if (next.most - best.room <= PRECISION) continue
    const half = next.half / 2
    for (const [dx, dy] of [
      [-1, -1],
      [1, -1],
      [-1, 1],
      [1, 1],
    ] as const)
      open.push(cell(next.x + dx * half, next.y + dy * half, half))
  }
  return [best.x * WIDER, best.y]
}

/** A label does not need every bend of the coast. */
const fewer = (ring: readonly Point[]): readonly Point[] => {
  const step = Math.max(1, Math.floor(ring.length / 80))
  return ring.filter((_, index) => index % step === 0)
}

/** Distance to the nearest edge; negative outside. */
function distanceInside(x: number, y: number, rings: readonly (readonly Point[])[]): number {
  let inside = false
  let nearest = Infinity
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax, ay] = ring[i]!
      const [bx, by] = ring[j]!
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
      nearest = Math.min(nearest, squareToSegment(x, y, ax, ay, bx, by))
    }
  }
  return (inside ? 1 : -1) * Math.sqrt(nearest)
}

function squareToSegment(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const dx = bx - ax
  const dy = by - ay
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length))
  return (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2
}
