// The built web pages: hashed assets are kept by caches for a year, the pages themselves are revalidated.
// Each audience has its folder in dist/web; deep links inside an app answer its page.

import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { projectFolder } from '#storage/project-folder.ts'

export const webFolder = join(projectFolder, 'dist/web')

/** Apps by path; the longest matching path answers. */
export const apps = [
  { path: '/command', page: 'command/index.html' },
  { path: '/', page: 'public/index.html' },
] as const

export async function addPages(app: FastifyInstance): Promise<void> {
  if (!existsSync(webFolder)) return
  await app.register(fastifyStatic, {
    root: webFolder,
    index: false,
    preCompressed: true,
    allowedPath: (path) => path.startsWith('/assets/'),
    setHeaders: (reply, path) => {
      reply.setHeader(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=0, must-revalidate',
      )
    },
  })
  const pages = apps.map(({ path, page }) => ({ path, html: pageReader(join(webFolder, page)) }))
  app.setNotFoundHandler((request, reply) => {
    // Not as an address of its own: "//" would be read as another server, or as none, and be a fault.
    const path = request.url.split(/[?#]/, 1)[0]!
    const found = request.method === 'GET' && !path.startsWith('/api/') && !path.includes('.')
    const page = pages.find(
      (candidate) => path === candidate.path || path.startsWith(candidate.path === '/' ? '/' : `${candidate.path}/`),
    )
    if (!found || !page) return reply.code(404).type('text/plain').send('404')
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'public, max-age=0, must-revalidate')
      .send(page.html())
  })
}

/** The page as last built: a new build is served without a restart. */
function pageReader(file: string): () => string {
  let read = { at: -1, html: '' }
  return () => {
    const at = statSync(file).mtimeMs
    if (at !== read.at) read = { at, html: readFileSync(file, 'utf8') }
    return read.html
  }
}
