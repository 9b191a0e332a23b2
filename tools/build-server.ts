// Bundles the program into dist/cli, which bin/wuse.js prefers over the sources while it is the newer one. Packages
// stay outside; every dynamic import stays a file of its own, so that a command loads only what it needs.

import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { projectFolder } from '#storage/project-folder.ts'

const outdir = join(projectFolder, 'dist/cli')
rmSync(outdir, { recursive: true, force: true })
await build({
  entryPoints: { wuse: join(projectFolder, 'tools/wuse.ts') },
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  legalComments: 'none',
  logLevel: 'warning',
})
