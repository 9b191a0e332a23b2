// The audit log: search, export, proof.

import { sql } from 'kysely'
import type { Db, Tx } from '#storage/postgres.ts'
import type { AuditEntry, AuditVerdict } from './api.ts'

type Handle = Db | Tx

export type AuditSearch = {
  after?: string | undefined
  limit: number
  from?: string | undefined
  to?: string | undefined
  accountId?: string | undefined
  actor?: string | undefined
  action?: string | undefined
  kind?: string | undefined
  subject?: string | undefined
  regionPath?: string | undefined
}

/** Newest first; the page key is "at|chain|seq". */
export async function searchAudit(
  db: Handle,
  search: AuditSearch,
): Promise<{ rows: AuditEntry[]; next: string | null }> {
  let query = db
    .selectFrom('auditEntries')
    .select([
      'chain',
      'seq',
      'at',
      'accountId',
      'actorName',
      'roles',
      'purpose',
      'action',
      'kind',
      'subjects',
      'regionPath',
      'detail',
      'requestId',
      'address',
    ])
    .select([
      sql<string>`encode(hash, 'hex')`.as('hash'),
      sql<string>`to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('exactAt'),
    ])
    .orderBy('at', 'desc')
    .orderBy('chain')
    .orderBy('seq')
    .limit(search.limit + 1)
  if (search.from) query = query.where('at', '>=', search.from)
  if (search.to) query = query.where('at', '<', search.to)
  if (search.accountId) query = query.where('accountId', '=', search.accountId)
  if (search.actor) query = query.where('actorName', 'ilike', `%${search.actor}%`)
  if (search.action) query = query.where('action', 'like', `${search.action}%`)
  if (search.kind) query = query.where('kind', '=', search.kind)
  if (search.subject) query = query.where(sql<boolean>`subjects @> array[${search.subject}]::text[]`)
  if (search.regionPath) query = query.where(sql<boolean>`region_path ^@ ${search.regionPath}`)
  if (search.after) {
    const [at, chain, seq] = search.after.split('|')
    query = query.where(
      sql<boolean>`(at < ${at}::timestamptz or (at = ${at}::timestamptz and (chain, seq) > (${Number(chain)}, ${Number(seq)})))`,
    )
  }
  const found = await query.execute()
  const page = found.slice(0, search.limit)
  const last = page.at(-1)
  return {
    rows: page.map(({ exactAt: _, ...row }) => ({ ...row, kind: row.kind as AuditEntry['kind'] })),
    next: found.length > search.limit && last ? `${last.exactAt}|${last.chain}|${last.seq}` : null,
  }
}

/** Every entry the search finds, newest first, read in pages: an export holds one page at a time. */
export async function* eachAuditEntry(
  db: Handle,
  search: Omit<AuditSearch, 'after' | 'limit'>,
): AsyncIterable<AuditEntry> {
  let after: string | undefined
  do {
    const page = await searchAudit(db, { ...search, after, limit: 1000 })
    yield* page.rows
    after = page.next ?? undefined
  } while (after)
}

export type AuditHead = { chain: number; seq: number; hash: string }

/** Newest entry of each chain: what an anchor keeps. */
export const readAuditHeads = async (db: Handle): Promise<AuditHead[]> =>
  (await sql<AuditHead>`select chain, seq, hash from audit_heads_now()`.execute(db)).rows

/**
 * Recomputes every hash, in the database: a changed, missing or reordered entry is named, whoever may see it.
 * Anchors kept elsewhere find what a forger who holds the database can hide: a chain cut short together with its head.
 */
export async function verifyAudit(db: Handle, anchors: readonly AuditHead[] = []): Promise<AuditVerdict> {
  const faults = await sql<AuditVerdict['faults'][number]>`
    (select chain, seq, fault from audit_faults() order by chain, seq limit 1000)
    union all
    (select chain, seq, fault from audit_anchor_faults(${JSON.stringify(anchors)}::jsonb) limit 1000)`.execute(db)
  const size = await sql<{ entries: number; chains: number }>`select entries, chains from audit_size()`.execute(db)
  return { ...size.rows[0]!, anchors: anchors.length, intact: faults.rows.length === 0, faults: faults.rows }
}
