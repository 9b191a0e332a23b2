// Writes src/storage/tables.ts from the migrated database (`npm run tables`), or verifies it (`--check`).
// Uses a throw-away embedded database, or the server named by WUSE_TEST_DATABASE_URL.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { migrate } from '#storage/migrate.ts'
import { projectFolder } from '#storage/project-folder.ts'

const mapping = {
  timestamptz: 'string',
  date: 'string',
  int8: 'number',
  numeric: 'number',
  uuid: 'string',
  jsonb: 'unknown',
  json: 'unknown',
}

async function withServer(run: (url: string) => void | Promise<void>): Promise<void> {
  const given = process.env.WUSE_TEST_DATABASE_URL
  if (given) return run(given)
  const { startEmbedded } = await import('#storage/embedded.ts')
  const folder = mkdtempSync(join(tmpdir(), 'wuse-tables-'))
  const server = await startEmbedded({ dataDir: folder, durable: false })
  try {
    await run(server.url)
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

await withServer(async (url) => {
  const name = `wuse_tables_${process.pid}`
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`create database ${name}`)
  const address = new URL(url)
  address.pathname = `/${name}`
  try {
    const pool = new pg.Pool({ connectionString: address.href, max: 2 })
    await migrate(pool)
    await pool.end()
    execFileSync(
      'npx',
      [
        'kysely-codegen',
        '--camel-case',
        '--dialect',
        'postgres',
        '--url',
        address.href,
        '--default-schema',
        'public',
        '--exclude-pattern',
        'graphile_worker.*',
        '--type-mapping',
        JSON.stringify(mapping),
        '--out-file',
        join(projectFolder, 'src/storage/tables.ts'),
        ...(process.argv.includes('--check') ? ['--verify'] : []),
      ],
      { cwd: projectFolder, stdio: ['ignore', 'inherit', 'inherit'] },
    )
  } finally {
    await admin.query(`drop database if exists ${name} with (force)`)
    await admin.end()
  }
})
