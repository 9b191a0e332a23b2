// The typefaces of exported maps and bulletins: Noto Sans SC from npm. Its file of simplified Chinese lacks a
// few characters of place names (峃, 浬 …): those come from the slices of the whole typeface in the same package.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import * as fontkit from 'fontkit'
import subsetFont from 'subset-font'
import { woffToTrueType } from './woff.ts'

export type Weight = 400 | 700
export type Outline = { path: string; advance: number }

/** Outlines are given in a square of this many units, y downwards. */
export const UNITS = 1000

const folder = dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/package.json'))
const fileOf = (slice: string, weight: Weight): string =>
  join(folder, 'files', `noto-sans-sc-${slice}-${weight}-normal.woff`)

type Opened = { slice: string; bytes: Buffer; font: fontkit.Font }
const opened = new Map<string, Opened>()

function open(slice: string, weight: Weight): Opened {
  const file = fileOf(slice, weight)
  const known = opened.get(file)
  if (known) return known
  const bytes = woffToTrueType(readFileSync(file))
  const made = { slice, bytes, font: fontkit.create(bytes) as fontkit.Font }
  opened.set(file, made)
  return made
}

const MAIN = 'chinese-simplified'

type Range = [from: number, to: number]
let slices: { slice: string; ranges: Range[] }[] | undefined

function sliceWith(point: number): string | null {
  slices ??= Object.entries(
    JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8')) as Record<string, string>,
  ).map(([slice, text]) => ({ slice: slice.replaceAll(/[[\]]/g, ''), ranges: text.split(',').map(rangeOf) }))
  return slices.find(({ ranges }) => ranges.some(([from, to]) => from <= point && point <= to))?.slice ?? null
}

function rangeOf(text: string): Range {
  const [from = '', to = from] = text.trim().replace(/^U\+/i, '').split('-')
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)]
}

/** The file that holds a character; the main one also for what none holds (drawn as a box). */
function fontWith(letter: string, weight: Weight): Opened {
  const main = open(MAIN, weight)
  const point = letter.codePointAt(0)!
  if (main.font.hasGlyphForCodePoint(point)) return main
  const slice = sliceWith(point)
  return slice ? open(slice, weight) : main
}

/** Characters of place names that the typeface lacks altogether: put together from their two halves. */
const composed = new Map<string, [left: string, right: string]>([['甽', ['田', '川']]])

export const isComposed = (letter: string): boolean => composed.has(letter)

const outlines = new Map<string, Outline>()

/** The outline of one character. */
export function outlineOf(letter: string, weight: Weight): Outline {
  const key = `${weight}${letter}`
  const known = outlines.get(key)
  if (known) return known
  const halves = composed.get(letter)
  const made = halves
    ? {
        path: `${pathOf(halves[0], weight, 0.46, 0.02)}${pathOf(halves[1], weight, 0.5, 0.48)}`,
        advance: UNITS,
      }
    : { path: pathOf(letter, weight), advance: advanceOf(letter, weight) }
  outlines.set(key, made)
  return made
}

/** `narrow` and `shift` squeeze a glyph into a part of its square. */
function pathOf(letter: string, weight: Weight, narrow = 1, shift = 0): string {
  const { font } = fontWith(letter, weight)
  const scale = UNITS / font.unitsPerEm
  const { path } = font.glyphForCodePoint(letter.codePointAt(0)!)
  return path
    .scale(scale * narrow, -scale)
    .translate(shift * UNITS, 0)
    .toSVG()
}

function advanceOf(letter: string, weight: Weight): number {
  const { font } = fontWith(letter, weight)
  return (font.glyphForCodePoint(letter.codePointAt(0)!).advanceWidth * UNITS) / font.unitsPerEm
}

/** `font` null: a character that no font holds; draw its outline. */
export type FontRun = { font: string | null; text: string }
/** Small fonts with exactly the characters of `text`, and which of them draws which part of a line. */
export type SubsetFonts = { fonts: { name: string; bytes: Uint8Array }[]; runs: (line: string) => FontRun[] }

export async function subsetFor(text: string, weight: Weight): Promise<SubsetFonts> {
  const letters = new Map<string, string>()
  for (const letter of new Set(`${text} `)) if (!isComposed(letter)) letters.set(letter, fontWith(letter, weight).slice)
  const fonts = await Promise.all(
    [...new Set(letters.values())].map(async (slice) => {
      const own = [...letters].filter(([, of]) => of === slice).map(([letter]) => letter)
      const bytes = await subsetFont(open(slice, weight).bytes, own.join(''), {
        targetFormat: 'truetype',
        keepFeatures: [],
        noHinting: true,
      })
      return { name: `${slice}-${weight}`, bytes }
    }),
  )
  const nameOf = (letter: string): string | null =>
    isComposed(letter) ? null : `${letters.get(letter) ?? MAIN}-${weight}`
  return {
    fonts,
    runs: (line) => {
      const runs: FontRun[] = []
      for (const letter of line) {
        const font = nameOf(letter)
        const last = runs.at(-1)
        if (last && font !== null && last.font === font) last.text += letter
        else runs.push({ font, text: letter })
      }
      return runs
    },
  }
}
