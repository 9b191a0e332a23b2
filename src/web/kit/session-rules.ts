// What an account may do, from what the server told about it: no question to the server here.

import type { Me } from '#modules/access/api.ts'

export type Session = {
  me: Me
  /** Holds the capability somewhere, or at the place with this path. */
  can: (capability: string, regionPath?: string) => boolean
  /** Path prefixes in which the capability is held. */
  where: (capability: string) => readonly string[]
}

export function sessionOf(me: Me): Session {
  const where = (capability: string): readonly string[] => me.scopes[capability] ?? []
  return {
    me,
    where,
    can: (capability, regionPath) =>
      regionPath === undefined
        ? where(capability).length > 0
        : where(capability).some((prefix) => regionPath.startsWith(prefix)),
  }
}
