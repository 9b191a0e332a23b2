// Who may do what, over the whole interface: every operation of the contract and every download is called as nobody
// and as each role, with ids that exist nowhere and no content. Permission is decided before the input is read, so a
// refusal here is a refusal always. A new operation is in this test the moment it is in the contract.

import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import type { OperationMeta } from '#base/contract.ts'
import { newId } from '#base/ids.ts'
import { database } from '#test/support/database.ts'
import { testServer, type Answer, type Call, type TestServer } from '#test/support/server.ts'
import rolesFile from '../../policy/roles.json' with { type: 'json' }
import { contract, downloads } from './modules.ts'

type Method = Parameters<Call>[0]
type Door = { name: string; method: Method; path: string; meta: OperationMeta }
type Described = { '~orpc': { meta: OperationMeta; route: { method?: string; path?: string } } }

const doorsOf = (node: unknown, name: string): Door[] => {
  if (typeof node !== 'object' || node === null) return []
  if ('~orpc' in node) {
    const { meta, route } = (node as Described)['~orpc']
    return [{ name, method: (route.method ?? 'POST') as Method, path: route.path!, meta }]
  }
  return Object.entries(node).flatMap(([key, child]) => doorsOf(child, name ? `${name}.${key}` : key))
}

const doors: Door[] = [
  ...doorsOf(contract, ''),
  ...downloads.map(({ path, meta }) => ({ name: `GET ${path}`, method: 'GET' as const, path, meta })),
]

const known: Record<string, string> = { code: '330382', root: '330000', tier: 'county' }
const fill = (path: string): string =>
  path.replaceAll(/\{\+?(\w+)\}|:(\w+)/g, (_, a?: string, b?: string) => known[(a ?? b)!] ?? newId())

/** An answer that tells or does anything: neither "sign in" nor "your role may not". */
const isOpen = ({ status, body }: Answer): boolean => {
  if (status === 401) return false
  return !(status === 403 && ['access.capability-missing', 'access.purpose-not-allowed'].includes(body.code))
}
const capabilityOf = ({ meta }: Door): string | null =>
  typeof meta.access === 'object' ? meta.access.capability : null
const roles = rolesFile.map(({ code, capabilities }) => ({ code, capabilities: new Set(capabilities) }))

let server: TestServer
const call = (caller: Call, { method, path }: Door): Promise<Answer> =>
  caller(method, fill(path), method === 'GET' || method === 'DELETE' ? undefined : {})

/** Rows of every table but those that a refusal itself writes. */
async function rowsByTable(): Promise<Record<string, number>> {
  const { db } = await database()
  const tables = await sql<{ name: string }>`
    select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and c.relname not in ('audit_entries', 'audit_heads', 'sessions')`.execute(db)
  const counts: Record<string, number> = {}
  for (const { name } of tables.rows)
    counts[name] = (await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(db)).rows[0]!.n
  return counts
}

beforeAll(async () => {
  server = await testServer()
})

describe('the interface', () => {
  it('is known in full, and no operation is left without saying who may call it', () => {
    expect(doors.length).toBeGreaterThan(60)
    expect(new Set(doors.map(({ name }) => name)).size).toBe(doors.length)
    expect(doors.filter(({ meta }) => meta.access === 'nobody').map(({ name }) => name)).toEqual([])
  })

  it('writes nothing for the public but a sign-in', () => {
    const writing = doors.filter(({ meta }) => meta.access === 'public' && meta.effect !== 'read')
    expect(writing.map(({ name }) => name)).toEqual(['access.signIn'])
  })

  it('asks a capability that some role has', () => {
    const held = new Set(roles.flatMap(({ capabilities }) => [...capabilities]))
    const asked = doors.map(capabilityOf).filter((capability) => capability !== null)
    expect([...new Set(asked)].filter((capability) => !held.has(capability))).toEqual([])
  })
})

describe('nobody', () => {
  it('is asked to sign in wherever the operation is not public', async () => {
    const before = await rowsByTable()
    const closed = doors.filter(({ meta }) => meta.access !== 'public')
    expect(closed.length).toBeGreaterThan(60)
    for (const door of closed) {
      const answer = await call(server.nobody, door)
      expect([answer.status, answer.body.code], door.name).toEqual([401, 'access.not-signed-in'])
    }
    expect(await rowsByTable()).toEqual(before)
  })

  it('is nobody with a token that is not one', async () => {
    const forged: Record<string, string>[] = [
      { authorization: `Bearer ${'0'.repeat(43)}` },
      { authorization: 'Bearer null' },
      { cookie: "wuse_session=' or true --" },
    ]
    for (const headers of forged)
      expect((await server.nobody('GET', '/access/me', undefined, headers)).status).toBe(401)
  })
})

describe.each(roles)('$code', ({ code, capabilities }) => {
  it('is refused everything its capabilities do not name, writes nothing by trying, and may do the rest', async () => {
    const caller = await server.as(code, '330000/330300/330382/')
    const guarded = doors.filter((door) => capabilityOf(door) !== null)
    const lacking = guarded.filter((door) => !capabilities.has(capabilityOf(door)!))
    const before = await rowsByTable()
    for (const door of lacking) {
      const answer = await call(caller, door)
      expect([answer.status, answer.body.code], door.name).toEqual([403, 'access.capability-missing'])
    }
    expect(await rowsByTable()).toEqual(before)
    const open: string[] = []
    for (const door of guarded) if (isOpen(await call(caller, door))) open.push(door.name)
    expect(open).toEqual(guarded.filter((door) => capabilities.has(capabilityOf(door)!)).map(({ name }) => name))
  })
})
