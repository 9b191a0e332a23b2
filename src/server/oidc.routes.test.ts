// Sign-in through a real OpenID Connect provider, beginning with everybody who must not get in.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#base/ids.ts'
import { signInAtProvider, startIdentityProvider, type IdentityProvider } from '#test/support/identity-provider.ts'
import { testServer, type Call, type TestServer } from '#test/support/server.ts'

const publicUrl = 'http://localhost:8020'
const redirectUri = `${publicUrl}/api/access/oidc/callback`
const wenzhou = '330000/330300/'

let provider: IdentityProvider
let server: TestServer
let administrator: Call
let linked: { id: string; subject: string }

beforeAll(async () => {
  provider = await startIdentityProvider(redirectUri)
  server = await testServer({
    env: {
      WUSE_PUBLIC_URL: publicUrl,
      WUSE_OIDC_ISSUER: provider.issuer,
      WUSE_OIDC_CLIENT_ID: provider.clientId,
      WUSE_OIDC_CLIENT_SECRET: provider.clientSecret,
    },
  })
  administrator = await server.as('administrator', wenzhou)
  linked = await linkedPerson()
})
afterAll(() => provider.stop())

async function linkedPerson(): Promise<{ id: string; subject: string }> {
  const person = await server.as('tracer', wenzhou)
  const subject = `subject-${newId()}`
  const answer = await administrator('PUT', `/access/accounts/${person.accountId}/identity`, { subject })
  expect(answer.status).toBe(200)
  expect(answer.body.identity).toEqual({ issuer: `${provider.issuer}/`, subject })
  return { id: person.accountId!, subject }
}

type Browser = {
  cookies: Map<string, string>
  get: (url: string) => Promise<{ status: number; to: string; set: string[] }>
}

function browser(): Browser {
  const cookies = new Map<string, string>()
  return {
    cookies,
    get: async (url) => {
      const answer = await server.app.inject({ method: 'GET', url, cookies: Object.fromEntries(cookies) })
      const set = [answer.headers['set-cookie'] ?? []].flat()
      for (const line of set) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
        if (value) cookies.set(name!, value)
        else cookies.delete(name!)
      }
      return { status: answer.statusCode, to: answer.headers.location ?? '', set }
    },
  }
}

const local = (url: string): string => url.slice(publicUrl.length)
const start = '/api/access/oidc/start?returnTo=/command/riskmap?on=2020-02-09'

/** To the provider and back, up to the callback address, which is not visited yet. */
async function comeBack(given: Browser, subject: string): Promise<string> {
  const left = await given.get(start)
  expect(left.status).toBe(302)
  const back = await signInAtProvider(left.to, subject)
  expect(back.startsWith(`${redirectUri}?`)).toBe(true)
  return local(back)
}

const whoIs = async (given: Browser) => {
  const answer = await server.app.inject({
    method: 'GET',
    url: '/api/access/me',
    cookies: Object.fromEntries(given.cookies),
  })
  return answer.statusCode === 200 ? answer.json<{ accountId: string }>().accountId : null
}

describe('who may not', () => {
  it('refuses a proven identity that no account is linked with, makes no account and tells the number to hand over', async () => {
    const stranger = browser()
    const before = await server.deps.db.selectFrom('accounts').select('id').execute()
    const answer = await stranger.get(await comeBack(stranger, 'stranger-1'))
    expect(answer.to).toBe('/command/sign-in?error=access.identity-unknown&subject=stranger-1')
    expect(await whoIs(stranger)).toBeNull()
    expect(await server.deps.db.selectFrom('accounts').select('id').execute()).toHaveLength(before.length)
    const kept = await server.deps.db
      .selectFrom('auditEntries')
      .select(['kind', 'detail'])
      .where('action', '=', 'access.signInWithIdentity')
      .execute()
    expect(kept).toEqual([{ kind: 'refused', detail: { code: 'access.identity-unknown' } }])
  })

  it('refuses a wrong state, also of another sign-in under way', async () => {
    const [one, other] = [browser(), browser()]
    const back = await comeBack(one, linked.subject)
    const foreign = await comeBack(other, linked.subject)
    const mixed = back.replace(/state=[^&]+/, /state=[^&]+/.exec(foreign)![0])
    expect((await one.get(mixed)).to).toBe('/command/sign-in?error=access.oidc-lapsed')
    expect((await other.get(foreign.replace(/state=[^&]+/, 'state=made-up'))).to).toContain('access.oidc-lapsed')
    expect(await whoIs(one)).toBeNull()
    expect(await whoIs(other)).toBeNull()
  })

  it('refuses a callback address that somebody else’s browser was given', async () => {
    const attacker = browser()
    const back = await comeBack(attacker, linked.subject)
    const victim = browser()
    expect((await victim.get(back)).to).toBe('/command/sign-in?error=access.oidc-lapsed')
    expect(await whoIs(victim)).toBeNull()
  })

  it('refuses a callback that is played twice', async () => {
    const person = browser()
    const back = await comeBack(person, linked.subject)
    const secret = person.cookies.get('wuse_oidc')!
    expect((await person.get(back)).to).toBe('/command/riskmap?on=2020-02-09')
    const thief = browser()
    thief.cookies.set('wuse_oidc', secret)
    expect((await thief.get(back)).to).toBe('/command/sign-in?error=access.oidc-lapsed')
    expect(await whoIs(thief)).toBeNull()
  })

  it('refuses a code that the provider holds for expired', async () => {
    provider.codeSeconds = 1
    const person = browser()
    const back = await comeBack(person, linked.subject)
    await new Promise((resolve) => setTimeout(resolve, 2100))
    expect((await person.get(back)).to).toBe('/command/sign-in?error=access.oidc-lapsed')
    expect(await whoIs(person)).toBeNull()
    provider.codeSeconds = 60
  })

  it('refuses a browser that stayed away longer than ten minutes, and forgets it', async () => {
    const person = browser()
    const back = await comeBack(person, linked.subject)
    const now = server.clock.now()
    server.clock.set(new Date(now.getTime() + 10 * 60_000 + 1))
    expect((await person.get(back)).to).toBe('/command/sign-in?error=access.oidc-lapsed')
    await browser().get(start)
    const left = await server.deps.db.selectFrom('oidcRequests').select('expiresAt').execute()
    expect(left).toHaveLength(1)
    server.clock.set(now)
  })

  it('refuses a locked account, and keeps the refusal', async () => {
    const person = await linkedPerson()
    await administrator('POST', `/access/accounts/${person.id}/status`, { status: 'locked' })
    const given = browser()
    expect((await given.get(await comeBack(given, person.subject))).to).toBe(
      '/command/sign-in?error=access.account-locked',
    )
    expect(await whoIs(given)).toBeNull()
  })

  it('passes on that the person said no at the provider', async () => {
    const person = browser()
    const left = await person.get(start)
    const state = new URL(left.to).searchParams.get('state')
    const answer = await person.get(
      `/api/access/oidc/callback?error=access_denied&state=${state}&iss=${provider.issuer}`,
    )
    expect(answer.to).toBe('/command/sign-in?error=access.oidc-refused')
  })
})

describe('who may', () => {
  it('signs the linked person in, with a session cookie no script can read, and audits it', async () => {
    const person = browser()
    const answer = await person.get(await comeBack(person, linked.subject))
    expect(answer.to).toBe('/command/riskmap?on=2020-02-09')
    const session = answer.set.find((line) => line.startsWith('wuse_session='))!
    expect(session).toMatch(/HttpOnly/)
    expect(session).toMatch(/SameSite=Lax/)
    expect(await whoIs(person)).toBe(linked.id)
    const entry = await server.deps.db
      .selectFrom('auditEntries')
      .select(['kind', 'accountId'])
      .where('action', '=', 'access.signInWithIdentity')
      .where('accountId', '=', linked.id)
      .where('kind', '=', 'sign-in')
      .executeTakeFirst()
    expect(entry).toBeTruthy()
  })

  it('never sends the browser to another site', async () => {
    for (const returnTo of [
      'https://evil.example/',
      '//evil.example/x',
      '/\\evil.example',
      '/.//evil.example',
      '/command/..//evil.example',
      'javascript:alert(1)',
    ]) {
      const person = browser()
      const left = await person.get(`/api/access/oidc/start?returnTo=${encodeURIComponent(returnTo)}`)
      const back = local(await signInAtProvider(left.to, linked.subject))
      expect((await person.get(back)).to, returnTo).toBe('/command')
    }
  })

  it('offers it on the sign-in page and asks the provider nothing before somebody signs in', async () => {
    const fresh = await startIdentityProvider(redirectUri)
    const quiet = await testServer({
      env: {
        WUSE_OIDC_ISSUER: fresh.issuer,
        WUSE_OIDC_CLIENT_ID: fresh.clientId,
        WUSE_OIDC_CLIENT_SECRET: fresh.clientSecret,
      },
    })
    expect((await quiet.nobody('GET', '/access/sign-in-options')).body.oidc).toBe(true)
    expect(fresh.requests()).toBe(0)
    await fresh.stop()
    const dead = await quiet.nobody('GET', '/access/oidc/start')
    expect(dead.headers.location).toBe('/command/sign-in?error=access.oidc-unreachable')
    expect((await quiet.nobody('POST', '/access/sign-in', { name: 'x', password: 'y' })).status).toBe(401)
  })

  it('says so where no provider is set up', async () => {
    const without = await testServer()
    expect((await without.nobody('GET', '/access/sign-in-options')).body.oidc).toBe(false)
    const answer = await without.nobody('GET', '/access/oidc/start')
    expect(answer.headers.location).toBe('/command/sign-in?error=access.oidc-not-offered')
  })
})

describe('linking', () => {
  it('is refused for an account with grants outside the administrator’s jurisdiction, as is a new password', async () => {
    const province = await server.as('administrator', '330000/')
    const person = await server.as('leader', '330000/')
    const grant = await province('POST', `/access/accounts/${person.accountId}/grants`, {
      role: 'tracer',
      regionPath: wenzhou,
    })
    expect(grant.status).toBe(200)
    for (const [method, path, body] of [
      ['PUT', 'identity', { subject: 'taken-over' }],
      ['POST', 'reset-password', undefined],
      ['POST', 'status', { status: 'locked' }],
    ] as const) {
      const answer = await administrator(method, `/access/accounts/${person.accountId}/${path}`, body)
      expect(answer.status, path).toBe(403)
      expect(answer.body.code, path).toBe('access.grants-elsewhere')
    }
    expect((await province('PUT', `/access/accounts/${person.accountId}/identity`, { subject: 'p1' })).status).toBe(200)
  })

  it('gives one identity to one account, ends its sessions, and can be undone', async () => {
    const other = await server.as('tracer', wenzhou)
    const path = `/access/accounts/${other.accountId}/identity`
    const taken = await administrator('PUT', path, { subject: linked.subject })
    expect(taken.body.code).toBe('access.identity-taken')
    expect((await other('GET', '/access/me')).status).toBe(200)
    await administrator('PUT', path, { subject: 'new-subject' })
    expect((await other('GET', '/access/me')).status).toBe(401)
    const undone = await administrator('DELETE', path)
    expect(undone.body.identity).toBeNull()
    const person = browser()
    expect((await person.get(await comeBack(person, 'new-subject'))).to).toContain('access.identity-unknown')
  })

  it('drops a first password that nobody used, keeps a chosen one', async () => {
    const made = await administrator('POST', '/access/accounts', {
      signInName: 'never-used',
      displayName: 'N',
      role: 'tracer',
      regionPath: wenzhou,
    })
    await administrator('PUT', `/access/accounts/${made.body.account.id}/identity`, { subject: 'never-used' })
    const refused = await server.nobody('POST', '/access/sign-in', {
      name: 'never-used',
      password: made.body.firstPassword,
    })
    expect(refused.status).toBe(401)
    const row = await server.deps.db
      .selectFrom('accounts')
      .select(['passwordHash', 'mustChangePassword'])
      .where('id', '=', linked.id)
      .executeTakeFirstOrThrow()
    expect(row.passwordHash).toMatch(/^\$argon2id/)
  })
})
