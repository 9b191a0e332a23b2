// Turns the modules' downloads into routes: same permission and audit as every operation, the body
// streamed while its transaction is open, conditional requests answered 304.

import { once } from 'node:events'
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { anonymous } from '#base/actor.ts'
import type { Chunk, Download } from '#base/download.ts'
import { WuseError } from '#base/errors.ts'
import { canonicalJson } from '#base/json.ts'
import type { Work } from '#storage/work.ts'
import type { CallerOf } from './http.ts'
import { perform, type Deps } from './operations.ts'
import { encodingFor, isKnown, isPackable, makeReadyStore, tagFor } from './ready.ts'

export async function addDownloads(
  app: FastifyInstance,
  deps: Deps,
  downloads: Download<Work>[],
  callerOf: CallerOf,
): Promise<void> {
  const store = makeReadyStore()
  for (const download of downloads) {
    app.get(`/api${download.path}`, async (request, reply) => {
      const parsed = download.query.safeParse({ ...(request.query as object), ...(request.params as object) })
      if (!parsed.success) {
        const issues = parsed.error.issues.map((issue) => ({
          path: issue.path.join('.'),
          code: 'invalid',
          message: issue.message,
        }))
        throw new WuseError('Invalid', 'input.invalid', {}, issues)
      }
      const input = parsed.data
      const name = `download${download.path.replaceAll(/[/:]+/g, '.')}`
      if (download.ready && download.etag && download.meta.access === 'public') {
        const { ready, etag: tagOf } = download
        const key = `${download.path} ${canonicalJson(input)}`
        const entry = await store.get(key, ready.seconds, isPackable(download.contentType), (known) =>
          perform(
            deps,
            { actor: anonymous, requestId: request.id },
            { name, meta: download.meta, input },
            async (work) => {
              const etag = await tagOf(work, input)
              return etag === known ? null : { etag, body: await wholeOf(await download.open(work, input)) }
            },
          ),
        )
        const encoding = encodingFor(request.headers['accept-encoding'], entry)
        reply.header('etag', tagFor(entry.etag, encoding)).header('vary', 'accept-encoding')
        reply.header('cache-control', download.cacheControl ?? 'no-store')
        if (isKnown(request.headers['if-none-match'], entry.etag)) return reply.code(304).send()
        if (encoding) reply.header('content-encoding', encoding)
        nameFile(reply, download, input)
        return reply.type(download.contentType).send(encoding ? entry[encoding] : entry.body)
      }
      const caller = await callerOf(request)
      await perform(deps, caller, { name, meta: download.meta, input }, async (work) => {
        const etag = download.etag ? `"${await download.etag(work, input)}"` : undefined
        if (etag) reply.header('etag', etag)
        reply.header('cache-control', download.cacheControl ?? 'no-store')
        if (etag && request.headers['if-none-match'] === etag) {
          reply.code(304).send()
          return
        }
        const body = await download.open(work, input)
        reply.type(download.contentType)
        nameFile(reply, download, input)
        if (typeof body === 'string' || body instanceof Uint8Array)
          reply.send(typeof body === 'string' ? body : Buffer.from(body))
        else await stream(reply.hijack().raw, reply.getHeaders(), body)
      })
      return reply
    })
  }
}

function nameFile(reply: FastifyReply, download: Download<Work>, input: Parameters<Download<Work>['open']>[1]): void {
  if (!download.filename) return
  const name = encodeURIComponent(download.filename(input))
  reply.header('content-disposition', `attachment; filename*=UTF-8''${name}`)
}

async function wholeOf(body: AsyncIterable<Chunk> | Chunk): Promise<Uint8Array> {
  if (typeof body === 'string') return Buffer.from(body)
  if (body instanceof Uint8Array) return body
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
  return Buffer.concat(chunks)
}

/** Sends chunks with back-pressure; a fault in the middle breaks the connection, so no half file looks whole. */
async function stream(
  raw: ServerResponse,
  headers: Record<string, unknown>,
  chunks: AsyncIterable<Chunk>,
): Promise<void> {
  raw.writeHead(200, headers as OutgoingHttpHeaders)
  try {
    for await (const chunk of chunks) {
      if (raw.destroyed) return
      // A reader that went away never drains: without this the transaction would stay open for ever.
      if (!raw.write(chunk)) await Promise.race([once(raw, 'drain'), once(raw, 'close')])
    }
    raw.end()
  } catch (error) {
    raw.destroy(error instanceof Error ? error : undefined)
    throw error
  }
}
