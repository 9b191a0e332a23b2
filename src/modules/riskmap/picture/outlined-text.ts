// Text as outlines: an exported picture looks the same everywhere, whatever fonts a machine has. Each
// character is drawn once and used many times; the words stay readable for screen readers as labels.

export type Weight = 400 | 700
export type OutlineOf = (letter: string, weight: Weight) => { path: string; advance: number }
export type Anchor = 'start' | 'middle' | 'end'
export type TextStyle = {
  size: number
  fill: string
  weight?: Weight
  anchor?: Anchor
  /** Colour of an edge around the letters. */
  halo?: string
  opacity?: number
}

export type Writer = {
  /** `y` is the baseline. */
  write: (text: string, x: number, y: number, style: TextStyle) => string
  measure: (text: string, size: number, weight?: Weight) => number
  /** Lines no wider than `width`; Chinese breaks anywhere except before closing marks, Latin at spaces. */
  wrap: (text: string, width: number, size: number, weight?: Weight) => string[]
  /** Definitions of every character written so far. */
  defs: () => string
}

const UNITS = 1000
const closing = /^[,，.。;；:：、!！?？)）》」”’%…·]/u

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

export function makeWriter(outlineOf: OutlineOf): Writer {
  const used = new Map<string, string>()
  const measure = (text: string, size: number, weight: Weight = 400): number => {
    let units = 0
    for (const letter of text) units += outlineOf(letter, weight).advance
    return (units * size) / UNITS
  }
  const write = (text: string, x: number, y: number, style: TextStyle): string => {
    const { size, fill, weight = 400, anchor = 'start', halo, opacity } = style
    const width = measure(text, size, weight)
    const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2
    let at = 0
    let letters = ''
    for (const letter of text) {
      const { path, advance } = outlineOf(letter, weight)
      if (path !== '') {
        const id = `${weight === 700 ? 'b' : 'r'}${letter.codePointAt(0)!.toString(36)}`
        used.set(id, path)
        letters += `<use href="#${id}" x="${round(at)}"/>`
      }
      at += advance
    }
    const scale = round(size / UNITS, 5)
    const edge = halo
      ? ` stroke="${halo}" stroke-width="${round(UNITS * 0.16)}" stroke-linejoin="round" paint-order="stroke"`
      : ''
    const see = opacity === undefined ? '' : ` opacity="${opacity}"`
    return `<g role="img" aria-label="${escapeXml(text)}" transform="translate(${round(left)} ${round(y)}) scale(${scale})" fill="${fill}"${edge}${see}>${letters}</g>`
  }
  const wrap = (text: string, width: number, size: number, weight: Weight = 400): string[] =>
    wrapText(text, width, (part) => measure(part, size, weight))
  return {
    write,
    measure,
    wrap,
    defs: () => [...used].map(([id, path]) => `<path id="${id}" d="${path}"/>`).join(''),
  }
}

/** Breaks a text into lines by a measure of width; also used for the bulletin. */
export function wrapText(text: string, width: number, measure: (part: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.match(/[\w().,;:'’%+\-/@#]+\s*|./gsu) ?? []) {
    if (line !== '' && measure((line + word).trimEnd()) > width && !closing.test(word)) {
      lines.push(line.trimEnd())
      line = word.trimStart()
    } else line += word
  }
  if (line.trim() !== '') lines.push(line.trimEnd())
  return lines
}

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits))
