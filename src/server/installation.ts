// The database of this installation, ready for work: DATABASE_URL if given, else the embedded one
// (joined when a server already runs on the data folder), migrated, with the built-in roles in step.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { upsertRoles } from '#modules/access/index.ts'
import { findRunning, startEmbedded } from '#storage/embedded.ts'
import { migrate } from '#storage/migrate.ts'
import { openDatabase, type Database } from '#storage/postgres.ts'
import { projectFolder } from '#storage/project-folder.ts'
import type { Config } from './config.ts'

export type Installation = {
  database: Database
  embedded: boolean
  /** Migrations applied by this opening. */
  migrated: string[]
  close: () => Promise<void>
}

type RoleData = { code: string; name: unknown; description: unknown; capabilities: string[]; purposes: string[] }

/** `attach`: join the database of a running server instead of refusing because its folder is in use. */
export async function openInstallation(
  config: Config,
  options: { attach?: boolean; log?: (line: string) => void } = {},
): Promise<Installation> {
  const running = config.databaseUrl === null && options.attach ? findRunning({ dataDir: config.dataDir }) : undefined
  const own =
    config.databaseUrl === null && !running
      ? await startEmbedded({ dataDir: config.dataDir, ...(options.log ? { log: options.log } : {}) })
      : undefined
  const database = openDatabase(config.databaseUrl ?? running?.url ?? own!.url, { size: 20 })
  const close = async (): Promise<void> => {
    await database.close()
    await own?.stop()
  }
  try {
    const migrated = await migrate(database.pool)
    const roles = JSON.parse(readFileSync(join(projectFolder, 'policy/roles.json'), 'utf8')) as RoleData[]
    await upsertRoles(database.db, roles)
    return { database, embedded: config.databaseUrl === null, migrated, close }
  } catch (error) {
    await close()
    throw error
  }
}
