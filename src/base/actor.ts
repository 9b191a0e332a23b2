// Who acts, in which roles, where and for what purpose. A capability is held for parts of the region
// tree, given as path prefixes ("330000/330300/"); the empty prefix is the whole tree.

export type Capability = string

export type Actor = {
  kind: 'account' | 'anonymous' | 'system'
  accountId: string | null
  name: string
  /** Role codes behind this action, for the audit log. */
  roles: string[]
  purpose: string
  sessionId: string | null
  /** Capability → path prefixes where it is held. */
  scopes: Readonly<Record<Capability, readonly string[]>>
}

export const anonymous: Actor = {
  kind: 'anonymous',
  accountId: null,
  name: 'anonymous',
  roles: [],
  purpose: 'public-information',
  sessionId: null,
  scopes: {},
}

/** The program itself: jobs and the operator's command line. `name` says which. */
export const systemActor = (name: string, purpose = 'operation'): Actor => ({
  kind: 'system',
  accountId: null,
  name,
  roles: ['system'],
  purpose,
  sessionId: null,
  scopes: {},
})

export const holds = (actor: Actor, capability: Capability): boolean =>
  actor.kind === 'system' || (actor.scopes[capability]?.length ?? 0) > 0

/** Path prefixes in which the actor holds a capability. */
export const scopesOf = (actor: Actor, capability: Capability): readonly string[] =>
  actor.kind === 'system' ? [''] : (actor.scopes[capability] ?? [])

/** True when the actor holds the capability for the place with this path. */
export const holdsAt = (actor: Actor, capability: Capability, regionPath: string): boolean =>
  scopesOf(actor, capability).some((prefix) => regionPath.startsWith(prefix))
