// Every operation of the HTTP interface is declared with this builder, so that each says who may call it,
// what it does to data, and for which purpose. An operation that does not say is open to nobody.

import { oc } from '@orpc/contract'
import { z } from 'zod'
import type { Capability } from './actor.ts'

export type OperationMeta = {
  /** Who may call: anybody, anybody signed in, or the holders of a capability. */
  access: 'nobody' | 'public' | 'signed-in' | { capability: Capability }
  /** read-person: the answer tells about persons, every call goes to the audit log. */
  effect: 'read' | 'write' | 'read-person'
  /** Purpose recorded when the caller names none. */
  purpose: string
  /** The answer holds a secret: it is never stored, not even to answer a repeated request. */
  secret?: boolean
  /** Recorded in the audit log as a sign-in. */
  signsIn?: boolean
}

export const operation = oc.$meta<OperationMeta>({ access: 'nobody', effect: 'read', purpose: 'outbreak-control' })

export const publicly = (effect: OperationMeta['effect'] = 'read'): OperationMeta => ({
  access: 'public',
  effect,
  purpose: 'public-information',
})
export const signedIn = (effect: OperationMeta['effect'] = 'read', purpose = 'own-account'): OperationMeta => ({
  access: 'signed-in',
  effect,
  purpose,
})
export const holding = (
  capability: Capability,
  effect: OperationMeta['effect'] = 'read',
  purpose = 'outbreak-control',
): OperationMeta => ({
  access: { capability },
  effect,
  purpose,
})

export const daySchema = z.iso.date().describe("A day of the region's calendar, YYYY-MM-DD")
export const instantSchema = z.iso.datetime({ offset: true }).describe('An instant, ISO 8601')
export const idSchema = z.uuid()
export const regionCodeSchema = z.string().min(2).max(32).describe('Division code (GB/T 2260 for counties and above)')

/** A keyset page: pass `next` of the last answer as `after`. */
export const pageInput = { after: z.string().optional(), limit: z.coerce.number().int().min(1).max(500).default(50) }
export const pageOf = <T extends z.ZodType>(row: T) => z.object({ rows: z.array(row), next: z.string().nullable() })
