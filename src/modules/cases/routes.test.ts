// The line list over HTTP: who may not; a case's life with its history; figures as known at an earlier moment;
// clusters; lists by jurisdiction; a line list from a file; exports.

import { beforeAll, describe, expect, it } from 'vitest'
import { asSystem, imported, withShippedRegion } from '#test/support/cases.ts'
import { testServer, type Answer, type Call, type TestServer } from '#test/support/server.ts'
import { purgePersons } from './index.ts'

let server: TestServer
let officer: Call
let townOfficer: Call
const yueqing = '330000/330300/330382/'
const town = '330382114'

beforeAll(async () => {
  server = await testServer()
  await withShippedRegion(server)
  officer = await server.as('duty-officer', '330000/')
  townOfficer = await server.as('duty-officer', `${yueqing}${town}/`)
})

const report = (call: Call, values: object): Promise<Answer> =>
  call('POST', '/cases', { regionCode: '330382', reportedOn: '2020-02-01', ...values })
const confirmed = { state: 'confirmed', confirmedOn: '2020-02-01' }
const change = (call: Call, one: { id: string; version: number }, body: object): Promise<Answer> =>
  call('POST', `/cases/${one.id}/changes`, { version: one.version, ...body })

describe('who may not', () => {
  it('lets nobody in without signing in, and a reader write nothing', async () => {
    const reader = await server.as('expert', '330000/')
    const gatekeeper = await server.as('gatekeeper', '330000/')
    for (const path of ['/cases', '/cases/summary', '/cases/clusters', '/cases/sources']) {
      expect((await server.nobody('GET', path)).status, path).toBe(401)
      expect((await gatekeeper('GET', path)).status, path).toBe(403)
      expect((await reader('GET', path)).status, path).toBe(200)
    }
    expect((await report(reader, {})).status).toBe(403)
    expect((await server.nobody('GET', '/cases/export.csv')).status).toBe(401)
  })

  it('shows and lets a town officer write the town’s only', async () => {
    const elsewhere = await report(officer, { regionCode: '330382', reference: 'C-1' })
    expect(elsewhere.status, JSON.stringify(elsewhere.body)).toBe(200)
    expect((await report(townOfficer, { regionCode: '330382' })).body).toMatchObject({
      code: 'cases.outside-jurisdiction',
      facts: { regionName: '乐清市' },
    })
    const own = await report(townOfficer, { regionCode: town, reference: 'C-2' })
    expect(own.status, JSON.stringify(own.body)).toBe(200)
    expect((await townOfficer('GET', '/cases')).body.rows.map((row: { reference: string }) => row.reference)).toEqual([
      'C-2',
    ])
    expect((await townOfficer('GET', `/cases/${elsewhere.body.id}`)).status).toBe(404)
    expect((await change(townOfficer, elsewhere.body, { event: { kind: 'confirm', on: '2020-02-02' } })).status).toBe(
      404,
    )
    const lines = (await townOfficer('GET', '/cases/export.csv')).raw.toString('utf8').trim().split('\r\n')
    expect(lines).toHaveLength(2)
    expect((await report(townOfficer, { regionCode: town, reference: 'C-1' })).body.code).toBe('cases.reference-taken')
  })
})

describe('a case', () => {
  it('keeps a masked name, takes only possible steps, and remembers every version', async () => {
    const made = (
      await report(officer, {
        personLabel: '欧阳小明',
        sex: 'male',
        ageYears: 45,
        origin: 'imported',
        placesVisited: ['武汉'],
      })
    ).body
    expect(made).toMatchObject({ personLabel: '欧阳某', state: 'suspected', version: 1, confirmedOn: null })
    expect(made.events.find((one: { event: string }) => one.event === 'die').why.zh).toBe('“疑似”病例不能死亡。')
    const refused = await change(officer, made, { event: { kind: 'die', on: '2020-02-03' } })
    expect(refused.body).toMatchObject({ code: 'cases.step-not-possible', status: 409 })
    server.clock.set('2020-02-10T04:00:00.000Z')
    const second = (await change(officer, made, { event: { kind: 'confirm', on: '2020-02-02' } })).body
    expect(second).toMatchObject({ state: 'confirmed', confirmedOn: '2020-02-02', version: 2 })
    expect((await change(officer, made, { event: { kind: 'worsen', on: '2020-02-03' } })).body.code).toBe(
      'cases.version-differs',
    )
    expect((await change(officer, second, { correction: { ageYears: 46 } })).body.code).toBe('cases.reason-missing')
    expect(
      (await change(officer, second, { event: { kind: 'rule-out', on: '2020-02-01' }, reason: 'negative twice' })).body
        .code,
    ).toBe('cases.days-impossible')
    server.clock.set('2020-02-10T05:00:00.000Z')
    const third = (await change(officer, second, { correction: { ageYears: 46 }, reason: 'typing error' })).body
    expect(third).toMatchObject({ ageYears: 46, version: 3 })
    const then = await officer('GET', `/cases/${made.id}?knownAt=2020-02-10T04:30:00Z`)
    expect(then.body).toMatchObject({ ageYears: 45, version: 2 })
    const history = (await officer('GET', `/cases/${made.id}/history`)).body
    expect(history.map((one: { change: string }) => one.change)).toEqual(['corrected', 'confirm', 'reported'])
    expect(history[0].changes).toEqual([{ field: 'ageYears', from: 45, to: 46 }])
    const auditor = await server.as('auditor', '330000/')
    const audit = await auditor('GET', `/access/audit?subject=case:${made.id}`)
    expect(audit.body.rows.map((row: { action: string }) => row.action)).toEqual(
      expect.arrayContaining(['cases.getCase', 'cases.caseHistory', 'cases.changeCase']),
    )
  })

  it('is counted as known at a moment: before it was confirmed, while it was, and after it was ruled out', async () => {
    const made = (await report(officer, { regionCode: '330381' })).body
    server.clock.set('2020-02-10T06:00:00.000Z')
    const sick = (await change(officer, made, { event: { kind: 'confirm', on: '2020-02-05' } })).body
    server.clock.set('2020-02-10T07:00:00.000Z')
    await change(officer, sick, { event: { kind: 'rule-out', on: '2020-02-08' }, reason: 'negative twice' })
    const on = async (knownAt = '') => {
      const answer = await officer(
        'GET',
        `/cases/curve?regionCode=330381&from=2020-02-05&to=2020-02-05${knownAt && `&knownAt=${knownAt}`}`,
      )
      return answer.body.days[0].confirmed
    }
    expect([await on('2020-02-10T05:30:00Z'), await on('2020-02-10T06:30:00Z'), await on()]).toEqual([0, 1, 0])
  })
})

describe('counts', () => {
  it('are corrected with a reason, keep the earlier figure, and differ visibly from the line list', async () => {
    const correct = (body: object) =>
      officer('POST', '/cases/counts/corrections', {
        regionCode: '330302',
        on: '2020-02-01',
        source: '日报',
        version: 0,
        confirmed: 5,
        imported: 1,
        reason: 'daily bulletin',
        ...body,
      })
    expect((await correct({ imported: 6 })).body.code).toBe('cases.count-imported-over-confirmed')
    expect((await correct({})).body).toMatchObject({ version: 1, confirmed: 5 })
    expect((await correct({ confirmed: 4 })).body.code).toBe('cases.count-version-differs')
    expect((await correct({ confirmed: 4, version: 1, reason: 'counted twice' })).body).toMatchObject({
      version: 2,
      confirmed: 4,
    })
    for (let at = 0; at < 6; at++) await report(officer, { ...confirmed, regionCode: '330302' })
    const daily = await officer('GET', '/cases/daily?from=2020-02-01&to=2020-02-01')
    expect(daily.body.days.find((one: { regionCode: string }) => one.regionCode === '330302')).toMatchObject({
      confirmed: 6,
      from: 'line-list',
    })
    expect(daily.body.differences).toMatchObject([{ regionCode: '330302', lineList: 6, counts: 4, used: 'line-list' }])
    const tracer = await server.as('tracer', '330000/')
    expect((await tracer('POST', '/cases/counts/corrections', {})).status).toBe(403)
  })
})

describe('clusters', () => {
  it('are found in the line list, declared and dismissed by people', async () => {
    const unit = { kind: 'household', name: '王家' }
    const ids: string[] = []
    for (const on of ['2020-01-30', '2020-02-03'])
      ids.push(
        (await report(officer, { regionCode: '330304', state: 'confirmed', confirmedOn: on, reportedOn: on, unit }))
          .body.id,
      )
    const listed = async () => (await officer('GET', '/cases/clusters?regionCode=330304&on=2020-02-09')).body
    expect(await listed()).toMatchObject([
      {
        basis: 'detected',
        unit,
        cases: 2,
        firstCaseOn: '2020-01-30',
        lastCaseOn: '2020-02-03',
        reportedOn: '2020-02-03',
        regionCode: '330304',
      },
    ])
    expect((await officer('GET', '/cases/clusters?regionCode=330304&on=2020-02-09&minimumCases=5')).body).toEqual([])
    const [{ key }] = await listed()
    expect((await officer('POST', '/cases/clusters/dismissals', { key, reason: 'no contact' })).body).toEqual({ key })
    expect(await listed()).toEqual([])
    const declared = await officer('POST', '/cases/clusters', {
      caseIds: ids,
      unit: { kind: 'gathering', name: '婚宴' },
      reportedOn: '2020-02-05',
      reason: 'investigation',
    })
    expect(declared.body, JSON.stringify(declared.body)).toMatchObject({ basis: 'declared', cases: 2 })
    expect((await officer('GET', `/cases?clusterId=${declared.body.key}`)).body.rows).toHaveLength(2)
    expect(
      (await officer('POST', '/cases/clusters', { caseIds: ids, unit, reportedOn: '2020-02-05', reason: 'again' })).body
        .code,
    ).toBe('cases.cluster-taken')
  })
})

describe('a line list from a file', () => {
  const header = '病例编号,姓名,性别,年龄,现住区县,发病日期,确诊日期,病例分类,病例来源,旅居史,籍贯\n'
  const rows =
    'N1,张三,男,30,海曙区,2020-01-20,2020-01-25,确诊,输入,武汉,湖北\nN2,李四,女,41,海曙区,2020-01-21,2020-01-26,重症,本地,,浙江\n,王五,男,52,江北区,2020-01-22,2020-01-27,确诊,本地,,\n,王五,男,52,江北区,2020-01-22,2020-01-27,确诊,本地,,\nN3,赵六,女,20,海曙区,2020-01-30,2020-01-27,治愈病,本地,,\n'
  const run = (content: string, mapping: object = {}, source = '直报') =>
    imported(officer, { kind: 'cases', source, content: header + content, mapping })

  it('is stored masked, without where people come from; twins are asked about; a repeat is nothing new', async () => {
    const batch = await run(rows)
    expect(batch.totals).toMatchObject({ read: 5, stored: 4, parked: 1, refused: 0 })
    expect(batch.notes.map((one: { code: string }) => one.code)).toEqual(['native-place-not-taken'])
    const list = (await officer('GET', `/cases?batchId=${batch.id}`)).body.rows
    expect(list.map((row: { reference: string | null }) => row.reference).sort()).toEqual(['N1', 'N2', 'N3', null])
    const first = await officer('GET', `/cases/${list.find((row: { reference: string }) => row.reference === 'N1').id}`)
    expect(first.body).toMatchObject({ personLabel: '张某', origin: 'imported', placesVisited: ['武汉'], ageYears: 30 })
    expect((await run(rows)).totals).toMatchObject({ read: 5, stored: 0, unchanged: 5, parked: 0 })
  })

  it('parks a changed case and an impossible step, and undoes to what was before', async () => {
    const changed = await run(
      'N2,李四,女,41,海曙区,2020-01-21,2020-01-26,治愈,本地,,\nN1,张三,男,30,海曙区,2020-01-20,2020-01-25,疑似,输入,武汉,\n',
    )
    const conflicts = (await officer('GET', `/cases/conflicts?batchId=${changed.id}`)).body.rows
    expect(conflicts.map((one: { reason: string }) => one.reason)).toEqual(['case-differs', 'state-impossible'])
    expect(conflicts[1].message.zh).toContain('现为“确诊”，不能变为“疑似”')
    expect(
      (await officer('POST', '/cases/conflicts/resolve', { ids: [conflicts[0].id], choice: 'take' })).body.stored,
    ).toBe(1)
    const state = async () => (await officer('GET', '/cases?reference=N2')).body.rows[0].state
    expect(await state()).toBe('recovered')
    expect((await officer('POST', `/cases/imports/${changed.id}/undo`, { reason: 'wrong list' })).status).toBe(200)
    expect(await state()).toBe('severe')
  })

  it('finds a probable duplicate from another source, and loses what describes persons after two years', async () => {
    const other = await run('X9,某人,男,30,海曙区,2020-01-20,2020-01-25,确诊,输入,武汉,\n', {}, '医院')
    expect(other.totals).toMatchObject({ read: 1, stored: 0, parked: 1 })
    const [alike] = (await officer('GET', `/cases/conflicts?batchId=${other.id}`)).body.rows
    expect(alike).toMatchObject({ reason: 'probable-duplicate', existing: { values: { reference: 'N1' } } })
    server.clock.set('2022-03-10T02:00:00.000Z')
    await asSystem(server, purgePersons)
    officer = await server.as('duty-officer', '330000/')
    const left = await officer('GET', '/cases?regionCode=330203&limit=10')
    expect(left.body.rows.length).toBeGreaterThan(1)
    for (const row of left.body.rows) {
      const one = (await officer('GET', `/cases/${row.id}`)).body
      expect([one.personLabel, one.sex, one.ageYears, one.reference]).toEqual([null, 'unknown', null, null])
    }
  })
})
