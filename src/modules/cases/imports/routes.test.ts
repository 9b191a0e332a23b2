// The import desk over HTTP: who may not, from a file to figures and back, conflicts, repetition, background runs.

import { beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#base/actor.ts'
import { day, eachDay } from '#base/dates.ts'
import { perform } from '#server/operations.ts'
import { imported as importFile, upload, withShippedRegion } from '#test/support/cases.ts'
import { testServer, type Answer, type Call, type TestServer } from '#test/support/server.ts'
import { runImportStep } from './jobs.ts'

let server: TestServer
let officer: Call
const zhejiang = '330000/'
const wenzhou = '330000/330300/'

beforeAll(async () => {
  server = await testServer()
  await withShippedRegion(server)
  officer = await server.as('duty-officer', zhejiang)
})

const counts = (rows: string): string => `区县,日期,新增确诊,其中输入\n${rows}`

const imported = (call: Call, source: string, content: string, mapping: object = {}): Promise<Answer['body']> =>
  importFile(call, { source, content, mapping })

describe('who may not', () => {
  it('lets nobody upload, list or decide without signing in or without the right', async () => {
    const reader = await server.as('expert', zhejiang)
    for (const path of ['/cases/imports', '/cases/conflicts', '/cases/mappings']) {
      expect((await server.nobody('GET', path)).status, path).toBe(401)
      expect((await reader('GET', path)).status, path).toBe(403)
    }
    expect(
      (await upload(reader, 'x.csv', counts('鹿城区,2020-02-01,1,0'), { kind: 'counts', source: 'x' })).status,
    ).toBe(403)
  })

  it('refuses rows outside the importer’s jurisdiction, row by row, with a sentence', async () => {
    const local = await server.as('duty-officer', wenzhou)
    const batch = await imported(local, '温州', counts('鹿城区,2020-02-01,3,1\n海曙区,2020-02-01,2,0\n'))
    expect(batch.totals).toMatchObject({ read: 2, stored: 1, unchanged: 0, parked: 0, refused: 1 })
    const findings = await local('GET', `/cases/imports/${batch.id}/findings`)
    expect(findings.body.rows).toMatchObject([
      { rowNumber: 3, reason: 'outside-jurisdiction', outcome: 'refused', raw: ['海曙区', '2020-02-01', '2', '0'] },
    ])
    const neighbour = await server.as('duty-officer', '330000/330200/')
    expect((await neighbour('GET', `/cases/imports/${batch.id}`)).status).toBe(404)
    expect((await neighbour('GET', '/cases/counts?source=温州')).body.rows).toEqual([])
  })
})

describe('from a file to figures', () => {
  it('previews without storing, stores, and finds nothing new the second time', async () => {
    const content = counts('鹿城区,2020/1/23,3,1\n瓯海区,2020年1月23日,0,0\n合计,2020-01-23,3,1\n')
    const uploaded = await upload(officer, 'a.csv', content, { kind: 'counts', source: '通报甲' })
    expect(uploaded.body).toMatchObject({
      state: 'uploaded',
      rowsInFile: 3,
      format: { encoding: 'utf-8', delimiter: ',', headerRow: 1 },
    })
    const preview = await officer('POST', `/cases/imports/${uploaded.body.id}/preview`, {})
    expect(preview.status, JSON.stringify(preview.body)).toBe(200)
    expect(preview.body.totals).toMatchObject({ read: 3, stored: 2, refused: 1 })
    expect(preview.body.rows[0]).toMatchObject({
      rowNumber: 2,
      outcome: 'stored',
      values: { regionCode: '330302', confirmed: 3, on: '2020-01-23' },
    })
    expect((await officer('GET', '/cases/counts?source=通报甲')).body.rows).toEqual([])
    const run = await officer('POST', `/cases/imports/${uploaded.body.id}/run`, {})
    expect(run.body).toMatchObject({
      state: 'done',
      totals: { read: 3, stored: 2, unchanged: 0, parked: 0, refused: 1 },
    })
    expect((await officer('GET', '/cases/counts?source=通报甲')).body.rows).toHaveLength(2)

    const again = await upload(officer, 'a.csv', content, { kind: 'counts', source: '通报甲' })
    expect(again.body.sameFileAs).toBe(uploaded.body.id)
    const second = await officer('POST', `/cases/imports/${again.body.id}/run`, {})
    expect(second.body.totals).toMatchObject({ read: 3, stored: 0, unchanged: 2, parked: 0, refused: 1 })
  })

  it('parks another figure, and keeps, takes or adds as a person decides; the earlier figure stays known', async () => {
    const source = '通报乙'
    await imported(officer, source, counts('鹿城区,2020-02-03,5,1\n瓯海区,2020-02-03,6,1\n龙湾区,2020-02-03,7,1\n'))
    server.clock.set('2020-02-10T03:00:00.000Z')
    const changed = await imported(
      officer,
      source,
      counts('鹿城区,2020-02-03,8,1\n瓯海区,2020-02-03,9,1\n龙湾区,2020-02-03,1,0\n'),
    )
    expect(changed.totals).toMatchObject({ read: 3, stored: 0, parked: 3 })
    const conflicts = await officer('GET', `/cases/conflicts?batchId=${changed.id}`)
    expect(conflicts.body.rows).toMatchObject([
      { reason: 'figure-differs', existing: { values: { confirmed: 5 } }, incoming: { values: { confirmed: 8 } } },
      { existing: { values: { confirmed: 6 } } },
      { existing: { values: { confirmed: 7 } } },
    ])
    expect(conflicts.body.rows[0].message.zh).toContain('已有 5 例，文件为 8 例')
    const ids = conflicts.body.rows.map((row: { id: string }) => row.id)
    const decide = (id: string, choice: string) => officer('POST', '/cases/conflicts/resolve', { ids: [id], choice })
    expect((await decide(ids[0], 'assign')).body.code).toBe('cases.conflict-choice')
    expect((await decide(ids[0], 'take')).body).toEqual({ resolved: 1, stored: 1, parkedAgain: 0 })
    expect((await decide(ids[1], 'keep')).body).toEqual({ resolved: 1, stored: 0, parkedAgain: 0 })
    expect((await decide(ids[2], 'both')).body).toEqual({ resolved: 1, stored: 1, parkedAgain: 0 })
    expect((await decide(ids[2], 'both')).status).toBe(404)
    const figures = async (knownAt = '') => {
      const answer = await officer('GET', `/cases/counts?source=${source}${knownAt && `&knownAt=${knownAt}`}`)
      return Object.fromEntries(
        answer.body.rows.map((row: { regionCode: string; confirmed: number }) => [row.regionCode, row.confirmed]),
      )
    }
    expect(await figures()).toEqual({ '330302': 8, '330304': 6, '330303': 8 })
    expect(await figures('2020-02-10T02:30:00Z')).toEqual({ '330302': 5, '330304': 6, '330303': 7 })
    const repeated = await imported(
      officer,
      source,
      counts('鹿城区,2020-02-03,8,1\n瓯海区,2020-02-03,9,1\n龙湾区,2020-02-03,1,0\n'),
    )
    expect(repeated.totals).toMatchObject({ read: 3, stored: 0, unchanged: 2, parked: 1 })
  })

  it('undoes a batch and restores what it replaced, and refuses when later work stands on it', async () => {
    const source = '通报丙'
    const first = await imported(officer, source, counts('鹿城区,2020-02-04,5,1\n'))
    const second = await imported(officer, source, counts('鹿城区,2020-02-04,9,2\n瓯海区,2020-02-04,1,0\n'), {
      corrections: 'take',
    })
    expect(second.totals).toMatchObject({ stored: 2, parked: 0 })
    const undo = (id: string) => officer('POST', `/cases/imports/${id}/undo`, { reason: 'wrong file' })
    const refused = await undo(first.id)
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({
      code: 'cases.undo-built-upon',
      facts: { later: 1, examples: ['330302 2020-02-04'] },
    })
    expect((await undo(second.id)).body).toMatchObject({ state: 'undone', undoReason: 'wrong file' })
    const listed = async () => (await officer('GET', `/cases/counts?source=${source}`)).body.rows
    expect(await listed()).toMatchObject([{ regionCode: '330302', confirmed: 5, imported: 1, version: 3 }])
    const history = await officer('GET', `/cases/counts/history?regionCode=330302&on=2020-02-04&source=${source}`)
    expect(history.body.map((row: { confirmed: number }) => row.confirmed)).toEqual([5, 9, 5])
    expect((await undo(first.id)).status).toBe(200)
    expect(await listed()).toEqual([])
    expect((await undo(first.id)).body.code).toBe('cases.batch-cannot-undo')
  })

  it('runs a large file step by step, shows progress, and can be cancelled or resumed', async () => {
    const days = eachDay(day('2019-10-01'), day('2020-02-09'))
    const content = `adcode,date,confirmed\n${days.map((on) => `330302,${on},1`).join('\n')}\n`
    const uploaded = await upload(officer, 'large.csv', content, { kind: 'counts', source: '大文件' })
    const run = await officer('POST', `/cases/imports/${uploaded.body.id}/run`, { background: true })
    expect(run.body.state).toBe('queued')
    const step = () =>
      perform(
        server.deps,
        { actor: systemActor('job:run-import') },
        { name: 'job.run-import', meta: { access: 'signed-in', effect: 'write', purpose: 'operation' } },
        (work) => runImportStep(work, { batchId: uploaded.body.id }),
      )
    await step()
    expect((await officer('GET', `/cases/imports/${uploaded.body.id}`)).body).toMatchObject({
      state: 'running',
      rowsDone: uploaded.body.rowsInFile,
    })
    await officer('POST', `/cases/imports/${uploaded.body.id}/cancel`)
    await step()
    expect((await officer('GET', `/cases/imports/${uploaded.body.id}`)).body).toMatchObject({
      state: 'cancelled',
      rowsDone: 0,
    })
    expect((await officer('POST', `/cases/imports/${uploaded.body.id}/run`, { background: true })).body.state).toBe(
      'queued',
    )
    await step()
    await step()
    expect((await officer('GET', `/cases/imports/${uploaded.body.id}`)).body).toMatchObject({
      state: 'done',
      totals: { stored: uploaded.body.rowsInFile },
    })
  })
})
