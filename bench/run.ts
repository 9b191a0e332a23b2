// `npm run bench -- NAME [--size N] [--json]`: runs bench/NAME.ts and prints one JSON object with machine,
// size and medians. Without a name it lists what there is.

import { readdirSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { projectFolder } from '#storage/project-folder.ts'
import type { Bench } from './support/bench.ts'

const folder = join(projectFolder, 'bench')
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.slice(0, -3))

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { size: { type: 'string' }, json: { type: 'boolean' } },
})
const name = positionals[0]
if (name === undefined || !names.includes(name)) {
  process.stderr.write(`Benchmarks: ${names.join(', ')}\n`)
  process.exit(2)
}

const { bench } = (await import(join(folder, `${name}.ts`))) as { bench: Bench }
const size = values.size === undefined ? bench.size : Number(values.size)
if (!Number.isFinite(size) || size <= 0) {
  process.stderr.write('--size takes a positive number\n')
  process.exit(2)
}
const say = values.json ? () => undefined : (line: string) => void process.stderr.write(`${line}\n`)
const figures = await bench.run({ size, say })
const machine = {
  cores: cpus().length,
  processor: cpus()[0]?.model ?? 'unknown',
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
}
process.stdout.write(
  `${JSON.stringify({ name, size, unit: bench.unit, machine, ...figures }, null, values.json ? 0 : 2)}\n`,
)
process.exit(0)
