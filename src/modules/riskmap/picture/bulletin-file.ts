// The bulletin of an edition as PDF: vector map, change list, table of all places with level and reasons, method,
// signatures. Chinese is real text with its glyphs embedded; the same edition always gives the same bytes.

import PdfKit from 'pdfkit'
import { REGION_TIME_ZONE } from '#base/dates.ts'
import type { Language, Text } from '#base/text.ts'
import type { LevelInfo } from '../api-publication.ts'
import { dayWords, levelWords, tierWords } from '../rules/changes.ts'
import { drawMark, heading, ink, makePen, PAGE, paragraph, ROOM, shown, words, type Pen } from './bulletin-pen-file.ts'
import { deviationWords, tablePart } from './bulletin-table-file.ts'
import { appearanceOf } from './colours.ts'
import { subsetFor, type SubsetFonts, type Weight } from './font-files.ts'
import { placeLabels } from './labels.ts'
import { schematicNote, shortName, subtitleOf, titleOf, warningOf, type Edition } from './poster.ts'

export type Bulletin = Edition & {
  /** Rules of the pack in order: name, what it does, whether its parameters are our proposal. */
  rules: { name: Text; summary: Text; illustrative: boolean }[]
}

export async function makeBulletin(bulletin: Bulletin, language: Language): Promise<Uint8Array> {
  const letters = lettersOf(bulletin, language)
  const fonts: Record<Weight, SubsetFonts> = { 400: await subsetFor(letters, 400), 700: await subsetFor(letters, 700) }
  const { publication } = bulletin
  const stamp = publication.published?.at ?? publication.author.at
  const doc = new PdfKit({
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
  if (bulletin.notice && !bulletin.schematic) paragraph(pen, bulletin.notice[language], { size: 7.5, fill: ink.soft })
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
    pen.write(schematicNote[language], box.x + box.width, box.y + box.height + 4, {
      size: 9,
      fill: ink.soft,
      align: 'right',
    })
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
  const highestFirst = bulletin.levels.toReversed()
  const counts = new Map(bulletin.publication.counts.map((one) => [one.level, one.regions]))
  const width = ROOM / highestFirst.length
  highestFirst.forEach((level, index) => {
    const x = PAGE.margin + index * width
    drawMark(doc, level.colour, x, pen.y - 9, 0.72)
    pen.write(String(counts.get(level.id) ?? 0), x + 18, pen.y + 1, { size: 15, weight: 700 })
    const name = levelWords(level)[language]
    pen.write(name, x, pen.y + 15, {
      size: Math.min(8.5, (8.5 * (width - 6)) / pen.measure(name, 8.5)),
      fill: ink.soft,
    })
  })
  pen.y += 20
}

function changePart(pen: Pen, { changes }: Bulletin): void {
  pen.doc.addPage()
  pen.y = PAGE.margin - 6
  heading(pen, words.changes[pen.language])
  for (const sentence of changes.sentences) paragraph(pen, sentence[pen.language], { size: 10.5 })
}

function method({ publication }: Bulletin): Text {
  const known = regionTime(publication.knownAt)
  const basis = {
    edition: {
      zh: '等级以上一期已发布的等级为起点，按规则升降。',
      en: 'Levels start from those of the edition before and move by the rules.',
    },
    replay: {
      zh: '此前没有已发布的一期：按规则由病例数逐次推算以前各次评定，再以其结果为起点。',
      en: 'There was no edition before: earlier reviews were replayed from the counts, and their result is the starting point.',
    },
    first: { zh: '本期为首期，没有起点等级。', en: 'This is a first map: there is no level to start from.' },
  }[publication.basis]
  return {
    zh: `规则见政策包 ${publication.pack}。病例数以 ${known} 所知为准。${basis.zh}全部输入与规则已冻结,可随时重新评定核对。${publication.hash ? `校验码(SHA-256):${publication.hash}` : ''}`,
    en: `Rules: pack ${publication.pack}. Counts as known at ${known} (${REGION_TIME_ZONE}). ${basis.en} Inputs and rules are frozen, so that the map can be judged again at any time. ${publication.hash ? `Seal (SHA-256): ${publication.hash}` : ''}`,
  }
}

const clockTime = new Intl.DateTimeFormat('sv-SE', {
  timeZone: REGION_TIME_ZONE,
  dateStyle: 'short',
  timeStyle: 'short',
})
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
    doc
      .moveTo(x, pen.y + 82)
      .lineTo(x + width - 20, pen.y + 82)
      .lineWidth(0.5)
      .stroke(ink.soft)
    pen.write(words.signature[language], x, pen.y + 93, { size: 7.5, fill: ink.soft })
  })
  pen.y += 104
  const next = dayWords(publication.nextReviewOn, true)[language]
  const total = `${regions.length} ${tierWords[publication.tier].en[1]}`
  paragraph(pen, language === 'zh' ? `下次评定数据日期：${next}。` : `Next review: data of ${next}. ${total} rated.`, {
    size: 9,
    fill: ink.soft,
  })
}

function numberPages(pen: Pen, bulletin: Bulletin): void {
  const { start, count } = pen.doc.bufferedPageRange()
  const title = titleOf(bulletin)[pen.language]
  for (let page = 0; page < count; page++) {
    pen.doc.switchToPage(start + page)
    pen.write(`${title} · ${bulletin.publication.on}`, PAGE.margin, PAGE.height - 26, { size: 7.5, fill: ink.soft })
    pen.write(`${page + 1} / ${count}`, PAGE.width - PAGE.margin, PAGE.height - 26, {
      size: 7.5,
      fill: ink.soft,
      align: 'right',
    })
  }
}
