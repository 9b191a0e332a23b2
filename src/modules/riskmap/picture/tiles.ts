// A map for places without outlines: equal tiles, one a place, in code order within their parent. It shows how
// many and which, never where, and is labelled so wherever it is drawn.

import type { MapLayout, MapShape, Point } from './layout.ts'
import { round } from './outlined-text.ts'

export type Tile = { code: string; parent: string }

const GAP = 0.06

/** Tiles fill the box row by row, parents one after another; parents are divided by a thicker line. */
export function layoutTiles(
  tiles: readonly Tile[],
  { width, height, padding = 8 }: { width: number; height: number; padding?: number },
): MapLayout {
  const ordered = [...tiles].sort((a, b) => compare(a.parent, b.parent) || compare(a.code, b.code))
  const [across, down] = [width - 2 * padding, height - 2 * padding]
  const columns = bestColumns(ordered.length, across / Math.max(down, 1))
  const rows = Math.max(1, Math.ceil(ordered.length / columns))
  const cell = Math.min(across / columns, down / rows)
  const left = (width - cell * columns) / 2
  const top = (height - cell * rows) / 2
  const spot = (index: number): Point => [left + (index % columns) * cell, top + Math.floor(index / columns) * cell]
  const shapes = ordered.map(({ code, parent }, index): MapShape => {
    const [x, y] = spot(index)
    const gap = cell * GAP
    const [x0, y0, side] = [round(x + gap / 2), round(y + gap / 2), round(cell - gap)]
    return {
      code,
      parent,
      path: `M${x0} ${y0}h${side}v${side}h${-side}Z`,
      at: [x + cell / 2, y + cell / 2],
      bounds: [
        [x0, y0],
        [x0 + side, y0 + side],
      ],
      area: side * side,
    }
  })
  let parents = ''
  ordered.forEach(({ parent }, index) => {
    const [x, y] = spot(index)
    const beside = index % columns === columns - 1 ? undefined : ordered[index + 1]
    const below = ordered[index + columns]
    if (beside && beside.parent !== parent) parents += `M${round(x + cell)} ${round(y)}v${round(cell)}`
    if (below && below.parent !== parent) parents += `M${round(x)} ${round(y + cell)}h${round(cell)}`
  })
  return {
    width,
    height,
    shapes,
    borders: { inner: '', parents, outline: '' },
    project: () => [Number.NaN, Number.NaN],
    unproject: () => [Number.NaN, Number.NaN],
  }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** The number of columns that gives the largest square tiles. */
export function bestColumns(count: number, aspect: number): number {
  let best = { columns: 1, side: 0 }
  for (let columns = 1; columns <= Math.max(1, count); columns++) {
    const side = Math.min(aspect / columns, 1 / Math.ceil(Math.max(1, count) / columns))
    if (side > best.side + 1e-9) best = { columns, side }
  }
  return best.columns
}
