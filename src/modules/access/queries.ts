// Reads for the screens of access: own account, accounts of a jurisdiction, the audit log and its proof.

import { sql } from 'kysely'
import type { Text } from '#base/text.ts'
import type { Db, Tx } from '#storage/postgres.ts'
import type { Account, AuditEntry, AuditVerdict, Me, SignInOptions } from './api.ts'
import { scopesFromGrants, type Grant } from './rules.ts'

type Handle = Db | Tx

export async function readMe(db: Handle, accountId: string, now: string): Promise<Me | null> {
  const account = await db
    .selectFrom('accounts')
    .select(['id', 'signInName', 'displayName', 'isDemo', 'mustChangePassword'])
    .where('id', '=', accountId)
    .executeTakeFirst()
  if (!account) return null
  const grants = await db
    .selectFrom('grants')
    .innerJoin('roles', 'roles.code', 'grants.roleCode')
    .select([
      'roles.code as role',
      'roles.name as roleName',
      'grants.regionPath',
      'grants.regionCode',
      'roles.capabilities',
      'roles.purposes',
    ])
    .where('grants.accountId', '=', accountId)
    .where('grants.validFrom', '<=', now)
    .where((on) => on.or([on('grants.validTo', 'is', null), on('grants.validTo', '>', now)]))
    .orderBy('grants.regionPath')
    .execute()
  const { id, ...rest } = account
  return {
    accountId: id,
    ...rest,
    grants: grants.map(({ role, roleName, regionPath, regionCode }) => ({
      role,
      roleName: roleName as Text,
      regionPath,
      regionCode,
    })),
    scopes: scopesFromGrants(grants),
    purposes: [...new Set(grants.flatMap((grant) => grant.purposes))],
  }
}

/** Accounts by sign-in name; `onlyId` gives one. Grants outside the caller's jurisdiction stay hidden by row-level security. */
export async function listAccounts(
  db: Handle,
  input: {
    after?: string | undefined
    limit: number
    search?: string | undefined
    onlyId?: string
    scopes: readonly string[]
  },
): Promise<{ rows: Account[]; next: string | null }> {
  const found = await sql<Account>`
    select a.id, a.sign_in_name, a.display_name, a.status, a.is_demo, a.created_at,
      case when a.oidc_subject is not null then json_build_object('issuer', a.oidc_issuer, 'subject', a.oidc_subject) end as identity,
      coalesce(json_agg(json_build_object('id', g.id, 'role', g.role_code, 'regionPath', g.region_path, 'regionCode', g.region_code, 'validTo', to_char(g.valid_to at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
        order by g.region_path, g.role_code) filter (where g.id is not null), '[]') as grants
    from accounts a left join grants g on g.account_id = a.id and g.region_path ^@ any (${input.scopes}::text[])
    where (${input.onlyId ?? null}::uuid is null or a.id = ${input.onlyId ?? null}::uuid)
      and a.sign_in_name > ${input.after ?? ''}
      and (${input.search ?? null}::text is null or a.sign_in_name ilike '%' || ${input.search ?? null} || '%' or a.display_name ilike '%' || ${input.search ?? null} || '%')
      and (${input.scopes.includes('')} or exists (select from grants own where own.account_id = a.id and own.region_path ^@ any (${input.scopes}::text[])))
    group by a.id order by a.sign_in_name limit ${input.limit + 1}`.execute(db)
  const rows = found.rows.slice(0, input.limit)
  return { rows, next: found.rows.length > input.limit ? rows.at(-1)!.signInName : null }
}

/** The demonstration's people, with their roles. */
export async function listDemoPeople(db: Handle): Promise<NonNullable<SignInOptions['demo']>> {
  const found = await sql<{
    signInName: string
    displayName: string
    role: string
    roleName: Text
    regionPath: string
  }>`select sign_in_name, display_name, role_code as role, role_name, region_path from demo_people()`.execute(db)
  return found.rows
}

export const listRoles = (db: Handle) => db.selectFrom('roles').selectAll().orderBy('code').execute()

export const listSessions = (db: Handle, accountId: string, now: string) =>
  db
    .selectFrom('sessions')
    .select(['id', 'createdAt', 'lastSeenAt', 'expiresAt', 'address', 'agent'])
    .where('accountId', '=', accountId)
    .where('expiresAt', '>', now)
    .orderBy('lastSeenAt', 'desc')
    .execute()

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

/** Recomputes every hash, in the database: a changed, missing or reordered entry is named, whoever may see it. */
export async function verifyAudit(db: Handle): Promise<AuditVerdict> {
  const faults = await sql<
    AuditVerdict['faults'][number]
  >`select chain, seq, fault from audit_faults() order by chain, seq limit 1000`.execute(db)
  const size = await sql<{ entries: number; chains: number }>`select entries, chains from audit_size()`.execute(db)
  return { ...size.rows[0]!, intact: faults.rows.length === 0, faults: faults.rows }
}
