// Reads a policy pack from its folder. Every problem is collected with its file and field, so that the
// author mends all of them at once; a pack with problems is never handed out.

import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import type { z } from 'zod'
import { invalid } from '#base/errors.ts'
import { fail, ok, type Result } from '#base/result.ts'
import { packSchema, packVersion, type PackHead } from './pack-schema.ts'
import { problemsOf, type PackProblem } from './problems.ts'
import {
  riskExampleSchema,
  riskMapSchema,
  riskRuleSchema,
  type RiskExample,
  type RiskPolicy,
  type RiskRule,
} from './riskmap-schema.ts'

export type LoadedRule = { rule: RiskRule; folder: string; examples: { file: string; example: RiskExample }[] }

export type RiskSection = { map: z.infer<typeof riskMapSchema>; rules: LoadedRule[] }

/** A section is null when the pack has no folder of that name. */
export type Pack = { folder: string; head: PackHead; riskmap: RiskSection | null }

/** The shipped packs: beside the nearest package.json above, from sources as from a bundle. */
export const policyFolder = join(nearestPackage(import.meta.dirname), 'policy')

function nearestPackage(from: string): string {
  return existsSync(join(from, 'package.json')) || dirname(from) === from ? from : nearestPackage(dirname(from))
}

export async function readPack(folder: string): Promise<Result<Pack, PackProblem[]>> {
  const problems: PackProblem[] = []
  const head = await readJson(folder, 'pack.json', packSchema, problems)
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const known = new Set(['pack.json', 'riskmap', 'codes', 'tracing', 'indicators', 'alerts', 'plans', 'README.md'])
  for (const entry of entries) {
    if (!known.has(entry.name)) problems.push({ file: entry.name, field: '', text: unknownEntry })
  }
  const riskmap = entries.some((entry) => entry.name === 'riskmap') ? await readRiskmap(folder, problems) : null
  if (problems.length > 0 || !head) return fail(problems)
  return ok({ folder, head, riskmap })
}

const unknownEntry = {
  zh: '政策包不认识这个文件或文件夹；请改名或删除。',
  en: 'A pack does not know this file or folder; rename or remove it.',
}

async function readRiskmap(folder: string, problems: PackProblem[]): Promise<RiskSection | null> {
  const map = await readJson(folder, 'riskmap/map.json', riskMapSchema, problems)
  const rules: LoadedRule[] = []
  for (const name of await foldersIn(join(folder, 'riskmap'))) {
    const path = `riskmap/${name}`
    const rule = await readJson(folder, `${path}/rule.json`, riskRuleSchema, problems)
    const examples: LoadedRule['examples'] = []
    for (const file of await jsonFilesIn(join(folder, path, 'examples'))) {
      const example = await readJson(folder, `${path}/examples/${file}`, riskExampleSchema, problems)
      if (example) examples.push({ file: `${path}/examples/${file}`, example })
    }
    if (rule) rules.push({ rule, folder: path, examples })
  }
  rules.sort((a, b) => a.rule.order - b.rule.order || (a.rule.id < b.rule.id ? -1 : 1))
  return map ? { map, rules } : null
}

async function readJson<S extends z.ZodType>(
  folder: string,
  file: string,
  schema: S,
  problems: PackProblem[],
): Promise<z.infer<S> | null> {
  let value: unknown
  try {
    value = JSON.parse(await readFile(join(folder, file), 'utf8'))
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT'
    problems.push({
      file,
      field: '',
      text: absent
        ? { zh: '缺少这个文件。', en: 'This file is missing.' }
        : { zh: `不是有效的 JSON:${(error as Error).message}`, en: `Not valid JSON: ${(error as Error).message}` },
    })
    return null
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  problems.push(...problemsOf(file, parsed.error))
  return null
}

const foldersIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()

const jsonFilesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).sort()

/** Ids of the packs in `root`. */
export const listPackIds = (root = policyFolder): Promise<string[]> => foldersIn(root)

/** A pack by id, `id@version`, or the path of its folder; throws Invalid with every problem found. */
export async function loadPack(name: string, root = policyFolder): Promise<Pack> {
  const ids = await listPackIds(root)
  const [id = '', version] = ids.includes(name) ? [name] : name.split('@')
  const folder = ids.includes(id) ? join(root, id) : resolve(name)
  const read = await readPack(folder)
  if (!read.ok) {
    if (!ids.includes(id) && read.error.some((problem) => problem.file === 'pack.json' && problem.field === ''))
      throw invalid('policy.pack-unknown', { name, known: ids })
    const issues = read.error.map(({ file, field, text }) => ({
      path: `${relative(process.cwd(), join(folder, file))}${field ? ` › ${field}` : ''}`,
      code: 'policy.pack-broken',
      message: `${text.en} ${text.zh}`,
    }))
    throw invalid('policy.pack-broken', { name: basename(folder), count: issues.length }, issues)
  }
  if (version !== undefined && ids.includes(id) && read.value.head.version !== version)
    throw invalid('policy.version-unknown', { name, found: packVersion(read.value.head) })
  return read.value
}

/** What the risk engine needs of a pack. */
export function riskPolicyOf(pack: Pack): RiskPolicy {
  if (!pack.riskmap) throw invalid('policy.no-riskmap', { name: packVersion(pack.head) })
  return {
    version: packVersion(pack.head),
    validFrom: pack.head.validity.from,
    levels: pack.riskmap.map.levels,
    review: pack.riskmap.map.review,
    rules: pack.riskmap.rules.map((loaded) => loaded.rule),
  }
}
