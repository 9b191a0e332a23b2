// The interface's description, OpenAPI 3.1, made from the contract and the downloads, and a page to read it.

import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { z } from 'zod'
import { contract, downloads } from './modules.ts'

const require = createRequire(import.meta.url)

export async function describeInterface(): Promise<Record<string, unknown>> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const document = await generator.generate(contract, {
    info: {
      title: 'Wuse 五色',
      version: '0.1.0',
      description:
        'Sign in with POST /api/access/sign-in and send the token as a bearer token. Send an Idempotency-Key with every write: a repeated request is answered, not repeated. Errors are application/problem+json with a stable code and sentences in Chinese and English.',
      license: { name: 'Apache-2.0' },
    },
    servers: [{ url: '/api' }],
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
  })
  for (const download of downloads) {
    const names = new Set([...download.path.matchAll(/:(\w+)/g)].map((found) => found[1]!))
    const { properties = {}, required = [] } = z.toJSONSchema(download.query, { io: 'input' })
    document.paths ??= {}
    document.paths[download.path.replaceAll(/:(\w+)/g, '{$1}')] = {
      get: {
        summary: download.summary.en,
        parameters: Object.entries(properties).map(([name, schema]) => ({
          name,
          in: names.has(name) ? ('path' as const) : ('query' as const),
          required: names.has(name) || required.includes(name),
          schema: schema as object,
        })),
        responses: { 200: { description: download.summary.en, content: { [download.contentType]: {} } } },
      },
    }
  }
  return document
}

export async function addReference(app: FastifyInstance): Promise<void> {
  let document: Promise<Record<string, unknown>> | undefined
  app.get('/api/openapi.json', async (_request, reply) =>
    reply.type('application/json').send(JSON.stringify(await (document ??= describeInterface()))),
  )
  const folder = dirname(require.resolve('swagger-ui-dist/package.json'))
  await app.register(async (scope) => {
    await scope.register(fastifyStatic, {
      root: folder,
      prefix: '/api/reference/assets/',
      index: false,
      decorateReply: false,
    })
    scope.get('/api/reference', async (_request, reply) => reply.type('text/html; charset=utf-8').send(page))
    scope.get('/api/reference/start.js', async (_request, reply) =>
      reply
        .type('text/javascript')
        .send(`SwaggerUIBundle({ url: '/api/openapi.json', dom_id: '#reference', deepLinking: true, filter: true })`),
    )
  })
}

const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Wuse 五色 · API</title><link rel="stylesheet" href="/api/reference/assets/swagger-ui.css"></head>
<body><div id="reference"></div><script src="/api/reference/assets/swagger-ui-bundle.js"></script><script src="/api/reference/start.js"></script></body></html>`
