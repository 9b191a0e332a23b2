// Answers the contract of access.

import { implement } from '@orpc/server'
import { notFound, unauthenticated } from '#base/errors.ts'
import type { Text } from '#base/text.ts'
import type { RouteContext } from '#storage/work.ts'
import * as actions from './actions.ts'
import { contract } from './api.ts'
import * as audit from './audit-queries.ts'
import * as identities from './identity-actions.ts'
import * as queries from './queries.ts'
import { demoPassword } from './rules.ts'

const os = implement(contract).$context<RouteContext>()
const done = { done: true } as const

const own = (work: RouteContext['work']): string => {
  if (!work.actor.accountId) throw unauthenticated('access.not-signed-in')
  return work.actor.accountId
}

export const routes = os.router({
  signInOptions: os.signInOptions.handler(async ({ context: { work, http } }) => {
    const demo = http.offers.demo ? await queries.listDemoPeople(work.db) : null
    return { password: true, oidc: http.offers.oidcIssuer !== null, demo, demoPassword: demo ? demoPassword : null }
  }),
  signIn: os.signIn.handler(async ({ input, context: { work, http } }) => {
    const { me, token, expiresAt } = await actions.signIn(work, { ...input, address: http.address, agent: http.agent })
    http.setSession(token, expiresAt)
    return { me, token }
  }),
  signOut: os.signOut.handler(async ({ context: { work, http } }) => {
    await actions.signOut(work)
    http.setSession(null)
    return done
  }),
  me: os.me.handler(async ({ context: { work } }) => {
    const me = await queries.readMe(work.db, own(work), work.clock.now().toISOString())
    if (!me) throw notFound('access.account-unknown')
    return me
  }),
  changePassword: os.changePassword.handler(async ({ input, context: { work } }) => {
    await actions.changePassword(work, input)
    return done
  }),
  listSessions: os.listSessions.handler(async ({ context: { work } }) => {
    const sessions = await queries.listSessions(work.db, own(work), work.clock.now().toISOString())
    return sessions.map((session) => ({ ...session, current: session.id === work.actor.sessionId }))
  }),
  revokeSession: os.revokeSession.handler(async ({ input, context: { work } }) => {
    await actions.revokeSession(work, input.id)
    return done
  }),
  listRoles: os.listRoles.handler(async ({ context: { work } }) => {
    const roles = await queries.listRoles(work.db)
    return roles.map((role) => ({ ...role, name: role.name as Text, description: role.description as Text }))
  }),
  listAccounts: os.listAccounts.handler(({ input, context: { work } }) =>
    queries.listAccounts(work.db, { ...input, scopes: work.actor.scopes['accounts.manage'] ?? [] }),
  ),
  createAccount: os.createAccount.handler(({ input, context: { work } }) => actions.createAccount(work, input)),
  setAccountStatus: os.setAccountStatus.handler(({ input, context: { work } }) =>
    actions.setAccountStatus(work, input),
  ),
  resetPassword: os.resetPassword.handler(({ input, context: { work } }) => actions.resetPassword(work, input.id)),
  linkIdentity: os.linkIdentity.handler(({ input, context: { work, http } }) => {
    const issuer = http.offers.oidcIssuer
    if (!issuer) throw notFound('access.oidc-not-offered')
    return identities.linkIdentity(work, { ...input, issuer })
  }),
  unlinkIdentity: os.unlinkIdentity.handler(({ input, context: { work } }) =>
    identities.unlinkIdentity(work, input.id),
  ),
  grantRole: os.grantRole.handler(({ input, context: { work } }) => actions.grantRole(work, input)),
  revokeGrant: os.revokeGrant.handler(async ({ input, context: { work } }) => {
    await actions.revokeGrant(work, input.id)
    return done
  }),
  searchAudit: os.searchAudit.handler(({ input, context: { work } }) => audit.searchAudit(work.db, input)),
  verifyAudit: os.verifyAudit.handler(({ context: { work } }) => audit.verifyAudit(work.db)),
})
