// How screens ask: answers stay fresh for half a minute, questions are asked again only when it can help,
// writes never by themselves (the client repeats them under one idempotency key).

import { QueryClient } from '@tanstack/react-query'
import { problemOf } from './problem.ts'

export const newQueryClient = (): QueryClient =>
  new QueryClient({
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
