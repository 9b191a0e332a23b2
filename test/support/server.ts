// The whole HTTP server over the test file's own database, called in-process: permissions, validation,
// transactions, audit and answers are the real ones. Only the clock is fake.

import type { FastifyInstance } from 'fastify'
import { systemActor } from '#base/actor.ts'
import { fixedClock } from '#base/clock.ts'
import { createAccount } from '#modules/access/index.ts'
import { readConfig } from '#server/config.ts'
import { buildHttp } from '#server/http.ts'
import { perform, type Deps } from '#server/operations.ts'
import { database, testNow } from './database.ts'
import { projectFolder } from '#storage/project-folder.ts'
import { readFileSync } from 'node:fs'
import { upsertRoles } from '#modules/access/index.ts'

export type TestServer = {
  app: FastifyInstance
  deps: Deps
  clock: ReturnType<typeof fixedClock>
  /** A new account with one role at one node, signed in; gives a caller for it. */
  as: (role: string, regionPath: string, purpose?: string) => Promise<Call>
  /** Somebody who is not signed in. */
  nobody: Call
}

export type Answer = { status: number; body: any; headers: Record<string, unknown>; raw: Buffer }
export type Call = ((
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>) & {
  accountId?: string
  token?: string
}

/** `env` and `production` make the settings, as `wuse start` would read them. */
export async function testServer(
  given: { env?: Record<string, string>; production?: boolean } = {},
): Promise<TestServer> {
  const { db } = await database()
  const clock = fixedClock(testNow)
  const deps: Deps = { db, clock }
  await upsertRoles(db, JSON.parse(readFileSync(`${projectFolder}/policy/roles.json`, 'utf8')))
  const silent = { error: (facts: object) => console.error(facts), info: () => undefined }
  const app = await buildHttp(deps, readConfig({ production: given.production ?? false }, given.env ?? {}), silent)

  const caller = (token?: string): Call => {
    return async (method, path, body, headers = {}) => {
      const form = body instanceof FormData ? new Response(body) : undefined
      const payload = form
        ? Buffer.from(await form.arrayBuffer())
        : body === undefined
          ? undefined
          : JSON.stringify(body)
      const type = form
        ? { 'content-type': form.headers.get('content-type')! }
        : body === undefined
          ? {}
          : { 'content-type': 'application/json' }
      const answer = await app.inject({
        method,
        url: `/api${path}`,
        headers: { ...type, ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
        ...(payload === undefined ? {} : { payload }),
      })
      const json =
        answer.headers['content-encoding'] === undefined &&
        String(answer.headers['content-type'] ?? '').includes('json')
      return {
        status: answer.statusCode,
        body: json ? answer.json() : answer.body,
        headers: answer.headers,
        raw: answer.rawPayload,
      }
    }
  }

  let made = 0
  const as = async (role: string, regionPath: string, purpose?: string): Promise<Call> => {
    const name = `${role}-${++made}`
    const password = 'a long enough passphrase'
    const { account } = await perform(
      deps,
      { actor: systemActor('test') },
      { name: 'access.createAccount', meta: { access: 'signed-in', effect: 'write', purpose: 'test' } },
      (work) => createAccount(work, { signInName: name, displayName: name, role, regionPath, password }),
    )
    const answer = await caller()('POST', '/access/sign-in', { name, password })
    const { token } = answer.body as { token: string }
    const call = caller(token)
    const withPurpose: Call = purpose
      ? (method, path, body, headers) => call(method, path, body, { 'wuse-purpose': purpose, ...headers })
      : call
    return Object.assign(withPurpose, { accountId: account.id, token })
  }
  return { app, deps, clock, as, nobody: caller() }
}
