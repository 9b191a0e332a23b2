// The connection to PostgreSQL 15–18. Days arrive as "YYYY-MM-DD", instants as ISO text in UTC,
// 64-bit counts and numerics as numbers; column names are camel-cased on the way in and out.

import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from './tables.ts'

export type Db = Kysely<DB>
export type Tx = Transaction<DB>

const { builtins } = pg.types
const types = new pg.TypeOverrides()
types.setTypeParser(builtins.INT8, Number)
types.setTypeParser(builtins.NUMERIC, Number)
types.setTypeParser(builtins.DATE, (text) => text)
types.setTypeParser(builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString())

export type Database = {
  db: Db
  pool: pg.Pool
  close: () => Promise<void>
}

/** Opens a pool. `url` is a postgres:// address; `size` the most connections held at once. */
export function openDatabase(url: string, options: { size?: number; name?: string } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.size ?? 10,
    types,
    application_name: options.name ?? 'wuse',
    options: '-c timezone=UTC -c search_path=public',
  })
  pool.on('error', () => {
    // An idle connection broke (server restarted): the pool replaces it, the next query reports trouble if it lasts.
  })
  // A connection that breaks while it is in use fails its query; unheard, its event would end the whole program.
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
  })
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  return { db, pool, close: () => db.destroy() }
}

/** Such as 150012 for 15.12. */
export const serverVersion = async (pool: pg.Pool): Promise<number> =>
  Number(
    (await pool.query<{ version: string }>(`select current_setting('server_version_num') as version`)).rows[0]!.version,
  )
