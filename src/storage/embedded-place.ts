// Where the database files lie and whose they are. PostgreSQL refuses to run as root, so root runs it as the owner of
// the data, or as uid 65534 (nobody). That user may be unable to reach the data folder, for example below /root; then
// the files go to `/var/lib/wuse/<name>` and `<dataDir>/postgres` is a link to them. The link is the record of that.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { unavailable, WuseError } from '#base/errors.ts'
import { newId } from '#base/ids.ts'
import { lockHolder } from './embedded-lock.ts'

export type Owner = { uid: number; gid: number }
/** `dataDir`: lock, password, log. `folder`: where the cluster `folder/postgres` really lies. */
export type Place = {
  dataDir: string
  folder: string
  cluster: string
  owner: Owner | undefined
  reachable: (file: string) => boolean
}

const nobody: Owner = { uid: 65_534, gid: 65_534 }

/** Makes the data folder if need be; its real path. */
export function openDataFolder(path: string): string {
  try {
    mkdirSync(path, { recursive: true })
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw notOurs(path, error)
  }
  return realpathSync(path)
}

export function choosePlace(options: { dataDir: string; otherHome: string; log: (line: string) => void }): Place {
  const { dataDir, otherHome, log } = options
  const found = existingCluster(dataDir)
  if (process.getuid?.() !== 0) {
    if (found && lstatSync(found).uid !== process.getuid?.()) throw notOurs(dataDir)
    return placeIn(dataDir, found ? dirname(found) : dataDir, undefined)
  }
  const owner = ownerOf(found) ?? knownOwnerOf(dataDir) ?? nobody
  if (found && canReach(owner, dirname(found))) {
    // Brought back by root, from a backup for example.
    if (lstatSync(found).uid === 0) chownTree(found, owner)
    return placeIn(dataDir, dirname(found), owner)
  }
  const linked = linkTarget(join(dataDir, 'postgres')) !== undefined
  if (!found && !linked && (canReach(owner, dataDir) || openToPass(dataDir, owner, log))) {
    return placeIn(dataDir, dataDir, owner)
  }
  const folder = otherFolder(dataDir, otherHome, owner, log)
  if (found) moveCluster(found, join(folder, 'postgres'), dataDir, owner, log)
  return placeIn(dataDir, folder, owner)
}

function placeIn(dataDir: string, folder: string, owner: Owner | undefined): Place {
  const reachable = owner ? (file: string) => canReach(owner, file) : () => true
  return { dataDir, folder, cluster: join(folder, 'postgres'), owner, reachable }
}

/** The real path of the cluster; undefined when there is none yet. */
function existingCluster(dataDir: string): string | undefined {
  const path = join(dataDir, 'postgres')
  const entry = lstatSync(path, { throwIfNoEntry: false })
  if (!entry) return undefined
  if (existsSync(path)) return realpathSync(path)
  const target = readlinkSync(path)
  // The link is made before the cluster: its folder without a cluster is a first start that was interrupted.
  if (!existsSync(dirname(target))) throw unavailable('storage.data-missing', { dataDir, target })
  return undefined
}

function ownerOf(path: string | undefined): Owner | undefined {
  if (path === undefined) return undefined
  const { uid, gid } = statSync(path)
  return uid === 0 ? undefined : { uid, gid }
}

/** initdb insists on a user with a name, which the owner of a folder mounted into a container often has not. */
function knownOwnerOf(path: string): Owner | undefined {
  const owner = ownerOf(path)
  if (!owner) return undefined
  const named = new RegExp(`^[^:]*:[^:]*:${owner.uid}:`, 'm').test(readFileSync('/etc/passwd', 'utf8'))
  return named ? owner : undefined
}

/** Asked of the system by trying, as that user: permissions, groups and access lists all count. */
function canReach(owner: Owner, path: string): boolean {
  const run = spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { ...owner, cwd: '/', env: {} })
  if (run.error) throw unavailable('storage.cannot-change-user', { uid: owner.uid, reason: run.error.message })
  return run.status === 0
}

/** A data folder of root's that only its own mode closes: let others pass through (not list) it. */
function openToPass(dataDir: string, owner: Owner, log: (line: string) => void): boolean {
  if (!canReach(owner, dirname(dataDir))) return false
  const before = statSync(dataDir).mode
  chmodSync(dataDir, (before & 0o7777) | 0o011)
  log(`Opened ${dataDir} for uid ${owner.uid}, which PostgreSQL runs as (mode was ${(before & 0o777).toString(8)})`)
  return canReach(owner, dataDir)
}

function otherFolder(dataDir: string, otherHome: string, owner: Owner, log: (line: string) => void): string {
  const link = join(dataDir, 'postgres')
  let folder: string
  try {
    // The real path, because processes are recognised by it.
    folder = join(openHome(otherHome), otherName(dataDir))
    if (existsSync(folder) && linkTarget(link) !== join(folder, 'postgres')) moveAside(folder, dataDir, log)
    if (mkdirSync(folder, { recursive: true })) chmodSync(folder, 0o755)
  } catch (error) {
    if (error instanceof WuseError) throw error
    throw unreachable(dataDir, owner, error)
  }
  if (!canReach(owner, folder)) throw unreachable(dataDir, owner, `${folder} is closed to it too`)
  // A link that leads nowhere is one of an interrupted first start; a real folder is moved by the caller.
  if (!existsSync(link)) {
    rmSync(link, { force: true })
    symlinkSync(join(folder, 'postgres'), link)
  }
  log(`uid ${owner.uid}, which PostgreSQL runs as, cannot reach ${dataDir}: the database lies in ${folder}`)
  return folder
}

function openHome(home: string): string {
  if (mkdirSync(home, { recursive: true })) chmodSync(home, 0o755)
  return realpathSync(home)
}

/** The same for the same data folder, and readable for whoever finds it. */
function otherName(dataDir: string): string {
  const words = `${basename(dirname(dataDir))}-${basename(dataDir)}`.replace(/[^\w-]/g, '')
  return `${words}-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`
}

/** Files of a data folder that was deleted and made anew: it must start empty, and nothing is thrown away here. */
function moveAside(folder: string, dataDir: string, log: (line: string) => void): void {
  const pid = lockHolder(folder)
  if (pid !== undefined) throw unavailable('storage.data-folder-in-use', { dataDir, pid })
  const aside = `${folder}.left-${newId()}`
  renameSync(folder, aside)
  log(`Moved files of an earlier data folder of the same name to ${aside}; delete them if nobody misses them`)
}

function linkTarget(link: string): string | undefined {
  return lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(link) : undefined
}

function moveCluster(from: string, to: string, dataDir: string, owner: Owner, log: (line: string) => void): void {
  if (from === to) return
  try {
    renameSync(from, to)
  } catch (error) {
    throw unreachable(dataDir, owner, error)
  }
  chownTree(to, owner)
  const link = join(dataDir, 'postgres')
  rmSync(link, { force: true })
  symlinkSync(to, link)
  log(`Moved the database from ${from} to ${to}`)
}

export function chownTree(path: string, owner: Owner): void {
  lchownSync(path, owner.uid, owner.gid)
  if (!lstatSync(path).isDirectory()) return
  for (const entry of readdirSync(path)) chownTree(join(path, entry), owner)
}

function unreachable(dataDir: string, owner: Owner, reason: unknown): Error {
  const text = reason instanceof Error ? reason.message : String(reason)
  return unavailable('storage.data-folder-unreachable', { dataDir, uid: owner.uid, reason: text })
}

function notOurs(dataDir: string, error?: unknown): Error {
  return unavailable('storage.data-folder-not-ours', { dataDir, reason: error instanceof Error ? error.message : '' })
}
