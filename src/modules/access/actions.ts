// The verbs of access: sign in and out, accounts, grants, sessions.

import type { Actor } from '#base/actor.ts'
import { conflict, forbidden, invalid, notFound, tooMany, unauthenticated } from '#base/errors.ts'
import { newId } from '#base/ids.ts'
import type { Work } from '#storage/work.ts'
import type { Account, Me } from './api.ts'
import { checkPassword, hashPassword, hashToken, newFirstPassword, newToken } from './passwords.ts'
import { listAccounts, readMe } from './queries.ts'
import { mayTrySignIn, passwordFault, sessionHours, throttle, whyNotGrant } from './rules.ts'
import { deleteOutlived } from './retention-store.ts'
import * as store from './store.ts'

const HOUR = 3_600_000

const later = (work: Work, milliseconds: number): string =>
  new Date(work.clock.now().getTime() + milliseconds).toISOString()
const nowOf = (work: Work): string => work.clock.now().toISOString()

export type SignedIn = { me: Me; token: string; expiresAt: string }

/** Checks name and password, with throttling by name and by address; every attempt is kept. */
export async function signIn(
  work: Work,
  given: { name: string; password: string; address: string; agent: string },
): Promise<SignedIn> {
  const name = given.name.trim().toLowerCase()
  const attempt = { signInName: name, address: given.address, attemptedAt: nowOf(work) }
  const failures = await store.countRecentFailures(
    work.db,
    name,
    given.address,
    later(work, -throttle.windowMinutes * 60_000),
  )
  if (!mayTrySignIn(failures)) throw tooMany('access.sign-in-throttled', { minutes: throttle.windowMinutes })

  const account = await store.findAccountByName(work.db, name)
  const right = await checkPassword(account?.passwordHash ?? null, given.password)
  if (!account || !right) {
    work.evenIfRefused(async (tx) => void (await store.insertAttempt(tx, { ...attempt, succeeded: false })))
    throw unauthenticated('access.sign-in-failed')
  }
  if (account.status === 'locked') throw forbidden('access.account-locked')
  await store.insertAttempt(work.db, { ...attempt, succeeded: true })
  return openSession(work, account.id, given)
}

/** A session for an account whose identity is proven (by password or by OpenID Connect). */
export async function openSession(
  work: Work,
  accountId: string,
  from: { address: string; agent: string },
): Promise<SignedIn> {
  const token = newToken()
  const now = nowOf(work)
  const expiresAt = later(work, sessionHours.longest * HOUR)
  await store.insertSession(work.db, {
    id: newId(),
    accountId,
    tokenHash: hashToken(token),
    createdAt: now,
    lastSeenAt: now,
    expiresAt,
    address: from.address,
    agent: from.agent.slice(0, 300),
  })
  await store.actAsAccount(work.db, accountId)
  const me = await readMe(work.db, accountId, now)
  if (!me) throw notFound('access.account-unknown')
  work.touched('account', accountId)
  work.identify({
    ...work.actor,
    accountId,
    name: me.displayName,
    roles: me.grants.map((grant) => grant.role),
    scopes: me.scopes,
  })
  return { me, token, expiresAt }
}

/** An actor with the purposes its roles allow, by capability. */
export type SessionActor = Actor & { purposes: Record<string, string[]>; mustChangePassword: boolean }

/** The actor behind a session token; null when the session is unknown, ended or idle for too long. */
export async function actorOfToken(
  db: Parameters<typeof store.findSession>[0],
  token: string,
  now: Date,
): Promise<SessionActor | null> {
  const session = await store.findSession(db, hashToken(token), now.toISOString())
  if (!session) return null
  const idle = now.getTime() - new Date(session.lastSeenAt).getTime()
  if (idle > sessionHours.idle * HOUR) return null
  if (idle > 60_000) await store.touchSession(db, session.sessionId, now.toISOString())
  return actorOfGrants(session, session.sessionId)
}

/** The actor an account is, without a session: for the program that acts out a scenario's people. */
export async function actorOfName(
  db: Parameters<typeof store.findHolder>[0],
  signInName: string,
  now: Date,
): Promise<SessionActor | null> {
  const holder = await store.findHolder(db, signInName, now.toISOString())
  return holder && actorOfGrants(holder, null)
}

export async function signOut(work: Work): Promise<void> {
  if (!work.actor.accountId || !work.actor.sessionId) return
  await store.deleteSessions(work.db, { accountId: work.actor.accountId, id: work.actor.sessionId })
}

export async function revokeSession(work: Work, id: string): Promise<void> {
  const ended = await store.deleteSessions(work.db, { accountId: ownAccount(work), id })
  if (ended === 0) throw notFound('access.session-unknown')
  work.touched('session', id)
}

const ownAccount = (work: Work): string => {
  if (!work.actor.accountId) throw unauthenticated('access.not-signed-in')
  return work.actor.accountId
}

export async function changePassword(work: Work, given: { current: string; next: string }): Promise<void> {
  const account = await store.findAccount(work.db, ownAccount(work))
  if (!account || !(await checkPassword(account.passwordHash, given.current))) throw invalid('access.password-wrong')
  const fault = passwordFault(given.next, account.signInName)
  if (fault) throw invalid(`access.password-${fault}`)
  await store.updateAccount(work.db, account.id, {
    passwordHash: await hashPassword(given.next),
    mustChangePassword: false,
    changedAt: nowOf(work),
  })
  await store.deleteSessions(work.db, {
    accountId: account.id,
    ...(work.actor.sessionId ? { except: work.actor.sessionId } : {}),
  })
  work.touched('account', account.id)
}

const managed = (work: Work): readonly string[] =>
  work.actor.kind === 'system' ? [''] : (work.actor.scopes['accounts.manage'] ?? [])

/** The account if it lies in the caller's jurisdiction. */
export async function getManagedAccount(work: Work, id: string): Promise<Account> {
  const { rows } = await listAccounts(work.db, { limit: 1, onlyId: id, scopes: managed(work) })
  if (!rows[0]) throw notFound('access.account-unknown')
  return rows[0]
}

export async function findAccountId(work: Work, signInName: string): Promise<string> {
  const account = await store.findAccountByName(work.db, signInName)
  if (!account) throw notFound('access.account-unknown')
  return account.id
}

/** Refuses to hand over an account that reaches further than the administrator: a new identity or password is a key to all of it. */
export async function refuseGrantsElsewhere(work: Work, accountId: string): Promise<void> {
  if (work.actor.kind === 'system') return
  if (await store.holdsGrantsElsewhere(work.db, accountId)) throw forbidden('access.grants-elsewhere')
}

export type AccountGiven = {
  signInName: string
  displayName: string
  role: string
  regionPath: string
  password?: string
  isDemo?: boolean
}

/** Creates an account with its first grant; the first password is shown once and must be changed unless given. */
export async function createAccount(
  work: Work,
  given: AccountGiven,
): Promise<{ account: Account; firstPassword: string }> {
  const id = newId()
  const firstPassword = given.password ?? newFirstPassword()
  if (given.password && !given.isDemo) {
    const fault = passwordFault(given.password, given.signInName)
    if (fault) throw invalid(`access.password-${fault}`)
  }
  const created = await store.insertAccount(work.db, {
    id,
    signInName: given.signInName.trim(),
    displayName: given.displayName,
    passwordHash: await hashPassword(firstPassword),
    mustChangePassword: given.password === undefined,
    isDemo: given.isDemo ?? false,
    createdAt: nowOf(work),
    changedAt: nowOf(work),
  })
  if (!created) throw conflict('access.name-taken', { name: given.signInName })
  const account = await grantRole(work, { id, role: given.role, regionPath: given.regionPath })
  return { account, firstPassword }
}

export async function grantRole(
  work: Work,
  given: { id: string; role: string; regionPath: string; validTo?: string | undefined },
): Promise<Account> {
  const why = whyNotGrant(work.actor, { accountId: given.id, regionPath: given.regionPath })
  if (why) throw forbidden(`access.${why}`)
  if (!(await store.roleExists(work.db, given.role))) throw invalid('access.role-unknown', { role: given.role })
  await store.insertGrant(work.db, {
    id: newId(),
    accountId: given.id,
    roleCode: given.role,
    regionPath: given.regionPath,
    regionCode: given.regionPath.split('/').findLast(Boolean) ?? null,
    validFrom: nowOf(work),
    validTo: given.validTo ?? null,
    grantedBy: work.actor.accountId,
  })
  work.touched('account', given.id, given.regionPath)
  work.detail({ role: given.role, regionPath: given.regionPath })
  return getManagedAccount(work, given.id)
}

export async function revokeGrant(work: Work, id: string): Promise<void> {
  const gone = await store.deleteGrant(work.db, id)
  if (!gone) throw notFound('access.grant-unknown')
  work.touched('account', gone.accountId, gone.regionPath)
  work.detail({ role: gone.roleCode, regionPath: gone.regionPath })
}

export async function setAccountStatus(
  work: Work,
  given: { id: string; status: 'active' | 'locked' },
): Promise<Account> {
  if (given.id === work.actor.accountId) throw forbidden('access.own-account')
  await getManagedAccount(work, given.id)
  await refuseGrantsElsewhere(work, given.id)
  await store.updateAccount(work.db, given.id, { status: given.status, changedAt: nowOf(work) })
  if (given.status === 'locked') await store.deleteSessions(work.db, { accountId: given.id })
  work.touched('account', given.id)
  return getManagedAccount(work, given.id)
}

export async function resetPassword(work: Work, id: string): Promise<{ firstPassword: string }> {
  await getManagedAccount(work, id)
  await refuseGrantsElsewhere(work, id)
  const firstPassword = newFirstPassword()
  await store.updateAccount(work.db, id, {
    passwordHash: await hashPassword(firstPassword),
    mustChangePassword: true,
    changedAt: nowOf(work),
  })
  await store.deleteSessions(work.db, { accountId: id })
  work.touched('account', id)
  return { firstPassword }
}

function actorOfGrants(session: store.StoredHolder, sessionId: string | null): SessionActor {
  const purposes: Record<string, string[]> = {}
  const scopes: Record<string, string[]> = {}
  for (const grant of session.grants) {
    for (const capability of grant.capabilities) {
      ;(scopes[capability] ??= []).push(grant.regionPath)
      ;(purposes[capability] ??= []).push(...grant.purposes)
    }
  }
  return {
    kind: 'account',
    accountId: session.accountId,
    name: session.displayName,
    roles: [...new Set(session.grants.map((grant) => grant.role))],
    purpose: '',
    sessionId,
    scopes,
    purposes,
    mustChangePassword: session.mustChangePassword,
  }
}

/** Deletes what has outlived its retention and proves it by counts in the audit entry. */
export async function purgeAccess(work: Work): Promise<void> {
  work.detail({ deleted: await deleteOutlived(work.db, nowOf(work)) })
}
