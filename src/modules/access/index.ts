// The door of access: what the server and other modules may call.

export {
  actorOfName,
  actorOfToken,
  createAccount,
  findAccountId,
  purgeAccess,
  type SessionActor,
  signIn,
} from './actions.ts'
export { beginIdentitySignIn, linkIdentity, resumeIdentitySignIn, signInWithIdentity } from './identity-actions.ts'
export {
  eachAuditEntry,
  readAuditHeads,
  searchAudit,
  verifyAudit,
  type AuditHead,
  type AuditSearch,
} from './audit-queries.ts'
export { auditLines } from './downloads.ts'
export { demoPassword, mayTrySignIn, purposeFor, throttle } from './rules.ts'
export { countAccounts, insertAuditEntry as appendAudit, upsertRoles, type NewAuditEntry } from './store.ts'
export { retention } from './retention-store.ts'
