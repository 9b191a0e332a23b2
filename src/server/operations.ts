// Performs one operation: checks who may, opens the transaction, confines it to the caller's jurisdiction,
// answers a repeated write from its key, and writes the audit entry in the same transaction.
// Requests, jobs and the command line all come through here.

import { createHash } from 'node:crypto'
import { holds, scopesOf, type Actor } from '#base/actor.ts'
import type { Clock } from '#base/clock.ts'
import type { OperationMeta } from '#base/contract.ts'
import { conflict, forbidden, unauthenticated, WuseError } from '#base/errors.ts'
import { canonicalJson } from '#base/json.ts'
import { appendAudit, purposeFor, type NewAuditEntry } from '#modules/access/index.ts'
import type { Db, Tx } from '#storage/postgres.ts'
import { confined, hasWritten, workOn, type Touched, type Work } from '#storage/work.ts'
import type { CallerMemory } from './caller-memory.ts'
import { beginWrite, finishWrite } from './idempotency.ts'
import { cursorFault, refuseUnstorable } from './inputs.ts'

export type Deps = {
  db: Db
  clock: Clock
  /** Who was behind a token a moment ago; only running servers have it. */
  memory?: CallerMemory
}

export type Caller = {
  actor: Actor
  /** Purposes the caller's roles allow, by capability; absent for the system. */
  purposes?: Record<string, string[]>
  askedPurpose?: string | undefined
  /** The password is one that an administrator knows: nothing but the own account may be used with it. */
  mustChangePassword?: boolean
  requestId?: string | null
  address?: string | null
  idempotencyKey?: string | undefined
}

export type Operation = { name: string; meta: OperationMeta; input?: unknown }

/** Throws Unauthenticated or Forbidden unless the caller may perform the operation; gives the purpose recorded. */
export function permit(caller: Caller, { meta }: Operation): string {
  const { access, purpose } = meta
  if (access === 'public') return purpose
  if (caller.actor.kind === 'anonymous') throw unauthenticated('access.not-signed-in')
  if (access === 'signed-in' || caller.actor.kind === 'system') return caller.askedPurpose ?? purpose
  if (access === 'nobody' || !holds(caller.actor, access.capability)) {
    throw forbidden('access.capability-missing', { capability: access === 'nobody' ? 'nobody' : access.capability })
  }
  if (caller.mustChangePassword) throw forbidden('access.must-change-password')
  const allowed = purposeFor(caller.purposes?.[access.capability] ?? [], caller.askedPurpose, purpose)
  if (allowed === null) throw forbidden('access.purpose-not-allowed', { purpose: caller.askedPurpose ?? purpose })
  return allowed
}

/** Runs `verb` as this operation of this caller; returns what it returned, or the stored answer of an earlier same write. */
export async function perform<T>(
  deps: Deps,
  caller: Caller,
  operation: Operation,
  verb: (work: Work) => Promise<T>,
): Promise<T> {
  let touched: Touched | undefined
  let actor = caller.actor
  try {
    actor = { ...actor, purpose: permit(caller, operation) }
    refuseUnstorable(operation.input)
    const access = operation.meta.access
    const scopes = typeof access === 'object' ? scopesOf(actor, access.capability) : actor.kind === 'system' ? [''] : []
    const confinement = { scopes, accountId: actor.accountId, readOnly: operation.meta.effect === 'read' }
    return await confined(deps.db, confinement, async (tx) => {
      const open = workOn(tx, { clock: deps.clock, actor, requestId: caller.requestId ?? null })
      touched = open.touched
      const write = operation.meta.effect === 'write' ? writeKey(caller, operation) : null
      if (write) {
        const answered = await beginWrite(tx, write, deps.clock.now())
        if (answered) {
          if (answered.inputHash !== write.inputHash) throw conflict('write.key-reused')
          return answered.response as T
        }
      }
      const result = await verb(open.work)
      if (operation.meta.effect !== 'read' && !(await ranIdle(tx, actor, operation, touched))) {
        await appendAudit(
          tx,
          auditEntry(deps, caller, actor, operation, touched, operation.meta.effect === 'write' ? 'write' : 'read'),
        )
      }
      if (write) await finishWrite(tx, write, result)
      return result
    })
  } catch (raised) {
    const error = cursorFault(raised, operation.input)
    await keepTraces(deps, caller, actor, operation, touched, error)
    throw error
  }
}

/** A job that looked every minute and found nothing to do: no row was written, nothing is to be told. */
const ranIdle = async (tx: Tx, actor: Actor, { meta }: Operation, { subjects, detail }: Touched): Promise<boolean> =>
  meta.effect === 'write' &&
  actor.kind === 'system' &&
  subjects.length === 0 &&
  Object.keys(detail).length === 0 &&
  !(await hasWritten(tx))

/** What is kept although the operation was refused: the verb's own traces, and an audit entry for a forbidden act. */
async function keepTraces(
  deps: Deps,
  caller: Caller,
  actor: Actor,
  operation: Operation,
  touched: Touched | undefined,
  error: unknown,
): Promise<void> {
  const forbiddenAct = error instanceof WuseError && error.kind === 'Forbidden'
  const traces = touched?.afterRefusal ?? []
  if (!forbiddenAct && traces.length === 0) return
  await deps.db.transaction().execute(async (tx) => {
    for (const trace of traces) await trace(tx)
    if (!forbiddenAct) return
    const entry = auditEntry(deps, caller, actor, operation, touched, 'refused')
    await appendAudit(tx, { ...entry, detail: { ...entry.detail, code: error.code } })
  })
}

function writeKey(
  caller: Caller,
  operation: Operation,
): { actor: string; key: string; operation: string; inputHash: string } | null {
  if (!caller.idempotencyKey || caller.actor.kind === 'anonymous' || operation.meta.secret) return null
  return {
    actor: caller.actor.accountId ?? caller.actor.name,
    key: caller.idempotencyKey,
    operation: operation.name,
    inputHash: createHash('sha256')
      .update(`${operation.name}\n${canonicalJson(describeInput(operation.input))}`)
      .digest('hex'),
  }
}

/** Files are told apart by name, size and type: reading them twice would cost more than it proves. */
function describeInput(input: unknown): unknown {
  if (input instanceof Blob)
    return { name: input instanceof File ? input.name : null, size: input.size, type: input.type }
  if (Array.isArray(input)) return input.map(describeInput)
  if (input && typeof input === 'object')
    return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, describeInput(value)]))
  return input
}

function auditEntry(
  deps: Deps,
  caller: Caller,
  actor: Actor,
  operation: Operation,
  touched: Touched | undefined,
  kind: 'write' | 'read' | 'refused',
): NewAuditEntry {
  const acting = touched?.actor ?? actor
  return {
    at: deps.clock.now().toISOString(),
    accountId: acting.accountId,
    actorName: acting.name,
    roles: acting.roles,
    purpose: actor.purpose,
    action: operation.name,
    kind: kind === 'write' && operation.meta.signsIn ? 'sign-in' : kind,
    subjects: [...new Set(touched?.subjects ?? [])],
    regionPath: commonPrefix(touched?.regionPaths.length ? touched.regionPaths : Object.values(acting.scopes).flat()),
    detail: touched?.detail ?? {},
    requestId: caller.requestId ?? null,
    address: caller.address ?? null,
  }
}

/** The narrowest node that holds all the paths. */
function commonPrefix(paths: readonly string[]): string {
  const [first, ...others] = paths.map((path) => path.split('/').filter(Boolean))
  if (!first) return ''
  const length = others.reduce((shared, path) => {
    const differs = first.findIndex((code, at) => code !== path[at])
    return Math.min(shared, differs === -1 ? first.length : differs)
  }, first.length)
  return first
    .slice(0, length)
    .map((code) => `${code}/`)
    .join('')
}
