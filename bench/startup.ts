// From `wuse start` on an empty data folder to the first byte of the public page, and once more on the
// folder it left behind: what a newcomer waits, and what a restart costs.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { stopwatch } from '#base/clock.ts'
import { projectFolder } from '#storage/project-folder.ts'
import { summary, type Bench } from './support/bench.ts'

const port = 8971

async function startOnce(data: string): Promise<number> {
  const elapsed = stopwatch()
  const server = spawn(
    process.execPath,
    [join(projectFolder, 'bin/wuse.js'), 'start', '--port', String(port), '--data', data],
    { stdio: 'ignore' },
  )
  try {
    for (;;) {
      if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode}`)
      const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null)
      if (answer?.ok) return elapsed()
      await sleep(25)
    }
  } finally {
    server.kill('SIGTERM')
    if (server.exitCode === null) await once(server, 'exit')
  }
}

export const bench: Bench = {
  size: 3,
  unit: 'fresh data folders',
  run: async ({ size, say }) => {
    const first: number[] = []
    const again: number[] = []
    for (let run = 0; run < size; run++) {
      const data = mkdtempSync(join(tmpdir(), 'wuse-bench-'))
      first.push(await startOnce(data))
      again.push(await startOnce(data))
      say(`run ${run + 1}: ${Math.round(first.at(-1)!)} ms, again ${Math.round(again.at(-1)!)} ms`)
      rmSync(data, { recursive: true, force: true })
    }
    return { emptyFolder: summary(first), restart: summary(again) }
  },
}
