// Where programs and data may lie: packages unpacked without install scripts, read-only packages, and root, whose
// PostgreSQL runs as somebody else and cannot reach everything root can.

import { chmodSync, existsSync, lstatSync, readdirSync, readlinkSync, renameSync, rmSync, statSync } from 'node:fs'
import { chownSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { findNative } from './embedded-binaries.ts'
import { chownTree } from './embedded-place.ts'
import { signal } from './embedded-processes.ts'
import {
  ask,
  clearAway,
  copyOfPrograms,
  dropTemplate,
  filledFolder,
  isRoot,
  newFolder,
  postmasterOf,
  start,
  startProcess,
} from './embedded-support.ts'
import { startEmbedded } from './embedded.ts'

afterEach(clearAway, 60_000)
afterAll(dropTemplate)

describe('programs', () => {
  test('unpacked without install scripts get their links, once', async () => {
    const programs = copyOfPrograms()
    expect(existsSync(join(programs, 'lib', 'libicuuc.so.60'))).toBe(false)
    const dataDir = newFolder()
    await (await start({ dataDir, programs })).stop()
    expect(readlinkSync(join(programs, 'lib', 'libicuuc.so.60'))).toBe('libicuuc.so.60.2')
    expect(readdirSync(dataDir).some((name) => name.startsWith('postgres-programs'))).toBe(false)
    await start({ dataDir, programs })
  })

  test('for which there is no package are named in the refusal', () => {
    expect(() => findNative('sunos', 'sparc')).toThrow(
      expect.objectContaining({ code: 'storage.no-embedded-postgres', facts: { platform: 'sunos-sparc' } }),
    )
    const other = process.platform === 'darwin' ? 'linux' : 'darwin'
    expect(() => findNative(other, 'arm64')).toThrow(
      expect.objectContaining({ code: 'storage.no-embedded-postgres', facts: { platform: `${other}-arm64` } }),
    )
  })

  test.runIf(isRoot)('in a folder that an ordinary user cannot write are copied beside the data', async () => {
    const programs = copyOfPrograms()
    const dataDir = newFolder()
    chownSync(dataDir, 65_534, 65_534)
    const server = await startProcess(dataDir, { programs, uid: 65_534 })
    expect(server.said()).toContain('Copying the PostgreSQL programs')
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(statSync(join(dataDir, 'postgres.password'))).toMatchObject({ uid: 65_534 })
    expect(existsSync(join(programs, 'lib', 'libicuuc.so.60'))).toBe(false)
  })
})

describe.runIf(isRoot)('as root', () => {
  test('PostgreSQL runs as nobody, and root keeps password and lock', async () => {
    const dataDir = newFolder()
    await start({ dataDir })
    expect(statSync(`/proc/${postmasterOf(dataDir)}`).uid).toBe(65_534)
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(65_534)
    expect(statSync(join(dataDir, 'postgres.password')).uid).toBe(0)
  })

  test('a data folder that only its own mode closes is opened to pass through', async () => {
    const dataDir = newFolder()
    chmodSync(dataDir, 0o700)
    const said: string[] = []
    await start({ dataDir, log: (line) => said.push(line) })
    expect(statSync(dataDir).mode & 0o777).toBe(0o711)
    expect(said[0]).toContain('mode was 700')
  })

  test('below a closed folder: data and programs lie elsewhere, the link tells where', async () => {
    const otherHome = join(newFolder(), 'home')
    const closed = newFolder(homedir())
    chmodSync(closed, 0o700)
    const dataDir = join(closed, 'data')
    const programs = copyOfPrograms(closed)
    const said: string[] = []
    const first = await start({ dataDir, otherHome, programs, log: (line) => said.push(line) })
    const [name] = readdirSync(otherHome)
    const folder = join(otherHome, String(name))
    expect(readlinkSync(join(dataDir, 'postgres'))).toBe(join(folder, 'postgres'))
    expect(said.join('\n')).toContain(`the database lies in ${folder}`)
    expect(readdirSync(folder).filter((entry) => entry.startsWith('postgres-programs-'))).toHaveLength(1)
    await ask(first.url, 'create table counties as select 90 as many')
    await expect(startEmbedded({ dataDir, otherHome })).rejects.toMatchObject({ code: 'storage.data-folder-in-use' })
    await first.stop()

    const second = await start({ dataDir, otherHome, programs })
    expect(await ask(second.url, 'select many from counties')).toEqual([{ many: 90 }])
    await second.stop()

    // A moved data folder still finds its database by the link …
    renameSync(dataDir, join(closed, 'moved'))
    const third = await start({ dataDir: join(closed, 'moved'), otherHome, programs })
    expect(await ask(third.url, 'select many from counties')).toEqual([{ many: 90 }])
    await third.stop()

    // … and one without its database is refused rather than begun anew.
    rmSync(folder, { recursive: true })
    const lost = startEmbedded({ dataDir: join(closed, 'moved'), otherHome, programs })
    await expect(lost).rejects.toMatchObject({ code: 'storage.data-missing' })
  })

  test('a deleted data folder starts empty; what lay elsewhere is put aside, not thrown away', async () => {
    const otherHome = join(newFolder(), 'home')
    const closed = newFolder(homedir())
    chmodSync(closed, 0o700)
    const dataDir = join(closed, 'data')
    const first = await start({ dataDir, otherHome })
    await ask(first.url, 'create table counties as select 90 as many')
    await first.stop()
    rmSync(dataDir, { recursive: true })
    const second = await start({ dataDir, otherHome })
    await expect(ask(second.url, 'select many from counties')).rejects.toThrow(/does not exist/)
    expect(readdirSync(otherHome).filter((name) => name.includes('.left-'))).toHaveLength(1)
  })

  test('a first start below a closed folder, cut off in initdb, begins again in the same place', async () => {
    const otherHome = join(newFolder(), 'home')
    const closed = newFolder(homedir())
    chmodSync(closed, 0o700)
    const dataDir = join(closed, 'data')
    await (await start({ dataDir, otherHome })).stop()
    const target = readlinkSync(join(dataDir, 'postgres'))
    renameSync(target, `${target}.new`)
    const server = await start({ dataDir, otherHome })
    expect(readlinkSync(join(dataDir, 'postgres'))).toBe(target)
    expect(readdirSync(otherHome)).toHaveLength(1)
    expect(await ask(server.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  test('a database moved below a closed folder is taken where PostgreSQL can reach it', async () => {
    const otherHome = join(newFolder(), 'home')
    const open = newFolder()
    const dataDir = join(open, 'data')
    const first = await start({ dataDir, otherHome })
    await ask(first.url, 'create table counties as select 90 as many')
    await first.stop()
    chmodSync(open, 0o700)
    const second = await start({ dataDir, otherHome })
    expect(lstatSync(join(dataDir, 'postgres')).isSymbolicLink()).toBe(true)
    expect(await ask(second.url, 'select many from counties')).toEqual([{ many: 90 }])
    expect(dirname(dirname(readlinkSync(join(dataDir, 'postgres'))))).toBe(otherHome)
  })

  test('a database that root brought back from a backup is given to nobody', async () => {
    const dataDir = await filledFolder()
    chownTree(join(dataDir, 'postgres'), { uid: 0, gid: 0 })
    await start({ dataDir })
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(65_534)
  })

  test("another user's database runs as that user, who can go on with it", async () => {
    const dataDir = await filledFolder()
    chownTree(dataDir, { uid: 2, gid: 2 })
    const asRoot = await start({ dataDir })
    expect(statSync(`/proc/${postmasterOf(dataDir)}`).uid).toBe(2)
    await asRoot.stop()
    const asOwner = await startProcess(dataDir, { uid: 2 })
    expect(await ask(asOwner.url, 'select 1 as one')).toEqual([{ one: 1 }])
    signal(asOwner.pid, 'SIGKILL')
    await asOwner.ended
  })

  test("a user without rights on somebody's database is told so", async () => {
    const dataDir = await filledFolder()
    await expect(startProcess(dataDir, { uid: 2 })).rejects.toThrow(/storage.data-folder-not-ours/)
    chmodSync(dataDir, 0o777)
    await expect(startProcess(dataDir, { uid: 2 })).rejects.toThrow(/storage.data-folder-not-ours/)
  })
})
