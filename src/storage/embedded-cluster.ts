// Makes the database files once: initdb works in `postgres.new`, which gets its name `postgres` only when complete,
// so that a power cut in the middle leaves nothing that looks like a database. Also keeps the password beside it.

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { unavailable } from '#base/errors.ts'
import type { Binaries } from './embedded-binaries.ts'
import type { Owner, Place } from './embedded-place.ts'
import { processesIn, signal, until } from './embedded-processes.ts'

export const superuser = 'wuse'
export const database = 'wuse'
/** PG* variables of the shell must not reach the programs: they get this and nothing else. */
export const programEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

const passwordFile = (dataDir: string): string => join(dataDir, 'postgres.password')

/** The cluster's password, and the cluster itself where there is none yet. */
export async function ensureCluster(
  place: Place,
  binaries: Binaries,
  durable: boolean,
  log: (line: string) => void,
): Promise<{ password: string; made: boolean }> {
  const { cluster } = place
  await clearHalfMade(`${cluster}.new`, log)
  if (existsSync(join(cluster, 'PG_VERSION'))) {
    await refuseOtherVersion(place, binaries)
    return { password: await keepPassword(place, binaries, log), made: false }
  }
  if (existsSync(cluster)) throw unavailable('storage.not-a-database', { dataDir: place.dataDir, folder: cluster })
  const password = writePassword(place.dataDir)
  await makeCluster(place, binaries, password, durable)
  return { password, made: true }
}

export function readPassword(dataDir: string): string | undefined {
  const path = passwordFile(dataDir)
  return existsSync(path) ? readFileSync(path, 'utf8').trim() || undefined : undefined
}

async function makeCluster(place: Place, binaries: Binaries, password: string, durable: boolean): Promise<void> {
  const { cluster, owner } = place
  const draft = `${cluster}.new`
  const secret = `${cluster}.initial-password`
  mkdirSync(draft, { mode: 0o700 })
  try {
    rmSync(secret, { force: true })
    writeFileSync(secret, `${password}\n`, { mode: 0o600 })
    if (owner) for (const path of [draft, secret]) chownSync(path, owner.uid, owner.gid)
    const locale = process.platform === 'linux' ? ['--locale=C.UTF-8'] : ['--locale=C', '--builtin-locale=C.UTF-8']
    await run(owner, binaries.initdb, [
      `--pgdata=${draft}`,
      '--encoding=UTF8',
      '--locale-provider=builtin',
      ...locale,
      '--data-checksums',
      `--username=${superuser}`,
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ])
  } finally {
    rmSync(secret, { force: true })
  }
  await single(owner, binaries, draft, `CREATE DATABASE ${database};\n`, durable)
  renameSync(draft, cluster)
  syncFolder(place.folder)
}

/** What an interrupted first start left, programs included: initdb lives on when its parent is killed. */
async function clearHalfMade(draft: string, log: (line: string) => void): Promise<void> {
  if (!lstatSync(draft, { throwIfNoEntry: false })) return
  log(`Removing a half-made database: ${draft}`)
  for (const pid of processesIn(draft)) signal(pid, 'SIGKILL')
  await until(() => processesIn(draft).length === 0, 5000)
  rmSync(draft, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

async function refuseOtherVersion(place: Place, binaries: Binaries): Promise<void> {
  const found = readFileSync(join(place.cluster, 'PG_VERSION'), 'utf8').trim()
  const expected = (await versionOf(binaries)).split('.')[0] ?? ''
  if (found !== expected) throw unavailable('storage.other-version', { dataDir: place.dataDir, found, expected })
}

/** A lost password file is no lost database: whoever may write the files may set a new password. */
async function keepPassword(place: Place, binaries: Binaries, log: (line: string) => void): Promise<string> {
  const known = readPassword(place.dataDir)
  if (known !== undefined) return known
  log('The password file is missing: setting a new password')
  const password = writePassword(place.dataDir)
  await single(place.owner, binaries, place.cluster, `ALTER ROLE ${superuser} PASSWORD '${password}';\n`, true)
  return password
}

function writePassword(dataDir: string): string {
  const password = randomBytes(24).toString('base64url')
  writeFileSync(passwordFile(dataDir), `${password}\n`, { mode: 0o600 })
  chmodSync(passwordFile(dataDir), 0o600)
  return password
}

/** Such as `18.4`. */
export async function versionOf(binaries: Binaries): Promise<string> {
  const output = await run(undefined, binaries.postgres, ['--version'])
  return /(\d+\.\d+)/.exec(output)?.[1] ?? output.trim()
}

/** Single-user mode, which needs no password and no port. */
const single = (owner: Owner | undefined, binaries: Binaries, cluster: string, sql: string, durable: boolean) =>
  run(owner, binaries.postgres, ['--single', ...(durable ? [] : ['-F']), '-j', '-D', cluster, 'postgres'], `${sql}\n`)

function run(owner: Owner | undefined, program: string, args: string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...owner, cwd: '/', env: programEnvironment, stdio: 'pipe' })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', (error) => reject(unavailable('storage.program-failed', { program, output: error.message })))
    child.on('close', (code, killedBy) => {
      // Single-user mode reports a failed statement and still ends with 0.
      if (code === 0 && !/^.*(ERROR|FATAL|PANIC):/m.test(output)) resolve(output)
      else
        reject(
          unavailable('storage.program-failed', { program, output: `${killedBy ?? code}: ${output.slice(-2000)}` }),
        )
    })
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
