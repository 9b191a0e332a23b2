// Reads whole numbers as tables write them: 1,234 · １２ · 3例 · 1.0. Anything else is told apart from an empty cell.

import { fail, ok, type Result } from '#base/result.ts'

export type FigureFault = 'figure-missing' | 'figure-unreadable' | 'figure-not-whole' | 'figure-too-large'

const LARGEST = 2_000_000_000

export function readFigure(text: string): Result<number, FigureFault> {
  const clean = text
    .normalize('NFKC')
    .trim()
    .replace(/[例人]$/, '')
    .replace(/^[−–—](?=\d)/, '-')
  if (clean === '') return fail('figure-missing')
  const digits = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(clean) ? clean.replaceAll(',', '') : clean
  if (!/^[+-]?\d+(\.\d+)?$/.test(digits)) return fail('figure-unreadable')
  const value = Number(digits)
  if (!Number.isInteger(value)) return fail('figure-not-whole')
  if (Math.abs(value) > LARGEST) return fail('figure-too-large')
  return ok(value === 0 ? 0 : value)
}
