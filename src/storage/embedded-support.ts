// What the tests of the embedded database share: throw-away folders, servers that are stopped whatever happens, and
// server processes of their own that a test can kill.

import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { stopwatch } from '#base/clock.ts'
import { findNative } from './embedded-binaries.ts'
import { processesIn, processStart, signal, until } from './embedded-processes.ts'
import { startEmbedded, type EmbeddedOptions, type EmbeddedPostgres } from './embedded.ts'

export const isRoot = process.getuid?.() === 0

const servers: EmbeddedPostgres[] = []
const children: ChildProcess[] = []
const folders: string[] = []

/** After each test: nothing may be left. */
export async function clearAway(): Promise<void> {
  for (const child of children.splice(0)) if (child.pid) signal(child.pid, 'SIGKILL')
  await Promise.all(servers.splice(0).map((server) => server.stop()))
  for (const folder of folders.splice(0)) {
    await until(() => processesIn(join(folder, 'postgres')).length === 0, 5000)
    for (const pid of processesIn(join(folder, 'postgres'))) signal(pid, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

/** An empty folder that every user can reach, unless made below another `parent`. */
export function newFolder(parent = tmpdir()): string {
  const folder = realpathSync(mkdtempSync(join(parent, 'wuse-embedded-')))
  chmodSync(folder, 0o755)
  folders.push(folder)
  return folder
}

let template: string | undefined

/** A folder with a database in it, copied from one made once: most tests are not about the first start. */
export async function filledFolder(parent?: string): Promise<string> {
  if (template === undefined) {
    template = realpathSync(mkdtempSync(join(tmpdir(), 'wuse-embedded-')))
    await (await startEmbedded({ dataDir: template, durable: false })).stop()
  }
  const folder = newFolder(parent)
  execFileSync('cp', ['-a', `${template}/.`, folder])
  return folder
}

export function dropTemplate(): void {
  if (template !== undefined) rmSync(template, { recursive: true, force: true })
  template = undefined
}

export async function start(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const elapsed = stopwatch()
  const server = await startEmbedded({ durable: false, ...options })
  servers.push(server)
  process.stdout.write(`started in ${Math.round(elapsed())} ms\n`)
  return server
}

export async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client(url)
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end().catch(() => undefined)
  }
}

export type ServerProcess = { pid: number; url: string; said: () => string; ended: Promise<number | null> }

/** A process that starts the database durably, prints its address and then runs `body` (where `server` is the database). */
export async function startProcess(
  dataDir: string,
  options: { body?: string; uid?: number; programs?: string; waitFor?: () => boolean } = {},
): Promise<ServerProcess> {
  const require = createRequire(import.meta.url)
  const script = join(newFolder(), 'server.mts')
  const embedded = new URL('./embedded.ts', import.meta.url).href
  writeFileSync(
    script,
    `import { startEmbedded } from ${JSON.stringify(embedded)}
import pg from ${JSON.stringify(pathToFileURL(require.resolve('pg')).href)}
setInterval(() => undefined, 1000)
const server = await startEmbedded({
  dataDir: ${JSON.stringify(dataDir)}, programs: ${JSON.stringify(options.programs)}, log: (line) => console.log('log', line),
})
console.log('url', server.url)
${options.body ?? ''}
`,
  )
  const child = spawn(process.execPath, ['--import', pathToFileURL(require.resolve('tsx')).href, script], {
    cwd: dirname(script),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  })
  children.push(child)
  let said = ''
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const url = () => /^url (.*)$/m.exec(said)?.[1]
  const ready = options.waitFor ?? (() => url() !== undefined)
  await until(() => ready() || child.exitCode !== null, 30_000, 2)
  if (!ready() || child.pid === undefined) throw new Error(`the server process did not start: ${said}`)
  return { pid: child.pid, url: url() ?? '', said: () => said, ended }
}

export const postmasterOf = (dataDir: string): number =>
  Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])

export const isGone = (pid: number, within = 10_000): Promise<boolean> =>
  until(() => processStart(pid) === undefined, within)

/** The process that ends PostgreSQL when its server is gone. */
export function watchmanOf(postmaster: number): number {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n')
  const line = lines.find((text) => text.includes(`wuse-watchman ${postmaster} `))
  if (!line) throw new Error(`no watchman of ${postmaster}`)
  return Number(line.trim().split(' ')[0])
}

/** The programs as npm unpacks them without running install scripts: no links. */
export function copyOfPrograms(parent?: string): string {
  const folder = newFolder(parent)
  const native = findNative()
  const copy = join(folder, 'native')
  mkdirSync(copy)
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  cpSync(join(dirname(native), 'package.json'), join(folder, 'package.json'))
  const links = JSON.parse(readFileSync(join(copy, 'pg-symlinks.json'), 'utf8')) as { target: string }[]
  for (const { target } of links) rmSync(join(folder, target), { force: true })
  return copy
}
