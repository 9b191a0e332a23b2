// Work outside requests: delivery of recorded facts to their subscribers, and what the calendar asks for.
// Queue and retries are graphile-worker's; a job runs once per fact even with several worker processes.

import { Logger as QueueLogger, parseCronItems, run, type Runner } from 'graphile-worker'
import type pg from 'pg'
import { systemActor } from '#base/actor.ts'
import type { OperationMeta } from '#base/contract.ts'
import type { Fact, Work } from '#storage/work.ts'
import { perform, type Deps } from './operations.ts'

export type Subscriber = { name: string; run: (work: Work, fact: Fact & { id: string }) => Promise<void> }
export type Subscriptions = Record<string, Subscriber[]>

export type Job = {
  name: string
  /** Crontab in the region's time is not offered by the queue: these are UTC. */
  cron?: string
  run: (work: Work, payload: unknown) => Promise<void>
}

export type QueueLog = (level: 'error' | 'warning' | 'info' | 'debug', message: string) => void

const asJob: OperationMeta = { access: 'signed-in', effect: 'write', purpose: 'operation' }

/** Starts taking jobs from the queue; `stop` waits for those under way. */
export async function startWorker(
  pool: pg.Pool,
  deps: Deps,
  given: { subscriptions: Subscriptions; jobs: Job[]; log: QueueLog },
): Promise<Runner> {
  const perJob = (name: string, verb: (work: Work) => Promise<void>) =>
    perform(deps, { actor: systemActor(`job:${name}`) }, { name: `job.${name}`, meta: asJob }, verb)

  const runner = await run({
    pgPool: pool,
    concurrency: 2,
    pollInterval: 2000,
    noHandleSignals: true,
    logger: new QueueLogger(() => (level, message) => given.log(level, message)),
    noPreparedStatements: false,
    taskList: {
      'deliver-fact': async (payload, helpers) => {
        const fact = payload as Fact & { id: string }
        for (const subscriber of given.subscriptions[fact.kind] ?? []) {
          await helpers.addJob(
            'run-subscriber',
            { subscriber: subscriber.name, fact },
            { jobKey: `${fact.id}:${subscriber.name}` },
          )
        }
      },
      'run-subscriber': async (payload) => {
        const { subscriber: name, fact } = payload as { subscriber: string; fact: Fact & { id: string } }
        const subscriber = given.subscriptions[fact.kind]?.find((candidate) => candidate.name === name)
        if (subscriber) await perJob(name, (work) => subscriber.run(work, fact))
      },
      ...Object.fromEntries(
        given.jobs.map((job) => [job.name, (payload: unknown) => perJob(job.name, (work) => job.run(work, payload))]),
      ),
    },
    parsedCronItems: parseCronItems(
      given.jobs.flatMap((job) => (job.cron ? [{ task: job.name, match: job.cron }] : [])),
    ),
  })
  runner.promise.catch((error: unknown) => given.log('error', `The queue ended: ${String(error)}`))
  return runner
}
