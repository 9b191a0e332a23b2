// Who is signed in and what they may do, for every screen: `const { can } = useSession()`.

import { useQuery } from '@tanstack/react-query'
import { api } from './client.ts'
import { isUnauthenticated } from './problem.ts'
import { sessionOf, type Session } from './session-rules.ts'

export { sessionOf, type Session } from './session-rules.ts'

export const meOptions = () =>
  api.access.me.queryOptions({ staleTime: 5 * 60_000, retry: (count, error) => !isUnauthenticated(error) && count < 2 })

/** Inside the signed-in part of an app, where the session is known. */
export function useSession(): Session {
  const { data } = useQuery(meOptions())
  if (!data) throw new Error('useSession is used outside the signed-in screens')
  return sessionOf(data)
}
