// Sign-in through the authority's identity provider: OpenID Connect, authorization code with PKCE, state and
// nonce. The provider is asked for its addresses when the first person signs in, never at start: a dead provider
// stops nobody with a password. Every end of the journey is a page of ours; a failure is named in its address.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as client from 'openid-client'
import { anonymous } from '#base/actor.ts'
import { forbidden, notFound, unauthenticated, unavailable, WuseError } from '#base/errors.ts'
import { registerSentences } from '#base/sentences.ts'
import { beginIdentitySignIn, resumeIdentitySignIn, signInWithIdentity } from '#modules/access/index.ts'
import { isLoopback, type Config } from './config.ts'
import { perform, type Deps } from './operations.ts'

const COOKIE = 'wuse_oidc'
const REDISCOVER_MINUTES = 60
const HOME = '/command'
const SIGN_IN_PAGE = '/command/sign-in'

type SetSession = (reply: FastifyReply, token: string, expiresAt: string) => void
type Provider = NonNullable<Config['oidc']>
type Log = { error: (facts: object, message: string) => void }

export function addOidc(app: FastifyInstance, deps: Deps, config: Config, setSession: SetSession, log: Log): void {
  const { oidc } = config
  const secure = config.publicUrl?.startsWith('https://') ?? false
  const cookie = { path: '/api/access/oidc', httpOnly: true, sameSite: 'lax', secure } as const
  const discover = oidc ? discoverLazily(deps, oidc) : null

  app.get('/api/access/oidc/start', (request, reply) =>
    answer(reply, log, async () => {
      if (!discover) throw notFound('access.oidc-not-offered')
      const provider = await discover()
      const leaving = {
        state: client.randomState(),
        nonce: client.randomNonce(),
        verifier: client.randomPKCECodeVerifier(),
        returnTo: ownPage((request.query as { returnTo?: unknown }).returnTo),
      }
      const { secret } = await beginIdentitySignIn(deps.db, deps.clock, leaving)
      reply.setCookie(COOKIE, secret, cookie)
      return client.buildAuthorizationUrl(provider, {
        redirect_uri: callbackOf(request, config),
        scope: 'openid',
        state: leaving.state,
        nonce: leaving.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(leaving.verifier),
        code_challenge_method: 'S256',
      }).href
    }),
  )

  app.get('/api/access/oidc/callback', (request, reply) =>
    answer(reply, log, async () => {
      if (!discover) throw notFound('access.oidc-not-offered')
      reply.clearCookie(COOKIE, cookie)
      const { state } = request.query as { state?: unknown }
      const secret = request.cookies[COOKIE]
      const pending =
        typeof state === 'string' && secret ? await resumeIdentitySignIn(deps.db, deps.clock, { state, secret }) : null
      if (!pending) throw unauthenticated('access.oidc-lapsed')
      const given = new URL(request.url, 'http://local').search
      const proven = await redeem(await discover(), new URL(`${callbackOf(request, config)}${given}`), {
        ...pending,
        state: String(state),
      })
      const { token, expiresAt } = await perform(
        deps,
        { actor: anonymous, requestId: request.id, address: request.ip },
        {
          name: 'access.signInWithIdentity',
          meta: { access: 'public', effect: 'write', purpose: 'own-account', secret: true, signsIn: true },
        },
        (work) =>
          signInWithIdentity(work, { ...proven, address: request.ip, agent: request.headers['user-agent'] ?? '' }),
      )
      setSession(reply, token, expiresAt)
      return pending.returnTo
    }),
  )
}

/** Sends the browser on; a refusal goes to the sign-in page, which shows its sentence. */
async function answer(reply: FastifyReply, log: Log, run: () => Promise<string>): Promise<FastifyReply> {
  reply.header('cache-control', 'no-store')
  try {
    return reply.redirect(await run())
  } catch (error) {
    if (!(error instanceof WuseError)) throw error
    if (error.kind === 'Unavailable') log.error({ error: error.cause ?? error }, 'identity provider')
    const query = new URLSearchParams({ error: error.code })
    if (typeof error.facts.subject === 'string') query.set('subject', error.facts.subject)
    return reply.redirect(`${SIGN_IN_PAGE}?${query}`)
  }
}

/** The provider's addresses, asked for when needed and again after an hour; a failure is not remembered. */
function discoverLazily(deps: Deps, oidc: Provider): () => Promise<client.Configuration> {
  let known: { found: Promise<client.Configuration>; until: number } | undefined
  return async () => {
    const now = deps.clock.now().getTime()
    if (!known || known.until < now) {
      const issuer = new URL(oidc.issuer)
      const found = client.discovery(issuer, oidc.clientId, oidc.clientSecret, undefined, {
        timeout: 10,
        execute: isLoopback(issuer) ? [client.allowInsecureRequests] : [],
      })
      known = { found, until: now + REDISCOVER_MINUTES * 60_000 }
    }
    try {
      return await known.found
    } catch (error) {
      known = undefined
      throw because(unavailable('access.oidc-unreachable'), error)
    }
  }
}

/** Exchanges the code for the identity token and checks it against what was asked. */
async function redeem(
  provider: client.Configuration,
  back: URL,
  asked: { state: string; nonce: string; verifier: string },
): Promise<{ issuer: string; subject: string }> {
  try {
    const tokens = await client.authorizationCodeGrant(provider, back, {
      expectedState: asked.state,
      expectedNonce: asked.nonce,
      pkceCodeVerifier: asked.verifier,
      idTokenExpected: true,
    })
    const claims = tokens.claims()!
    return { issuer: claims.iss, subject: claims.sub }
  } catch (error) {
    if (error instanceof client.AuthorizationResponseError) throw forbidden('access.oidc-refused', { why: error.error })
    if (error instanceof client.ResponseBodyError) throw unauthenticated('access.oidc-lapsed')
    throw because(unavailable('access.oidc-unreachable'), error)
  }
}

const because = (error: WuseError, cause: unknown): WuseError => Object.assign(error, { cause })

const callbackOf = (request: FastifyRequest, config: Config): string =>
  `${config.publicUrl ? new URL(config.publicUrl).origin : `${request.protocol}://${request.host}`}/api/access/oidc/callback`

/** Only a page of this server: the address may have been made by somebody else. */
function ownPage(asked: unknown): string {
  if (typeof asked !== 'string' || !asked.startsWith('/') || asked.length > 2000) return HOME
  const url = new URL(asked, 'http://own.invalid')
  // "/.//elsewhere" is a path of ours until its dot is resolved; then a browser reads it as another server.
  if (url.origin !== 'http://own.invalid' || url.pathname.startsWith('//')) return HOME
  return `${url.pathname}${url.search}${url.hash}`
}

registerSentences({
  'access.oidc-unreachable': {
    zh: '统一身份认证暂时无法使用，请稍后再试或用密码登录。',
    en: 'The identity provider does not answer properly; try again later or sign in with a password.',
  },
  'access.oidc-lapsed': {
    zh: '登录已过期或已被使用，请重新开始。',
    en: 'This sign-in took too long or was used before; begin again.',
  },
  'access.oidc-refused': { zh: '统一身份认证拒绝了登录({why})。', en: 'The identity provider refused ({why}).' },
})
