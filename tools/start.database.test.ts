// `wuse start` as an administrator meets it: real processes, on the embedded database and on a server of one's own.
// Each story begins with what must be refused, and every refusal is a sentence, never a stack trace.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, describe, expect, inject, it, vi } from 'vitest'
import { newId } from '#base/ids.ts'
import { findRunning, startEmbedded } from '#storage/embedded.ts'
import { databaseUrl } from '#test/support/cluster.ts'
import { freePort, startPlainPostgres } from '#test/support/plain-postgres.ts'
import { clearPrograms, newFolder, runProgram, startProgram, type Ended } from '#test/support/program.ts'

const password = 'a long enough passphrase'
const first = {
  WUSE_PUBLIC_URL: 'http://localhost',
  WUSE_ADMIN_NAME: 'root',
  WUSE_ADMIN_PASSWORD: password,
  WUSE_HOST: '127.0.0.1',
}
const patience = { timeout: 30_000, interval: 100 }
const anyPort = ['--port', '0']

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 })
afterAll(clearPrograms)

const asked = async (url: string, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

/** A new database of the tests' server, which its superuser owns. */
async function newDatabase(server = inject('clusterUrl')): Promise<string> {
  const name = `${inject('templateName')}_${newId().replaceAll('-', '').slice(-12)}`
  await asked(server, `create database ${name}`)
  return databaseUrl(server, name)
}

function isSentence({ code, output }: Ended, ...parts: string[]): void {
  expect(code, output).toBe(1)
  expect(output).not.toMatch(/^\s+at /m)
  expect(output).toMatch(/[一-龥]/)
  for (const part of parts) expect(output).toContain(part)
}

const signIn = (address: string, name = 'root', secret = password) =>
  fetch(`${address}/api/access/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', connection: 'close' },
    body: JSON.stringify({ name, password: secret }),
  })
const tokenOf = async (address: string) => ((await (await signIn(address)).json()) as { token: string }).token
const send = (address: string, token: string, path: string, body?: unknown) =>
  fetch(`${address}/api${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })

describe('what is refused', () => {
  it('every missing or wrong setting at once', async () => {
    const ended = await runProgram(['start', '--production', '--data', newFolder()], {
      WUSE_OIDC_ISSUER: 'http://id.example',
      WUSE_ROLES: 'web,cook',
    })
    isSentence(
      ended,
      'WUSE_PUBLIC_URL',
      'WUSE_ADMIN_NAME and WUSE_ADMIN_PASSWORD',
      'WUSE_OIDC_CLIENT_SECRET',
      'cook',
      'https',
    )
  })

  it('a database that is not there, a wrong password, a name that does not exist', async () => {
    const production = ['start', '--production', ...anyPort]
    const none = `postgres://wuse:secret-word@127.0.0.1:${await freePort()}/wuse`
    const wrong = new URL(inject('clusterUrl'))
    wrong.password = 'secret-word'
    const [unreachable, refused, missing] = await Promise.all([
      runProgram(production, { ...first, DATABASE_URL: none }),
      runProgram(production, { ...first, DATABASE_URL: wrong.href }),
      runProgram(production, { ...first, DATABASE_URL: databaseUrl(inject('clusterUrl'), 'no_such_database') }),
    ])
    isSentence(unreachable, 'cannot be reached', 'ECONNREFUSED')
    isSentence(refused, 'refused the user')
    isSentence(missing, 'create database no_such_database')
    for (const { output } of [unreachable, refused, missing]) expect(output).not.toContain('secret-word')
  })

  it('demo people in production, and nobody to administer it', async () => {
    const url = await newDatabase()
    const production = ['start', '--production', ...anyPort]
    isSentence(
      await runProgram(production, { WUSE_PUBLIC_URL: 'http://localhost', DATABASE_URL: url }),
      'WUSE_ADMIN_NAME',
    )
    const seeded = await runProgram(['seed', '--json'], { DATABASE_URL: url })
    expect(seeded.code, seeded.output).toBe(0)
    isSentence(await runProgram(production, { ...first, DATABASE_URL: url }), 'demo accounts')
  })
})

describe('production on the embedded database', () => {
  it('makes the first administrator once, keeps others out, stops in order and starts again', async () => {
    const data = newFolder()
    const start = ['start', '--production', '--data', data, ...anyPort]
    const server = startProgram(start, first)
    const address = await server.address()
    expect(server.output()).toContain('First administrator')
    expect(server.output()).not.toContain(password)
    expect((await signIn(address)).status).toBe(200)

    const [second, port] = await Promise.all([
      runProgram(start, first),
      runProgram(['start', '--production', '--port', new URL(address).port], {
        ...first,
        DATABASE_URL: await newDatabase(),
      }),
    ])
    isSentence(second, 'in use by process', String(server.pid))
    isSentence(port, `Port ${new URL(address).port}`, 'another program')

    server.signal('SIGTERM')
    expect((await server.ended).code).toBe(0)
    expect(findRunning({ dataDir: data })).toBeUndefined()
    expect(existsSync(join(data, 'postgres', 'postmaster.pid'))).toBe(false)
    const anchors = readFileSync(join(data, 'audit-anchors.log'), 'utf8').trim().split('\n')
    expect(anchors).toHaveLength(1)
    expect((JSON.parse(anchors[0]!) as { heads: unknown[] }).heads.length).toBeGreaterThan(0)

    const again = startProgram(start, {
      ...first,
      WUSE_ADMIN_NAME: 'intruder',
      WUSE_ADMIN_PASSWORD: 'another long passphrase',
    })
    const there = await again.address()
    expect(again.output()).not.toContain('First administrator')
    expect((await signIn(there, 'intruder', 'another long passphrase')).status).toBe(401)
    expect((await signIn(there)).status).toBe(200)
    again.signal('SIGINT')
    expect((await again.ended).code).toBe(0)
    const verdict = await runProgram(['audit', 'verify', '--json'], { WUSE_DATA: data })
    expect(verdict.code, verdict.output).toBe(0)
    expect(JSON.parse(verdict.stdout)).toMatchObject({ intact: true, faults: [] })
  })

  it('loses nothing that was answered and leaves nothing half when killed in the middle of writes', async () => {
    const data = newFolder()
    const start = ['start', '--production', '--data', data, ...anyPort]
    const server = startProgram(start, first)
    const address = await server.address()
    const token = await tokenOf(address)
    const answered: string[] = []
    let dead = false
    const writer = async (who: number): Promise<void> => {
      for (let at = 0; !dead; at++) {
        const signInName = `clerk-${who}-${at}`
        const account = { signInName, displayName: signInName, role: 'tracer', regionPath: '330000/' }
        const answer = await send(address, token, '/access/accounts', account).catch(() => null)
        if (!answer) return
        expect(answer.status).toBe(200)
        answered.push(signInName)
        if (answered.length === 20) {
          dead = true
          server.signal('SIGKILL')
        }
      }
    }
    await Promise.all([0, 1, 2, 3, 4, 5].map(writer))
    await server.ended
    expect(answered.length).toBeGreaterThanOrEqual(20)

    const again = startProgram(start, first)
    await again.address()
    const { url } = findRunning({ dataDir: data })!
    const accounts = await asked(
      url,
      `select a.sign_in_name as name, (select count(*)::int from grants g where g.account_id = a.id) as grants,
         (select count(*)::int from audit_entries e where e.action = 'access.createAccount' and e.kind = 'write' and 'account:' || a.id = any(e.subjects)) as entries
       from accounts a where a.sign_in_name like 'clerk-%'`,
    )
    expect(accounts.map(({ name }) => name)).toEqual(expect.arrayContaining(answered))
    for (const account of accounts) expect(account).toMatchObject({ grants: 1, entries: 1 })
    const [{ entries }] = (await asked(
      url,
      `select count(*)::int as entries from audit_entries where action = 'access.createAccount'`,
    )) as [{ entries: number }]
    expect(entries).toBe(accounts.length)
    const verdict = await runProgram(['audit', 'verify', '--json'], { WUSE_DATA: data })
    expect(JSON.parse(verdict.stdout)).toMatchObject({ intact: true })
    again.signal('SIGTERM')
    expect((await again.ended).code).toBe(0)
  })
})

describe('when PostgreSQL ends by itself', () => {
  it('the server ends too, with 1, so that a service manager starts both', async () => {
    const data = newFolder()
    const server = startProgram(['start', '--production', '--data', data, ...anyPort], first)
    await server.address()
    const postmaster = Number(readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
    process.kill(postmaster, 'SIGKILL')
    const ended = await server.ended
    expect(ended.code, ended.output).toBe(1)
    expect(ended.output).toContain('PostgreSQL ended')
  })
})

describe('a database of one’s own', () => {
  it('answers a request under way before it stops', async () => {
    const url = await newDatabase()
    const server = startProgram(['start', '--production', ...anyPort], {
      ...first,
      DATABASE_URL: url,
      WUSE_DATA: newFolder(),
    })
    const address = await server.address()
    const holder = new pg.Client(url)
    await holder.connect()
    await holder.query('begin; lock table accounts in access exclusive mode')
    const answer = signIn(address)
    const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    await vi.waitFor(async () => expect(await asked(url, waiting)).toHaveLength(1), patience)
    server.signal('SIGTERM')
    const another = () => fetch(`${address}/api/access/sign-in-options`, { headers: { connection: 'close' } })
    await vi.waitFor(() => expect(another()).rejects.toThrow(), patience)
    await holder.query('commit')
    await holder.end()
    expect((await answer).status).toBe(200)
    expect((await server.ended).code).toBe(0)
  })

  it('serves one session from two processes, started at the same moment, with one first administrator', async () => {
    const env = { ...first, DATABASE_URL: await newDatabase() }
    const start = ['start', '--production', '--roles', 'web', ...anyPort]
    const [one, other] = [startProgram(start, env), startProgram(start, env)]
    const [here, there] = await Promise.all([one.address(), other.address()])
    expect([one, other].filter((server) => server.output().includes('First administrator'))).toHaveLength(1)
    const token = await tokenOf(here)
    expect((await send(there, token, '/access/me')).status).toBe(200)
    expect((await send(there, token, '/access/sign-out', {})).status).toBe(200)
    await vi.waitFor(async () => expect((await send(here, token, '/access/me')).status).toBe(401), patience)
    for (const server of [one, other]) server.signal('SIGTERM')
    expect(await Promise.all([one.ended, other.ended])).toMatchObject([{ code: 0 }, { code: 0 }])
  })

  const debian = '/usr/lib/postgresql/15/bin'
  const servers = [
    ['PostgreSQL 18', () => startEmbedded({ dataDir: newFolder(), durable: false })],
    ['Debian’s PostgreSQL 15', () => startPlainPostgres(debian)],
  ] as const
  for (const [name, open] of servers) {
    it.skipIf(name.startsWith('Debian') && !existsSync(join(debian, 'postgres')))(
      `needs no superuser on ${name}: the owner of the database with CREATEROLE, or with wuse_app granted; else it says what is missing`,
      async () => {
        const server = await open()
        const suffix = newId().slice(-12)
        const ownedBy = async (role: string, rights: string): Promise<string> => {
          await asked(server.url, `create role "${role}" login password 'x' ${rights}`)
          const own = new URL(await newDatabase(server.url))
          await asked(server.url, `alter database "${own.pathname.slice(1)}" owner to "${role}"`)
          own.username = role
          own.password = 'x'
          return own.href
        }
        const startAndStop = async (url: string): Promise<void> => {
          const program = startProgram(['start', '--production', ...anyPort], {
            ...first,
            DATABASE_URL: url,
            WUSE_DATA: newFolder(),
          })
          expect((await signIn(await program.address())).status).toBe(200)
          program.signal('SIGTERM')
          expect((await program.ended).code).toBe(0)
        }
        try {
          await startAndStop(await ownedBy(`creator-${suffix}`, 'createrole'))
          const poor = await ownedBy(`poor-${suffix}`, 'nocreaterole')
          isSentence(
            await runProgram(['start', '--production', ...anyPort], { ...first, DATABASE_URL: poor }),
            'lacks rights',
            'create role wuse_app nologin; grant wuse_app to poor-',
          )
          await asked(server.url, `grant wuse_app to "poor-${suffix}"`)
          await startAndStop(poor)
        } finally {
          await server.stop()
        }
      },
    )
  }
})
