// One server per data folder: `wuse.lock` names its holder by pid and process start, so that a lock left behind by
// kill -9 or a power cut is recognised even when the pid has since been given to another program.
// Taking over a stale lock is itself exclusive: of two servers starting at once exactly one wins.

import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createHash } from 'node:crypto'
import { unavailable } from '#base/errors.ts'
import { newId } from '#base/ids.ts'
import { processStart } from './embedded-processes.ts'

export type Lock = { release: () => void }
type Holder = { pid: number; started: string; id: string }

const lockName = 'wuse.lock'

/** Takes the folder's lock or throws `storage.data-folder-in-use`. `dataDir` is the name shown in that error. */
export async function takeLock(folder: string, dataDir: string): Promise<Lock> {
  const path = join(folder, lockName)
  const mine: Holder = { pid: process.pid, started: processStart(process.pid) ?? '', id: newId() }
  for (let attempt = 0; attempt < 200; attempt++) {
    if (create(path, mine)) return { release: () => release(path, mine) }
    const content = read(path)
    if (content === undefined) continue
    const holder = parse(content)
    if (holder && alive(holder)) throw unavailable('storage.data-folder-in-use', { dataDir, pid: holder.pid })
    if (!removeStale(path, content, mine)) await sleep(25)
  }
  throw unavailable('storage.data-folder-in-use', { dataDir, pid: 0 })
}

/** The pid of the living server that holds this folder, if there is one. */
export function lockHolder(folder: string): number | undefined {
  const content = read(join(folder, lockName))
  const holder = content === undefined ? undefined : parse(content)
  return holder && alive(holder) ? holder.pid : undefined
}

const alive = (holder: Holder): boolean => processStart(holder.pid) === holder.started

// Written elsewhere and linked into place: the lock is never seen half-written.
function create(path: string, holder: Holder): boolean {
  const draft = `${path}.${holder.id}`
  writeFileSync(draft, `${JSON.stringify(holder)}\n`, { mode: 0o644 })
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

// Only the holder of `<lock>.takeover-<hash of the stale content>` may remove that stale lock, and only while it is
// still the same one: a server that looked earlier can thus never remove the lock of the one that won.
function removeStale(path: string, stale: string, mine: Holder): boolean {
  const permit = `${path}.takeover-${createHash('sha256').update(stale).digest('hex').slice(0, 16)}`
  if (!create(permit, mine)) {
    const other = parse(read(permit) ?? '')
    if (!other || !alive(other)) rmSync(permit, { force: true })
    return false
  }
  try {
    if (read(path) === stale) rmSync(path, { force: true })
    return true
  } finally {
    rmSync(permit, { force: true })
  }
}

function release(path: string, mine: Holder): void {
  if (parse(read(path) ?? '')?.id === mine.id) rmSync(path, { force: true })
}

function parse(content: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(content)
    if (typeof value !== 'object' || value === null) return undefined
    const { pid, started, id } = value as Partial<Holder>
    if (typeof pid !== 'number' || typeof started !== 'string' || typeof id !== 'string') return undefined
    return { pid, started, id }
  } catch {
    return undefined
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
