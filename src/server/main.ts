// Starts the server: database, demo world or first administrator, web and worker roles; stops it in order.

import pino from 'pino'
import { systemActor } from '#base/actor.ts'
import { systemClock } from '#base/clock.ts'
import { createAccount } from '#modules/access/index.ts'
import { anchorAudit, anchorJob, anchorsFile } from './anchors.ts'
import { buildHttp } from './http.ts'
import type { Config } from './config.ts'
import { openInstallation } from './installation.ts'
import { startWorker } from './jobs.ts'
import { subscriptions } from './modules.ts'
import { perform, type Deps } from './operations.ts'
import { addPages } from './pages.ts'
import { scheduled } from './schedule.ts'
import { refuseUnsafe } from './production.ts'

export type Running = {
  address: string
  deps: Deps
  /** Made now, in production, when there was no account: shown once. */
  firstAdministrator: { name: string } | null
  stop: () => Promise<void>
}

/** Everything of `wuse start`. `prepare` runs on the migrated database before the first request (seeding a demo). */
export async function startServer(
  config: Config,
  options: { log?: (line: string) => void; prepare?: (deps: Deps) => Promise<void> } = {},
): Promise<Running> {
  const log = pino({ level: config.logLevel }, pino.destination(2))
  const installation = await openInstallation(config, options.log ? { log: options.log } : {})
  const deps: Deps = { db: installation.database.db, clock: systemClock }
  const stops: (() => Promise<void>)[] = [installation.close]
  const stop = async (): Promise<void> => {
    const failures: unknown[] = []
    for (const step of stops.splice(0).toReversed()) await step().catch((error: unknown) => failures.push(error))
    if (failures.length > 0) throw failures[0]
  }
  try {
    const firstAdministrator = config.mode === 'production' ? await prepareProduction(config, deps) : null
    await options.prepare?.(deps)
    if (config.roles.includes('worker')) {
      stops.push(async () => void (await anchorAudit(deps.db, deps.clock, anchorsFile(config), log)))
      const worker = await startWorker(installation.database.pool, deps, {
        subscriptions,
        jobs: [...scheduled, anchorJob(config, log)],
        log: (level, message) => log[level === 'warning' ? 'warn' : level]({ queue: true }, message),
      })
      stops.push(() => worker.stop())
    }
    let address = ''
    if (config.roles.includes('web')) {
      const app = await buildHttp(deps, config, log)
      await addPages(app)
      address = await app.listen({ host: config.host, port: config.port })
      stops.push(() => app.close())
    }
    return { address, deps, firstAdministrator, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function prepareProduction(config: Config, deps: Deps): Promise<{ name: string } | null> {
  const { accounts } = await refuseUnsafe(deps, config)
  if (accounts > 0 || !config.administrator) return null
  const { name, password } = config.administrator
  await perform(
    deps,
    { actor: systemActor('first-start') },
    {
      name: 'access.createFirstAdministrator',
      meta: { access: 'signed-in', effect: 'write', purpose: 'administration' },
    },
    (work) =>
      createAccount(work, { signInName: name, displayName: name, role: 'administrator', regionPath: '', password }),
  )
  return { name }
}
