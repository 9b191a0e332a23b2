// How a risk colour looks everywhere: on maps, in legends, in tables, in print. A colour is never the only sign:
// each has a name, a mark and a pattern, so that it is told apart without colour vision and in black and white.
// Policy packs name one of these colours per level; this is the only place that says how it is drawn.

import type { Text } from '#base/text.ts'

export const colourNames = ['red', 'orange', 'yellow', 'blue', 'green', 'grey'] as const
export type ColourName = (typeof colourNames)[number]

export type Appearance = {
  name: Text
  /** Fill of an area. */
  fill: string
  /** Lines of the pattern and edge of the mark. */
  line: string
  /** The same colour on the dark big screen. */
  fillDark: string
  lineDark: string
  /** A mark drawn in a 16 × 16 box. */
  mark: string
  /** Lines and dots of an 8 × 8 tile, as path data; `dots` are filled, `strokes` drawn. */
  pattern: { strokes: string; dots: string }
}

export const appearances: Record<ColourName, Appearance> = {
  red: {
    name: { zh: '红色', en: 'Red' },
    fill: '#cf2a27',
    line: '#7d0d12',
    fillDark: '#e5484d',
    lineDark: '#7a1216',
    mark: 'M8 1L15.5 14.5H.5Z',
    pattern: { strokes: 'M-1 -1L9 9M-1 9L9 -1', dots: '' },
  },
  orange: {
    name: { zh: '橙色', en: 'Orange' },
    fill: '#ef7d22',
    line: '#96430a',
    fillDark: '#f58b3c',
    lineDark: '#8d400c',
    mark: 'M8 .5L15.5 8L8 15.5L.5 8Z',
    pattern: { strokes: 'M-2 2L2 -2M0 8L8 0M6 10L10 6', dots: '' },
  },
  yellow: {
    name: { zh: '黄色', en: 'Yellow' },
    fill: '#f2c230',
    line: '#8a6800',
    fillDark: '#f5cf55',
    lineDark: '#806100',
    mark: 'M1.5 1.5H14.5V14.5H1.5Z',
    pattern: { strokes: '', dots: 'M2 1.1a.9 .9 0 1 0 .01 0ZM6 5.1a.9 .9 0 1 0 .01 0Z' },
  },
  blue: {
    name: { zh: '蓝色', en: 'Blue' },
    fill: '#3b7dd8',
    line: '#123f85',
    fillDark: '#5b9bf0',
    lineDark: '#174a95',
    mark: 'M8 1a7 7 0 1 0 .01 0Z',
    pattern: { strokes: 'M-1 4H9', dots: '' },
  },
  green: {
    name: { zh: '绿色', en: 'Green' },
    fill: '#2e8b57',
    line: '#0f5a31',
    fillDark: '#43b077',
    lineDark: '#14683b',
    mark: 'M5.5 1h5v4.5H15v5h-4.5V15h-5v-4.5H1v-5h4.5Z',
    pattern: { strokes: '', dots: '' },
  },
  grey: {
    name: { zh: '未评定', en: 'Not rated' },
    fill: '#c9ced6',
    line: '#7b8494',
    fillDark: '#475263',
    lineDark: '#6b7788',
    mark: 'M1 6.5H15V9.5H1Z',
    pattern: { strokes: '', dots: 'M4 3.4a.6 .6 0 1 0 .01 0Z' },
  },
}

export const isColourName = (name: string): name is ColourName => (colourNames as readonly string[]).includes(name)

export const appearanceOf = (name: string | null | undefined): Appearance =>
  appearances[name && isColourName(name) ? name : 'grey']

/** A `<pattern>` element (8 × 8, user space) filled with the colour; `id` must be unique in its document. */
export function patternSvg(name: ColourName, id: string, options: { dark?: boolean; scale?: number } = {}): string {
  const { fill, line, fillDark, lineDark, pattern } = appearances[name]
  const { dark = false, scale = 1 } = options
  const ink = dark ? lineDark : line
  const strokes = pattern.strokes
    ? `<path d="${pattern.strokes}" stroke="${ink}" stroke-opacity=".55" stroke-width="1" fill="none"/>`
    : ''
  const dots = pattern.dots ? `<path d="${pattern.dots}" fill="${ink}" fill-opacity=".7"/>` : ''
  return `<pattern id="${id}" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="scale(${scale})"><path d="M0 0H8V8H0Z" fill="${dark ? fillDark : fill}"/>${strokes}${dots}</pattern>`
}
