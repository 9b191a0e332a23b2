// The embedded database on real PostgreSQL programs: what it promises on bad days (killed server, power cut in the middle
// of the first start, root, an unreachable folder) and that it leaves no process behind.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { startEmbedded, type EmbeddedPostgres } from './embedded.ts'

const started: EmbeddedPostgres[] = []
const folders: string[] = []

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()))
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wuse-embedded-'))
  folders.push(folder)
  return folder
}

async function start(dataDir: string): Promise<EmbeddedPostgres> {
  const server = await startEmbedded({ dataDir, durable: false })
  started.push(server)
  return server
}

async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

test('keeps its data from one start to the next', async () => {
  const dataDir = newFolder()
  const first = await start(dataDir)
  await ask(first.url, 'create table counties as select 90 as many')
  await first.stop()
  const second = await start(dataDir)
  expect(await ask(second.url, 'select many from counties')).toEqual([{ many: 90 }])
})
