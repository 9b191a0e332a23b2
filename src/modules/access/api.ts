// The contract of sign-in, accounts, grants and the audit log.

import { z } from 'zod'
import { holding, idSchema, instantSchema, operation, pageInput, pageOf, publicly, signedIn } from '#base/contract.ts'
import { textSchema } from '#base/text.ts'

/** A whole node of the region tree: codes, each followed by a slash. Half a code would reach over its neighbours. */
const regionPathSchema = z.string().regex(/^([0-9A-Za-z-]{2,32}\/)*$/)

export const meSchema = z.object({
  accountId: idSchema,
  signInName: z.string(),
  displayName: z.string(),
  isDemo: z.boolean(),
  mustChangePassword: z.boolean(),
  grants: z.array(
    z.object({ role: z.string(), roleName: textSchema, regionPath: z.string(), regionCode: z.string().nullable() }),
  ),
  /** Capability → region path prefixes. */
  scopes: z.record(z.string(), z.array(z.string())),
  purposes: z.array(z.string()),
})
export type Me = z.infer<typeof meSchema>

export const accountSchema = z.object({
  id: idSchema,
  signInName: z.string(),
  displayName: z.string(),
  status: z.enum(['active', 'locked']),
  isDemo: z.boolean(),
  identity: z.object({ issuer: z.string(), subject: z.string() }).nullable().describe('Linked identity, if any'),
  createdAt: instantSchema,
  grants: z.array(
    z.object({
      id: idSchema,
      role: z.string(),
      regionPath: z.string(),
      regionCode: z.string().nullable(),
      validTo: instantSchema.nullable(),
    }),
  ),
})
export type Account = z.infer<typeof accountSchema>

export const sessionSchema = z.object({
  id: idSchema,
  createdAt: instantSchema,
  lastSeenAt: instantSchema,
  expiresAt: instantSchema,
  address: z.string().nullable(),
  agent: z.string().nullable(),
  current: z.boolean(),
})

export const roleSchema = z.object({
  code: z.string(),
  name: textSchema,
  description: textSchema,
  capabilities: z.array(z.string()),
  purposes: z.array(z.string()),
})

export const auditEntrySchema = z.object({
  chain: z.number(),
  seq: z.number(),
  at: instantSchema,
  accountId: idSchema.nullable(),
  actorName: z.string(),
  roles: z.array(z.string()),
  purpose: z.string(),
  action: z.string(),
  kind: z.enum(['write', 'read', 'sign-in', 'refused']),
  subjects: z.array(z.string()),
  regionPath: z.string(),
  detail: z.unknown(),
  requestId: z.string().nullable(),
  address: z.string().nullable(),
  hash: z.string().describe('SHA-256, hexadecimal'),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

export const auditSearchInput = {
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  accountId: idSchema.optional(),
  actor: z.string().max(100).optional(),
  action: z.string().max(100).optional(),
  kind: z.enum(['write', 'read', 'sign-in', 'refused']).optional(),
  subject: z.string().max(200).optional(),
  regionPath: z.string().optional(),
}

export const auditFaultSchema = z.object({
  chain: z.number(),
  seq: z.number(),
  fault: z.enum(['changed', 'missing', 'reordered', 'head-differs', 'anchored-missing', 'anchored-differs']),
})
export const auditVerdictSchema = z.object({
  entries: z.number(),
  chains: z.number(),
  anchors: z.number().describe('Entries compared with anchors kept outside the database (command line only)'),
  intact: z.boolean(),
  faults: z.array(auditFaultSchema),
})
export type AuditVerdict = z.infer<typeof auditVerdictSchema>

/** What the sign-in page offers. People and password are told by a demonstration only. */
export const signInOptionsSchema = z.object({
  password: z.literal(true),
  oidc: z.boolean().describe('Offer GET /api/access/oidc/start?returnTo=/command as a link (not as a fetch)'),
  demo: z
    .array(
      z.object({
        signInName: z.string(),
        displayName: z.string(),
        role: z.string(),
        roleName: textSchema,
        regionPath: z.string(),
      }),
    )
    .nullable(),
  demoPassword: z.string().nullable(),
})
export type SignInOptions = z.infer<typeof signInOptionsSchema>

export const contract = {
  signInOptions: operation
    .route({ method: 'GET', path: '/access/sign-in-options', summary: 'What the sign-in page offers' })
    .meta({ ...publicly(), purpose: 'own-account' })
    .output(signInOptionsSchema),
  signIn: operation
    .route({ method: 'POST', path: '/access/sign-in', summary: 'Sign in with name and password' })
    .meta({ ...publicly('write'), purpose: 'own-account', secret: true, signsIn: true })
    .input(z.object({ name: z.string().min(1).max(200), password: z.string().min(1).max(256) }))
    .output(
      z.object({
        me: meSchema,
        token: z.string().describe('For programs: send it as a bearer token. Browsers use the cookie.'),
      }),
    ),
  signOut: operation
    .route({ method: 'POST', path: '/access/sign-out', summary: 'End this session' })
    .meta(signedIn('write'))
    .output(z.object({ done: z.literal(true) })),
  me: operation
    .route({ method: 'GET', path: '/access/me', summary: 'Who is signed in and what they may do' })
    .meta(signedIn())
    .output(meSchema),
  changePassword: operation
    .route({ method: 'POST', path: '/access/password', summary: 'Change the own password; ends all other sessions' })
    .meta(signedIn('write'))
    .input(z.object({ current: z.string().min(1).max(256), next: z.string().min(1).max(256) }))
    .output(z.object({ done: z.literal(true) })),
  listSessions: operation
    .route({ method: 'GET', path: '/access/sessions', summary: 'Own sessions' })
    .meta(signedIn())
    .output(z.array(sessionSchema)),
  revokeSession: operation
    .route({ method: 'DELETE', path: '/access/sessions/{id}', summary: 'End one of the own sessions' })
    .meta(signedIn('write'))
    .input(z.object({ id: idSchema }))
    .output(z.object({ done: z.literal(true) })),
  listRoles: operation
    .route({ method: 'GET', path: '/access/roles', summary: 'Roles and what each may do' })
    .meta(signedIn())
    .output(z.array(roleSchema)),
  listAccounts: operation
    .route({ method: 'GET', path: '/access/accounts', summary: 'Accounts with a grant in the own jurisdiction' })
    .meta(holding('accounts.manage', 'read', 'administration'))
    .input(z.object({ ...pageInput, search: z.string().max(100).optional() }))
    .output(pageOf(accountSchema)),
  createAccount: operation
    .route({ method: 'POST', path: '/access/accounts', summary: 'Create an account with a first grant' })
    .meta({ ...holding('accounts.manage', 'write', 'administration'), secret: true })
    .input(
      z.object({
        signInName: z.string().min(2).max(100),
        displayName: z.string().min(1).max(100),
        role: z.string(),
        regionPath: regionPathSchema,
      }),
    )
    .output(
      z.object({
        account: accountSchema,
        firstPassword: z.string().describe('Shown once; must be changed at first sign-in'),
      }),
    ),
  setAccountStatus: operation
    .route({
      method: 'POST',
      path: '/access/accounts/{id}/status',
      summary: 'Lock or unlock an account; locking ends its sessions',
    })
    .meta(holding('accounts.manage', 'write', 'administration'))
    .input(z.object({ id: idSchema, status: z.enum(['active', 'locked']) }))
    .output(accountSchema),
  resetPassword: operation
    .route({
      method: 'POST',
      path: '/access/accounts/{id}/reset-password',
      summary: 'Give an account a new first password; ends its sessions',
    })
    .meta({ ...holding('accounts.manage', 'write', 'administration'), secret: true })
    .input(z.object({ id: idSchema }))
    .output(z.object({ firstPassword: z.string() })),
  linkIdentity: operation
    .route({
      method: 'PUT',
      path: '/access/accounts/{id}/identity',
      summary: 'Link an account with an identity of the identity provider; ends its sessions',
    })
    .meta(holding('accounts.manage', 'write', 'administration'))
    .input(
      z.object({
        id: idSchema,
        subject: z.string().min(1).max(255).describe("The provider's name for the person (sub)"),
      }),
    )
    .output(accountSchema),
  unlinkIdentity: operation
    .route({
      method: 'DELETE',
      path: '/access/accounts/{id}/identity',
      summary: 'Take the identity off an account; ends its sessions',
    })
    .meta(holding('accounts.manage', 'write', 'administration'))
    .input(z.object({ id: idSchema }))
    .output(accountSchema),
  grantRole: operation
    .route({
      method: 'POST',
      path: '/access/accounts/{id}/grants',
      summary: 'Grant a role at a node of the region tree',
    })
    .meta(holding('accounts.manage', 'write', 'administration'))
    .input(
      z.object({ id: idSchema, role: z.string(), regionPath: regionPathSchema, validTo: instantSchema.optional() }),
    )
    .output(accountSchema),
  revokeGrant: operation
    .route({ method: 'DELETE', path: '/access/grants/{id}', summary: 'Take a grant back' })
    .meta(holding('accounts.manage', 'write', 'administration'))
    .input(z.object({ id: idSchema }))
    .output(z.object({ done: z.literal(true) })),
  searchAudit: operation
    .route({ method: 'GET', path: '/access/audit', summary: 'Search the audit log, newest first' })
    .meta(holding('audit.read', 'read', 'audit'))
    .input(
      z.object({
        ...pageInput,
        ...auditSearchInput,
      }),
    )
    .output(pageOf(auditEntrySchema)),
  verifyAudit: operation
    .route({ method: 'POST', path: '/access/audit/verify', summary: 'Recompute every hash of the audit log' })
    .meta(holding('audit.read', 'read', 'audit'))
    .output(auditVerdictSchema),
}
