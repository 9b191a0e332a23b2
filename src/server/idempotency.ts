// Answers a repeated write from its key. The first request inserts the key in its own transaction, so a
// second one that arrives meanwhile waits for its commit and then finds the answer.

import { sql } from 'kysely'
import type { Tx } from '#storage/postgres.ts'

export type WriteKey = { actor: string; key: string; operation: string; inputHash: string }

export async function beginWrite(
  tx: Tx,
  write: WriteKey,
  now: Date,
): Promise<{ inputHash: string; response: unknown } | null> {
  const inserted = await tx
    .insertInto('idempotentWrites')
    .values({ ...write, createdAt: now.toISOString() })
    .onConflict((on) => on.columns(['actor', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst()
  if (inserted) return null
  return tx
    .selectFrom('idempotentWrites')
    .select(['inputHash', 'response'])
    .where('actor', '=', write.actor)
    .where('key', '=', write.key)
    .executeTakeFirstOrThrow()
}

export async function finishWrite(tx: Tx, write: WriteKey, response: unknown): Promise<void> {
  await tx
    .updateTable('idempotentWrites')
    .set({ response: sql`${JSON.stringify(response ?? null)}::jsonb` })
    .where('actor', '=', write.actor)
    .where('key', '=', write.key)
    .execute()
}
