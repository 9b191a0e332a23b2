// What the sign-in page is told, and to whom.

import { beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '#base/actor.ts'
import { createAccount, demoPassword } from '#modules/access/index.ts'
import { perform } from '#server/operations.ts'
import { testServer, type TestServer } from '#test/support/server.ts'

let server: TestServer

beforeAll(async () => {
  server = await testServer()
  await perform(
    server.deps,
    { actor: systemActor('seed') },
    { name: 'seed.people', meta: { access: 'signed-in', effect: 'write', purpose: 'operation' } },
    (work) =>
      createAccount(work, {
        signInName: 'duty',
        displayName: '陈值班',
        role: 'duty-officer',
        regionPath: '330000/',
        password: demoPassword,
        isDemo: true,
      }),
  )
  await server.as('leader', '330000/')
})

describe('sign-in options', () => {
  it('names demo people, and only those, in a demonstration', async () => {
    const answer = await server.nobody('GET', '/access/sign-in-options')
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ password: true, oidc: false, demoPassword })
    expect(answer.body.demo).toEqual([
      {
        signInName: 'duty',
        displayName: '陈值班',
        role: 'duty-officer',
        roleName: { zh: '值班员', en: 'Duty officer' },
        regionPath: '330000/',
      },
    ])
    const { demo } = answer.body as { demo: { signInName: string }[] }
    const signedIn = await server.nobody('POST', '/access/sign-in', {
      name: demo[0]!.signInName,
      password: demoPassword,
    })
    expect(signedIn.status).toBe(200)
  })
})
