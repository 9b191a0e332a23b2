// Answers the contract of policies.

import { implement } from '@orpc/server'
import type { RouteContext } from '#storage/work.ts'
import { contract } from './api.ts'
import { inFull, readPackOf, readPacks, summaryOf } from './packs.ts'

const os = implement(contract).$context<RouteContext>()

export const routes = os.router({
  list: os.list.handler(async () => (await readPacks()).map(summaryOf)),
  get: os.get.handler(async ({ input }) => inFull(await readPackOf(input.id))),
})
