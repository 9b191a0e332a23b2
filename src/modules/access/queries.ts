// Reads for the screens of access: own account, accounts of a jurisdiction.

import { sql } from 'kysely'
import type { Text } from '#base/text.ts'
import type { Db, Tx } from '#storage/postgres.ts'
import type { Account, Me, SignInOptions } from './api.ts'
import { scopesFromGrants } from './rules.ts'

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
