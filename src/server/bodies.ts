// What a request may bring: JSON up to 1 MB, files up to 64 MB and only from people who are signed in. The limit
// holds while the bytes arrive, whatever length the sender announces or conceals.

import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { WuseError } from '#base/errors.ts'
import type { CallerOf } from './http.ts'

const MB = 1024 * 1024
export const limits = { json: MB, upload: 64 * MB } as const

export function addBodies(app: FastifyInstance, callerOf: CallerOf): void {
  app.addContentTypeParser('*', async (request: Parameters<CallerOf>[0], payload: IncomingMessage) => {
    const { actor } = await callerOf(request)
    const limit = actor.kind === 'anonymous' ? limits.json : limits.upload
    if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge(limit)
    const type = request.headers['content-type'] ?? ''
    const bytes = await readAtMost(payload, limit)
    if (type.startsWith('multipart/form-data')) return formOf(bytes, type)
    if (type.startsWith('application/x-www-form-urlencoded')) return new URLSearchParams(bytes.toString('utf8'))
    return new File([new Uint8Array(bytes)], nameOf(request.headers['content-disposition']), { type })
  })
}

async function readAtMost(payload: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of payload.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length
    if (size > limit) throw tooLarge(limit)
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks, size)
}

/**
 * Lets whoever still sends what is too large read the answer first: what arrives is thrown away for two seconds, then
 * the line is cut. Cut at once, the sender would see a broken line instead of the sentence.
 */
export function hangUpSoon(incoming: IncomingMessage): void {
  const cut = setTimeout(() => incoming.socket.destroy(), 2000)
  incoming.once('end', () => clearTimeout(cut))
  incoming.once('close', () => clearTimeout(cut))
  incoming.resume()
}

async function formOf(bytes: Buffer, type: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData()
  } catch {
    throw new WuseError('Invalid', 'input.unreadable')
  }
}

const nameOf = (disposition: string | undefined): string => /filename="([^"]+)"/.exec(disposition ?? '')?.[1] ?? 'blob'

export const tooLarge = (limit: number): WuseError =>
  new WuseError('Invalid', 'input.too-large', { megabytes: limit / MB })
