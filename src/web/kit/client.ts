// The server's operations as typed functions: `client.access.me()`. Every write carries an idempotency key of its
// own, and is sent again under the same key when the network fails, so it is done once.

import { createORPCClient } from '@orpc/client'
import type { AnyContractRouter, ContractRouterClient } from '@orpc/contract'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { contract } from 'virtual:wuse-contract'
import type { OperationMeta } from '#base/contract.ts'
import { newId } from '#base/ids.ts'
import { networkProblem, problemOfResponse } from './problem.ts'
import { currentPurpose } from './purpose.ts'

export type Client = ContractRouterClient<typeof contract>

const WAITS = [400, 1500]
const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds))

/** Sends, and sends again when no answer came at all; an answer that refuses becomes a ProblemError. */
async function send(request: Request): Promise<Response> {
  for (const wait of [...WAITS, null]) {
    try {
      const response = await fetch(request.clone())
      if (!response.ok) throw await problemOfResponse(response)
      return response
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      if (wait === null) throw networkProblem()
      await pause(wait)
    }
  }
  throw networkProblem()
}

function metaAt(path: readonly string[]): OperationMeta | undefined {
  let at: unknown = contract
  for (const name of path) at = (at as Record<string, unknown> | undefined)?.[name]
  return (at as { '~orpc'?: { meta?: OperationMeta } } | undefined)?.['~orpc']?.meta
}

const link = new OpenAPILink(contract as AnyContractRouter, {
  url: () => new URL('/api', location.origin).href,
  headers: (_options, path) => {
    const purpose = currentPurpose()
    return {
      ...(metaAt(path)?.effect === 'write' ? { 'idempotency-key': newId() } : {}),
      ...(purpose ? { 'wuse-purpose': purpose } : {}),
    }
  },
  fetch: (request) => send(request),
})

export const client: Client = createORPCClient(link)

/** Query and mutation options for TanStack Query: `useQuery(api.access.me.queryOptions())`. */
export const api = createTanstackQueryUtils(client)
