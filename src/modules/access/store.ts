// SQL of accounts, grants, sessions, sign-in attempts and the audit log.

import { sql } from 'kysely'
import type { Db, Tx } from '#storage/postgres.ts'
import type { Grant } from './rules.ts'

type Handle = Db | Tx

const grantsNow = (now: string) => sql`(
  select json_agg(json_build_object('role', g.role_code, 'regionPath', g.region_path, 'capabilities', r.capabilities, 'purposes', r.purposes))
    from grants g join roles r on r.code = g.role_code
   where g.account_id = a.id and g.valid_from <= ${now} and (g.valid_to is null or g.valid_to > ${now}))`

type Holder = {
  accountId: string
  displayName: string
  isDemo: boolean
  mustChangePassword: boolean
  grants: Grant[] | null
}
export type StoredHolder = Omit<Holder, 'grants'> & { grants: Grant[] }
export type StoredSession = StoredHolder & { sessionId: string; lastSeenAt: string }

/** The live session behind a token, with the grants that hold now; null when there is none. */
export async function findSession(db: Handle, tokenHash: string, now: string): Promise<StoredSession | null> {
  const found = await sql<Holder & { sessionId: string; lastSeenAt: string }>`
    select s.id as session_id, a.id as account_id, a.display_name, a.is_demo, a.must_change_password, s.last_seen_at, ${grantsNow(now)} as grants
    from sessions s join accounts a on a.id = s.account_id
    where s.token_hash = ${tokenHash} and s.expires_at > ${now} and a.status = 'active'`.execute(db)
  const row = found.rows[0]
  return row ? { ...row, grants: row.grants ?? [] } : null
}

/** An active account by its sign-in name, with the grants that hold now. */
export async function findHolder(db: Handle, signInName: string, now: string): Promise<StoredHolder | null> {
  const found = await sql<Holder>`
    select a.id as account_id, a.display_name, a.is_demo, a.must_change_password, ${grantsNow(now)} as grants
    from accounts a where lower(a.sign_in_name) = ${signInName.toLowerCase()} and a.status = 'active'`.execute(db)
  const row = found.rows[0]
  return row ? { ...row, grants: row.grants ?? [] } : null
}

export const touchSession = (db: Handle, id: string, now: string): Promise<unknown> =>
  db.updateTable('sessions').set({ lastSeenAt: now }).where('id', '=', id).execute()

export const findAccountByName = (db: Handle, name: string) =>
  db
    .selectFrom('accounts')
    .selectAll()
    .where(sql<string>`lower(sign_in_name)`, '=', name.trim().toLowerCase())
    .executeTakeFirst()

export const findAccount = (db: Handle, id: string) =>
  db.selectFrom('accounts').selectAll().where('id', '=', id).executeTakeFirst()

export async function countRecentFailures(
  db: Handle,
  name: string,
  address: string,
  since: string,
): Promise<{ byName: number; byAddress: number }> {
  const row = await sql<{ byName: number; byAddress: number }>`
    select
      (select count(*) from sign_in_attempts f where f.sign_in_name = ${name} and f.attempted_at > ${since} and not f.succeeded
         and f.id > coalesce((select max(id) from sign_in_attempts where sign_in_name = ${name} and succeeded), 0)) as by_name,
      (select count(*) from sign_in_attempts where address = ${address} and attempted_at > ${since} and not succeeded) as by_address`.execute(
    db,
  )
  return row.rows[0]!
}

export const insertAttempt = (
  db: Handle,
  attempt: { signInName: string; address: string; succeeded: boolean; attemptedAt: string },
) => db.insertInto('signInAttempts').values(attempt).execute()

export const insertSession = (
  db: Handle,
  session: {
    id: string
    accountId: string
    tokenHash: string
    createdAt: string
    lastSeenAt: string
    expiresAt: string
    address: string
    agent: string
  },
) => db.insertInto('sessions').values(session).execute()

export async function deleteSessions(
  db: Handle,
  of: { id?: string; accountId: string; except?: string },
): Promise<number> {
  let query = db.deleteFrom('sessions').where('accountId', '=', of.accountId)
  if (of.id) query = query.where('id', '=', of.id)
  if (of.except) query = query.where('id', '!=', of.except)
  const result = await query.executeTakeFirst()
  return Number(result.numDeletedRows)
}

export type NewAccount = {
  id: string
  signInName: string
  displayName: string
  passwordHash: string | null
  mustChangePassword: boolean
  isDemo: boolean
  createdAt: string
  changedAt: string
  oidcIssuer?: string | null
  oidcSubject?: string | null
}
/** False when the name is taken. */
export async function insertAccount(db: Handle, account: NewAccount): Promise<boolean> {
  const inserted = await db
    .insertInto('accounts')
    .values(account)
    .onConflict((on) => on.doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export const updateAccount = (
  db: Handle,
  id: string,
  change: {
    passwordHash?: string
    mustChangePassword?: boolean
    status?: 'active' | 'locked'
    displayName?: string
    changedAt: string
  },
) => db.updateTable('accounts').set(change).where('id', '=', id).execute()

export const insertGrant = (
  db: Handle,
  grant: {
    id: string
    accountId: string
    roleCode: string
    regionPath: string
    regionCode: string | null
    validFrom: string
    validTo: string | null
    grantedBy: string | null
  },
) =>
  db
    .insertInto('grants')
    .values(grant)
    .onConflict((on) => on.columns(['accountId', 'roleCode', 'regionPath']).doUpdateSet({ validTo: grant.validTo }))
    .execute()

export const deleteGrant = (db: Handle, id: string) =>
  db.deleteFrom('grants').where('id', '=', id).returning(['accountId', 'roleCode', 'regionPath']).executeTakeFirst()

export async function upsertRoles(
  db: Handle,
  roles: readonly { code: string; name: unknown; description: unknown; capabilities: string[]; purposes: string[] }[],
): Promise<void> {
  await sql`
    insert into roles (code, name, description, capabilities, purposes)
    select r.code, r.name, r.description, array(select jsonb_array_elements_text(r.capabilities)), array(select jsonb_array_elements_text(r.purposes))
    from jsonb_to_recordset(${JSON.stringify(roles)}::jsonb) as r(code text, name jsonb, description jsonb, capabilities jsonb, purposes jsonb)
    on conflict (code) do update set name = excluded.name, description = excluded.description, capabilities = excluded.capabilities, purposes = excluded.purposes`.execute(
    db,
  )
}

export type NewAuditEntry = {
  at: string
  accountId: string | null
  actorName: string
  roles: readonly string[]
  purpose: string
  action: string
  kind: 'write' | 'read' | 'sign-in' | 'refused'
  subjects: readonly string[]
  regionPath: string
  detail: Record<string, unknown>
  requestId: string | null
  address: string | null
}

export async function insertAuditEntry(db: Handle, entry: NewAuditEntry): Promise<void> {
  await sql`
    insert into audit_entries (at, account_id, actor_name, roles, purpose, action, kind, subjects, region_path, detail, request_id, address)
    values (${entry.at}, ${entry.accountId}, ${entry.actorName}, ${entry.roles}, ${entry.purpose}, ${entry.action}, ${entry.kind},
            ${entry.subjects}, ${entry.regionPath}, ${JSON.stringify(entry.detail)}::jsonb, ${entry.requestId}, ${entry.address})`.execute(
    db,
  )
}

export async function countAccounts(db: Handle): Promise<{ accounts: number; demo: number }> {
  const row = await sql<{
    accounts: number
    demo: number
  }>`select count(*) as accounts, count(*) filter (where is_demo) as demo from accounts`.execute(db)
  return row.rows[0]!
}

export const roleExists = async (db: Handle, code: string): Promise<boolean> =>
  (await db.selectFrom('roles').select('code').where('code', '=', code).executeTakeFirst()) !== undefined

/** From here to the end of the transaction, row-level security sees this account as the one acting. */
export const actAsAccount = (db: Handle, accountId: string) =>
  sql`select set_config('wuse.account', ${accountId}, true)`.execute(db)

/** True when the account has a grant outside the caller's jurisdiction, which row-level security hides. */
export async function holdsGrantsElsewhere(db: Handle, accountId: string): Promise<boolean> {
  const found = await sql<{ elsewhere: boolean }>`select holds_grants_elsewhere(${accountId}) as elsewhere`.execute(db)
  return found.rows[0]!.elsewhere
}
