// Sign-in by an identity proven elsewhere (OpenID Connect): an administrator links it to an account. Signing
// in never makes an account nor gives a right: an identity that nobody linked is refused.

import { createHash, randomBytes } from 'node:crypto'
import { conflict, forbidden } from '#base/errors.ts'
import type { Clock } from '#base/clock.ts'
import type { Db } from '#storage/postgres.ts'
import type { Work } from '#storage/work.ts'
import { getManagedAccount, openSession, refuseGrantsElsewhere, type SignedIn } from './actions.ts'
import type { Account } from './api.ts'
import * as identities from './identity-store.ts'
import { deleteSessions } from './store.ts'

const WAIT_MINUTES = 10

/** An issuer is compared in one spelling: providers differ in the slash at the end. */
const issuerName = (issuer: string): string => new URL(issuer).href

const keyOf = (state: string, secret: string): string =>
  createHash('sha256').update(`${state}\n${secret}`).digest('hex')

export type Leaving = { state: string; nonce: string; verifier: string; returnTo: string }

/** Remembers a browser that leaves for the provider; gives the secret its cookie must bring back. */
export async function beginIdentitySignIn(db: Db, clock: Clock, leaving: Leaving): Promise<{ secret: string }> {
  const secret = randomBytes(32).toString('base64url')
  const now = clock.now()
  await identities.deleteLapsedSignIns(db, now.toISOString())
  await identities.insertPendingSignIn(
    db,
    {
      keyHash: keyOf(leaving.state, secret),
      nonce: leaving.nonce,
      verifier: leaving.verifier,
      returnTo: leaving.returnTo,
    },
    now.toISOString(),
    new Date(now.getTime() + WAIT_MINUTES * 60_000).toISOString(),
  )
  return { secret }
}

/** What was remembered of a browser that comes back; null when it never left, took too long, or came before. */
export async function resumeIdentitySignIn(
  db: Db,
  clock: Clock,
  back: { state: string; secret: string },
): Promise<Omit<Leaving, 'state'> | null> {
  return identities.takePendingSignIn(db, keyOf(back.state, back.secret), clock.now().toISOString())
}

/** Opens a session for the account linked with this identity. */
export async function signInWithIdentity(
  work: Work,
  given: { issuer: string; subject: string; address: string; agent: string },
): Promise<SignedIn> {
  const account = await identities.findAccountByIdentity(work.db, issuerName(given.issuer), given.subject)
  if (!account) throw forbidden('access.identity-unknown', { subject: given.subject })
  work.touched('account', account.id)
  if (account.status === 'locked') throw forbidden('access.account-locked')
  return openSession(work, account.id, given)
}

/** Links an account with an identity; its sessions end, so that whoever had it before is out. */
export async function linkIdentity(
  work: Work,
  given: { id: string; issuer: string; subject: string },
): Promise<Account> {
  await getManagedAccount(work, given.id)
  await refuseGrantsElsewhere(work, given.id)
  const issuer = issuerName(given.issuer)
  const holder = await identities.findAccountByIdentity(work.db, issuer, given.subject)
  if (holder && holder.id !== given.id) throw conflict('access.identity-taken')
  await identities.setIdentity(work.db, given.id, { issuer, subject: given.subject }, work.clock.now().toISOString())
  await deleteSessions(work.db, { accountId: given.id })
  work.touched('account', given.id)
  return getManagedAccount(work, given.id)
}

export async function unlinkIdentity(work: Work, id: string): Promise<Account> {
  await getManagedAccount(work, id)
  await refuseGrantsElsewhere(work, id)
  await identities.setIdentity(work.db, id, null, work.clock.now().toISOString())
  await deleteSessions(work.db, { accountId: id })
  work.touched('account', id)
  return getManagedAccount(work, id)
}
