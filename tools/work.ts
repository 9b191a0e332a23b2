// Opens the installation's database for a command and performs operations as the operator, through the
// same gate as requests: one transaction, one audit entry.

import { userInfo } from 'node:os'
import { systemActor } from '#base/actor.ts'
import { systemClock } from '#base/clock.ts'
import type { OperationMeta } from '#base/contract.ts'
import { readConfig, type Config } from '#server/config.ts'
import { perform, type Deps } from '#server/operations.ts'
import { openInstallation } from '#server/installation.ts'
import type { Database } from '#storage/postgres.ts'
import type { Work } from '#storage/work.ts'

export type Operator = {
  config: Config
  database: Database
  deps: Deps
  /** Reads in one transaction. */
  read: <T>(name: string, verb: (work: Work) => Promise<T>) => Promise<T>
  /** Reads what tells about persons, with an audit entry. */
  readPersons: <T>(name: string, verb: (work: Work) => Promise<T>) => Promise<T>
  /** Writes in one transaction, with an audit entry. */
  write: <T>(name: string, verb: (work: Work) => Promise<T>) => Promise<T>
}

const meta = (effect: OperationMeta['effect']): OperationMeta => ({ access: 'signed-in', effect, purpose: 'operation' })

/** Runs a command against the configured database (embedded or DATABASE_URL), migrated, and closes it. */
export async function asOperator<T>(run: (operator: Operator) => Promise<T>): Promise<T> {
  const config = readConfig()
  const installation = await openInstallation(config, { attach: true })
  try {
    const deps: Deps = { db: installation.database.db, clock: systemClock }
    const caller = { actor: systemActor(`operator:${userInfo().username}`), address: 'command-line' }
    return await run({
      config,
      database: installation.database,
      deps,
      read: (name, verb) => perform(deps, caller, { name, meta: meta('read') }, verb),
      readPersons: (name, verb) => perform(deps, caller, { name, meta: meta('read-person') }, verb),
      write: (name, verb) => perform(deps, caller, { name, meta: meta('write') }, verb),
    })
  } finally {
    await installation.close()
  }
}
