// SQL of identities proven elsewhere (OpenID Connect) and of sign-ins under way at the provider.

import { sql } from 'kysely'
import type { Db, Tx } from '#storage/postgres.ts'

type Handle = Db | Tx

export type PendingSignIn = { keyHash: string; nonce: string; verifier: string; returnTo: string }

export const insertPendingSignIn = (db: Handle, pending: PendingSignIn, createdAt: string, expiresAt: string) =>
  db
    .insertInto('oidcRequests')
    .values({ ...pending, createdAt, expiresAt })
    .execute()

/** Gives the sign-in under way and removes it: of two that bring the same key, one gets it. */
export async function takePendingSignIn(db: Handle, keyHash: string, now: string): Promise<PendingSignIn | null> {
  const taken = await db
    .deleteFrom('oidcRequests')
    .where('keyHash', '=', keyHash)
    .returning(['keyHash', 'nonce', 'verifier', 'returnTo', 'expiresAt'])
    .executeTakeFirst()
  return taken && taken.expiresAt > now ? taken : null
}

export const deleteLapsedSignIns = (db: Handle, now: string) =>
  db.deleteFrom('oidcRequests').where('expiresAt', '<=', now).execute()

export const findAccountByIdentity = (db: Handle, issuer: string, subject: string) =>
  db
    .selectFrom('accounts')
    .select(['id', 'status'])
    .where('oidcIssuer', '=', issuer)
    .where('oidcSubject', '=', subject)
    .executeTakeFirst()

/** Gives an account its identity, or takes it away; a first password that nobody ever used is dropped with the former. */
export async function setIdentity(
  db: Handle,
  accountId: string,
  identity: { issuer: string; subject: string } | null,
  now: string,
): Promise<void> {
  await db
    .updateTable('accounts')
    .set({ oidcIssuer: identity?.issuer ?? null, oidcSubject: identity?.subject ?? null, changedAt: now })
    .$if(identity !== null, (query) =>
      query.set({
        passwordHash: sql<string | null>`case when must_change_password then null else password_hash end`,
        mustChangePassword: false,
      }),
    )
    .where('id', '=', accountId)
    .execute()
}
