// SQL that writes aggregate counts by hand: one figure at a time, every earlier version kept.

import { sql } from 'kysely'
import type { Tx } from '#storage/postgres.ts'
import type { CountLevel, CountScope } from '../api-types.ts'

export type CountKey = { source: string; regionCode: string; scope: CountScope; on: string }
export type Figure = { id: string; confirmed: number; imported: number | null; version: number; batchId: string | null }

/** The figure that holds now, locked; null when there is none. */
export async function lockFigure(tx: Tx, key: CountKey): Promise<Figure | null> {
  const row = await tx
    .selectFrom('caseCounts')
    .select(['id', 'confirmed', 'imported', 'version', 'batchId'])
    .where('source', '=', key.source)
    .where('regionCode', '=', key.regionCode)
    .where('scope', '=', key.scope)
    .where('countedOn', '=', key.on)
    .where('knownTo', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

/** Closes the figure that held and writes the new one, with the next version. */
export async function putFigure(
  tx: Tx,
  given: CountKey & {
    id: string
    regionPath: string
    level: CountLevel
    confirmed: number
    imported: number | null
    replaces: string | null
    now: string
    by: string
    reason: string | null
    batchId: string | null
  },
): Promise<void> {
  if (given.replaces)
    await tx.updateTable('caseCounts').set({ knownTo: given.now }).where('id', '=', given.replaces).execute()
  await sql`
    insert into case_counts (id, source, region_code, region_path, level, scope, counted_on, confirmed, imported, version, known_from, known_by, reason, batch_id)
    select ${given.id}::uuid, ${given.source}::text, ${given.regionCode}::text, ${given.regionPath}::text, ${given.level}::text, ${given.scope}::text, ${given.on}::date,
      ${given.confirmed}::int, ${given.imported}::int,
      coalesce((select max(version) from case_counts where region_code = ${given.regionCode} and counted_on = ${given.on}::date and source = ${given.source} and scope = ${given.scope}), 0) + 1,
      ${given.now}::timestamptz, ${given.by}::text, ${given.reason}::text, ${given.batchId}::uuid`.execute(tx)
}

export async function rankSources(tx: Tx, names: readonly string[]): Promise<void> {
  await sql`
    update count_sources s set rank = coalesce((select o.place from unnest(${names}::text[]) with ordinality as o (name, place) where o.name = s.name), ${names.length} + s.rank)`.execute(
    tx,
  )
}

export const findSources = async (tx: Tx): Promise<string[]> =>
  (await tx.selectFrom('countSources').select('name').orderBy('rank').orderBy('name').execute()).map(({ name }) => name)

/** What stands before and after a day in one source's figures of a region, for figures told as totals. */
export async function totalsAround(tx: Tx, key: CountKey): Promise<{ upTo: number; nextOn: string | null }> {
  const found = await sql<{ upTo: number; nextOn: string | null }>`
    select coalesce(sum(confirmed) filter (where counted_on <= ${key.on}::date), 0) as up_to, min(counted_on) filter (where counted_on > ${key.on}::date) as next_on
    from case_counts where source = ${key.source} and region_code = ${key.regionCode} and scope = ${key.scope} and known_to is null`.execute(
    tx,
  )
  return found.rows[0]!
}
