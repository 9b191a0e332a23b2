// The bulletin's table: every place with its level, figures and reasons, the highest risk first.

import type { Language, Text } from '#base/text.ts'
import type { LevelInfo, RatedRegion } from '../api-publication.ts'
import {
  BOTTOM,
  drawMark,
  heading,
  ink,
  PAGE,
  paragraph,
  ROOM,
  shown,
  words,
  type Pen,
  type Style,
} from './bulletin-pen-file.ts'
import { wrapText } from './outlined-text.ts'
import type { Edition } from './poster.ts'

export const deviationWords = (engine: string, reason: string, by: string, second: string): Text => ({
  zh: `按规则为${engine}。专家调整:${reason}(提出:${by};确认:${second})`,
  en: `By the rules ${engine}. Set by an expert: ${reason} (proposed by ${by}, confirmed by ${second})`,
})

const columns = { place: 0, level: 132, cases: 214, free: 262, reasons: 306 }
const CELL = 7.8

function tableHead(pen: Pen): void {
  const { language } = pen
  pen.doc.rect(PAGE.margin, pen.y + 3, ROOM, 16).fill(ink.band)
  const style: Style = { size: 8, weight: 700, fill: ink.soft }
  for (const name of ['place', 'level', 'reasons'] as const)
    pen.write(words[name][language], PAGE.margin + columns[name] + 4, pen.y + 14, style)
  pen.write(words.cases[language], PAGE.margin + columns.free - 6, pen.y + 14, { ...style, align: 'right' })
  pen.write(words.free[language], PAGE.margin + columns.reasons - 4, pen.y + 14, { ...style, align: 'right', size: 7 })
  pen.y += 20
}

export function tablePart(pen: Pen, bulletin: Edition): void {
  const { language } = pen
  heading(pen, words.table[language])
  paragraph(pen, shown(words.illustrative[language], language), { size: 8, fill: ink.soft })
  tableHead(pen)
  const levels = new Map(bulletin.levels.map((level) => [level.id, level]))
  const regions = bulletin.regions.toSorted((a, b) => b.rank - a.rank || (a.code < b.code ? -1 : 1))
  for (const region of regions) tableRow(pen, region, levels)
}

function tableRow(pen: Pen, region: RatedRegion, levels: ReadonlyMap<string, LevelInfo>): void {
  const { language, doc } = pen
  const level = levels.get(region.level)!
  const reasons = reasonLines(region, language, levels)
  const lines = reasons.flatMap((reason) =>
    wrapText(reason, ROOM - columns.reasons - 6, (part) => pen.measure(part, CELL)),
  )
  const height = Math.max(1, lines.length) * CELL * 1.4 + 5
  if (pen.y + height > BOTTOM) {
    doc.addPage()
    pen.y = PAGE.margin
    tableHead(pen)
  }
  const base = pen.y + CELL * 1.3
  const place = `${region.parent.name[language]} ${region.name[language]}`
  const fit = Math.min(CELL, (CELL * (columns.level - 8)) / pen.measure(place, CELL))
  pen.write(place, PAGE.margin + columns.place + 4, base, { size: fit })
  drawMark(doc, level.colour, PAGE.margin + columns.level + 3, base - 7, 0.5)
  pen.write(
    `${level.name[language]}${region.deviation?.state === 'confirmed' ? '*' : ''}`,
    PAGE.margin + columns.level + 15,
    base,
    { size: CELL, weight: 700 },
  )
  const { confirmed, local, caseFreeDays } = region.figures
  pen.write(`${confirmed}/${local}`, PAGE.margin + columns.free - 6, base, { size: CELL, align: 'right' })
  pen.write(caseFreeDays === null ? '–' : String(caseFreeDays), PAGE.margin + columns.reasons - 4, base, {
    size: CELL,
    align: 'right',
  })
  lines.forEach((line, index) => {
    pen.write(line, PAGE.margin + columns.reasons + 4, base + index * CELL * 1.4, { size: CELL })
  })
  pen.y += height
  doc
    .moveTo(PAGE.margin, pen.y)
    .lineTo(PAGE.margin + ROOM, pen.y)
    .lineWidth(0.3)
    .stroke(ink.line)
}

function reasonLines(region: RatedRegion, language: Language, levels: ReadonlyMap<string, LevelInfo>): string[] {
  const lines = region.because.map((reason) =>
    shown(`${reason.text[language]}${reason.illustrative ? ` (${words.mark[language]})` : ''}`, language),
  )
  const { deviation } = region
  if (deviation?.state !== 'confirmed') return lines
  const engine = levels.get(deviation.engineLevel)?.name[language] ?? deviation.engineLevel
  const text = deviationWords(engine, deviation.reason, deviation.proposed.name, deviation.decided?.name ?? '–')
  return [...lines, `* ${shown(text[language], language)}`]
}
