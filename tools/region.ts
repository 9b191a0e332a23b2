// `wuse region …`: builds a shipped region from its packages and checks it. Importing and showing a region need the
// database and live beside the module. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { stopwatch } from '#base/clock.ts'
import { buildRegion } from './region-build/build-region.ts'

const regionsFolder = resolve(import.meta.dirname, '..', 'regions')

type BuildOptions = { check?: boolean; json?: boolean }

export function defineRegionCommand(program: Command): void {
  const region = program.command('region').description('build, import, show and check the divisions of a region')
  region
    .command('build')
    .description('build the files of a shipped region from the npm packages its region.json names')
    .argument('[region]', 'folder below regions/', 'zhejiang-2020')
    .option('--check', 'write nothing; fail if the committed files differ from what would be built')
    .option('--json', 'print the result as JSON')
    .action((name: string, options: BuildOptions) => build(name, options))
}

function build(name: string, options: BuildOptions): void {
  const folder = join(regionsFolder, name)
  if (!existsSync(join(folder, 'region.json'))) {
    const known = readdirSync(regionsFolder).join(', ')
    process.stderr.write(`There is no region "${name}" (no ${folder}/region.json). Known: ${known}\n`)
    process.exitCode = 2
    return
  }
  const elapsed = stopwatch()
  const files = [...buildRegion(folder, (step) => process.stderr.write(`${name}: ${step} …\n`))].map(([file, text]) => {
    const path = join(folder, file)
    const same = existsSync(path) && readFileSync(path, 'utf8') === text
    if (!options.check && !same) writeFileSync(path, text)
    return { file, bytes: Buffer.byteLength(text), same }
  })
  const differing = files.filter(({ same }) => !same).map(({ file }) => file)
  const failed = options.check === true && differing.length > 0
  if (failed) process.exitCode = 1
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ region: name, ok: !failed, milliseconds: Math.round(elapsed()), files })}\n`,
    )
    return
  }
  const outcome = (same: boolean) => (same ? 'unchanged' : options.check ? 'DIFFERS' : 'written')
  for (const { file, bytes, same } of files) process.stdout.write(`${file}  ${bytes} bytes  ${outcome(same)}\n`)
  if (failed) process.stderr.write(`Run "wuse region build ${name}" and commit ${differing.join(', ')}.\n`)
}
