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

  it('tells nothing of people or passwords in production, and sends the session over TLS only', async () => {
    const production = await testServer({
      production: true,
      env: { WUSE_PUBLIC_URL: 'https://wuse.example', DATABASE_URL: 'postgres://elsewhere/wuse' },
    })
    const answer = await production.nobody('GET', '/access/sign-in-options')
    expect(answer.body).toEqual({ password: true, oidc: false, demo: null, demoPassword: null })
    expect(answer.headers['strict-transport-security']).toMatch(/max-age=\d{7,}/)
    const name = `secure-${server.clock.now().getTime()}`
    await perform(
      server.deps,
      { actor: systemActor('test') },
      { name: 'test', meta: { access: 'signed-in', effect: 'write', purpose: 'operation' } },
      (work) =>
        createAccount(work, {
          signInName: name,
          displayName: name,
          role: 'tracer',
          regionPath: '330000/',
          password: 'a long enough passphrase',
        }),
    )
    const signedIn = await production.nobody('POST', '/access/sign-in', { name, password: 'a long enough passphrase' })
    const cookie = [signedIn.headers['set-cookie']].flat().join()
    for (const flag of [/^wuse_session=/, /HttpOnly/, /Secure/, /SameSite=Lax/, /Path=\//, /Expires=/]) {
      expect(cookie).toMatch(flag)
    }
  })
})
