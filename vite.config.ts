// Builds the pages of every audience into dist/web. The browser gets the contract without its schemas
// (`virtual:wuse-contract`): names, paths and effects of the operations, not the code that checks them.

import { readFileSync, readdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { minifyContractRouter, type AnyContractRouter } from '@orpc/contract'
import react from '@vitejs/plugin-react'
import { defineConfig, runnerImport, type Plugin } from 'vite'

const web = resolve(import.meta.dirname, 'src/web')
const audiences = ['command', 'public']

function contractPlugin(): Plugin {
  const id = 'virtual:wuse-contract'
  return {
    name: 'wuse-contract',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    async load(asked) {
      if (asked !== `\0${id}`) return undefined
      const { module } = await runnerImport<{ contract: AnyContractRouter }>(
        resolve(import.meta.dirname, 'src/server/modules.ts'),
        { configFile: false, logLevel: 'error' },
      )
      return `export const contract = ${JSON.stringify(minifyContractRouter(module.contract))}`
    },
  }
}

/** Writes .br and .gz beside every text file, so that the server never compresses a page. */
function compressedPlugin(): Plugin {
  return {
    name: 'wuse-compressed',
    apply: 'build',
    closeBundle() {
      const folder = resolve(import.meta.dirname, 'dist/web')
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(js|css|html|svg|json|webmanifest)$/.test(entry.name)) continue
        const path = join(entry.parentPath, entry.name)
        const content = readFileSync(path)
        if (content.length < 1024) continue
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
        writeFileSync(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))
      }
    },
  }
}

/** `npm run dev`: deep links answer the page of their audience, as src/server/pages.ts does. */
function deepLinksPlugin(): Plugin {
  return {
    name: 'wuse-deep-links',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const path = (request.url ?? '/').split('?')[0]!
        const wantsPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')
        if (wantsPage && !path.startsWith('/api/') && !path.includes('.'))
          request.url = /^\/command(\/|$)/.test(path) ? '/command/index.html' : '/public/index.html'
        next()
      })
    },
  }
}

export default defineConfig({
  root: web,
  base: '/',
  publicDir: false,
  plugins: [react(), contractPlugin(), deepLinksPlugin(), compressedPlugin()],
  appType: 'mpa',
  build: {
    outDir: resolve(import.meta.dirname, 'dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    manifest: true,
    assetsInlineLimit: 2048,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      output: {
        // What every audience needs stands in one file of its own, so that no page pulls in another page's libraries.
        codeSplitting: {
          groups: [
            {
              name: 'shared',
              test: /node_modules\/(react|react-dom|scheduler|react-router|cookie|set-cookie-parser|@tanstack|@orpc|i18next|react-i18next|use-sync-external-store|void-elements|html-parse-stringify|uuid)\//,
            },
          ],
        },
      },
      input: Object.fromEntries(audiences.map((name) => [name, join(web, name, 'index.html')])),
    },
  },
  server: {
    port: 8021,
    fs: { allow: [import.meta.dirname, realpathSync(resolve(import.meta.dirname, 'node_modules'))] },
    proxy: { '/api': process.env.WUSE_DEV_SERVER ?? 'http://127.0.0.1:8020' },
  },
})
