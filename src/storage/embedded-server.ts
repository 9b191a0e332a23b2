// Runs the `postgres` program: on a free port of 127.0.0.1, apart from the terminal (its Ctrl-C is for the server, which
// drains first), its log in a file so that no pipe breaks when the server dies. A small watchman process ends PostgreSQL
// when the server is gone without a word (kill -9); should that fail too, the next start does it.

import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, existsSync, fchmodSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { unavailable } from '#base/errors.ts'
import { stopwatch } from '#base/clock.ts'
import { programEnvironment } from './embedded-cluster.ts'
import type { Place } from './embedded-place.ts'
import { exists, processesIn, processStart, signal, until, worksIn } from './embedded-processes.ts'

export type Running = { pid: number; port: number; stop: () => Promise<void> }
type StartOptions = {
  place: Place
  postgres: string
  settings: Record<string, string>
  log: (line: string) => void
  onDeath: (reason: string) => void
  pickPort?: () => Promise<number>
}

const logLimit = 10 * 2 ** 20
const portsToTry = 8

/** What `postmaster.pid` says: pid, port and state are its lines 1, 4 and 8. */
export function readPostmaster(cluster: string): { pid: number; port: number; ready: boolean } | undefined {
  let lines: string[]
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch (error) {
    // Read while it is being removed counts as removed.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
}

/**
 * Nothing may work on the cluster when ours starts: a PostgreSQL whose server was killed is stopped, and a pid file
 * whose pid now belongs to another program (PostgreSQL itself would refuse to start over it) is removed.
 */
export async function clearOrphan(cluster: string, log: (line: string) => void): Promise<void> {
  const postmaster = readPostmaster(cluster)
  if (!postmaster) return
  const { pid } = postmaster
  if (worksIn(pid, cluster)) {
    log(`Stopping a PostgreSQL (pid ${pid}) that its server left behind`)
    await shutDown(pid, log)
  }
  if (!(await until(() => processesIn(cluster).length === 0, 10_000))) {
    throw unavailable('storage.database-busy', { pids: processesIn(cluster).map(String) })
  }
  if (existsSync(join(cluster, 'postmaster.pid')) && exists(pid)) {
    const holder = processStart(pid) === undefined ? 'has ended, unnoticed by its parent' : 'is another program now'
    log(`Removing a stale postmaster.pid: pid ${pid} ${holder}`)
    rmSync(join(cluster, 'postmaster.pid'), { force: true })
  }
}

export async function startServer(options: StartOptions): Promise<Running> {
  const logFile = join(options.place.dataDir, 'postgres.log')
  rotate(logFile)
  for (let attempt = 1; ; attempt++) {
    const port = await (options.pickPort ?? freePort)()
    const from = existsSync(logFile) ? statSync(logFile).size : 0
    const started = await tryPort(options, port, logFile)
    if (started) return started
    const said = readFileSync(logFile).subarray(from).toString()
    const collided = /could not bind|Address already in use/.test(said)
    // Backends of a killed PostgreSQL may need a moment to notice that it is gone.
    const lingering = /pre-existing shared memory block/.test(said)
    if (attempt === portsToTry || !(collided || lingering)) {
      throw unavailable('storage.database-does-not-start', { log: logFile, lines: said.trim().split('\n').slice(-8) })
    }
    options.log(
      collided ? `Port ${port} was taken meanwhile, trying another` : 'Waiting for an earlier PostgreSQL to end',
    )
    if (lingering) await until(() => false, 1000)
  }
}

/** The running server, or undefined when `postgres` ended before it was ready. */
async function tryPort(options: StartOptions, port: number, logFile: string): Promise<Running | undefined> {
  const { place, log } = options
  const child = spawnPostgres(options, port, logFile)
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('exit', (code, killedBy) => resolve(killedBy ? `signal ${killedBy}` : `exit code ${code}`))
  })
  const state = { running: true, stopping: false }
  void ended.then(() => (state.running = false))
  const pid = child.pid
  if (pid === undefined) throw unavailable('storage.program-failed', { program: options.postgres, output: await ended })
  const watchman = setWatchman(place, pid)
  const atExit = () => signal(pid, 'SIGINT')
  process.on('exit', atExit)
  void ended.then(() => {
    process.off('exit', atExit)
    watchman.stdin?.destroy()
    watchman.kill('SIGKILL')
  })
  const elapsed = stopwatch()
  let nextWord = 10_000
  const isReady = () => {
    const postmaster = readPostmaster(place.cluster)
    return postmaster?.pid === pid && postmaster.ready
  }
  while (state.running && !isReady()) {
    await until(() => !state.running || isReady(), 500, 10)
    if (elapsed() > nextWord) {
      log(`PostgreSQL is recovering since ${Math.round(nextWord / 1000)} s; see ${logFile}`)
      nextWord *= 2
    }
  }
  if (!state.running) return undefined
  void ended.then((reason) => {
    if (!state.stopping) options.onDeath(reason)
  })
  const stop = async () => {
    state.stopping = true
    // From here on this process must live until the end of its child is known.
    child.ref()
    if (state.running) await shutDown(pid, log)
    await ended
  }
  return { pid, port, stop }
}

function spawnPostgres(options: StartOptions, port: number, logFile: string): ChildProcess {
  const { place, settings } = options
  const all = {
    ...settings,
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    logging_collector: 'off',
  }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const output = openSync(logFile, 'a', 0o600)
  try {
    fchmodSync(output, 0o600)
    const child = spawn(options.postgres, ['-D', place.cluster, ...flags], {
      ...place.owner,
      cwd: '/',
      env: programEnvironment,
      detached: true,
      stdio: ['ignore', output, output],
    })
    child.unref()
    return child
  } finally {
    closeSync(output)
  }
}

/**
 * Waits on a pipe that only this process holds; when it closes, however this process ended, PostgreSQL is told to stop,
 * provided the pid is still the one in its pid file.
 */
function setWatchman(place: Place, pid: number): ChildProcess {
  const script = 'while read -r line; do :; done; [ "$(head -n 1 "$2/postmaster.pid")" = "$1" ] && kill -INT "$1"'
  const watchman = spawn('/bin/sh', ['-c', script, 'wuse-watchman', String(pid), place.cluster], {
    ...place.owner,
    cwd: '/',
    env: programEnvironment,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watchman.on('error', () => undefined)
  watchman.stdin?.on('error', () => undefined)
  watchman.unref()
  const pipe = watchman.stdin as unknown as { unref?: () => void } | null
  pipe?.unref?.()
  return watchman
}

/** Fast shutdown: open transactions are rolled back, a checkpoint is written. Harder words only when that hangs. */
async function shutDown(pid: number, log: (line: string) => void): Promise<void> {
  const gone = () => processStart(pid) === undefined
  const steps = [
    { word: 'SIGINT', wait: 60_000 },
    { word: 'SIGQUIT', wait: 10_000 },
    { word: 'SIGKILL', wait: 10_000 },
  ] as const
  for (const { word, wait } of steps) {
    if (word !== 'SIGINT') log(`PostgreSQL (pid ${pid}) does not stop: sending ${word}`)
    signal(pid, word)
    if (await until(gone, wait)) return
  }
  throw unavailable('storage.database-busy', { pids: [String(pid)] })
}

function rotate(logFile: string): void {
  if (existsSync(logFile) && statSync(logFile).size > logLimit) renameSync(logFile, `${logFile}.1`)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}
