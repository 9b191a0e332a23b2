import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { testServer, type Call, type TestServer } from '#test/support/server.ts'

let server: TestServer
let administrator: Call
let auditor: Call
const zhejiang = '330000/'
const wenzhou = '330000/330300/'

beforeAll(async () => {
  server = await testServer()
  administrator = await server.as('administrator', wenzhou)
  auditor = await server.as('auditor', zhejiang)
})

describe('who may not', () => {
  it('answers 401 to anybody not signed in', async () => {
    for (const path of ['/access/me', '/access/accounts', '/access/audit', '/access/sessions']) {
      const answer = await server.nobody('GET', path)
      expect(answer.status, path).toBe(401)
      expect(answer.body.code).toBe('access.not-signed-in')
    }
  })

  it('answers 403 to a role without the right, and keeps the refusal in the audit log', async () => {
    const gatekeeper = await server.as('gatekeeper', zhejiang)
    const answer = await gatekeeper('GET', '/access/accounts')
    expect(answer.status).toBe(403)
    expect(answer.body.detail.zh).toContain('accounts.manage')
    const kept = await auditor('GET', '/access/audit?kind=refused')
    expect(kept.body.rows.map((row: { action: string }) => row.action)).toContain('access.listAccounts')
  })

  it('lets an administrator of one city grant nothing outside it', async () => {
    const answer = await administrator('POST', '/access/accounts', {
      signInName: 'x-outside',
      displayName: 'X',
      role: 'tracer',
      regionPath: '330000/330100/',
    })
    expect(answer.status).toBe(403)
    expect(answer.body.code).toBe('access.outside-jurisdiction')
    const listed = await administrator('GET', '/access/accounts?search=x-outside')
    expect(listed.body.rows).toEqual([])
  })

  it('refuses a purpose that the role does not have', async () => {
    const answer = await auditor('GET', '/access/audit', undefined, { 'wuse-purpose': 'investigation' })
    expect(answer.status).toBe(403)
    expect(answer.body.code).toBe('access.purpose-not-allowed')
  })

  it('refuses a write that a foreign page makes with the browser’s cookie', async () => {
    const answer = await server.nobody('POST', '/access/sign-out', undefined, {
      cookie: `wuse_session=${administrator.token}`,
      origin: 'https://evil.example',
    })
    expect(answer.status).toBe(403)
    expect(answer.body.code).toBe('access.foreign-origin')
  })
})

describe('sign-in', () => {
  it('answers wrong name and wrong password alike, and throttles after five', async () => {
    const victim = await server.as('tracer', zhejiang)
    const me = await victim('GET', '/access/me')
    const name = me.body.signInName as string
    const unknown = await server.nobody('POST', '/access/sign-in', {
      name: 'nobody-of-that-name',
      password: 'wrong password here',
    })
    for (let attempt = 0; attempt < 5; attempt++) {
      const wrong = await server.nobody('POST', '/access/sign-in', { name, password: 'wrong password here' })
      expect(wrong.status).toBe(401)
      expect(wrong.body.detail).toEqual(unknown.body.detail)
    }
    const throttled = await server.nobody('POST', '/access/sign-in', { name, password: 'a long enough passphrase' })
    expect(throttled.status).toBe(429)
    server.clock.set('2020-02-10T02:16:00.000Z')
    const later = await server.nobody('POST', '/access/sign-in', { name, password: 'a long enough passphrase' })
    expect(later.status).toBe(200)
    expect(later.body.me.grants).toMatchObject([{ role: 'tracer', regionPath: zhejiang }])
  })

  it('ends a session on sign-out and on locking the account', async () => {
    const tracer = await server.as('tracer', wenzhou)
    expect((await tracer('POST', '/access/sign-out')).status).toBe(200)
    expect((await tracer('GET', '/access/me')).status).toBe(401)
    const other = await server.as('tracer', wenzhou)
    expect(
      (await administrator('POST', `/access/accounts/${other.accountId}/status`, { status: 'locked' })).status,
    ).toBe(200)
    expect((await other('GET', '/access/me')).status).toBe(401)
  })
})

describe('writes', () => {
  it('answers a repeated write from its idempotency key, and refuses the key with other content', async () => {
    const tracer = await server.as('tracer', wenzhou)
    const grant = { role: 'expert', regionPath: '330000/330300/330382/' }
    const headers = { 'idempotency-key': 'grant-once' }
    const first = await administrator('POST', `/access/accounts/${tracer.accountId}/grants`, grant, headers)
    const again = await administrator('POST', `/access/accounts/${tracer.accountId}/grants`, grant, headers)
    expect(again.body).toEqual(first.body)
    const other = await administrator(
      'POST',
      `/access/accounts/${tracer.accountId}/grants`,
      { ...grant, role: 'leader' },
      headers,
    )
    expect(other.status).toBe(409)
    expect(other.body.code).toBe('write.key-reused')
  })

  it('names every wrong field', async () => {
    const answer = await administrator('POST', '/access/accounts', { signInName: 'x', role: 'tracer' })
    expect(answer.status).toBe(422)
    expect(answer.body.issues.map((issue: { path: string }) => issue.path)).toEqual(
      expect.arrayContaining(['signInName', 'displayName', 'regionPath']),
    )
  })
})

describe('the audit log', () => {
  it('tells who created whom, in which role and for what purpose', async () => {
    const created = await administrator('POST', '/access/accounts', {
      signInName: 'clerk-one',
      displayName: 'Clerk',
      role: 'tracer',
      regionPath: wenzhou,
    })
    const found = await auditor('GET', `/access/audit?subject=account:${created.body.account.id}`)
    expect(found.body.rows[0]).toMatchObject({
      action: 'access.createAccount',
      kind: 'write',
      purpose: 'administration',
      roles: ['administrator'],
      regionPath: wenzhou,
    })
    expect(JSON.stringify(found.body)).not.toContain(created.body.firstPassword)
  })

  it('cannot be changed or cut by the request role, and shows what its owner changed', async () => {
    expect((await auditor('POST', '/access/audit/verify')).body).toMatchObject({ intact: true, faults: [] })
    const { db } = server.deps
    await expect(sql`update audit_entries set actor_name = 'x'`.execute(db)).rejects.toThrow(/append-only/)
    await expect(sql`delete from audit_entries`.execute(db)).rejects.toThrow(/append-only/)

    await sql`alter table audit_entries disable trigger all`.execute(db)
    const { rows } = await sql<{ chain: number; seq: number }>`
      select chain, seq from audit_entries e where seq > 1 and exists (select from audit_entries l where l.chain = e.chain and l.seq > e.seq) order by chain, seq limit 1`.execute(
      db,
    )
    const { chain, seq } = rows[0]!
    await sql`create temp table kept as select * from audit_entries where chain = ${chain}`.execute(db)
    const faultsOf = async () =>
      (await auditor('POST', '/access/audit/verify')).body.faults as { chain: number; seq: number; fault: string }[]

    await sql`update audit_entries set actor_name = 'somebody else' where chain = ${chain} and seq = ${seq}`.execute(db)
    expect(await faultsOf()).toContainEqual({ chain, seq, fault: 'changed' })
    await sql`delete from audit_entries where chain = ${chain} and seq = ${seq}`.execute(db)
    expect(await faultsOf()).toContainEqual({ chain, seq: seq + 1, fault: 'missing' })
    await sql`alter table audit_entries enable trigger all`.execute(db)
  })
})
