// SQL that writes the region tree: whole trees in a few statements, so that 27,000 regions take well under a second.

import { sql } from 'kysely'
import type { Text } from '#base/text.ts'
import type { Db, Tx } from '#storage/postgres.ts'
import type { RegionRow } from './divisions-file.ts'
import type { OutlineRow } from './outlines-file.ts'
import type { CoordinateSystem } from './rules.ts'

type Handle = Db | Tx

const CHUNK = 10_000

function* chunks<T>(rows: readonly T[]): Generator<T[]> {
  for (let i = 0; i < rows.length; i += CHUNK) yield rows.slice(i, i + CHUNK)
}

export async function insertRegions(db: Handle, rows: readonly RegionRow[]): Promise<void> {
  for (const part of chunks(rows)) {
    const column = <K extends keyof RegionRow>(name: K): RegionRow[K][] => part.map((row) => row[name])
    await sql`
      insert into regions (code, valid_from, valid_to, level, parent_code, path, name_zh, name_en, population, population_on, population_source, was_code)
      select * from unnest(
        ${column('code')}::text[], ${column('validFrom')}::date[], ${column('validTo')}::date[], ${column('level')}::text[],
        ${column('parentCode')}::text[], ${column('path')}::text[], ${column('nameZh')}::text[], ${column('nameEn')}::text[],
        ${column('population')}::integer[], ${column('populationOn')}::date[], ${column('populationSource')}::text[], ${column('wasCode')}::text[]
      )`.execute(db)
  }
}

export async function insertOutlines(db: Handle, rows: readonly OutlineRow[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    insert into region_outlines (code, valid_from, geometry, area_square_km)
    select * from unnest(
      ${rows.map((row) => row.code)}::text[], ${rows.map((row) => row.validFrom)}::date[],
      ${rows.map((row) => JSON.stringify(row.geometry))}::jsonb[], ${rows.map((row) => row.areaSquareKm)}::double precision[]
    )`.execute(db)
}

export async function insertAdjacencies(
  db: Handle,
  pairs: readonly { between: readonly [string, string]; reason: Text }[],
): Promise<void> {
  for (const { between, reason } of pairs) {
    const [codeA, codeB] = [...between].sort() as [string, string]
    await db
      .insertInto('regionAdjacencies')
      .values({ codeA, codeB, reason: JSON.stringify(reason) })
      .onConflict((on) => on.columns(['codeA', 'codeB']).doNothing())
      .execute()
  }
}

/** Removes the whole tree with `rootPath` on top, its outlines and the declarations about it. */
export async function deleteTree(db: Handle, rootPath: string): Promise<void> {
  await sql`
    delete from region_adjacencies where exists (
      select from regions r where r.code in (code_a, code_b) and r.path ^@ ${rootPath})`.execute(db)
  await sql`delete from regions where path ^@ ${rootPath}`.execute(db)
}

export async function deleteOutlines(db: Handle, rows: readonly { code: string; validFrom: string }[]): Promise<void> {
  await sql`
    delete from region_outlines o using unnest(${rows.map(({ code }) => code)}::text[], ${rows.map(({ validFrom }) => validFrom)}::date[]) as gone (code, valid_from)
    where o.code = gone.code and o.valid_from = gone.valid_from`.execute(db)
}

export type NewImport = {
  rootCode: string
  rootPath: string
  name: Text
  notice: Text | null
  sources: unknown[]
  approximations: Text[]
  coordinateSystem: CoordinateSystem
  gridDegrees: number | null
  replaced: boolean
  regionCount: number
  outlineCount: number
  isShipped: boolean
  importedBy: string
  importedAt: string
}

/** Records the import; its id is the new revision of the tree. */
export async function insertImport(db: Handle, given: NewImport): Promise<number> {
  const { id } = await db
    .insertInto('regionImports')
    .values({
      ...given,
      name: JSON.stringify(given.name),
      notice: given.notice === null ? null : JSON.stringify(given.notice),
      sources: JSON.stringify(given.sources),
      approximations: JSON.stringify(given.approximations),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** One import at a time, until the transaction ends. */
export const lockImports = (db: Handle): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtext('regions.import'))`.execute(db)
