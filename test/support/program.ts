// The program `wuse` as a process of its own, for tests of its start, its stop and its death.

import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectFolder } from '#storage/project-folder.ts'

export type Ended = { code: number | null; output: string; stdout: string; stderr: string }
export type Program = {
  pid: number
  output: () => string
  ended: Promise<Ended>
  /** The address it listens on, once it says so. */
  address: () => Promise<string>
  signal: (name: NodeJS.Signals) => void
}

const children: ChildProcess[] = []
const folders: string[] = []

/** Only these settings reach the program: the shell's own database must not. */
export function startProgram(args: readonly string[], env: Record<string, string> = {}): Program {
  const child = spawn(process.execPath, [join(projectFolder, 'bin/wuse.js'), ...args], {
    cwd: projectFolder,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let [stdout, stderr] = ['', '']
  const waiting: (() => void)[] = []
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
    for (const look of waiting) look()
  })
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const output = () => stdout + stderr
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code) => resolve({ code, output: output(), stdout, stderr })),
  )
  const address = () =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = /(http:\/\/[\d.]+:\d+)\/command/.exec(stdout)?.[1]
        if (found) resolve(found)
      }
      waiting.push(look)
      look()
      void ended.then(({ code }) => reject(new Error(`The program ended with ${code}: ${output()}`)))
    })
  return { pid: child.pid!, output, ended, address, signal: (name) => child.kill(name) }
}

export const runProgram = (args: readonly string[], env: Record<string, string> = {}): Promise<Ended> =>
  startProgram(args, env).ended

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wuse-program-'))
  folders.push(folder)
  return folder
}

/** After the tests: no process and no folder is left. */
export async function clearPrograms(): Promise<void> {
  await Promise.all(
    children.splice(0).map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await gone
      clearTimeout(late)
    }),
  )
  for (const folder of folders.splice(0))
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
}
