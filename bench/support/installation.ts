// A real installation to measure: a durable embedded database in a temporary folder, seeded with the scenario,
// and the real server as a process of its own.

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemActor } from '#base/actor.ts'
import { systemClock } from '#base/clock.ts'
import { demoPassword } from '#modules/access/index.ts'
import { readConfig } from '#server/config.ts'
import { openInstallation } from '#server/installation.ts'
import { perform, type Deps } from '#server/operations.ts'
import { projectFolder } from '#storage/project-folder.ts'
import type { Work } from '#storage/work.ts'
import { seedScenario } from '../../tools/seeding.ts'

export type Installation = {
  deps: Deps
  /** A write as the operator, through the same gate as every operation. */
  write: <T>(verb: (work: Work) => Promise<T>) => Promise<T>
  query: (text: string) => Promise<unknown[]>
}

const port = 8972

/** Gives `run` a seeded installation and removes it afterwards; `serve` starts the server on it meanwhile. */
export async function withInstallation<T>(
  run: (
    installation: Installation,
    serve: <R>(use: (url: string, token: string) => Promise<R>) => Promise<R>,
  ) => Promise<T>,
): Promise<T> {
  const data = mkdtempSync(join(tmpdir(), 'wuse-bench-'))
  const config = readConfig({ data }, {})
  const opened = await openInstallation(config)
  const deps: Deps = { db: opened.database.db, clock: systemClock }
  try {
    await seedScenario(deps, 'zhejiang-2020', () => undefined)
    const write: Installation['write'] = (verb) =>
      perform(
        deps,
        { actor: systemActor('bench') },
        { name: 'bench', meta: { access: 'signed-in', effect: 'write', purpose: 'operation' } },
        verb,
      )
    const query: Installation['query'] = async (text) =>
      (await opened.database.pool.query<Record<string, unknown>>(text)).rows
    return await run({ deps, write, query }, (use) => serving(opened.url, use))
  } finally {
    await opened.close()
    rmSync(data, { recursive: true, force: true })
  }
}

async function serving<R>(databaseUrl: string, use: (url: string, token: string) => Promise<R>): Promise<R> {
  const server: ChildProcess = spawn(
    process.execPath,
    [join(projectFolder, 'bin/wuse.js'), 'start', '--port', String(port)],
    {
      stdio: 'ignore',
      env: { ...process.env, DATABASE_URL: databaseUrl },
    },
  )
  const url = `http://127.0.0.1:${port}`
  try {
    while (!(await fetch(`${url}/api/access/sign-in-options`).catch(() => null))) {
      if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode}`)
      await sleep(50)
    }
    const answer = await fetch(`${url}/api/access/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'duty', password: demoPassword }),
    })
    const { token } = (await answer.json()) as { token: string }
    return await use(url, token)
  } finally {
    server.kill('SIGTERM')
    if (server.exitCode === null) await once(server, 'exit')
  }
}
