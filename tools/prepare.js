// After `npm ci`: builds the program and the web pages, so that the first start is a quick one. An installation
// without the development packages keeps what it was shipped with.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const program = (path) => join(root, 'node_modules', path)
const run = (path, ...args) =>
  execFileSync(process.execPath, [program(path), ...args], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })

if (existsSync(program('vite/bin/vite.js')) && existsSync(join(root, 'src'))) {
  run('vite/bin/vite.js', 'build', '--logLevel', 'error')
  run('tsx/dist/cli.mjs', 'tools/build-server.ts')
}
