// Who is signed in and what they may do, for every screen: `const { can } = useSession()`.

import { useQuery } from '@tanstack/react-query'
import type { Me } from '#modules/access/api.ts'
import { api } from './client.ts'
import { isUnauthenticated } from './problem.ts'

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

export const meOptions = () =>
  api.access.me.queryOptions({ staleTime: 5 * 60_000, retry: (count, error) => !isUnauthenticated(error) && count < 2 })

/** Inside the signed-in part of an app, where the session is known. */
export function useSession(): Session {
  const { data } = useQuery(meOptions())
  if (!data) throw new Error('useSession is used outside the signed-in screens')
  return sessionOf(data)
}
