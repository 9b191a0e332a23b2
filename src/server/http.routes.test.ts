// What the server takes in and how it answers: limits that hold while bytes arrive, headers, compression.

import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliDecompressSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { testServer, type Call, type TestServer } from '#test/support/server.ts'

const MB = 1024 * 1024
let server: TestServer
let administrator: Call
let address: URL

beforeAll(async () => {
  server = await testServer()
  administrator = await server.as('administrator', '')
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  address = new URL(`http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`)
})
afterAll(() => server.app.close())

type Sent = { status: number; code: string | undefined; detail: { zh: string; en: string } | undefined; sent: number }

/** Sends `total` bytes in chunks without announcing a length, until the server answers or all is sent. */
function sendChunked(
  path: string,
  headers: Record<string, string>,
  total: number,
  head = '',
  tail = '',
): Promise<Sent> {
  return new Promise((resolve, reject) => {
    let [sent, answered] = [0, false]
    const outgoing = httpRequest(new URL(path, address), {
      method: 'POST',
      headers: { 'transfer-encoding': 'chunked', ...headers },
    })
    outgoing.on('response', (response) => {
      answered = true
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('end', () => {
        const body = JSON.parse(text) as { code?: string; detail?: Sent['detail'] }
        resolve({ status: response.statusCode ?? 0, code: body.code, detail: body.detail, sent })
        outgoing.destroy()
      })
    })
    // After the answer the server hangs up on what is still on its way.
    outgoing.on('error', (error) => (answered ? undefined : reject(error)))
    const chunk = Buffer.alloc(256 * 1024, 'x')
    const more = (): void => {
      if (answered) return
      if (sent >= total) {
        outgoing.end(tail)
        return
      }
      sent += chunk.length
      if (outgoing.write(chunk)) setImmediate(more)
      else outgoing.once('drain', more)
    }
    outgoing.write(head)
    more()
  })
}

const part =
  '--b\r\nContent-Disposition: form-data; name="divisions"; filename="x.csv"\r\nContent-Type: text/csv\r\n\r\n'
const multipart = { 'content-type': 'multipart/form-data; boundary=b' }
const signedIn = (): Record<string, string> => ({ authorization: `Bearer ${administrator.token}` })

describe('limits', () => {
  it('refuse JSON over 1 MB, announced or not', async () => {
    const announced = await server.nobody('POST', '/access/sign-in', { name: 'x', password: 'y'.repeat(MB) })
    expect(announced.status).toBe(422)
    expect(announced.body).toMatchObject({
      code: 'input.too-large',
      detail: { en: 'The file is larger than 1 MB; split it.' },
    })
    const json = { 'content-type': 'application/json' }
    const concealed = await sendChunked('/api/access/sign-in', json, 2 * MB, '{"name":"', '"}')
    expect(concealed).toMatchObject({ status: 422, code: 'input.too-large' })
  })

  it('refuse files of people who are not signed in beyond 1 MB', async () => {
    const answer = await sendChunked('/api/regions/imports', multipart, 3 * MB, part, '\r\n--b--\r\n')
    expect(answer).toMatchObject({ status: 422, code: 'input.too-large' })
  })

  it('refuse a file over 64 MB while it arrives, without reading on', async () => {
    const answer = await sendChunked('/api/regions/imports', { ...multipart, ...signedIn() }, 300 * MB, part)
    expect(answer).toMatchObject({
      status: 422,
      code: 'input.too-large',
      detail: { zh: '文件超过 64 MB，请拆分后再上传。' },
    })
    expect(answer.sent).toBeLessThan(100 * MB)
    const announced = await server.app.inject({
      method: 'POST',
      url: '/api/regions/imports',
      headers: { ...multipart, ...signedIn(), 'content-length': String(65 * MB) },
      payload: 'short',
    })
    expect(announced.json()).toMatchObject({ code: 'input.too-large' })
  })

  it('let through what is within them, and name what cannot be read', async () => {
    const answer = await sendChunked(
      '/api/regions/imports',
      { ...multipart, ...signedIn() },
      2 * MB,
      part,
      '\r\n--b--\r\n',
    )
    expect(answer.status).toBe(422)
    expect(answer.code).not.toMatch(/too-large|unreadable/)
    const broken = await sendChunked('/api/regions/imports', { ...multipart, ...signedIn() }, 0, 'no part at all')
    expect(broken).toMatchObject({ status: 422, code: 'input.unreadable' })
    const json = await server.app.inject({
      method: 'POST',
      url: '/api/access/sign-in',
      headers: { 'content-type': 'application/json' },
      payload: '{"name":',
    })
    expect(json.json()).toMatchObject({ code: 'input.unreadable' })
  })
})

describe('headers', () => {
  it('let a page run only our own scripts, in no frame of others, also the interface’s description', async () => {
    for (const url of ['/api/reference', '/api/openapi.json', '/api/access/sign-in-options', '/api/nothing-here']) {
      const { headers } = await server.app.inject({ method: 'GET', url })
      const policy = String(headers['content-security-policy'])
      expect(policy, url).toMatch(/default-src 'self'/)
      expect(policy, url).toMatch(/script-src 'self'(;|$)/)
      expect(policy, url).toMatch(/frame-ancestors 'self'/)
      expect(policy, url).toMatch(/object-src 'none'/)
      expect(headers['x-content-type-options'], url).toBe('nosniff')
    }
  })

  it('bring every script of the interface’s description from this server, none inline', async () => {
    const page = (await server.app.inject({ method: 'GET', url: '/api/reference' })).body
    const scripts = [...page.matchAll(/<script([^>]*)>([^<]*)<\/script>/g)]
    expect(scripts.length).toBe(2)
    for (const [, attributes, inline] of scripts) {
      expect(inline).toBe('')
      const url = /src="(\/[^"]+)"/.exec(attributes!)![1]!
      const script = await server.app.inject({ method: 'GET', url })
      expect(script.statusCode).toBe(200)
      expect(script.headers['content-type']).toMatch(/javascript/)
    }
    expect(page).not.toMatch(/\son\w+=/)
  })
})

describe('compression', () => {
  it('is by brotli or gzip where asked for and worth it', async () => {
    const get = (url: string, encoding: string) =>
      server.app.inject({ method: 'GET', url, headers: { 'accept-encoding': encoding } })
    const plain = await get('/api/openapi.json', 'identity')
    expect(plain.headers['content-encoding']).toBeUndefined()
    const brotli = await get('/api/openapi.json', 'gzip, deflate, br')
    expect(brotli.headers['content-encoding']).toBe('br')
    expect(brotli.headers.vary).toMatch(/accept-encoding/i)
    expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(plain.body)
    expect(brotli.rawPayload.length).toBeLessThan(plain.rawPayload.length / 4)
    expect((await get('/api/openapi.json', 'gzip')).headers['content-encoding']).toBe('gzip')
    expect((await get('/api/access/sign-in-options', 'br')).headers['content-encoding']).toBeUndefined()
  })
})

describe('a download', () => {
  it('ends its transaction when the reader goes away in the middle', async () => {
    const { db } = server.deps
    await sql`insert into audit_entries (at, account_id, actor_name, roles, purpose, action, kind, subjects, region_path, detail)
      select '2020-02-01'::timestamptz + i * interval '1 second', null, 'wide-' || i % 9, '{}', 'test', 'test.wide', 'write', '{}', '330000/', jsonb_build_object('x', repeat('y', 4000))
      from generate_series(1, 4000) as i`.execute(db)
    const auditor = await server.as('auditor', '330000/')
    const open = () =>
      sql<{
        open: number
      }>`select count(*) as open from pg_stat_activity where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()`
        .execute(db)
        .then(({ rows }) => rows[0]!.open)
    const reader = httpRequest(new URL('/api/access/audit.csv?action=test.wide', address), {
      headers: { authorization: `Bearer ${auditor.token}` },
    })
    reader.on('error', () => undefined)
    reader.end()
    await once(reader, 'response')
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(await open()).toBe(1)
    reader.destroy()
    await vi.waitFor(async () => expect(await open()).toBe(0), { timeout: 10_000, interval: 100 })
  })
})
