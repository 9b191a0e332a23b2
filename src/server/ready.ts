// Public files kept ready in memory with their compressed forms, so that one process answers thousands of requests
// a second. What is older than its few seconds is asked about again, once however many wait for it.

import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { stopwatch } from '#base/clock.ts'

export type Fresh = { etag: string; body: Uint8Array }
export type Ready = {
  etag: string
  body: Buffer
  br: Buffer | null
  gzip: Buffer | null
  checkedAt: number
  size: number
}
export type Encoding = 'br' | 'gzip' | null

const MOST_BYTES = 128 * 1024 * 1024
const WORTH_PACKING = 1024
const toBrotli = promisify(brotliCompress)
const toGzip = promisify(gzip)

export type ReadyStore = {
  /** The bytes for a key: from memory while young enough, else after `ask`, which gives null where `etag` still holds. */
  get: (
    key: string,
    seconds: number,
    packable: boolean,
    ask: (etag: string | null) => Promise<Fresh | null>,
  ) => Promise<Ready>
}

export function makeReadyStore(): ReadyStore {
  const elapsed = stopwatch()
  const kept = new Map<string, Ready>()
  const asking = new Map<string, Promise<Ready>>()
  let bytes = 0

  const keep = (key: string, entry: Ready): Ready => {
    bytes += entry.size - (kept.get(key)?.size ?? 0)
    kept.delete(key)
    kept.set(key, entry)
    for (const [old, { size }] of kept) {
      if (bytes <= MOST_BYTES || old === key) break
      kept.delete(old)
      bytes -= size
    }
    return entry
  }

  return {
    get: async (key, seconds, packable, ask) => {
      const entry = kept.get(key)
      if (entry && elapsed() - entry.checkedAt < seconds * 1000) return entry
      const under = asking.get(key)
      if (under) return under
      const asked = (async (): Promise<Ready> => {
        const checkedAt = elapsed()
        const fresh = await ask(entry?.etag ?? null)
        if (fresh) return keep(key, { ...(await pack(fresh, packable)), checkedAt })
        return keep(key, { ...entry!, checkedAt })
      })()
      asking.set(key, asked)
      try {
        return await asked
      } finally {
        asking.delete(key)
      }
    },
  }
}

async function pack({ etag, body }: Fresh, packable: boolean): Promise<Omit<Ready, 'checkedAt'>> {
  const plain = Buffer.from(body)
  if (!packable || plain.length < WORTH_PACKING) return { etag, body: plain, br: null, gzip: null, size: plain.length }
  const [br, zipped] = await Promise.all([
    toBrotli(plain, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
    }),
    toGzip(plain, { level: 9 }),
  ])
  return { etag, body: plain, br, gzip: zipped, size: plain.length + br.length + zipped.length }
}

export const isPackable = (contentType: string): boolean => /json|svg|text\//.test(contentType)

/** The best form the reader takes; "br;q=0" is a refusal. */
export function encodingFor(accept: string | undefined, entry: Ready): Encoding {
  const taken = (name: string): boolean =>
    (accept ?? '').split(',').some((part) => {
      const [coding = '', ...parameters] = part.trim().split(';')
      return coding.trim().toLowerCase() === name && !parameters.some((one) => /^\s*q=0(\.0*)?\s*$/.test(one))
    })
  if (entry.br && taken('br')) return 'br'
  return entry.gzip && taken('gzip') ? 'gzip' : null
}

export const tagFor = (etag: string, encoding: Encoding): string => `"${etag}${encoding ? `-${encoding}` : ''}"`

/** True when If-None-Match names this content in any of its forms. */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  if (ifNoneMatch.trim() === '*') return true
  const own = new Set([tagFor(etag, null), tagFor(etag, 'br'), tagFor(etag, 'gzip')])
  return ifNoneMatch.split(',').some((one) => own.has(one.trim().replace(/^W\//, '')))
}
