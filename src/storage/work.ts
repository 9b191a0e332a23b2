// What a verb is given: the transaction it runs in, the time, who acts, where facts are recorded and
// what it touched. One `Work` is one transaction: either all of it is stored or nothing.

import type { Actor } from '#base/actor.ts'
import type { Clock } from '#base/clock.ts'
import { newId } from '#base/ids.ts'
import { sql } from 'kysely'
import pg from 'pg'
import type { Db, Tx } from './postgres.ts'

export type Fact = { kind: string; subject: string; data: Record<string, unknown> }

export type Work = {
  db: Tx
  clock: Clock
  actor: Actor
  requestId: string | null
  /** Records a fact in this transaction; subscribers of its kind run after the commit. */
  record: (fact: Fact) => Promise<void>
  /** Names a thing written or a person read, for the audit log: `touched('case', id)`. */
  touched: (kind: string, id: string, regionPath?: string) => void
  /** Runs in a transaction of its own when this one is refused: for what must be kept although nothing was done. */
  evenIfRefused: (run: (tx: Tx) => Promise<void>) => void
  /** The identity proven within this operation (sign-in): the audit entry names it. */
  identify: (actor: Actor) => void
  /** Adds to the audit entry's detail; never personal data. */
  detail: (values: Record<string, unknown>) => void
}

export type Touched = {
  subjects: string[]
  regionPaths: string[]
  detail: Record<string, unknown>
  actor?: Actor
  afterRefusal: ((tx: Tx) => Promise<void>)[]
}

/** A Work over an open transaction, with what it touched. */
export function workOn(
  db: Tx,
  given: { clock: Clock; actor: Actor; requestId?: string | null },
): { work: Work; touched: Touched } {
  const touched: Touched = { subjects: [], regionPaths: [], detail: {}, afterRefusal: [] }
  const work: Work = {
    db,
    clock: given.clock,
    actor: given.actor,
    requestId: given.requestId ?? null,
    record: async (fact) => {
      const id = newId()
      await db
        .insertInto('facts')
        .values({
          id,
          kind: fact.kind,
          subject: fact.subject,
          data: JSON.stringify(fact.data),
          recordedAt: given.clock.now().toISOString(),
        })
        .execute()
      await sql`select enqueue_job('deliver-fact', ${JSON.stringify({ id, ...fact })}::json)`.execute(db)
    },
    touched: (kind, id, regionPath) => {
      touched.subjects.push(`${kind}:${id}`)
      if (regionPath !== undefined) touched.regionPaths.push(regionPath)
    },
    identify: (actor) => {
      touched.actor = actor
    },
    evenIfRefused: (run) => {
      touched.afterRefusal.push(run)
    },
    detail: (values) => {
      Object.assign(touched.detail, values)
    },
  }
  return { work, touched }
}

export type Confinement = {
  /** Path prefixes of the region tree the transaction may see and write. */
  scopes: readonly string[]
  accountId: string | null
  readOnly?: boolean
}

const settings = ({ scopes, accountId }: Confinement): string => {
  const literal = `{${scopes.map((scope) => JSON.stringify(scope)).join(',')}}`
  return `select set_config('role', 'wuse_app', true), set_config('wuse.scopes', ${pg.escapeLiteral(literal)}, true), set_config('wuse.account', ${pg.escapeLiteral(accountId ?? '')}, true)`
}

/** Makes the rest of an open transaction run as the request role within the confinement. */
export const confine = async (db: Tx, confinement: Confinement): Promise<void> =>
  void (await sql.raw(settings(confinement)).execute(db))

/**
 * Runs in a transaction of the request role, confined. Beginning and confining travel in one message: a read
 * then costs three round trips (begin, query, commit), which is what a busy list is made of.
 */
export async function confined<T>(db: Db, confinement: Confinement, run: (tx: Tx) => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    await sql
      .raw(`begin ${confinement.readOnly ? 'read only' : 'read write'}; ${settings(confinement)}`)
      .execute(connection)
    try {
      const result = await run(connection as unknown as Tx)
      await sql.raw('commit').execute(connection)
      return result
    } catch (error) {
      await sql
        .raw('rollback')
        .execute(connection)
        .catch(() => undefined)
      throw error
    }
  })
}

/** True once this transaction has written a row: only then has it a number. */
export const hasWritten = async (db: Tx): Promise<boolean> =>
  (await sql<{ written: boolean }>`select pg_current_xact_id_if_assigned() is not null as written`.execute(db)).rows[0]!
    .written

/** What a route's handler is given beside its input. */
export type RouteContext = {
  work: Work
  http: {
    address: string
    agent: string
    /** Ways to sign in besides a password. */
    offers: { oidcIssuer: string | null; demo: boolean }
    /** Starts or ends the browser's session; a null token ends it. */
    setSession: (token: string | null, expiresAt?: string) => void
  }
}
