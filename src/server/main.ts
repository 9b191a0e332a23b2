// Starts the server: database, demo world or first administrator, web and worker roles; stops it in order.

import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { systemClock } from '#base/clock.ts'
import { anchorAudit, anchorJob, anchorsFile } from './anchors.ts'
import { rememberCallers } from './caller-memory.ts'
import { buildHttp } from './http.ts'
import type { Config } from './config.ts'
import { openInstallation } from './installation.ts'
import { startWorker } from './jobs.ts'
import { subscriptions } from './modules.ts'
import type { Deps } from './operations.ts'
import { addPages } from './pages.ts'
import { scheduled } from './schedule.ts'
import { listenFault, prepareProduction } from './production.ts'

const DRAIN_SECONDS = 15

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
  options: {
    log?: (line: string) => void
    prepare?: (deps: Deps) => Promise<void>
    /** The embedded database ended by itself: nothing can be answered any more. */
    onDeath?: (reason: string) => void
  } = {},
): Promise<Running> {
  const log = pino({ level: config.logLevel }, pino.destination(2))
  const installation = await openInstallation(config, options)
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
      const memory = await rememberCallers(installation.database.pool)
      stops.push(memory.stop)
      const app = await buildHttp({ ...deps, memory }, config, log)
      await addPages(app)
      stops.push(() => drain(app))
      address = await app.listen({ host: config.host, port: config.port }).catch((error: unknown) => {
        throw listenFault(error, config)
      })
    }
    return { address, deps, firstAdministrator, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Lets requests under way finish; a stream that nobody reads does not hold the stop for ever. */
async function drain(app: FastifyInstance): Promise<void> {
  const late = setTimeout(() => app.server.closeAllConnections(), DRAIN_SECONDS * 1000)
  await app.close().finally(() => clearTimeout(late))
}
