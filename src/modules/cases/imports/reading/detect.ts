// What kind of file it is, from its bytes: XLSX, an old XLS (refused with advice), or text in some encoding with some
// delimiter. Names of files are not believed.

import { invalid } from '#base/errors.ts'

export type TextEncodingName = 'utf-8' | 'utf-8 with byte order mark' | 'utf-16le' | 'utf-16be' | 'gb18030'
export type Detected = { type: 'xlsx' } | { type: 'csv'; encoding: TextEncodingName; delimiter: string }

const startsWith = (bytes: Uint8Array, ...first: number[]): boolean => first.every((byte, at) => bytes[at] === byte)

export function detect(bytes: Uint8Array, fileName: string): Detected {
  if (bytes.length === 0) throw invalid('cases.file-empty', { fileName })
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) {
    refuseBomb(bytes, fileName)
    return { type: 'xlsx' }
  }
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) throw invalid('cases.file-old-excel', { fileName })
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46)) throw invalid('cases.file-not-table', { fileName })
  const encoding = encodingOf(bytes)
  const start = decode(bytes.subarray(0, 256 * 1024), encoding)
  if (/[\u0000-\u0008]/.test(start)) throw invalid('cases.file-not-table', { fileName })
  return { type: 'csv', encoding, delimiter: delimiterOf(start) }
}

function encodingOf(bytes: Uint8Array): TextEncodingName {
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return 'utf-8 with byte order mark'
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le'
  if (startsWith(bytes, 0xfe, 0xff)) return 'utf-16be'
  return isUtf8(bytes) ? 'utf-8' : 'gb18030'
}

function isUtf8(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for (let at = 0; at < bytes.length; at += 1 << 20)
      decoder.decode(bytes.subarray(at, at + (1 << 20)), { stream: true })
    decoder.decode()
    return true
  } catch {
    return false
  }
}

const labels: Record<TextEncodingName, string> = {
  'utf-8': 'utf-8',
  'utf-8 with byte order mark': 'utf-8',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  gb18030: 'gb18030',
}

const decode = (bytes: Uint8Array, encoding: TextEncodingName): string =>
  new TextDecoder(labels[encoding]).decode(bytes, { stream: true })

/** The text of a file piece by piece, so that no second copy of it stands in memory. */
export function* textOf(bytes: Uint8Array, encoding: TextEncodingName): Generator<string> {
  const decoder = new TextDecoder(labels[encoding])
  const step = 1 << 18
  for (let at = 0; at < bytes.length; at += step) yield decoder.decode(bytes.subarray(at, at + step), { stream: true })
  yield decoder.decode()
}

const delimiters = [',', '\t', ';', '|', ',', '、', '^']

/** The delimiter that splits the first lines most evenly; a comma when nothing splits them. */
function delimiterOf(start: string): string {
  const lines = start
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 30)
  let best = { delimiter: ',', score: 0 }
  for (const delimiter of delimiters) {
    const counts = lines.map((line) => outsideQuotes(line).split(delimiter).length - 1)
    const usual = median(counts)
    if (usual === 0) continue
    const even = counts.filter((count) => count === usual).length / counts.length
    const score = even * 100 + Math.min(usual, 50)
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

const outsideQuotes = (line: string): string => line.replaceAll(/"(?:[^"]|"")*"/g, '')
const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0

const LARGEST_INSIDE = 512 * 1024 * 1024

/** Adds up what the archive says it unpacks to. */
function refuseBomb(bytes: Uint8Array, fileName: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let inside = 0
  for (let at = bytes.length - 4; at >= 0 && at > bytes.length - (1 << 20); at--) {
    if (view.getUint32(at, true) === 0x02014b50 && at + 28 <= bytes.length) inside += view.getUint32(at + 24, true)
  }
  if (inside > LARGEST_INSIDE) throw invalid('cases.file-too-large-inside', { fileName })
}
