import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { database } from '#test/support/database.ts'
import { testServer, type TestServer } from '#test/support/server.ts'
import type { SessionActor } from '#modules/access/index.ts'
import { rememberCallers, type CallerMemory } from './caller-memory.ts'

let server: TestServer
let memory: CallerMemory
const actor = { name: 'somebody' } as SessionActor
const now = new Date('2020-02-10T02:00:00Z')

beforeAll(async () => {
  server = await testServer()
  memory = await rememberCallers((await database()).pool)
})
afterAll(() => memory.stop())

const forgotten = () =>
  vi.waitFor(() => expect(memory.recall('token', now)).toBeUndefined(), { timeout: 5000, interval: 10 })

describe('the memory of callers', () => {
  it('forgets after ten seconds', () => {
    memory.keep('token', now, actor)
    expect(memory.recall('token', now)).toBe(actor)
    expect(memory.recall('token', new Date(now.getTime() + 10_000))).toBeUndefined()
  })

  it('forgets at once when a session ends, an account is locked, a grant or a role changes', async () => {
    const tracer = await server.as('tracer', '330000/')
    const administrator = await server.as('administrator', '330000/')
    const changes = [
      () => tracer('POST', '/access/sign-out'),
      () =>
        administrator('POST', `/access/accounts/${tracer.accountId}/grants`, {
          role: 'expert',
          regionPath: '330000/330300/',
        }),
      () => administrator('POST', `/access/accounts/${tracer.accountId}/status`, { status: 'locked' }),
      () => sql`update roles set purposes = purposes where code = 'tracer'`.execute(server.deps.db),
    ]
    for (const change of changes) {
      await vi.waitFor(() => {
        memory.keep('token', now, actor)
        expect(memory.recall('token', now)).toBe(actor)
      })
      await change()
      await forgotten()
    }
  })

  it('keeps nothing that was asked before a change it has heard of: a request may outlast the sign-out', async () => {
    const tracer = await server.as('tracer', '330000/')
    memory.keep('token', now, actor)
    const asked = memory.moment()
    await tracer('POST', '/access/sign-out')
    await forgotten()
    memory.keep('token', now, actor, asked)
    expect(memory.recall('token', now)).toBeUndefined()
    memory.keep('token', now, actor, memory.moment())
    expect(memory.recall('token', now)).toBe(actor)
  })

  it('remembers nothing while it cannot hear the database', async () => {
    memory.keep('token', now, actor)
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen access_changed' and datname = current_database()`.execute(
      server.deps.db,
    )
    await forgotten()
    await vi.waitFor(
      () => {
        memory.keep('token', now, actor)
        expect(memory.recall('token', now)).toBe(actor)
      },
      { timeout: 10_000, interval: 100 },
    )
  })
})
