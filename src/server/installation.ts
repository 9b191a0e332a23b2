// The database of this installation, ready for work: DATABASE_URL if given, else the embedded one
// (joined when a server already runs on the data folder), migrated, with the built-in roles in step.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { upsertRoles } from '#modules/access/index.ts'
import { findRunning, startEmbedded } from '#storage/embedded.ts'
import { connectionFault, refuseOldServer } from '#storage/connection-faults.ts'
import { migrate } from '#storage/migrate.ts'
import { openDatabase, serverVersion, type Database } from '#storage/postgres.ts'
import { projectFolder } from '#storage/project-folder.ts'
import type { Config } from './config.ts'

export type Installation = {
  database: Database
  /** Address of the database, with its password: for a second process on the same database. */
  url: string
  embedded: boolean
  /** Migrations applied by this opening. */
  migrated: string[]
  close: () => Promise<void>
}

const pick = ({ log, onDeath }: { log?: (line: string) => void; onDeath?: (reason: string) => void }) => ({
  ...(log ? { log } : {}),
  ...(onDeath ? { onDeath } : {}),
})

type RoleData = { code: string; name: unknown; description: unknown; capabilities: string[]; purposes: string[] }

/** `attach`: join the database of a running server instead of refusing because its folder is in use. */
export async function openInstallation(
  config: Config,
  options: { attach?: boolean; log?: (line: string) => void; onDeath?: (reason: string) => void } = {},
): Promise<Installation> {
  const running = config.databaseUrl === null && options.attach ? findRunning({ dataDir: config.dataDir }) : undefined
  const own =
    config.databaseUrl === null && !running
      ? await startEmbedded({ dataDir: config.dataDir, ...pick(options) })
      : undefined
  const url = config.databaseUrl ?? running?.url ?? own!.url
  const database = openDatabase(url, { size: 20 })
  const close = async (): Promise<void> => {
    await database.close()
    await own?.stop()
  }
  try {
    refuseOldServer(await serverVersion(database.pool))
    const migrated = await migrate(database.pool)
    const roles = JSON.parse(readFileSync(join(projectFolder, 'policy/roles.json'), 'utf8')) as RoleData[]
    await upsertRoles(database.db, roles)
    return { database, url, embedded: config.databaseUrl === null, migrated, close }
  } catch (error) {
    await close()
    throw connectionFault(error, url)
  }
}
