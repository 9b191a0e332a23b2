// Reads of the region tree. The maps of a day are made once per revision and kept in memory; asking costs one small
// query that tells whether the tree has changed since.

import { sql } from 'kysely'
import type { Text } from '#base/text.ts'
import type { Db, Tx } from '#storage/postgres.ts'
import type { About, Region } from './api.ts'
import { type Atlas, type AtlasData, makeAtlas } from './atlas.ts'
import type { RegionRow } from './divisions-file.ts'
import { codesOf, isLevel, type Level } from './rules.ts'

type Handle = Db | Tx

type StoredRegion = Omit<RegionRow, 'level'> & { level: string }

const columns = [
  'code',
  'validFrom',
  'validTo',
  'level',
  'parentCode',
  'path',
  'nameZh',
  'nameEn',
  'population',
  'populationOn',
  'populationSource',
  'wasCode',
] as const

const levelOf = (level: string): Level => {
  if (!isLevel(level)) throw new Error(`Unknown level "${level}" in the database`)
  return level
}

function toRegion(row: StoredRegion): Region {
  const { code, validFrom, validTo, level, parentCode, path, nameZh, nameEn, population, wasCode } = row
  return {
    code,
    level: levelOf(level),
    parentCode,
    path,
    name: { zh: nameZh, en: nameEn },
    validFrom,
    validTo,
    population,
    populationOn: row.populationOn,
    populationSource: row.populationSource,
    wasCode,
  }
}

const regionsOnDay = (db: Handle, on: string) =>
  db
    .selectFrom('regions')
    .select(columns)
    .where('validFrom', '<=', on)
    .where((is) => is.or([is('validTo', 'is', null), is('validTo', '>=', on)]))

export async function findRegion(db: Handle, code: string, on: string): Promise<Region | null> {
  const row = await regionsOnDay(db, on).where('code', '=', code).executeTakeFirst()
  return row ? toRegion(row) : null
}

/** Regions of these codes that hold on the day, from the top down. */
export async function findRegions(db: Handle, codes: readonly string[], on: string): Promise<Region[]> {
  if (codes.length === 0) return []
  const rows = await regionsOnDay(db, on)
    .where('code', 'in', codes)
    .orderBy(sql`length(path)`)
    .orderBy('code')
    .execute()
  return rows.map(toRegion)
}

export async function listChildren(db: Handle, code: string, on: string): Promise<Region[]> {
  const rows = await regionsOnDay(db, on).where('parentCode', '=', code).orderBy('code').execute()
  return rows.map(toRegion)
}

export async function listVersions(db: Handle, code: string): Promise<Region[]> {
  const rows = await db.selectFrom('regions').select(columns).where('code', '=', code).orderBy('validFrom').execute()
  return rows.map(toRegion)
}

export type RegionSearch = {
  on: string
  level?: Level | undefined
  within?: string | undefined
  search?: string | undefined
  after?: string | undefined
  limit: number
}

/** By code; the page key is the last code. */
export async function listRegions(db: Handle, search: RegionSearch): Promise<{ rows: Region[]; next: string | null }> {
  let query = regionsOnDay(db, search.on)
    .orderBy('code')
    .limit(search.limit + 1)
  if (search.level) query = query.where('level', '=', search.level)
  if (search.within !== undefined && search.within !== '')
    query = query.where(
      sql<boolean>`path ^@ (select r.path from regions r where r.code = ${search.within} and r.valid_from <= ${search.on} and (r.valid_to is null or r.valid_to >= ${search.on}))`,
    )
  if (search.search) {
    const pattern = `%${search.search.replaceAll(/[\\%_]/g, '\\$&')}%`
    query = query.where((is) =>
      is.or([is('nameZh', 'like', pattern), is('nameEn', 'ilike', pattern), is('code', 'like', `${search.search}%`)]),
    )
  }
  if (search.after) query = query.where('code', '>', search.after)
  const found = await query.execute()
  const rows = found.slice(0, search.limit).map(toRegion)
  return { rows, next: found.length > search.limit ? (rows.at(-1)?.code ?? null) : null }
}

/** Every region of a level on a day, by code: for maps and ratings, which need all of them. */
export async function regionsOfLevel(db: Handle, on: string, level: Level): Promise<Region[]> {
  const rows = await regionsOnDay(db, on).where('level', '=', level).orderBy('code').execute()
  return rows.map(toRegion)
}

/** All rows, for imports that add to the tree and for the check of the whole. */
export async function readTree(db: Handle): Promise<RegionRow[]> {
  const rows = await db.selectFrom('regions').select(columns).orderBy('code').orderBy('validFrom').execute()
  return rows.map((row) => ({ ...row, level: levelOf(row.level) }))
}

/** What must be said beside the map: the newest import that brought the tree. */
export async function readAbout(db: Handle): Promise<About | null> {
  const row = await db
    .selectFrom('regionImports')
    .selectAll()
    .orderBy('replaced', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  if (!row) return null
  return {
    rootCode: row.rootCode,
    name: row.name as Text,
    notice: row.notice as Text | null,
    sources: row.sources as About['sources'],
    approximations: row.approximations as Text[],
    coordinateSystem: row.coordinateSystem as About['coordinateSystem'],
    isShipped: row.isShipped,
    importedAt: row.importedAt,
    importedBy: row.importedBy,
    revision: await readRevision(db),
  }
}

export async function readRevision(db: Handle): Promise<number> {
  const row = await db
    .selectFrom('regionImports')
    .select((on) => on.fn.max('id').as('revision'))
    .executeTakeFirst()
  return Number(row?.revision ?? 0)
}

/** Database, revision and the day since which the tree has been as it is on `on`: maps with one key are the same. */
export async function readMapKey(db: Handle, on: string): Promise<{ key: string; since: string }> {
  const { rows } = await sql<{ name: string; revision: string; since: string | null }>`
    select current_database() as name,
      (select coalesce(max(id), 0) || '-' || coalesce(extract(epoch from max(imported_at))::bigint, 0) from region_imports) as revision,
      (select max(change) from (
        select max(valid_from) as change from regions where level in ('province', 'city', 'county', 'town') and valid_from <= ${on}
        union all
        select max(valid_to) + 1 from regions where level in ('province', 'city', 'county', 'town') and valid_to < ${on}
      ) as changes) as since`.execute(db)
  const row = rows[0]
  const since = row?.since ?? '0001-01-01'
  return { key: `${row?.name}.${row?.revision}.${since}`, since }
}

const MAPS_KEPT = 6
const maps = new Map<string, Promise<Atlas>>()

export async function readAtlas(db: Handle, on: string): Promise<Atlas> {
  const { key } = await readMapKey(db, on)
  const known = maps.get(key)
  if (known) return known
  const made = readAtlasData(db, on).then(makeAtlas)
  maps.set(key, made)
  made.catch(() => maps.delete(key))
  for (const old of [...maps.keys()].slice(0, -MAPS_KEPT)) maps.delete(old)
  return made
}

async function readAtlasData(db: Handle, on: string): Promise<AtlasData> {
  const outlines = await sql<{ code: string; geometry: AtlasData['outlines'][number]['geometry'] }>`
    select o.code, o.geometry from region_outlines o join regions r using (code, valid_from)
    where r.valid_from <= ${on} and (r.valid_to is null or r.valid_to >= ${on}) order by o.code`.execute(db)
  const drawnCodes = outlines.rows.map(({ code }) => code)
  const regions = await regionsOnDay(db, on)
    .where((is) =>
      is.or([is('level', 'in', ['province', 'city', 'county', 'town']), is('code', 'in', ['', ...drawnCodes])]),
    )
    .execute()
  const declared = await db.selectFrom('regionAdjacencies').selectAll().orderBy('codeA').orderBy('codeB').execute()
  const grid = await db
    .selectFrom('regionImports')
    .select('gridDegrees')
    .where('outlineCount', '>', 0)
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return {
    regions: regions.map((row) => ({ ...row, level: levelOf(row.level) })),
    outlines: outlines.rows,
    declared: declared.map(({ codeA, codeB, reason }) => ({ between: [codeA, codeB], reason: reason as Text })),
    gridDegrees: grid?.gridDegrees ?? null,
  }
}

/** From the top down, without the region itself. */
export const listAncestors = (db: Handle, region: Region, on: string): Promise<Region[]> =>
  findRegions(db, codesOf(region.path).slice(0, -1), on)
