// Who signs: one person, told apart by account, or by the operator's name on the command line.

import type { Actor } from '#base/actor.ts'
import type { Clock } from '#base/clock.ts'

export type PersonStamp = { key: string; name: string; at: string }

export const keyOf = (actor: Actor): string => actor.accountId ?? actor.name

export const stampOf = ({ actor, clock }: { actor: Actor; clock: Clock }): PersonStamp => ({
  key: keyOf(actor),
  name: actor.name,
  at: clock.now().toISOString(),
})
