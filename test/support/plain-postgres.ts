// A throw-away PostgreSQL of the machine's own programs (Debian's 15, for instance), started as an administrator
// would: the embedded server starts only the version it brings.

import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

export type PlainPostgres = { url: string; stop: () => Promise<void> }

/** `programs` is the folder with initdb and postgres, such as /usr/lib/postgresql/15/bin. */
export async function startPlainPostgres(programs: string): Promise<PlainPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'wuse-plain-'))
  const asRoot = process.getuid?.() === 0
  const owner = asRoot ? { uid: 65_534, gid: 65_534 } : {}
  chmodSync(folder, 0o755)
  if (asRoot) chownSync(folder, 65_534, 65_534)
  const data = join(folder, 'data')
  const secret = join(folder, 'password')
  writeFileSync(secret, 'of-a-test\n')
  execFileSync(
    join(programs, 'initdb'),
    [
      `--pgdata=${data}`,
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      '--username=wuse',
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '--no-sync',
    ],
    { ...owner, cwd: '/', stdio: 'ignore' },
  )
  const port = await freePort()
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'fsync=off',
    'synchronous_commit=off',
  ]
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    ...owner,
    cwd: '/',
    stdio: 'ignore',
  })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    if (server.exitCode === null) server.kill('SIGINT')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  const url = `postgres://wuse:of-a-test@127.0.0.1:${port}/postgres`
  for (let attempt = 0; attempt < 200; attempt++) {
    const client = new pg.Client(url)
    const ready = await client.connect().then(
      () => true,
      () => false,
    )
    await client.end().catch(() => undefined)
    if (ready) return { url, stop }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await stop()
  throw new Error(`PostgreSQL of ${programs} did not start`)
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}
