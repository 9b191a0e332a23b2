// Real PostgreSQL for a test file: a clone of the migrated template, made once per file. `rolledBack` runs a
// test in a transaction that is undone; `database()` gives the pool for tests that need several connections.

import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { systemActor, type Actor } from '#base/actor.ts'
import { fixedClock, type Clock } from '#base/clock.ts'
import { newId } from '#base/ids.ts'
import { openDatabase, type Database } from '#storage/postgres.ts'
import { confine, workOn, type Work } from '#storage/work.ts'
import { databaseUrl } from './cluster.ts'

let opened: Promise<{ database: Database; url: string; name: string }> | undefined

export const testNow = '2020-02-10T02:00:00.000Z'

async function clone(): Promise<{ database: Database; url: string; name: string }> {
  const name = `${inject('templateName')}_${newId().replaceAll('-', '').slice(-12)}`
  const admin = new pg.Client({ connectionString: inject('clusterUrl') })
  await admin.connect()
  await admin.query(`create database ${name} template ${inject('templateName')}`)
  await admin.end()
  const url = databaseUrl(inject('clusterUrl'), name)
  return { database: openDatabase(url, { size: 4 }), url, name }
}

/** The test file's own database. */
export const database = async (): Promise<Database> => (await (opened ??= clone())).database
export const testDatabaseUrl = async (): Promise<string> => (await (opened ??= clone())).url

afterAll(async () => {
  if (opened) await (await opened).database.close()
  opened = undefined
})

class Undo extends Error {}

export type WorkOptions = {
  actor?: Actor
  clock?: Clock
  /** Confine to the request role with these scopes. */ scopes?: string[]
}

/** Runs `test` with a Work whose transaction is rolled back afterwards. */
export async function rolledBack(test: (work: Work) => Promise<void>, options: WorkOptions = {}): Promise<void> {
  const { db } = await database()
  const undo = new Undo()
  try {
    await db.transaction().execute(async (tx) => {
      const actor = options.actor ?? systemActor('test')
      const { work } = workOn(tx, { clock: options.clock ?? fixedClock(testNow), actor })
      if (options.scopes) await confine(tx, { scopes: options.scopes, accountId: actor.accountId })
      await test(work)
      throw undo
    })
  } catch (error) {
    if (error !== undo) throw error
  }
}
