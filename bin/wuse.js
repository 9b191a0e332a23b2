#!/usr/bin/env node
// Runs the bundle when it is newer than every source file; otherwise the sources themselves, through tsx.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const bundle = join(root, 'dist/cli/wuse.js')

const newest = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|sql)$/.test(entry.name))
    .reduce((latest, entry) => Math.max(latest, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs), 0)

const sources = ['src', 'tools', 'scenarios'].map((name) => join(root, name)).filter(existsSync)
const fresh = existsSync(bundle) && statSync(bundle).mtimeMs >= Math.max(0, ...sources.map(newest))

if (fresh) await import(pathToFileURL(bundle).href)
else {
  const { register } = await import('tsx/esm/api')
  register()
  await import(pathToFileURL(join(root, 'tools/wuse.ts')).href)
}
