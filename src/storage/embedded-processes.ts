// Who a process id belongs to. A pid alone proves nothing: after a crash or a reboot another program may have it.
// So a process is known by pid and start time, and a PostgreSQL by the data folder it works in. Linux answers
// from /proc; elsewhere `ps` is asked.

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stopwatch } from '#base/clock.ts'

/** A text that stays the same for one process's life and differs for the next holder of its pid; undefined: no such process. */
export function processStart(pid: number): string | undefined {
  if (!exists(pid)) return undefined
  if (process.platform !== 'linux') return ps(pid, 'lstart=')
  const stat = readText(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  // The second field, the program's name, may hold spaces and brackets: count from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined
  const boot = readText('/proc/sys/kernel/random/boot_id')?.trim() ?? ''
  return `${fields[19]}@${boot}`
}

/** Does this pid run PostgreSQL (or initdb) on exactly this folder? An editor or a backup of the folder does not count. */
export function worksIn(pid: number, folder: string): boolean {
  if (processStart(pid) === undefined || !/^(postgres|initdb)$/.test(programOf(pid))) return false
  if (process.platform !== 'linux') {
    const command = `${ps(pid, 'command=') ?? ''} `
    return command.includes(`-D ${folder} `) || command.includes(`--pgdata=${folder} `)
  }
  const words = (readText(`/proc/${pid}/cmdline`) ?? '').split('\0')
  return words.includes(folder) || words.includes(`--pgdata=${folder}`) || workingFolder(pid) === folder
}

/** Every living process on this folder, a postmaster's children included (those are found on Linux only). */
export function processesIn(folder: string): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => worksIn(pid, folder))
}

/** Sends a signal; a process that is gone already is fine. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Polls until `done` says yes; false when the time was up first. */
export async function until(done: () => boolean, milliseconds: number, step = 20): Promise<boolean> {
  const elapsed = stopwatch()
  while (!done()) {
    if (elapsed() > milliseconds) return false
    await sleep(step)
  }
  return true
}

/** Whether the system still knows the pid: PostgreSQL asks just this of its lock file, and a zombie answers yes. */
export function exists(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function programOf(pid: number): string {
  return basename((process.platform === 'linux' ? readText(`/proc/${pid}/comm`)?.trim() : ps(pid, 'comm=')) ?? '')
}

function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

function ps(pid: number, column: string): string | undefined {
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
