// What no operation may take is refused as the caller's mistake (422), never answered as a fault of the server (500);
// and a browser's request from another site is refused before anything is read.

import { beforeAll, describe, expect, it } from 'vitest'
import { testServer, type Call, type TestServer } from '#test/support/server.ts'

let server: TestServer
let officer: Call
let administrator: Call
let auditor: Call

beforeAll(async () => {
  server = await testServer()
  officer = await server.as('duty-officer', '330000/')
  administrator = await server.as('administrator', '')
  auditor = await server.as('auditor', '')
})

const account = { signInName: 'somebody', role: 'tracer', regionPath: '330000/' }

describe('text that cannot be stored', () => {
  it.each(['a\u0000b', '\ud800', 'x\udfff'])('is refused, with the field: %j', async (displayName) => {
    const answer = await administrator('POST', '/access/accounts', { ...account, displayName })
    expect(answer.body).toMatchObject({ status: 422, code: 'input.invalid', issues: [{ path: 'displayName' }] })
  })

  it('is refused in addresses and downloads too', async () => {
    expect((await administrator('GET', '/access/accounts?search=%00')).status).toBe(422)
    expect((await auditor('GET', '/access/audit.csv?actor=%00')).status).toBe(422)
  })

  it('is not what people write', async () => {
    const displayName = '𠮷田 👩‍⚕️ <b>"O’Neil"</b>'
    const made = await administrator('POST', '/access/accounts', { ...account, displayName })
    expect(made.body).toMatchObject({ account: { displayName } })
  })
})

it('refuses values nested without end', async () => {
  for (const levels of [100, 5000, 100_000]) {
    const answer = await server.app.inject({
      method: 'POST',
      url: '/api/cases/mappings',
      headers: { authorization: `Bearer ${officer.token}`, 'content-type': 'application/json' },
      payload: `{"name":"deep","mapping":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`,
    })
    expect(answer.json(), String(levels)).toMatchObject({ status: 422, code: 'input.invalid' })
  }
})

describe('a page key that is not ours', () => {
  const lists = ['/cases', '/cases/counts', '/cases/imports', '/cases/conflicts', '/riskmap/publications']
  it.each(['a|b', '2020-02-01|x', '99999999999|99999999999', '-1', '%27%20or%201=1--'])('%s', async (after) => {
    for (const path of lists) expect((await officer('GET', `${path}?after=${after}`)).status, path).toBeLessThan(500)
    expect((await auditor('GET', `/access/audit?after=${after}`)).body).toMatchObject({
      status: 422,
      issues: [{ path: 'after' }],
    })
  })
})

describe('a page of another site', () => {
  const given = { name: 'duty-officer-1', password: 'a long enough passphrase' }
  const marks: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
  ]
  it.each(marks)('cannot sign a browser in as somebody: %j', async (headers) => {
    const answer = await server.nobody('POST', '/access/sign-in', given, headers)
    expect(answer.body).toMatchObject({ status: 403, code: 'access.foreign-origin' })
    expect(answer.headers['set-cookie']).toBeUndefined()
  })

  it('cannot send a form with the session of its visitor', async () => {
    const answer = await server.nobody('POST', '/access/sign-out', undefined, {
      cookie: `wuse_session=${officer.token}`,
      'content-type': 'text/plain',
      'sec-fetch-site': 'cross-site',
    })
    expect(answer.status).toBe(403)
    expect((await officer('GET', '/access/me')).status).toBe(200)
  })
})

describe('a first password', () => {
  it('opens nothing but the own account until it is changed', async () => {
    const made = await administrator('POST', '/access/accounts', { ...account, signInName: 'new', displayName: '新' })
    const password: string = made.body.firstPassword
    const { token } = (await server.nobody('POST', '/access/sign-in', { name: 'new', password })).body
    const headers = { authorization: `Bearer ${token}` }
    expect((await server.nobody('GET', '/cases', undefined, headers)).body.code).toBe('access.must-change-password')
    expect((await server.nobody('GET', '/access/me', undefined, headers)).body.mustChangePassword).toBe(true)
    const change = { current: password, next: 'now only I know it' }
    expect((await server.nobody('POST', '/access/password', change, headers)).status).toBe(200)
    expect((await server.nobody('GET', '/cases', undefined, headers)).status).toBe(200)
  })
})

it('grants a role at whole nodes of the region tree only', async () => {
  for (const regionPath of ['330000/3303', '330000/../', '/', '330000//'])
    expect(
      (await administrator('POST', `/access/accounts/${officer.accountId}/grants`, { role: 'tracer', regionPath }))
        .status,
      regionPath,
    ).toBe(422)
})

it('names the request in every refusal, so that an administrator finds it in the log', async () => {
  const answer = await officer('GET', '/cases?after=a|b')
  expect(answer.body.requestId).toBe(answer.headers['x-request-id'])
  expect(answer.body.requestId).toMatch(/^[0-9a-f-]{36}$/)
})
