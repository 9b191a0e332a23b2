// Vitest global set-up of the database tests: one throw-away cluster (or the server named by
// WUSE_TEST_DATABASE_URL, or the programs in WUSE_TEST_POSTGRES), one migrated template database that every worker clones.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '#storage/embedded.ts'
import { migrate } from '#storage/migrate.ts'
import { startPlainPostgres } from './plain-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    clusterUrl: string
    templateName: string
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.WUSE_TEST_DATABASE_URL
  const folder = mkdtempSync(join(tmpdir(), 'wuse-test-'))
  const programs = process.env.WUSE_TEST_POSTGRES
  const start = () => (programs ? startPlainPostgres(programs) : startEmbedded({ dataDir: folder, durable: false }))
  const cluster = given ? undefined : await start()
  const clusterUrl = given ?? cluster!.url
  const templateName = `wuse_template_${process.pid}`

  const admin = new pg.Client({ connectionString: clusterUrl })
  await admin.connect()
  await admin.query(`drop database if exists ${templateName}`)
  await admin.query(`create database ${templateName}`)
  const pool = new pg.Pool({ connectionString: databaseUrl(clusterUrl, templateName), max: 3 })
  await migrate(pool)
  await pool.end()

  project.provide('clusterUrl', clusterUrl)
  project.provide('templateName', templateName)

  return async () => {
    const left = await admin.query<{ datname: string }>(
      `select datname from pg_database where datname like '${templateName}%'`,
    )
    for (const { datname } of left.rows) await admin.query(`drop database if exists ${datname} with (force)`)
    await admin.end()
    await cluster?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

export function databaseUrl(clusterUrl: string, name: string): string {
  const url = new URL(clusterUrl)
  url.pathname = `/${name}`
  return url.href
}
