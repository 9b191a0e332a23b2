// The real program as people start it, on a fresh embedded database in a folder of its own and a free port:
// `bin/wuse.js start`. The pages are built first if they are missing or older than their sources.

import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
}

/** `args` are added to `wuse start`, e.g. ['--scenario', 'zhejiang-2020']. */
export async function startRunningServer(args: readonly string[] = [], wait = 90_000): Promise<RunningServer> {
  buildPages()
  const data = mkdtempSync(join(tmpdir(), 'wuse-journey-'))
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
    rmSync(data, { recursive: true, force: true })
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
