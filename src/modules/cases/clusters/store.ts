// SQL of clusters: what people declared or dismissed, and the cases a search for clusters starts from.

import { sql } from 'kysely'
import type { Db, Tx } from '#storage/postgres.ts'
import type { UnitKind } from '../api-types.ts'

export type Declared = {
  id: string
  verdict: 'declared' | 'dismissed'
  key: string
  regionCode: string
  regionPath: string
  unitKind: UnitKind
  unitName: string
  reportedOn: string | null
}

export async function findJudgements(db: Db | Tx, knownAt: string): Promise<Declared[]> {
  const rows = await db
    .selectFrom('caseClusters')
    .select(['id', 'verdict', 'key', 'regionCode', 'regionPath', 'unitKind', 'unitName', 'reportedOn'])
    .where('knownFrom', '<=', knownAt)
    .where((on) => on.or([on('knownTo', 'is', null), on('knownTo', '>', knownAt)]))
    .execute()
  return rows as Declared[]
}

export async function insertJudgement(
  tx: Tx,
  given: Declared & { reason: string; knownFrom: string; knownBy: string },
): Promise<void> {
  await tx.insertInto('caseClusters').values(given).execute()
}

export const endJudgement = (tx: Tx, id: string, knownTo: string): Promise<unknown> =>
  tx.updateTable('caseClusters').set({ knownTo }).where('id', '=', id).execute()

export type ClusterCase = {
  id: string
  regionPath: string
  unitKind: UnitKind | null
  unitName: string | null
  clusterId: string | null
  confirmedOn: string
}

/** Counted cases up to a day that share their unit with another one, or belong to a declared cluster. */
export async function findClusterCases(
  db: Db | Tx,
  given: { on: string; knownAt: string | null; minimumCases: number },
): Promise<ClusterCase[]> {
  const source = given.knownAt === null ? sql`case_reports` : sql`case_history`
  const when =
    given.knownAt === null
      ? sql`true`
      : sql`c.known_from <= ${given.knownAt}::timestamptz and (c.known_to is null or c.known_to > ${given.knownAt}::timestamptz)`
  const found = await sql<ClusterCase>`
    with counted as (
      select c.id, c.region_path, c.county_code, c.unit_kind, c.unit_name, c.cluster_id, c.confirmed_on,
        count(*) over (partition by c.county_code, c.unit_kind, c.unit_name) as together
      from ${source} c
      where (c.unit_name is not null or c.cluster_id is not null) and c.confirmed_on <= ${given.on}::date and c.state <> 'ruled-out' and ${when}
    )
    select id, region_path, unit_kind, unit_name, cluster_id, confirmed_on from counted
    where cluster_id is not null or (unit_name is not null and together >= ${given.minimumCases})`.execute(db)
  return found.rows
}

/** Counties whose line list names units: there, no cluster found means that there is none. */
export async function findToldCounties(db: Db | Tx): Promise<string[]> {
  const found = await sql<{ code: string }>`
    select distinct county_code as code from case_reports where unit_name is not null and county_code <> ''
    union select split_part(region_path, '/', 3) from case_clusters where verdict = 'declared' and split_part(region_path, '/', 3) <> ''`.execute(
    db,
  )
  return found.rows.map(({ code }) => code)
}
