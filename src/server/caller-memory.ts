// Remembers for ten seconds who is behind a session token, so that a busy screen does not ask the database
// at every request. Forgets everything at once when the database says that sessions, accounts, grants or
// roles changed; remembers nothing while it cannot hear the database.

import type pg from 'pg'
import type { SessionActor } from '#modules/access/index.ts'

const KEEP_MS = 10_000
const MOST = 50_000

export type CallerMemory = {
  recall: (token: string, now: Date) => SessionActor | undefined
  /** Changes whenever everything is forgotten; taken before the database is asked. */
  moment: () => number
  /** Keeps nothing that was asked before everything was last forgotten: the answer may be what has changed. */
  keep: (token: string, now: Date, actor: SessionActor, asked?: number) => void
  stop: () => Promise<void>
}

export async function rememberCallers(pool: pg.Pool): Promise<CallerMemory> {
  const kept = new Map<string, { actor: SessionActor; until: number }>()
  let ear: pg.PoolClient | undefined
  let stopped = false
  let moment = 0
  const forget = (): void => {
    moment++
    kept.clear()
  }

  const listen = async (): Promise<void> => {
    const client = await pool.connect()
    const lost = (): void => {
      if (ear !== client) return
      ear = undefined
      forget()
      client.release(true)
      if (!stopped) setTimeout(() => void listen().catch(() => undefined), 1000).unref()
    }
    client.on('error', lost)
    client.on('end', lost)
    client.on('notification', forget)
    await client.query('listen access_changed')
    forget()
    ear = client
  }
  await listen()

  return {
    recall: (token, now) => {
      const found = ear && kept.get(token)
      return found && found.until > now.getTime() ? found.actor : undefined
    },
    moment: () => moment,
    keep: (token, now, actor, asked = moment) => {
      if (!ear || asked !== moment) return
      if (kept.size >= MOST) kept.clear()
      kept.set(token, { actor, until: now.getTime() + KEEP_MS })
    },
    stop: async () => {
      stopped = true
      const client = ear
      ear = undefined
      client?.release(true)
    },
  }
}
