// The embedded PostgreSQL: the database of whoever has none. One call makes the data folder, starts PostgreSQL on a
// free port of this machine and answers its address; it works as root, after kill -9 and after a half-made first start.
// The address is the superuser's: row-level security binds only those who `SET ROLE`.

import { resolve } from 'node:path'
import { unavailable } from '#base/errors.ts'
import './embedded-sentences.ts'
import { findNative, prepareBinaries } from './embedded-binaries.ts'
import { database, ensureCluster, readPassword, superuser, versionOf } from './embedded-cluster.ts'
import { lockHolder, takeLock, type Lock } from './embedded-lock.ts'
import { choosePlace, openDataFolder } from './embedded-place.ts'
import { clearOrphan, readPostmaster, startServer } from './embedded-server.ts'
import { settingsFor, thisMachine } from './embedded-settings.ts'

export type EmbeddedPostgres = {
  url: string
  port: number
  dataDir: string
  version: string
  stop: () => Promise<void>
}

export type EmbeddedOptions = {
  dataDir: string
  /** false: for tests only; a power cut then loses the database. */
  durable?: boolean
  /** PostgreSQL settings that win over the derived ones. */
  settings?: Record<string, string>
  log?: (line: string) => void
  /** PostgreSQL ended though nobody asked it to; it was logged already. */
  onDeath?: (reason: string) => void
  /** Where root puts the database when PostgreSQL's user cannot reach `dataDir`. */
  otherHome?: string
  /** The folder with the programs, when not the one of the npm package. */
  programs?: string
  /** Where the port comes from, when it is not to be any free one. */
  pickPort?: () => Promise<number>
}

export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { durable = true, log = () => undefined, otherHome = '/var/lib/wuse' } = options
  const native = options.programs ?? findNative()
  const dataDir = openDataFolder(resolve(options.dataDir))
  const locks: Lock[] = [await takeLock(dataDir, dataDir)]
  const releaseAll = () => locks.splice(0).forEach((lock) => lock.release())
  try {
    const place = choosePlace({ dataDir, otherHome, log })
    // Copies of a data folder may point at one and the same database.
    if (place.folder !== dataDir) locks.push(await takeLock(place.folder, dataDir))
    const binaries = prepareBinaries({ native, copyTo: place.folder, reachable: place.reachable, log })
    await clearOrphan(place.cluster, log)
    const { password } = await ensureCluster(place, binaries, durable, log)
    const version = await versionOf(binaries)
    const server = await startServer({
      place,
      postgres: binaries.postgres,
      settings: { ...settingsFor(thisMachine(), durable), ...options.settings },
      log,
      pickPort: options.pickPort,
      onDeath: (reason) => {
        log(`PostgreSQL ended by itself (${reason}): nothing can be read or saved; see ${dataDir}/postgres.log`)
        options.onDeath?.(reason)
      },
    })
    let stopped: Promise<void> | undefined
    const stop = () => (stopped ??= server.stop().finally(releaseAll))
    return { url: urlOf(server.port, password), port: server.port, dataDir, version, stop }
  } catch (error) {
    releaseAll()
    throw error
  }
}

/** The database of a server that runs on this data folder now, so that a command can join it instead of starting its own. */
export function findRunning(options: { dataDir: string }): { url: string; port: number; pid: number } | undefined {
  const dataDir = resolve(options.dataDir)
  const pid = lockHolder(dataDir)
  if (pid === undefined) return undefined
  const inUse = unavailable('storage.data-folder-in-use', { dataDir, pid })
  try {
    const postmaster = readPostmaster(resolve(dataDir, 'postgres'))
    const password = readPassword(dataDir)
    if (!postmaster?.ready || password === undefined) throw inUse
    return { url: urlOf(postmaster.port, password), port: postmaster.port, pid }
  } catch (error) {
    // Another user's server: its files are closed to us.
    if ((error as NodeJS.ErrnoException).code === 'EACCES') throw inUse
    throw error
  }
}

const urlOf = (port: number, password: string): string =>
  `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`
