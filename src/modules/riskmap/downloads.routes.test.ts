// Files of editions: the public ones with tags and compressed forms from memory, pictures and bulletins of drafts
// and published maps, each looked into rather than only counted.

import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  approve,
  firstWave,
  importRegion,
  province,
  publish,
  storeCounts,
  teamOf,
  yueqing,
} from '#test/support/riskmap.ts'
import { testServer, type TestServer } from '#test/support/server.ts'
import { publicEditionSchema, publicEditionsSchema } from './api.ts'

let server: TestServer
let first: string
let second: string
let towns: string
const current = '/public/riskmap/330000/county/current.json'
const open = (id: string, file: string): string => `/public/riskmap/editions/${id}/${file}`

beforeAll(async () => {
  server = await testServer()
  await importRegion(server)
  await storeCounts(server, firstWave)
  first = await publish(await teamOf(server, province), { on: '2020-02-09' })
  towns = await publish(await teamOf(server, yueqing), { root: '330382', tier: 'town', on: '2020-02-09' })
})

describe('the public edition', () => {
  it('holds what it promises, and nothing of the inputs', async () => {
    const answer = await server.nobody('GET', current)
    expect(answer.status).toBe(200)
    const edition = publicEditionSchema.parse(answer.body)
    expect(edition).toMatchObject({ id: first, state: 'published', edition: 1, tier: 'county' })
    expect(edition.regions).toHaveLength(90)
    expect(edition.parents).toHaveLength(11)
    expect(JSON.stringify(answer.body)).not.toMatch(/"days"|authorKey|proposedKey|"key"/)
    const outlines = await server.nobody('GET', edition.outlines!.replace(/^\/api/, ''))
    expect(outlines.body.objects.regions.geometries).toHaveLength(90)
  })

  it('comes compressed for those who take it, the same content in each form', async () => {
    const plain = await server.nobody('GET', current)
    const br = await server.nobody('GET', current, undefined, { 'accept-encoding': 'gzip, br' })
    const gzip = await server.nobody('GET', current, undefined, { 'accept-encoding': 'gzip, br;q=0' })
    expect([plain, br, gzip].map(({ headers }) => headers['content-encoding'])).toEqual([undefined, 'br', 'gzip'])
    expect(brotliDecompressSync(br.raw).equals(plain.raw)).toBe(true)
    expect(gunzipSync(gzip.raw).equals(plain.raw)).toBe(true)
    expect(br.raw.length).toBeLessThan(plain.raw.length / 5)
    const tags = [plain, br, gzip].map(({ headers }) => headers.etag)
    expect(new Set(tags).size).toBe(3)
    expect(plain.headers.vary).toContain('accept-encoding')
    expect(plain.headers['cache-control']).toMatch(/^public, max-age=\d+/)
    for (const tag of [...tags, `W/${String(tags[0])}`, `"other", ${String(tags[1])}`, '*']) {
      const again = await server.nobody('GET', current, undefined, { 'if-none-match': String(tag) })
      expect(again.status, String(tag)).toBe(304)
      expect(again.raw.length).toBe(0)
    }
    const other = await server.nobody('GET', current, undefined, { 'if-none-match': '"something-else"' })
    expect(other.status).toBe(200)
  })

  it('changes its tag when a newer edition is published, and the old one says that it is superseded', async () => {
    const before = await server.nobody('GET', current)
    server.clock.set('2020-02-13T02:00:00.000Z')
    const team = await teamOf(server, province)
    const unpublished = await approve(team, { on: '2020-02-12' })
    await team.leader('POST', `/riskmap/publications/${unpublished}/publish`)
    second = unpublished
    // Bytes are kept ready for a second.
    await expect
      .poll(async () => (await server.nobody('GET', current)).body.id, { timeout: 5000, interval: 200 })
      .toBe(second)
    const after = await server.nobody('GET', current)
    expect(after.headers.etag).not.toBe(before.headers.etag)
    const old = await server.nobody('GET', open(first, 'edition.json'))
    expect(old.body).toMatchObject({ state: 'superseded', supersededBy: second })
    const list = publicEditionsSchema.parse(
      (await server.nobody('GET', '/public/riskmap/330000/county/editions.json')).body,
    )
    expect(list.editions.map(({ id, state }) => [id, state])).toEqual([
      [second, 'published'],
      [first, 'superseded'],
    ])
  })

  it('is not found for places that never published, and refuses what is no tier', async () => {
    expect((await server.nobody('GET', '/public/riskmap/330100/county/current.json')).status).toBe(404)
    expect((await server.nobody('GET', '/public/riskmap/330000/village/current.json')).status).toBe(422)
  })
})

describe('files', () => {
  it('draws SVG whose words are outlines, with title, every level, notice and pack', async () => {
    for (const language of ['zh', 'en']) {
      const { headers, raw } = await server.nobody('GET', open(second, `map.svg?language=${language}&shape=portrait`))
      const svg = raw.toString()
      expect(headers['content-type']).toContain('image/svg+xml')
      expect(svg).not.toMatch(/<text|font-family/)
      expect(svg.match(/<title>[^<]*<\/title>/g)!.length).toBeGreaterThanOrEqual(90)
      expect(svg).toContain(language === 'zh' ? 'aria-label="浙江省县域疫情五色图"' : 'Five-colour epidemic map')
      expect(svg).toContain(language === 'zh' ? 'aria-label="红色（高风险）"' : 'aria-label="red (high risk)"')
      expect(svg).toContain('zhejiang-2020@')
      for (const level of ['red', 'orange', 'yellow', 'blue', 'green']) expect(svg).toContain(`id="p-${level}"`)
    }
  })

  it('gives PNG of both shapes, and says of towns that tiles are no positions', async () => {
    const sizeOf = (png: Buffer): number[] => [png.readUInt32BE(16), png.readUInt32BE(20)]
    const wide = await server.nobody('GET', open(second, 'map.png'))
    expect(sizeOf(wide.raw)).toEqual([1920, 1080])
    const portrait = await server.nobody('GET', open(second, 'map.png?shape=portrait&theme=dark'))
    expect(sizeOf(portrait.raw)).toEqual([1240, 1754])
    const tiles = (await server.nobody('GET', open(towns, 'map.svg'))).raw.toString()
    expect(tiles).toContain('示意，不代表位置')
    expect(tiles.match(/<path d="M[^"]*" fill="url\(#p-/g)).toHaveLength(25)
  })

  it('prints a bulletin with embedded fonts, the same bytes each time', async () => {
    const team = await teamOf(server, province)
    const once = await team.duty('GET', `/riskmap/publications/${second}/bulletin.pdf?language=zh`)
    const again = await team.duty('GET', `/riskmap/publications/${second}/bulletin.pdf?language=zh`)
    expect(once.raw.subarray(0, 5).toString()).toBe('%PDF-')
    expect(once.raw.equals(again.raw)).toBe(true)
    expect(once.raw.toString('latin1')).toMatch(/\/FontFile2/)
    expect(once.headers['content-disposition']).toContain('attachment')
  })

  it('writes CSV that spreadsheets read, and GeoJSON with every place', async () => {
    const csv = await server.nobody('GET', open(second, 'ratings.csv'))
    expect(csv.raw.subarray(0, 3).toString('hex')).toBe('efbbbf')
    const rows: Record<string, string>[] = parse(csv.raw, { columns: true, bom: true })
    expect(rows).toHaveLength(90)
    const yueqingRow = rows.find((row) => row.code === '330382')!
    expect(yueqingRow).toMatchObject({
      name_zh: '乐清市',
      level: 'orange',
      previous: 'red',
      confirmed: '144',
      parent: '温州市',
    })
    expect(yueqingRow.reasons).toMatch(/144/)
    const geo = await server.nobody('GET', open(second, 'ratings.geojson?language=en'))
    expect(geo.body.features).toHaveLength(90)
    expect(geo.body.features.every((one: { geometry: unknown }) => one.geometry !== null)).toBe(true)
    const tiles = await server.nobody('GET', open(towns, 'ratings.geojson'))
    expect(tiles.body.features).toHaveLength(25)
    expect(tiles.body.features.every((one: { geometry: unknown }) => one.geometry === null)).toBe(true)
  })

  it('marks drafts and superseded maps on the picture itself', async () => {
    const old = (await server.nobody('GET', open(first, 'map.svg'))).raw.toString()
    expect(old).toContain('本期已被新一期替代，不再有效')
    const team = await teamOf(server, province)
    const id = await approve(team, { on: '2020-02-12' })
    const draft = (await team.duty('GET', `/riskmap/publications/${id}/map.svg`)).raw.toString()
    expect(draft).toContain('未发布的工作稿，不得外传')
    const inForce = (await server.nobody('GET', open(second, 'map.svg'))).raw.toString()
    expect(inForce).not.toContain('未发布')
  })
})
