// What the parts of the bulletin share: page, ink, words, and the pen that writes with embedded glyphs.

import type { Language, Text } from '#base/text.ts'
import { chineseMarks } from '../rules/changes.ts'
import { appearanceOf, isColourName } from './colours.ts'
import { outlineOf, UNITS, type SubsetFonts, type Weight } from './font-files.ts'
import { wrapText } from './outlined-text.ts'

export const PAGE = { width: 595.28, height: 841.89, margin: 46 }
export const ROOM = PAGE.width - 2 * PAGE.margin
export const BOTTOM = PAGE.height - 50
export const ink = { text: '#16202e', soft: '#51607a', line: '#c6cdd8', alarm: '#b3161b', band: '#eef1f6' }

export const words = {
  changes: { zh: '变化与分布', en: 'Changes and levels' },
  table: { zh: '各地等级与理由', en: 'Levels and reasons' },
  method: { zh: '评定方法', en: 'Method' },
  signatures: { zh: '签署', en: 'Signatures' },
  drafted: { zh: '起草', en: 'Drafted by' },
  reviewed: { zh: '复核', en: 'Second look by' },
  published: { zh: '签发', en: 'Published by' },
  signature: { zh: '签名', en: 'Signature' },
  place: { zh: '地区', en: 'Place' },
  level: { zh: '等级', en: 'Level' },
  cases: { zh: '累计/本地', en: 'Cases/local' },
  free: { zh: '无新增天数', en: 'Days without' },
  reasons: { zh: '理由', en: 'Reasons' },
  illustrative: {
    zh: '标“参”的规则，其参数为本软件的建议值，并非官方公布的标准。',
    en: 'Rules marked "ill." use parameters proposed by this software, not an official standard (illustrative).',
  },
  mark: { zh: '参', en: 'ill.' },
} satisfies Record<string, Text>

export type Pen = {
  doc: PDFKit.PDFDocument
  y: number
  language: Language
  write: (text: string, x: number, y: number, style?: Style) => void
  measure: (text: string, size: number, weight?: Weight) => number
  /** Starts a page when less than `height` is left. */
  need: (height: number) => void
}
export type Style = {
  size?: number
  weight?: Weight
  fill?: string
  align?: 'left' | 'right' | 'center'
  halo?: string
}

export const shown = (text: string, language: Language): string => (language === 'zh' ? chineseMarks(text) : text)

const measure = (text: string, size: number, weight: Weight = 400): number => {
  let units = 0
  for (const letter of text) units += outlineOf(letter, weight).advance
  return (units * size) / UNITS
}

type Look = { fill: string; halo: string | undefined }

function writeRun(
  doc: PDFKit.PDFDocument,
  font: string,
  text: string,
  x: number,
  y: number,
  size: number,
  { fill, halo }: Look,
): void {
  doc.font(font).fontSize(size)
  if (halo) {
    doc
      .lineWidth(size * 0.28)
      .lineJoin('round')
      .strokeColor(halo)
    doc.text(text, x, y, { lineBreak: false, baseline: 'alphabetic', stroke: true, fill: false })
  }
  doc.fillColor(fill).text(text, x, y, { lineBreak: false, baseline: 'alphabetic' })
}

function drawOutline(
  doc: PDFKit.PDFDocument,
  path: string,
  x: number,
  y: number,
  size: number,
  { fill, halo }: Look,
): void {
  doc
    .save()
    .translate(x, y)
    .scale(size / UNITS)
  if (halo)
    doc
      .path(path)
      .lineWidth(UNITS * 0.28)
      .lineJoin('round')
      .stroke(halo)
  doc.path(path).fill(fill).restore()
}

export function makePen(doc: PDFKit.PDFDocument, fonts: Record<Weight, SubsetFonts>, language: Language): Pen {
  const pen: Pen = {
    doc,
    y: PAGE.margin,
    language,
    measure,
    write: (text, x, y, { size = 9.5, weight = 400, fill = ink.text, align = 'left', halo } = {}) => {
      const width = measure(text, size, weight)
      let at = align === 'left' ? x : align === 'right' ? x - width : x - width / 2
      for (const run of fonts[weight].runs(text)) {
        if (run.font === null) drawOutline(doc, outlineOf(run.text, weight).path, at, y, size, { fill, halo })
        else writeRun(doc, run.font, run.text, at, y, size, { fill, halo })
        at += measure(run.text, size, weight)
      }
    },
    need: (height) => {
      if (pen.y + height <= BOTTOM) return
      doc.addPage()
      pen.y = PAGE.margin + 14
    },
  }
  return pen
}

export function heading(pen: Pen, text: string): void {
  pen.need(60)
  pen.y += 24
  pen.write(text, PAGE.margin, pen.y, { size: 13, weight: 700 })
  pen.y += 8
}

export function paragraph(pen: Pen, text: string, style: Style = {}, indent = 0): void {
  const size = style.size ?? 10
  const measure = (part: string): number => pen.measure(part, size, style.weight)
  for (const line of wrapText(text, ROOM - indent, measure)) {
    pen.need(size * 1.6)
    pen.y += size * 1.6
    pen.write(line, PAGE.margin + indent, pen.y, { ...style, size })
  }
  pen.y += size * 0.4
}

export function drawMark(doc: PDFKit.PDFDocument, colour: string, x: number, y: number, scale: number): void {
  const look = appearanceOf(isColourName(colour) ? colour : 'grey')
  doc.save().translate(x, y).scale(scale)
  doc.path(look.mark).lineWidth(1).fillAndStroke(look.fill, look.line)
  doc.restore()
}
