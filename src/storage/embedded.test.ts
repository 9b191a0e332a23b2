// The embedded database on real PostgreSQL programs: its promises on good and bad days (killed server, first start cut
// off, stale files, a folder in use). Starting times are printed, not judged.

import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { lockHolder } from './embedded-lock.ts'
import { processesIn, processStart, signal, until } from './embedded-processes.ts'
import {
  ask,
  clearAway,
  dropTemplate,
  filledFolder,
  isGone,
  newFolder,
  postmasterOf,
  start,
  startProcess,
  watchmanOf,
} from './embedded-support.ts'
import { findRunning, startEmbedded } from './embedded.ts'

afterEach(clearAway, 60_000)
afterAll(dropTemplate)

describe('on a good day', () => {
  test('keeps its data from one start to the next', async () => {
    const dataDir = newFolder()
    const first = await start({ dataDir })
    await ask(first.url, 'create table counties as select 90 as many')
    await first.stop()
    expect(processesIn(join(dataDir, 'postgres'))).toEqual([])
    expect(existsSync(join(dataDir, 'wuse.lock'))).toBe(false)
    const second = await start({ dataDir })
    expect(await ask(second.url, 'select many from counties')).toEqual([{ many: 90 }])
  })

  test('is PostgreSQL 18 with checksums, UTF-8 and an order by code point that no system library changes', async () => {
    const server = await start({ dataDir: newFolder() })
    expect(server.version).toMatch(/^18\.\d+$/)
    expect(server.url).toContain(`127.0.0.1:${server.port}`)
    const rows = await ask(
      server.url,
      `select current_setting('data_checksums') as checksums, pg_encoding_to_char(encoding) as encoding,
         datlocprovider as provider, datlocale as locale, lower('ÀÉ乐清') as lower
       from pg_database where datname = current_database()`,
    )
    expect(rows).toEqual([{ checksums: 'on', encoding: 'UTF8', provider: 'b', locale: 'C.UTF-8', lower: 'àé乐清' }])
  })

  test('lets nobody in without the password, which only its owner can read', async () => {
    const dataDir = await filledFolder()
    const server = await start({ dataDir })
    expect(statSync(join(dataDir, 'postgres.password')).mode & 0o777).toBe(0o600)
    expect(statSync(join(dataDir, 'postgres.log')).mode & 0o777).toBe(0o600)
    const wrong = server.url.replace(/:[^:@]+@/, ':guess@')
    await expect(ask(wrong, 'select 1')).rejects.toThrow(/password authentication failed/)
    const rules = await ask<{ auth_method: string }>(server.url, 'select distinct auth_method from pg_hba_file_rules')
    expect(rules).toEqual([{ auth_method: 'scram-sha-256' }])
  })

  test('writes durably unless told otherwise, and the caller has the last word on settings', async () => {
    const show = `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
      current_setting('full_page_writes') as pages, current_setting('work_mem') as work, current_setting('jit') as jit`
    const dataDir = await filledFolder()
    const durable = await start({ dataDir, durable: true, settings: { work_mem: '7MB' } })
    expect(await ask(durable.url, show)).toEqual([{ fsync: 'on', commit: 'on', pages: 'on', work: '7MB', jit: 'off' }])
    await durable.stop()
    const quick = await start({ dataDir })
    expect(await ask(quick.url, show)).toMatchObject([{ fsync: 'off', commit: 'off', pages: 'off' }])
  })

  test('stops at once though somebody is in the middle of a transaction, and twice is no error', async () => {
    const server = await start({ dataDir: await filledFolder() })
    const sleeping = ask(server.url, 'select pg_sleep(60)').catch((error: Error) => error.message)
    await until(() => false, 200)
    await Promise.all([server.stop(), server.stop()])
    expect(await sleeping).toMatch(/terminat/)
  })

  test('tries another port when somebody was faster', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const address = other.address()
    const taken = typeof address === 'object' && address ? address.port : 0
    const ports = [taken, taken, 0]
    const said: string[] = []
    try {
      const server = await start({
        dataDir: await filledFolder(),
        log: (line) => said.push(line),
        pickPort: async () => ports.shift() || freePortAfter(taken),
      })
      expect(server.port).not.toBe(taken)
      expect(said.filter((line) => line.includes(`Port ${taken} was taken`))).toHaveLength(2)
    } finally {
      other.close()
    }
  })

  test('a command finds the running database, and none when there is none', async () => {
    const dataDir = await filledFolder()
    expect(findRunning({ dataDir })).toBeUndefined()
    const server = await start({ dataDir })
    expect(findRunning({ dataDir })).toEqual({ url: server.url, port: server.port, pid: process.pid })
    await server.stop()
    expect(findRunning({ dataDir })).toBeUndefined()
  })

  test('puts a log of over 10 MB aside', async () => {
    const dataDir = await filledFolder()
    writeFileSync(join(dataDir, 'postgres.log'), Buffer.alloc(10 * 2 ** 20 + 1, 'x'))
    await start({ dataDir })
    expect(statSync(join(dataDir, 'postgres.log.1')).size).toBe(10 * 2 ** 20 + 1)
    expect(statSync(join(dataDir, 'postgres.log')).size).toBeLessThan(10_000)
  })
})

describe('when its server goes', () => {
  test('kill -9: what was committed is there, PostgreSQL does not live on', async () => {
    const dataDir = await filledFolder()
    const killed = await startProcess(dataDir)
    await ask(killed.url, 'create table cases as select generate_series(1, 1000) as id')
    const postmaster = postmasterOf(dataDir)
    signal(killed.pid, 'SIGKILL')
    await killed.ended
    const server = await start({ dataDir, durable: true })
    expect(await ask(server.url, 'select count(*)::int as many from cases')).toEqual([{ many: 1000 }])
    expect(processStart(postmaster)).toBeUndefined()
    expect(postmasterOf(dataDir)).not.toBe(postmaster)
  })

  test('kill -9 of everything at once, as in a power cut: committed is there, open is not', async () => {
    const dataDir = await filledFolder()
    const killed = await startProcess(dataDir)
    await ask(killed.url, 'create table cases (id int)')
    await ask(killed.url, 'insert into cases select generate_series(1, 500)')
    const open = ask(killed.url, 'begin; insert into cases values (-1); select pg_sleep(60)').catch(() => undefined)
    await until(() => false, 300)
    for (const pid of [...processesIn(join(dataDir, 'postgres')), killed.pid]) signal(pid, 'SIGKILL')
    await Promise.all([killed.ended, open])
    const server = await start({ dataDir, durable: true })
    expect(await ask(server.url, 'select count(*)::int as many, min(id) as least from cases')).toEqual([
      { many: 500, least: 1 },
    ])
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).toContain('automatic recovery in progress')
  })

  test('an orphan that is still at work is stopped first', async () => {
    const dataDir = await filledFolder()
    const killed = await startProcess(dataDir)
    await ask(killed.url, 'create table cases as select 7 as id')
    const orphan = postmasterOf(dataDir)
    for (const pid of [watchmanOf(orphan), killed.pid]) signal(pid, 'SIGKILL')
    await killed.ended
    await until(() => false, 300)
    expect(processStart(orphan)).toBeDefined()
    const said: string[] = []
    const server = await start({ dataDir, log: (line) => said.push(line) })
    expect(said).toContain(`Stopping a PostgreSQL (pid ${orphan}) that its server left behind`)
    expect(processStart(orphan)).toBeUndefined()
    expect(await ask(server.url, 'select id from cases')).toEqual([{ id: 7 }])
  })

  test('a normal end without stop() takes PostgreSQL along', async () => {
    const dataDir = await filledFolder()
    const server = await startProcess(dataDir, { body: `setTimeout(() => process.exit(0), 200)` })
    const postmaster = postmasterOf(dataDir)
    const watchman = watchmanOf(postmaster)
    expect(await server.ended).toBe(0)
    expect(await isGone(postmaster)).toBe(true)
    expect(await isGone(watchman)).toBe(true)
  })

  test("the terminal's Ctrl-C reaches the server only, which can still save", async () => {
    const dataDir = await filledFolder()
    const body = `process.on('SIGINT', () => setTimeout(async () => {
      const client = new pg.Client(server.url)
      await client.connect()
      await client.query('create table drained as select 1 as yes')
      await client.end()
      await server.stop()
      process.exit(0)
    }, 400))`
    const server = await startProcess(dataDir, { body })
    process.kill(-server.pid, 'SIGINT')
    expect(await server.ended).toBe(0)
    const again = await start({ dataDir })
    expect(await ask(again.url, 'select yes from drained')).toEqual([{ yes: 1 }])
  })

  test('PostgreSQL that dies by itself is reported', async () => {
    const dataDir = await filledFolder()
    const said: string[] = []
    let reason = ''
    const server = await start({ dataDir, log: (line) => said.push(line), onDeath: (why) => (reason = why) })
    signal(postmasterOf(dataDir), 'SIGKILL')
    expect(await until(() => reason !== '', 5000)).toBe(true)
    expect(reason).toBe('signal SIGKILL')
    expect(said.join('\n')).toContain('PostgreSQL ended by itself (signal SIGKILL)')
    await server.stop()
    expect(lockHolder(dataDir)).toBeUndefined()
  })
})

describe('files found in the data folder', () => {
  test('of a first start that was cut off are removed', async () => {
    const dataDir = newFolder()
    mkdirSync(join(dataDir, 'postgres.new', 'base'), { recursive: true })
    writeFileSync(join(dataDir, 'postgres.new', 'PG_VERSION'), '18\n')
    const server = await start({ dataDir })
    expect(existsSync(join(dataDir, 'postgres.new'))).toBe(false)
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('of a server killed in the middle of initdb too, with initdb still running', async () => {
    const dataDir = newFolder()
    const draft = join(dataDir, 'postgres.new')
    const killed = await startProcess(dataDir, { waitFor: () => existsSync(join(draft, 'base')) })
    signal(killed.pid, 'SIGKILL')
    await killed.ended
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false)
    const server = await start({ dataDir })
    expect(existsSync(draft)).toBe(false)
    expect(processesIn(draft)).toEqual([])
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('a folder in use is refused with the pid of its holder, who is not disturbed', async () => {
    const dataDir = await filledFolder()
    const holder = await startProcess(dataDir)
    const refusal = { kind: 'Unavailable', code: 'storage.data-folder-in-use', facts: { dataDir, pid: holder.pid } }
    await expect(startEmbedded({ dataDir })).rejects.toMatchObject(refusal)
    expect(await ask(holder.url, 'select 1 as one')).toEqual([{ one: 1 }])
    const mine = await start({ dataDir: await filledFolder() })
    const second = startEmbedded({ dataDir: mine.dataDir })
    await expect(second).rejects.toMatchObject({ code: 'storage.data-folder-in-use', facts: { pid: process.pid } })
  })

  test('a lock whose pid was given to another program is taken over', async () => {
    const dataDir = await filledFolder()
    writeFileSync(join(dataDir, 'wuse.lock'), JSON.stringify({ pid: process.ppid, started: 'another', id: 'old' }))
    await start({ dataDir })
    expect(lockHolder(dataDir)).toBe(process.pid)
  })

  test('a stale postmaster.pid whose pid now is another program, which is left alone', async () => {
    const dataDir = await filledFolder()
    await (await start({ dataDir })).stop()
    const stranger = spawn('sleep', ['60'])
    try {
      const pidFile = join(dataDir, 'postgres', 'postmaster.pid')
      writeFileSync(pidFile, `${stranger.pid}\n${join(dataDir, 'postgres')}\n1700000000\n5432\n\n127.0.0.1\n\nready\n`)
      const said: string[] = []
      const server = await start({ dataDir, log: (line) => said.push(line) })
      expect(said).toContain(`Removing a stale postmaster.pid: pid ${stranger.pid} is another program now`)
      expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
      expect(stranger.exitCode ?? stranger.signalCode).toBeNull()
    } finally {
      stranger.kill('SIGKILL')
    }
  })

  test('a postmaster.pid whose process was killed and is not yet reaped', async () => {
    const dataDir = await filledFolder()
    await (await start({ dataDir })).stop()
    // The shell becomes a program that never asks after its child: the child stays a zombie.
    // It is the database user's, as a killed PostgreSQL is: PostgreSQL overlooks the processes of others.
    const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { ...user, cwd: '/' })
    try {
      const [line] = (await once(parent.stdout, 'data')) as [Buffer]
      const zombie = Number(line.toString())
      await sleep(300)
      expect(() => process.kill(zombie, 0)).not.toThrow()
      const folder = join(dataDir, 'postgres')
      writeFileSync(join(folder, 'postmaster.pid'), `${zombie}\n${folder}\n1700000000\n5432\n\n127.0.0.1\n\nready\n`)
      const server = await start({ dataDir })
      expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
    } finally {
      parent.kill('SIGKILL')
    }
  })

  test('of another major version are refused and left as they are', async () => {
    const dataDir = await filledFolder()
    await (await start({ dataDir })).stop()
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '17\n')
    const facts = { dataDir, found: '17', expected: '18' }
    await expect(startEmbedded({ dataDir })).rejects.toMatchObject({ code: 'storage.other-version', facts })
    expect(lockHolder(dataDir)).toBeUndefined()
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '18\n')
    await start({ dataDir })
  })

  test('and settings that PostgreSQL refuses: its own words are shown, and the folder is free again', async () => {
    const dataDir = await filledFolder()
    const refused = startEmbedded({ dataDir, settings: { shared_buffers: 'plenty' } })
    await expect(refused).rejects.toMatchObject({
      code: 'storage.database-does-not-start',
      facts: { log: join(dataDir, 'postgres.log'), lines: [expect.stringContaining('shared_buffers')] },
    })
    expect(lockHolder(dataDir)).toBeUndefined()
    await start({ dataDir })
  })

  test('that are no database are refused, never overwritten', async () => {
    const dataDir = newFolder()
    mkdirSync(join(dataDir, 'postgres'))
    writeFileSync(join(dataDir, 'postgres', 'notes.txt'), 'mine')
    await expect(startEmbedded({ dataDir })).rejects.toMatchObject({ code: 'storage.not-a-database' })
    expect(readFileSync(join(dataDir, 'postgres', 'notes.txt'), 'utf8')).toBe('mine')
  })

  test('a lost password file is made anew', async () => {
    const dataDir = await filledFolder()
    const first = await start({ dataDir })
    await ask(first.url, 'create table counties as select 90 as many')
    await first.stop()
    rmSync(join(dataDir, 'postgres.password'))
    const second = await start({ dataDir })
    expect(await ask(second.url, 'select many from counties')).toEqual([{ many: 90 }])
    expect(new URL(second.url).password).not.toBe(new URL(first.url).password)
  })
})

/** Any free port but `taken`, which is still listened on. */
function freePortAfter(taken: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : taken
      probe.close(() => resolve(port))
    })
  })
}
