// Which names a map shows, and the view it shows: labels keep their size on screen while the map grows, the
// larger places come first, and a name that would cover another or leave its place far behind is left out.

import type { Bounds, MapShape, Point } from './layout.ts'

/** Screen = map × k + (x, y). */
export type View = { k: number; x: number; y: number }
export const wholeView: View = { k: 1, x: 0, y: 0 }

export type PlacedLabel = { code: string; text: string; x: number; y: number; width: number }

export type LabelOptions = {
  text: (code: string) => string
  width: number
  height: number
  fontSize: number
  view?: View
  /** Shown first, before the larger ones. */
  first?: (code: string) => boolean
  /** How much wider than its place a name may be. */
  overhang?: number
}

/** Width of a text in ems: a Chinese character takes one, a Latin letter about half. */
export function textEms(text: string): number {
  let ems = 0
  for (const letter of text)
    ems += /[\u2E80-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF]/u.test(letter) ? 1 : /[A-Z]/.test(letter) ? 0.68 : 0.53
  return ems
}

/** `x`, `y` is the middle of the text. */
export function placeLabels(shapes: readonly MapShape[], options: LabelOptions): PlacedLabel[] {
  const { text, width, height, fontSize, view = wholeView, first = () => false, overhang = 1.15 } = options
  const ordered = shapes.toSorted((a, b) => Number(first(b.code)) - Number(first(a.code)) || b.area - a.area)
  const taken: Bounds[] = []
  const placed: PlacedLabel[] = []
  const high = fontSize * 1.25
  for (const shape of ordered) {
    const name = text(shape.code)
    if (name === '') continue
    const wide = textEms(name) * fontSize
    const [[left, top], [right, bottom]] = shape.bounds
    const fits = wide <= (right - left) * view.k * overhang && fontSize <= (bottom - top) * view.k
    if (!fits && !first(shape.code)) continue
    const [x, y]: Point = [shape.at[0] * view.k + view.x, shape.at[1] * view.k + view.y]
    const spot = [0, -high * 0.45, high * 0.45]
      .map((dy): Bounds => [
        [x - wide / 2, y + dy - high / 2],
        [x + wide / 2, y + dy + high / 2],
      ])
      .find((box) => inside(box, width, height) && !taken.some((other) => overlap(box, other)))
    if (!spot) continue
    taken.push(spot)
    placed.push({ code: shape.code, text: name, x, y: (spot[0][1] + spot[1][1]) / 2, width: wide })
  }
  return placed
}

const inside = ([[left, top], [right, bottom]]: Bounds, width: number, height: number): boolean =>
  left >= 0 && top >= 0 && right <= width && bottom <= height

const GAP = 2
const overlap = (a: Bounds, b: Bounds): boolean =>
  a[0][0] < b[1][0] + GAP && b[0][0] < a[1][0] + GAP && a[0][1] < b[1][1] + GAP && b[0][1] < a[1][1] + GAP

/** The view that shows these shapes as large as they fit. */
export function viewOf(
  shapes: readonly MapShape[],
  size: { width: number; height: number },
  options: { padding?: number; most?: number } = {},
): View {
  const { padding = 24, most = 24 } = options
  if (shapes.length === 0) return wholeView
  const left = Math.min(...shapes.map(({ bounds }) => bounds[0][0]))
  const top = Math.min(...shapes.map(({ bounds }) => bounds[0][1]))
  const right = Math.max(...shapes.map(({ bounds }) => bounds[1][0]))
  const bottom = Math.max(...shapes.map(({ bounds }) => bounds[1][1]))
  const k = Math.min(
    most,
    (size.width - 2 * padding) / Math.max(right - left, 1e-6),
    (size.height - 2 * padding) / Math.max(bottom - top, 1e-6),
  )
  return { k, x: (size.width - (left + right) * k) / 2, y: (size.height - (top + bottom) * k) / 2 }
}

export type Direction = 'left' | 'right' | 'up' | 'down'

/** The nearest shape in a direction, for walking over a map with the arrow keys. */
export function shapeTowards(shapes: readonly MapShape[], from: string, direction: Direction): string | null {
  const start = shapes.find(({ code }) => code === from)
  if (!start) return shapes[0]?.code ?? null
  let best: { code: string; cost: number } | null = null
  for (const shape of shapes) {
    if (shape.code === from) continue
    const dx = shape.at[0] - start.at[0]
    const dy = shape.at[1] - start.at[1]
    const along = direction === 'left' ? -dx : direction === 'right' ? dx : direction === 'up' ? -dy : dy
    const aside = direction === 'left' || direction === 'right' ? Math.abs(dy) : Math.abs(dx)
    if (along <= 0) continue
    const cost = along + aside * 2
    if (!best || cost < best.cost) best = { code: shape.code, cost }
  }
  return best?.code ?? null
}
