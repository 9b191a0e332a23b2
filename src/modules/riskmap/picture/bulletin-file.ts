// The bulletin of an edition as PDF: vector map, change list, table of all places with level and reasons, method,
// signatures. Chinese is real text with its glyphs embedded; the same edition always gives the same bytes.

import PDFDocument from 'pdfkit'
import { REGION_TIME_ZONE } from '#base/dates.ts'
import type { Language, Text } from '#base/text.ts'
import type { LevelInfo, RatedRegion } from '../api-publication.ts'
import { chineseMarks, dayWords, levelWords, tierWords } from '../rules/changes.ts'
import { appearanceOf, isColourName } from './colours.ts'
import { outlineOf, subsetFor, UNITS, type SubsetFonts, type Weight } from './font-files.ts'
import { placeLabels } from './labels.ts'
import { wrapText } from './outlined-text.ts'
import { schematicNote, shortName, subtitleOf, titleOf, warningOf, type Edition } from './poster.ts'

const PAGE = { width: 595.28, height: 841.89, margin: 46 }
const ROOM = PAGE.width - 2 * PAGE.margin
const BOTTOM = PAGE.height - 50
const ink = { text: '#16202e', soft: '#51607a', line: '#c6cdd8', alarm: '#b3161b', band: '#eef1f6' }

const words = {
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
    zh: '标“参”的规则,其参数为本软件的建议值,并非官方公布的标准。',
    en: 'Rules marked "ill." use parameters proposed by this software, not an official standard (illustrative).',
  },
  mark: { zh: '参', en: 'ill.' },
} satisfies Record<string, Text>

export type Bulletin = Edition & {
  /** Rules of the pack in order: name, what it does, whether its parameters are our proposal. */
  rules: { name: Text; summary: Text; illustrative: boolean }[]
}

type Pen = {
  doc: PDFKit.PDFDocument
  y: number
  language: Language
  write: (text: string, x: number, y: number, style?: Style) => void
  measure: (text: string, size: number, weight?: Weight) => number
  /** Starts a page when less than `height` is left. */
  need: (height: number) => void
}
type Style = { size?: number; weight?: Weight; fill?: string; align?: 'left' | 'right' | 'center'; halo?: string }

const shown = (text: string, language: Language): string => (language === 'zh' ? chineseMarks(text) : text)

export async function makeBulletin(bulletin: Bulletin, language: Language): Promise<Uint8Array> {
  const letters = lettersOf(bulletin, language)
  const fonts: Record<Weight, SubsetFonts> = { 400: await subsetFor(letters, 400), 700: await subsetFor(letters, 700) }
  const { publication } = bulletin
  const stamp = publication.published?.at ?? publication.author.at
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    lang: language === 'zh' ? 'zh-CN' : 'en',
    displayTitle: true,
    info: {
      Title: titleOf(bulletin)[language],
      Subject: bulletin.changes.headline[language],
      Creator: 'Wuse',
      Producer: 'Wuse',
      CreationDate: new Date(stamp),
    },
  })
  for (const { name, bytes } of [...fonts[400].fonts, ...fonts[700].fonts]) doc.registerFont(name, Buffer.from(bytes))
  const chunks: Uint8Array[] = []
  doc.on('data', (chunk: Uint8Array) => chunks.push(chunk))
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', () => resolve())
    doc.on('error', reject)
  })
  const pen = makePen(doc, fonts, language)
  firstPage(pen, bulletin)
  changePart(pen, bulletin)
  tablePart(pen, bulletin)
  methodPart(pen, bulletin)
  signaturePart(pen, bulletin)
  numberPages(pen, bulletin)
  doc.end()
  await ended
  return Buffer.concat(chunks)
}

/** Every character the document can need: a superset is harmless, a missing one would be a blank. */
function lettersOf(bulletin: Bulletin, language: Language): string {
  const texts: string[] = [
    '0123456789 /.,:;()*·@-–%+ABCDEFabcdef，：；（）',
    REGION_TIME_ZONE,
    JSON.stringify(words),
    JSON.stringify([titleOf(bulletin), subtitleOf(bulletin), warningOf(bulletin.publication), schematicNote]),
    JSON.stringify(bulletin.publication),
    JSON.stringify(bulletin.notice),
    JSON.stringify(bulletin.rules),
    JSON.stringify(bulletin.changes.sentences),
    JSON.stringify(bulletin.levels),
    ...bulletin.regions.flatMap((region) => [
      region.name[language],
      region.parent.name[language],
      ...region.because.map((reason) => reason.text[language]),
      region.deviation?.reason ?? '',
      region.deviation?.proposed?.name ?? '',
      region.deviation?.decided?.name ?? '',
    ]),
    method(bulletin)[language],
    ...Object.values(deviationWords('', '', '', '')),
  ]
  return [...new Set(texts.join(''))].join('')
}

function makePen(doc: PDFKit.PDFDocument, fonts: Record<Weight, SubsetFonts>, language: Language): Pen {
  const measure = (text: string, size: number, weight: Weight = 400): number => {
    let units = 0
    for (const letter of text) units += outlineOf(letter, weight).advance
    return (units * size) / UNITS
  }
  const pen: Pen = {
    doc,
    y: PAGE.margin,
    language,
    measure,
    write: (text, x, y, { size = 9.5, weight = 400, fill = ink.text, align = 'left', halo } = {}) => {
      const width = measure(text, size, weight)
      let at = align === 'left' ? x : align === 'right' ? x - width : x - width / 2
      for (const run of fonts[weight].runs(text)) {
        doc.font(run.font).fontSize(size)
        if (halo) {
          doc.lineWidth(size * 0.28).lineJoin('round').strokeColor(halo)
          doc.text(run.text, at, y, { lineBreak: false, baseline: 'alphabetic', stroke: true, fill: false })
        }
        doc.fillColor(fill)
        doc.text(run.text, at, y, { lineBreak: false, baseline: 'alphabetic' })
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

function heading(pen: Pen, text: string): void {
  pen.need(60)
  pen.y += 24
  pen.write(text, PAGE.margin, pen.y, { size: 13, weight: 700 })
  pen.y += 8
}

function paragraph(pen: Pen, text: string, style: Style = {}, indent = 0): void {
  const size = style.size ?? 10
  const measure = (part: string): number => pen.measure(part, size, style.weight)
  for (const line of wrapText(text, ROOM - indent, measure)) {
    pen.need(size * 1.6)
    pen.y += size * 1.6
    pen.write(line, PAGE.margin + indent, pen.y, { ...style, size })
  }
  pen.y += size * 0.4
}

function firstPage(pen: Pen, bulletin: Bulletin): void {
  const { language, doc } = pen
  const title = titleOf(bulletin)[language]
  const size = Math.min(25, (25 * ROOM) / pen.measure(title, 25, 700))
  pen.write(title, PAGE.margin, 70, { size, weight: 700 })
  pen.write(subtitleOf(bulletin)[language], PAGE.margin, 90, { size: 10.5, fill: ink.soft })
  pen.y = 98
  const warning = warningOf(bulletin.publication)
  if (warning) paragraph(pen, shown(warning[language], language), { size: 12, weight: 700, fill: ink.alarm })
  const box = { x: PAGE.margin, y: pen.y + 8, width: ROOM, height: 500 }
  drawMap(pen, bulletin, box)
  pen.y = box.y + box.height + 18
  drawLegend(pen, bulletin)
  paragraph(pen, bulletin.changes.headline[language], { size: 11 })
  if (bulletin.notice && !bulletin.schematic)
    paragraph(pen, bulletin.notice[language], { size: 7.5, fill: ink.soft })
  doc.fillColor(ink.text)
}

function drawMap(pen: Pen, bulletin: Bulletin, box: { x: number; y: number; width: number; height: number }): void {
  const { doc, language } = pen
  const layout = bulletin.layout({ width: box.width, height: box.height, padding: 4 })
  const regions = new Map(bulletin.regions.map((region) => [region.code, region]))
  const levels = new Map(bulletin.levels.map((level) => [level.id, level]))
  doc.save().translate(box.x, box.y)
  for (const shape of layout.shapes) {
    const level = levels.get(regions.get(shape.code)?.level ?? '')
    const look = appearanceOf(level?.colour)
    doc.path(shape.path).fill(look.fill)
    if (look.pattern.strokes || look.pattern.dots) drawPattern(pen, shape.path, shape.bounds, level)
    if (regions.get(shape.code)?.deviation?.state === 'confirmed')
      doc.path(shape.path).dash(3, { space: 2 }).lineWidth(1.1).stroke(ink.text).undash()
  }
  const line = (path: string, width: number, colour: string): void => {
    if (path !== '') doc.path(path).lineWidth(width).stroke(colour)
  }
  line(layout.borders.inner, 0.4, '#ffffff')
  line(layout.borders.parents, 1.4, '#ffffff')
  line(layout.borders.parents, 0.5, ink.soft)
  line(layout.borders.outline, 0.5, ink.soft)
  const many = layout.shapes.length
  const tile = layout.shapes[0] ? layout.shapes[0].bounds[1][0] - layout.shapes[0].bounds[0][0] : 0
  const size = bulletin.schematic ? Math.min(10, tile / 4.4) : many > 60 ? 6.6 : 8.5
  const labels = placeLabels(layout.shapes, {
    text: (code) => {
      const region = regions.get(code)
      if (!region) return ''
      return `${shortName(region.name[language], language)}${region.deviation?.state === 'confirmed' ? '*' : ''}`
    },
    width: box.width,
    height: box.height,
    fontSize: size,
    first: (code) => (regions.get(code)?.rank ?? 0) >= bulletin.levels.length - 2,
    overhang: 1,
  })
  for (const label of labels) {
    pen.write(label.text, label.x, label.y + size * 0.36, { size, weight: 700, align: 'center', halo: '#ffffff' })
  }
  doc.restore()
  if (bulletin.schematic)
    pen.write(schematicNote[language], box.x + box.width, box.y + box.height + 4, { size: 9, fill: ink.soft, align: 'right' })
}

/** The pattern of the colour, clipped to the shape: the map is read without colour too. */
function drawPattern(
  { doc }: Pen,
  path: string,
  [[left, top], [right, bottom]]: [[number, number], [number, number]],
  level: LevelInfo | undefined,
): void {
  const { line, pattern } = appearanceOf(level?.colour)
  doc.save().path(path).clip()
  const step = 8 * 0.62
  for (let x = Math.floor(left / step) * step; x < right; x += step)
    for (let y = Math.floor(top / step) * step; y < bottom; y += step) {
      doc.save().translate(x, y).scale(0.62)
      if (pattern.strokes) doc.path(pattern.strokes).lineWidth(0.8).strokeOpacity(0.5).stroke(line)
      if (pattern.dots) doc.path(pattern.dots).fillOpacity(0.6).fill(line)
      doc.restore()
    }
  doc.restore().strokeOpacity(1).fillOpacity(1)
}

function drawLegend(pen: Pen, bulletin: Bulletin): void {
  const { doc, language } = pen
  const highestFirst = [...bulletin.levels].reverse()
  const counts = new Map(bulletin.publication.counts.map((one) => [one.level, one.regions]))
  const width = ROOM / highestFirst.length
  highestFirst.forEach((level, index) => {
    const x = PAGE.margin + index * width
    drawMark(doc, level.colour, x, pen.y - 9, 0.72)
    pen.write(String(counts.get(level.id) ?? 0), x + 18, pen.y + 1, { size: 15, weight: 700 })
    const name = levelWords(level)[language]
    pen.write(name, x, pen.y + 15, { size: Math.min(8.5, (8.5 * (width - 6)) / pen.measure(name, 8.5)), fill: ink.soft })
  })
  pen.y += 20
}

function drawMark(doc: PDFKit.PDFDocument, colour: string, x: number, y: number, scale: number): void {
  const look = appearanceOf(isColourName(colour) ? colour : 'grey')
  doc.save().translate(x, y).scale(scale)
  doc.path(look.mark).lineWidth(1).fillAndStroke(look.fill, look.line)
  doc.restore()
}

function changePart(pen: Pen, { changes }: Bulletin): void {
  pen.doc.addPage()
  pen.y = PAGE.margin - 6
  heading(pen, words.changes[pen.language])
  for (const sentence of changes.sentences) paragraph(pen, sentence[pen.language], { size: 10.5 })
}

const deviationWords = (engine: string, reason: string, by: string, second: string): Text => ({
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

function tablePart(pen: Pen, bulletin: Bulletin): void {
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
  pen.write(`${level.name[language]}${region.deviation?.state === 'confirmed' ? '*' : ''}`, PAGE.margin + columns.level + 15, base, { size: CELL, weight: 700 })
  const { confirmed, local, caseFreeDays } = region.figures
  pen.write(`${confirmed}/${local}`, PAGE.margin + columns.free - 6, base, { size: CELL, align: 'right' })
  pen.write(caseFreeDays === null ? '–' : String(caseFreeDays), PAGE.margin + columns.reasons - 4, base, { size: CELL, align: 'right' })
  lines.forEach((line, index) => {
    pen.write(line, PAGE.margin + columns.reasons + 4, base + index * CELL * 1.4, { size: CELL })
  })
  pen.y += height
  doc.moveTo(PAGE.margin, pen.y).lineTo(PAGE.margin + ROOM, pen.y).lineWidth(0.3).stroke(ink.line)
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

function method({ publication }: Bulletin): Text {
  const known = regionTime(publication.knownAt)
  const basis = {
    edition: {
      zh: '等级以上一期已发布的等级为起点,按规则升降。',
      en: 'Levels start from those of the edition before and move by the rules.',
    },
    replay: {
      zh: '此前没有已发布的一期:按规则由病例数逐次推算以前各次评定,再以其结果为起点。',
      en: 'There was no edition before: earlier reviews were replayed from the counts, and their result is the starting point.',
    },
    first: { zh: '本期为首期,没有起点等级。', en: 'This is a first map: there is no level to start from.' },
  }[publication.basis]
  return {
    zh: `规则见政策包 ${publication.pack}。病例数以 ${known} 所知为准。${basis.zh}全部输入与规则已冻结,可随时重新评定核对。${publication.hash ? `校验码(SHA-256):${publication.hash}` : ''}`,
    en: `Rules: pack ${publication.pack}. Counts as known at ${known} (${REGION_TIME_ZONE}). ${basis.en} Inputs and rules are frozen, so that the map can be judged again at any time. ${publication.hash ? `Seal (SHA-256): ${publication.hash}` : ''}`,
  }
}

const clockTime = new Intl.DateTimeFormat('sv-SE', { timeZone: REGION_TIME_ZONE, dateStyle: 'short', timeStyle: 'short' })
const regionTime = (instant: string): string => clockTime.format(new Date(instant))

function methodPart(pen: Pen, bulletin: Bulletin): void {
  const { language } = pen
  heading(pen, words.method[language])
  paragraph(pen, shown(method(bulletin)[language], language), { size: 9 })
  for (const rule of bulletin.rules) {
    const mark = rule.illustrative ? ` (${words.mark[language]})` : ''
    paragraph(pen, shown(`· ${rule.name[language]}${mark}: ${rule.summary[language]}`, language), { size: 9 }, 8)
  }
}

function signaturePart(pen: Pen, { publication, regions }: Bulletin): void {
  const { language, doc } = pen
  pen.need(120)
  heading(pen, words.signatures[language])
  const people = [
    [words.drafted, publication.author],
    [words.reviewed, publication.reviewed],
    [words.published, publication.published],
  ] as const
  const width = ROOM / 3
  people.forEach(([role, person], index) => {
    const x = PAGE.margin + index * width
    pen.write(role[language], x, pen.y + 18, { size: 8.5, fill: ink.soft })
    pen.write(person ? person.name : '–', x, pen.y + 33, { size: 11, weight: 700 })
    pen.write(person ? regionTime(person.at) : '', x, pen.y + 46, { size: 8, fill: ink.soft })
    doc.moveTo(x, pen.y + 82).lineTo(x + width - 20, pen.y + 82).lineWidth(0.5).stroke(ink.soft)
    pen.write(words.signature[language], x, pen.y + 93, { size: 7.5, fill: ink.soft })
  })
  pen.y += 104
  const next = dayWords(publication.nextReviewOn, true)[language]
  const total = `${regions.length} ${tierWords[publication.tier].en[1]}`
  paragraph(pen, language === 'zh' ? `下次评定数据日期：${next}。` : `Next review: data of ${next}. ${total} rated.`, { size: 9, fill: ink.soft })
}

function numberPages(pen: Pen, bulletin: Bulletin): void {
  const { start, count } = pen.doc.bufferedPageRange()
  const title = titleOf(bulletin)[pen.language]
  for (let page = 0; page < count; page++) {
    pen.doc.switchToPage(start + page)
    pen.write(`${title} · ${bulletin.publication.on}`, PAGE.margin, PAGE.height - 26, { size: 7.5, fill: ink.soft })
    pen.write(`${page + 1} / ${count}`, PAGE.width - PAGE.margin, PAGE.height - 26, { size: 7.5, fill: ink.soft, align: 'right' })
  }
}
