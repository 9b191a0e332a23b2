// HTTP in and out: Fastify before, the contract behind. The only place that writes a response: answers,
// streams, problems (RFC 9457), cookies and security headers.

import { constants } from 'node:zlib'
import { OpenAPIHandler } from '@orpc/openapi/fastify'
import { implement, onError, ORPCError, ValidationError } from '@orpc/server'
import { SmartCoercionPlugin } from '@orpc/json-schema'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { anonymous } from '#base/actor.ts'
import { errorKinds, forbidden, WuseError, type ErrorKind, type FieldIssue } from '#base/errors.ts'
import { newId } from '#base/ids.ts'
import { sentenceOf } from '#base/sentences.ts'
import { actorOfToken } from '#modules/access/index.ts'
import type { RouteContext } from '#storage/work.ts'
import type { Config } from './config.ts'
import { addBodies, hangUpSoon, limits, tooLarge } from './bodies.ts'
import { addDownloads } from './downloads.ts'
import { contract, downloads, routes } from './modules.ts'
import { addOidc } from './oidc.ts'
import { addReference } from './openapi.ts'
import { perform, type Caller, type Deps } from './operations.ts'

export type Logger = { error: (facts: object, message: string) => void; info: (facts: object, message: string) => void }

const SESSION_COOKIE = 'wuse_session'

type HttpContext = { caller: Caller; http: RouteContext['http'] }

export type Problem = {
  type: string
  title: string
  status: number
  code: string
  detail: { zh: string; en: string }
  facts: Record<string, unknown>
  issues: FieldIssue[]
  requestId: string
}

export function problemOf(error: unknown, requestId: string): Problem {
  const known = asWuseError(error)
  const kind: ErrorKind = known?.kind ?? 'Unavailable'
  const status = known ? errorKinds[known.kind] : 500
  const shown = known ?? { kind, code: 'server.fault', facts: { requestId } }
  return {
    type: `urn:wuse:error:${shown.code}`,
    title: known ? known.kind : 'Fault',
    status,
    code: shown.code,
    detail: { zh: sentenceOf(shown, 'zh'), en: sentenceOf(shown, 'en') },
    facts: shown.facts,
    issues: known?.issues ?? [],
    requestId,
  }
}

function asWuseError(error: unknown): WuseError | null {
  if (error instanceof WuseError) return error
  if (!(error instanceof ORPCError)) return null
  if (error.cause instanceof WuseError) return error.cause
  if (error.code === 'BAD_REQUEST') {
    const issues = error.cause instanceof ValidationError ? error.cause.issues : []
    return new WuseError(
      'Invalid',
      'input.invalid',
      {},
      issues.map((issue) => ({
        path: (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
        code: 'invalid',
        message: issue.message,
      })),
    )
  }
  if (error.code === 'NOT_FOUND') return new WuseError('NotFound', 'route.unknown')
  return null
}

export async function buildHttp(deps: Deps, config: Config, log: Logger): Promise<FastifyInstance> {
  const app = Fastify({
    trustProxy: config.trustProxy,
    bodyLimit: limits.json,
    genReqId: () => newId(),
    logger: false,
    routerOptions: { maxParamLength: 500 },
    forceCloseConnections: 'idle',
  })
  await app.register(cookie)
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        workerSrc: ["'self'", 'blob:'],
        upgradeInsecureRequests: config.publicUrl?.startsWith('https://') ? [] : null,
      },
    },
    strictTransportSecurity: config.publicUrl?.startsWith('https://') ?? false,
  })
  // Pages are compressed when they are built; this is for answers. Measured on the outlines of 90 counties (280 kB):
  // brotli at 4 takes 10 ms for 24 %, gzip 23 ms for 21 %, brotli at its usual 11 three quarters of a second for 18 %.
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: 1024,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  app.setErrorHandler((error, request, reply) => answerProblem(reply, error, request.id, log))

  const callerOf = makeCallerOf(deps, config)
  addBodies(app, callerOf)
  await addDownloads(app, deps, downloads, callerOf)
  await addReference(app)
  addOidc(app, deps, config, (reply, token, expiresAt) => setSession(reply, config, token, expiresAt), log)
  addOperations(app, deps, config, callerOf, log)
  return app
}

function addOperations(app: FastifyInstance, deps: Deps, config: Config, callerOf: CallerOf, log: Logger): void {
  const os = implement(contract).$context<HttpContext & RouteContext>()
  const performing = os.middleware(async ({ context, next, path, procedure }, input, output) => {
    const meta = procedure['~orpc'].meta
    const answer = await perform(deps, context.caller, { name: path.join('.'), meta, input }, async (work) => {
      const result = await next({ context: { work, http: context.http } })
      return result.output
    })
    return output(answer)
  })
  const handler = new OpenAPIHandler(os.use(performing).router(routes), {
    plugins: [new SmartCoercionPlugin({ schemaConverters: [new ZodToJsonSchemaConverter()] })],
    interceptors: [
      onError((error, { context }) => {
        const { requestId } = context.caller
        const known = asWuseError(error)
        if (!known) throw new ORPCError('INTERNAL_SERVER_ERROR', { cause: error, data: requestId })
        const status = errorKinds[known.kind]
        throw new ORPCError(known.code, { status, message: known.message, cause: known, data: requestId })
      }),
    ],
    customErrorResponseBodyEncoder: (error) => {
      const requestId = String(error.data ?? '')
      if (!asWuseError(error)) log.error({ error: error.cause ?? error, requestId }, 'fault')
      return problemOf(error, requestId)
    },
  })
  app.all('/api/*', async (request, reply) => {
    const caller = await callerOf(request)
    const http: RouteContext['http'] = {
      address: request.ip,
      agent: request.headers['user-agent'] ?? '',
      offers: { oidcIssuer: config.oidc?.issuer ?? null, demo: config.mode === 'demo' },
      setSession: (token, expiresAt) => setSession(reply, config, token, expiresAt),
    }
    reply.header('cache-control', 'no-store')
    const { matched } = await handler.handle(request, reply, {
      prefix: '/api',
      // `performing` adds the work: it exists only inside the operation's transaction.
      context: { caller, http } as HttpContext & RouteContext,
    })
    if (!matched) throw new WuseError('NotFound', 'route.unknown')
  })
}

/** Gives the browser its session, or takes it; SameSite=Lax lets a link from a message open a page signed in. */
function setSession(reply: FastifyReply, config: Config, token: string | null, expiresAt?: string): void {
  const secure = config.publicUrl?.startsWith('https://') ?? false
  const base = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
  if (token) reply.setCookie(SESSION_COOKIE, token, { ...base, ...(expiresAt ? { expires: new Date(expiresAt) } : {}) })
  else reply.clearCookie(SESSION_COOKIE, base)
}

export type CallerOf = (request: FastifyRequest) => Promise<Caller>

/** Who sends this request. A browser's write must come from our own pages (SameSite cookie and Origin). */
function makeCallerOf(deps: Deps, config: Config): CallerOf {
  return async (request) => {
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const token = bearer ?? request.cookies[SESSION_COOKIE]
    const key = request.headers['idempotency-key']
    const purpose = request.headers['wuse-purpose']
    const caller = {
      requestId: request.id,
      address: request.ip,
      idempotencyKey: typeof key === 'string' && key.length <= 200 ? key : undefined,
      askedPurpose: typeof purpose === 'string' ? purpose : undefined,
    }
    // Also without a cookie: a foreign page that signs the browser in as somebody else would have the rest typed there.
    if (!bearer && request.method !== 'GET' && request.method !== 'HEAD') refuseForeignOrigin(request, config)
    if (!token) return { ...caller, actor: anonymous }
    const now = deps.clock.now()
    const asked = deps.memory?.moment()
    const found = deps.memory?.recall(token, now) ?? (await actorOfToken(deps.db, token, now))
    if (!found) return { ...caller, actor: anonymous }
    deps.memory?.keep(token, now, found, asked)
    const { purposes, mustChangePassword, ...actor } = found
    return { ...caller, actor, purposes, mustChangePassword }
  }
}

function refuseForeignOrigin(request: FastifyRequest, config: Config): void {
  const { origin } = request.headers
  if (request.headers['sec-fetch-site'] === 'cross-site') throw forbidden('access.foreign-origin')
  if (origin === undefined) return
  const ours = [
    `http://${request.host}`,
    `https://${request.host}`,
    ...(config.publicUrl ? [new URL(config.publicUrl).origin] : []),
  ]
  if (!ours.includes(origin)) throw forbidden('access.foreign-origin')
}

function answerProblem(reply: FastifyReply, error: unknown, requestId: string, log: Logger): FastifyReply {
  const clientFault =
    error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' && error.statusCode < 500
  const known = clientFault && !(error instanceof WuseError) ? unreadable(error) : error
  const problem = problemOf(known, requestId)
  if (problem.code === 'input.too-large') {
    // Fastify would close the connection with the answer: see hangUpSoon.
    reply.removeHeader('connection')
    hangUpSoon(reply.request.raw)
  }
  if (problem.status >= 500) log.error({ error, requestId }, 'fault')
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .header('cache-control', 'no-store')
    .send(JSON.stringify(problem))
}

const unreadable = (error: Error): WuseError =>
  'code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
    ? tooLarge(limits.json)
    : new WuseError('Invalid', 'input.unreadable')
