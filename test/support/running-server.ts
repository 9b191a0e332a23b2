// The real program as people start it, on a fresh embedded database in a folder of its own and a free port:
// `bin/wuse.js start`. The pages are built first if they are missing or older than their sources; the demonstration is
// seeded once for a state of the sources and copied for each server.

import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { projectFolder } from '#storage/project-folder.ts'

export type RunningServer = { address: string; output: () => string; stop: () => Promise<void> }

function newestIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((latest, entry) => Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0)
}

/** Builds the web pages unless they are newer than everything they are made of. */
export function buildPages(): void {
  const built = join(projectFolder, 'dist/web/.vite/manifest.json')
  const sources = ['src/web', 'src/modules'].map((name) => newestIn(join(projectFolder, name)))
  if (existsSync(built) && statSync(built).mtimeMs >= Math.max(...sources)) return
  execFileSync(
    process.execPath,
    [join(projectFolder, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'],
    {
      cwd: projectFolder,
      // A bundle made under NODE_ENV=test would hold React's development half.
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
}

/** A data folder with the seeded demonstration, made by the first journey after a change and kept for the next ones. */
async function seededFolder(): Promise<string> {
  const sources = ['src', 'scenarios', 'policy', 'regions', 'tools'].map((name) => newestIn(join(projectFolder, name)))
  const place = join(tmpdir(), `wuse-seeded-${Math.round(Math.max(...sources)).toString(36)}`)
  if (existsSync(place)) return place
  const half = mkdtempSync(join(tmpdir(), 'wuse-seeding-'))
  const server = await startOn(half, [])
  await server.stop()
  // The program may end a moment before its PostgreSQL: a copy is whole only after that.
  while (existsSync(join(half, 'postgres/postmaster.pid'))) await sleep(50)
  try {
    renameSync(half, place)
  } catch {
    rmSync(half, { recursive: true, force: true })
  }
  return place
}

/** `args` are added to `wuse start`; with any, the database starts empty. */
export async function startRunningServer(args: readonly string[] = []): Promise<RunningServer> {
  buildPages()
  const data = mkdtempSync(join(tmpdir(), 'wuse-journey-'))
  // With owners and modes: the embedded database runs as another user when the tests run as root.
  if (args.length === 0) execFileSync('cp', ['-a', `${await seededFolder()}/.`, data])
  const server = await startOn(data, args)
  return {
    ...server,
    stop: async () => {
      await server.stop()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

async function startOn(data: string, args: readonly string[], wait = 240_000): Promise<RunningServer> {
  const program = spawn(
    process.execPath,
    [join(projectFolder, 'bin/wuse.js'), 'start', '--port', '0', '--data', data, ...args],
    { cwd: projectFolder, env: { ...process.env, DATABASE_URL: '' }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  const ended = new Promise<void>((done) => program.once('exit', () => done()))
  const stop = async (): Promise<void> => {
    if (program.exitCode === null) program.kill('SIGTERM')
    await ended
  }
  const address = await new Promise<string>((found, failed) => {
    const timer = setTimeout(() => failed(new Error(`The server did not start in time:\n${output}`)), wait)
    const read = (chunk: Buffer): void => {
      output += chunk.toString()
      const said = /http:\/\/127\.0\.0\.1:(\d+)/.exec(output)
      if (!said || said[1] === '0') return
      clearTimeout(timer)
      found(said[0])
    }
    program.stdout.on('data', read)
    program.stderr.on('data', read)
    program.once('exit', (code) => {
      clearTimeout(timer)
      failed(new Error(`The server ended with code ${code}:\n${output}`))
    })
  }).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { address, output: () => output, stop }
}
