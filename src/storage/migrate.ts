// Applies the SQL files of migrations/ in order, each in its own transaction, forward only. A file that
// changed after it was applied is refused: history is not rewritten, a new file is added.

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runMigrations } from 'graphile-worker'
import type pg from 'pg'
import { unavailable } from '#base/errors.ts'
import { projectFolder } from './project-folder.ts'

const LOCK = 5_202_002

export const migrationsFolder = join(projectFolder, 'src/storage/migrations')

/** Brings the database to the newest migration; returns the names applied now. Safe to call from several processes. */
export async function migrate(pool: pg.Pool): Promise<string[]> {
  await runMigrations({ pgPool: pool })
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await client.query(
      'create table if not exists schema_migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
    )
    const done = new Map(
      (await client.query<{ name: string; sha256: string }>('select name, sha256 from schema_migrations')).rows.map(
        (row) => [row.name, row.sha256],
      ),
    )
    const applied: string[] = []
    for (const name of readdirSync(migrationsFolder)
      .filter((file) => file.endsWith('.sql'))
      .sort()) {
      const text = readFileSync(join(migrationsFolder, name), 'utf8')
      const sha256 = createHash('sha256').update(text).digest('hex')
      const before = done.get(name)
      if (before !== undefined) {
        if (before !== sha256) throw unavailable('storage.migration-changed', { name })
        continue
      }
      await client.query('begin')
      try {
        await client.query(text)
        await client.query('insert into schema_migrations (name, sha256) values ($1, $2)', [name, sha256])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw new Error(`Migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, {
          cause: error,
        })
      }
      applied.push(name)
    }
    return applied
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => undefined)
    client.release()
  }
}
