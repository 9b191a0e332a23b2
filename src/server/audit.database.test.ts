// Nothing is done without a trace: every operation of the contract that writes or reads persons leaves its entry,
// also when it is refused; the proof of the log finds what was cut off its end.

import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor, type Actor } from '#base/actor.ts'
import { fixedClock } from '#base/clock.ts'
import type { OperationMeta } from '#base/contract.ts'
import { newId } from '#base/ids.ts'
import { appendAudit, purgeAccess, verifyAudit } from '#modules/access/index.ts'
import type { Work } from '#storage/work.ts'
import { database, testNow } from '#test/support/database.ts'
import { testServer, type TestServer } from '#test/support/server.ts'
import { anchorAudit, readAnchors } from './anchors.ts'
import { contract, downloads } from './modules.ts'
import { perform } from './operations.ts'
import { scheduled } from './schedule.ts'

type Declared = { name: string; meta: OperationMeta }

const declared: Declared[] = downloads.map(({ path, meta }) => ({ name: `download${path}`, meta }))
const walk = (node: unknown, path: string[]): void => {
  if (typeof node !== 'object' || node === null) return
  if ('~orpc' in node) declared.push({ name: path.join('.'), meta: (node['~orpc'] as { meta: OperationMeta }).meta })
  else for (const [name, child] of Object.entries(node)) walk(child, [...path, name])
}
walk(contract, [])
const traced = declared.filter(({ meta }) => meta.effect !== 'read')

let server: TestServer
const folder = mkdtempSync(join(tmpdir(), 'wuse-anchors-'))
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => rmSync(folder, { recursive: true }))

const officer = (scopes: Actor['scopes']): Actor => ({
  kind: 'account',
  accountId: newId(),
  name: 'an officer',
  roles: ['officer'],
  purpose: '',
  sessionId: null,
  scopes,
})
const entriesOf = async (accountId: string | null) =>
  (await database()).db.selectFrom('auditEntries').selectAll().where('accountId', '=', accountId).execute()

describe('every operation that writes or reads persons', () => {
  it('is among those tried', () => {
    expect(traced.length).toBeGreaterThan(10)
    expect(traced.some(({ meta }) => meta.effect === 'read-person')).toBe(true)
  })

  for (const { name, meta } of traced) {
    it(`${name} leaves an entry: who, in which role, for what, on what`, async () => {
      const actor = officer(typeof meta.access === 'object' ? { [meta.access.capability]: ['330000/330300/'] } : {})
      await perform(
        server.deps,
        { actor, requestId: newId(), address: '10.0.0.1' },
        { name, meta, input: {} },
        async (work) => {
          work.touched('thing', 'one', '330000/330300/330382/')
          return {}
        },
      )
      const entries = await entriesOf(actor.accountId)
      expect(entries).toHaveLength(1)
      expect(entries[0]).toMatchObject({
        action: name,
        kind: meta.effect === 'read-person' ? 'read' : meta.signsIn ? 'sign-in' : 'write',
        actorName: 'an officer',
        roles: ['officer'],
        purpose: meta.purpose,
        subjects: ['thing:one'],
        regionPath: '330000/330300/330382/',
        address: '10.0.0.1',
      })
    })

    if (typeof meta.access === 'object') {
      it(`${name} refused to somebody without the right leaves an entry, and does nothing`, async () => {
        const actor = officer({})
        let ran = false
        const trying = perform(server.deps, { actor }, { name, meta, input: {} }, async () => {
          ran = true
        })
        await expect(trying).rejects.toMatchObject({ kind: 'Forbidden' })
        expect(ran).toBe(false)
        expect(await entriesOf(actor.accountId)).toMatchObject([{ action: name, kind: 'refused' }])
      })
    }
  }

  it('is silent about a job that found nothing to do, and only about that', async () => {
    const job = async (name: string, verb: Parameters<typeof perform<void>>[3]): Promise<number> => {
      const actor = systemActor(name)
      const meta: OperationMeta = { access: 'signed-in', effect: 'write', purpose: 'operation' }
      await perform(server.deps, { actor }, { name, meta }, verb)
      const { db } = server.deps
      return (await db.selectFrom('auditEntries').select('seq').where('actorName', '=', name).execute()).length
    }
    const look = async (work: Work) => void (await work.db.selectFrom('facts').select('id').limit(1).execute())
    expect(await job('job:idle', look)).toBe(0)
    expect(await job('job:told', async (work) => work.detail({ found: 0 }))).toBe(1)
    expect(await job('job:wrote', (work) => work.record({ kind: 'test.done', subject: 'x', data: {} }))).toBe(1)
  })

  it('leaves nothing of a write that failed, neither the write nor an entry', async () => {
    const { name, meta } = traced.find((one) => one.meta.effect === 'write' && typeof one.meta.access === 'object')!
    const capability = typeof meta.access === 'object' ? meta.access.capability : ''
    const actor = officer({ [capability]: ['330000/'] })
    const id = newId()
    const failing = perform(server.deps, { actor }, { name, meta, input: {} }, async (work) => {
      await work.record({ kind: 'test.happened', subject: id, data: {} })
      throw new Error('the power went')
    })
    await expect(failing).rejects.toThrow('the power went')
    expect(await entriesOf(actor.accountId)).toEqual([])
    expect(await server.deps.db.selectFrom('facts').select('id').where('subject', '=', id).execute()).toEqual([])
  })
})

describe('the export', () => {
  it('is closed to others, streams what the search finds as CSV, and is itself in the log', async () => {
    const tracer = await server.as('tracer', '330000/')
    expect((await tracer('GET', '/access/audit.csv')).status).toBe(403)
    const auditor = await server.as('auditor', '330000/')
    await appendEntry({
      actorName: '=cmd|calc',
      action: 'test.formula',
      regionPath: '330000/',
      subjects: ['case:1', 'case:2'],
    })
    await appendEntry({ actorName: 'elsewhere', action: 'test.formula', regionPath: '110000/' })
    const answer = await auditor('GET', '/access/audit.csv?action=test.formula')
    expect(answer.status).toBe(200)
    expect(answer.headers['content-disposition']).toContain('audit.csv')
    const lines = answer.raw.toString('utf8').split('\r\n')
    expect(lines[0]).toMatch(/^\uFEFFat,kind,action,actorName/)
    expect(lines.slice(1).filter(Boolean)).toHaveLength(1)
    expect(lines[1]).toContain(`'=cmd|calc`)
    expect(lines[1]).toContain('case:1 case:2')
    const own = (await entriesOf(auditor.accountId!)).filter(({ kind }) => kind === 'read')
    expect(own).toMatchObject([{ action: 'download.access.audit.csv', detail: { search: { action: 'test.formula' } } }])
  })

  it('pages through more entries than one page holds', async () => {
    const { db } = await database()
    await sql`insert into audit_entries (at, account_id, actor_name, roles, purpose, action, kind, subjects, region_path, detail)
      select '2020-02-01'::timestamptz + i / 3 * interval '1 second', null, 'many-' || i % 5, '{}', 'test', 'test.many', 'write', '{}', '330000/', '{}'
      from generate_series(1, 2500) as i`.execute(db)
    const auditor = await server.as('auditor', '330000/')
    const answer = await auditor('GET', '/access/audit.csv?action=test.many')
    const lines = answer.raw.toString('utf8').trim().split('\r\n').slice(1)
    expect(lines).toHaveLength(2500)
    expect(new Set(lines).size).toBe(2500)
  })
})

const appendEntry = async (given: { actorName: string; action: string; regionPath: string; subjects?: string[] }) =>
  appendAudit((await database()).db, {
    at: testNow,
    accountId: null,
    roles: [],
    purpose: 'test',
    kind: 'write',
    subjects: [],
    detail: {},
    requestId: null,
    address: null,
    ...given,
  })

describe('anchors', () => {
  const silent = { info: () => undefined }

  it('find a chain whose end was cut off and whose head was forged to match', async () => {
    const { db } = await database()
    const file = join(folder, 'audit-anchors.log')
    for (let at = 0; at < 3; at++)
      await appendEntry({ actorName: 'victim', action: 'test.tail', regionPath: '330000/' })
    const heads = await anchorAudit(db, fixedClock(testNow), file, silent)
    expect(await verifyAudit(db, readAnchors(file))).toMatchObject({ intact: true, anchors: heads.length })

    const newest = await db
      .selectFrom('auditEntries')
      .selectAll()
      .where('actorName', '=', 'victim')
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow()
    await db.transaction().execute(async (tx) => {
      await sql`alter table audit_entries disable trigger user`.execute(tx)
      await sql`delete from audit_entries where chain = ${newest.chain} and seq = ${newest.seq}`.execute(tx)
      await sql`alter table audit_entries enable trigger user`.execute(tx)
      await sql`update audit_heads set last_seq = ${newest.seq - 1}, last_hash = ${newest.previousHash} where chain = ${newest.chain}`.execute(
        tx,
      )
    })
    expect(await verifyAudit(db), 'the database alone looks whole').toMatchObject({ intact: true })
    const verdict = await verifyAudit(db, readAnchors(file))
    expect(verdict).toMatchObject({
      intact: false,
      faults: [{ chain: newest.chain, seq: newest.seq, fault: 'anchored-missing' }],
    })

    await appendEntry({ actorName: 'victim', action: 'test.instead', regionPath: '330000/' })
    expect((await verifyAudit(db)).intact).toBe(true)
    expect((await verifyAudit(db, readAnchors(file))).faults).toEqual([
      { chain: newest.chain, seq: newest.seq, fault: 'anchored-differs' },
    ])
  })

  it('pass over a line that a power cut left unfinished, and refuse one that was changed', () => {
    const file = join(folder, 'lines.log')
    const line = JSON.stringify({ at: testNow, heads: [{ chain: 1, seq: 2, hash: 'a'.repeat(64) }] })
    writeFileSync(file, `${line}\n{"at":"2020-02-10T0`)
    expect(readAnchors(file)).toEqual([{ chain: 1, seq: 2, hash: 'a'.repeat(64) }])
    writeFileSync(file, `${line}\n`)
    appendFileSync(file, readFileSync(file, 'utf8').replace('"seq":2', '"seq":"x"'))
    expect(() => readAnchors(file)).toThrow(/anchors-unreadable.*"line":2/)
    expect(() => readAnchors(join(folder, 'none.log'))).toThrow(/no-anchors/)
  })
})

describe('retention', () => {
  it('deletes on time, not before, and proves it by counts in the log', async () => {
    const { db } = await database()
    const kept = await server.as('tracer', '330000/')
    const gone = await server.as('tracer', '330000/')
    const now = new Date('2022-02-10T12:00:00Z')
    const ago = (days: number, milliseconds: number) =>
      new Date(now.getTime() - days * 86_400_000 + milliseconds).toISOString()
    const lock = (id: string, at: string) =>
      db.updateTable('accounts').set({ status: 'locked', changedAt: at }).where('id', '=', id).execute()
    await lock(gone.accountId!, '2020-02-10T11:59:59.999Z')
    await lock(kept.accountId!, '2020-02-10T12:00:00.000Z')
    await db.deleteFrom('sessions').execute()
    await db.deleteFrom('signInAttempts').execute()
    await db.deleteFrom('facts').execute()
    await db.deleteFrom('idempotentWrites').execute()
    for (const [at, keep] of [
      [-1, 'gone'],
      [1, 'kept'],
    ] as const) {
      const id = newId()
      await db
        .insertInto('sessions')
        .values({
          id,
          accountId: kept.accountId!,
          tokenHash: id,
          createdAt: testNow,
          lastSeenAt: testNow,
          expiresAt: ago(0, at),
        })
        .execute()
      await db
        .insertInto('signInAttempts')
        .values({ signInName: keep, address: '::1', succeeded: false, attemptedAt: ago(30, at) })
        .execute()
      await db
        .insertInto('idempotentWrites')
        .values({ actor: keep, key: 'k', operation: 'o', inputHash: 'h', createdAt: ago(7, at) })
        .execute()
      await db
        .insertInto('facts')
        .values({ id: newId(), kind: 'test', subject: keep, data: '{}', recordedAt: ago(30, at) })
        .execute()
      await db
        .insertInto('oidcRequests')
        .values({ keyHash: keep, nonce: '', verifier: '', returnTo: '/', createdAt: testNow, expiresAt: ago(0, at) })
        .execute()
    }

    const job = scheduled.find(({ name }) => name === 'purge-access')!
    expect(job.cron).toBeTruthy()
    const run = () =>
      perform(
        { db, clock: fixedClock(now) },
        { actor: systemActor('job:purge-access') },
        { name: 'job.purge-access', meta: { access: 'signed-in', effect: 'write', purpose: 'operation' } },
        (work) => purgeAccess(work),
      )
    await run()
    await run()

    for (const [table, column] of [
      ['signInAttempts', 'signInName'],
      ['idempotentWrites', 'actor'],
      ['facts', 'subject'],
      ['oidcRequests', 'keyHash'],
    ] as const) {
      const rows = await db
        .selectFrom(table)
        .select(column as 'id')
        .execute()
      expect(
        rows.map((row) => Object.values(row)[0]),
        table,
      ).toEqual(['kept'])
    }
    expect(await db.selectFrom('sessions').select('id').execute()).toHaveLength(1)
    const accounts = await db
      .selectFrom('accounts')
      .select(['id', 'displayName', 'passwordHash', 'signInName', 'erasedAt'])
      .where('id', 'in', [gone.accountId!, kept.accountId!])
      .execute()
    const [emptied, whole] = [gone, kept].map((one) => accounts.find(({ id }) => id === one.accountId)!)
    expect(emptied).toMatchObject({
      displayName: '–',
      passwordHash: null,
      signInName: `erased-${gone.accountId}`,
      erasedAt: now.toISOString(),
    })
    expect(whole).toMatchObject({ displayName: expect.stringMatching(/^tracer-/), erasedAt: null })
    expect(await db.selectFrom('grants').select('id').where('accountId', '=', gone.accountId!).execute()).toEqual([])

    const proofs = await db
      .selectFrom('auditEntries')
      .select('detail')
      .where('action', '=', 'job.purge-access')
      .orderBy('seq')
      .execute()
    const counts = {
      sessions: 1,
      attempts: 1,
      providerSignIns: 1,
      writes: 1,
      facts: 1,
      accountsEmptied: 1,
      grantsOfEmptied: 1,
    }
    const none = Object.fromEntries(Object.keys(counts).map((what) => [what, 0]))
    expect(proofs.map(({ detail }) => detail)).toEqual([{ deleted: counts }, { deleted: none }])
  })
})
