// How screens ask: answers stay fresh for half a minute, questions are asked again only when it can help,
// writes never by themselves (the client repeats them under one idempotency key).

import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { api } from './client.ts'
import { isUnauthenticated, problemOf } from './problem.ts'

/** A session that ended while a screen was open: asking who is signed in leads to sign-in. */
function noticeEnd(client: () => QueryClient): (error: unknown) => void {
  return (error) => {
    const me = client().getQueryState(api.access.me.queryKey())
    const known = me?.data !== undefined && me.error === null
    if (known && isUnauthenticated(error)) void client().invalidateQueries({ queryKey: api.access.me.key() })
  }
}

export function newQueryClient(): QueryClient {
  const onError = noticeEnd(() => client)
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (count, error) => {
          const status = problemOf(error)?.status
          return count < 2 && (status === 503 || status === 502 || status === 504)
        },
      },
      mutations: { retry: false },
    },
  })
  return client
}
