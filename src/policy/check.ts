// Refuses a pack that does not hold together: what the schemas cannot see because it stands in several
// files, and what no rule may do whatever its form: look at where people come from, or name a place.

import type { Text } from '#base/text.ts'
import { readPack, type LoadedRule, type Pack } from './load.ts'
import type { PackProblem } from './problems.ts'
import { riskmapProblems } from './check-riskmap.ts'
import { riskPolicyOf } from './load.ts'
import type { RiskExample, RiskPolicy, RiskRule } from './riskmap-schema.ts'

export type CheckOptions = {
  /** Runs an example through the engine; handed in, because the engine belongs to its module. */
  runRiskExample: (policy: RiskPolicy, rule: RiskRule, example: RiskExample) => Text[]
  /** Names of real places, none of which a rule may mention. */
  placeNames?: readonly string[]
}

export type CheckReport = { pack: Pack | null; problems: PackProblem[]; rules: number; examples: number }

export async function checkPack(folder: string, options: CheckOptions): Promise<CheckReport> {
  const read = await readPack(folder)
  if (!read.ok) return { pack: null, problems: read.error, rules: 0, examples: 0 }
  const pack = read.value
  const problems = [...headProblems(pack), ...riskmapProblems(pack)]
  const rules = pack.riskmap?.rules ?? []
  for (const loaded of rules) {
    problems.push(...forbiddenIn(`${loaded.folder}/rule.json`, loaded.rule, options.placeNames ?? []))
    for (const { file, example } of loaded.examples)
      problems.push(...forbiddenIn(file, example, options.placeNames ?? []))
  }
  if (pack.riskmap) problems.push(...forbiddenIn('riskmap/map.json', pack.riskmap.map, options.placeNames ?? []))
  if (pack.riskmap && problems.length === 0) problems.push(...exampleProblems(pack, rules, options))
  return { pack, problems, rules: rules.length, examples: rules.reduce((sum, rule) => sum + rule.examples.length, 0) }
}

function headProblems(pack: Pack): PackProblem[] {
  const { validity, legalBasis } = pack.head
  const problems: PackProblem[] = []
  const add = (field: string, text: Text) => problems.push({ file: 'pack.json', field, text })
  if (validity.to !== null && validity.to < validity.from)
    add('validity.to', { zh: '失效日早于生效日。', en: 'The validity ends before it begins.' })
  if (legalBasis.length === 0) add('legalBasis', { zh: '须写明依据。', en: 'State the legal basis.' })
  return problems
}

function exampleProblems(pack: Pack, rules: readonly LoadedRule[], options: CheckOptions): PackProblem[] {
  const policy = riskPolicyOf(pack)
  return rules.flatMap(({ rule, examples }) =>
    examples.flatMap(({ file, example }) =>
      options.runRiskExample(policy, rule, example).map((text) => ({ file, field: 'expect', text })),
    ),
  )
}

const forbiddenSubjects: [RegExp, Text][] = [
  [
    /origin(?!al)|hukou|birthplace|household.?(division|registration)|户籍|籍贯|原籍|祖籍|[省市]籍/i,
    { zh: '户籍或来源地', en: 'where a person comes from' },
  ],
  [/ethnic|\brace\b|民族|种族/i, { zh: '民族', en: 'ethnicity' }],
  [/occupation|profession|职业|工种/i, { zh: '职业', en: 'occupation' }],
  [/nationality|religion|国籍|宗教/i, { zh: '国籍或宗教', en: 'nationality or religion' }],
]

/** Texts under `source` may say that origin plays no part; nothing else may speak of it. */
const spared = new Set(['source'])

function forbiddenIn(file: string, value: unknown, placeNames: readonly string[]): PackProblem[] {
  const problems: PackProblem[] = []
  visit(value, [], (path, text) => {
    const field = path.join('.')
    for (const [pattern, subject] of forbiddenSubjects)
      if (pattern.test(text) && !spared.has(path[0] ?? ''))
        problems.push({
          file,
          field,
          text: {
            zh: `规则不得使用${subject.zh}；只可使用到过哪里、何时。`,
            en: `A rule may not use ${subject.en}; only where somebody was, and when.`,
          },
        })
    const place = path[0] === 'source' && path[1] === 'addresses' ? null : placeIn(text, placeNames)
    if (place !== null)
      problems.push({
        file,
        field,
        text: { zh: `规则不得指名地区(“${place}”)。`, en: `A rule may not name a place ("${place}").` },
      })
  })
  return problems
}

/** A division code (6, 9 or 12 digits beginning like one) or a place's name. */
function placeIn(text: string, placeNames: readonly string[]): string | null {
  const code = /(?<!\d)[1-8]\d{5}(?:\d{3}){0,2}(?!\d)/.exec(text)
  if (code) return code[0]
  return placeNames.find((name) => name.length > 1 && text.includes(name)) ?? null
}

function visit(value: unknown, path: string[], see: (path: string[], text: string) => void): void {
  if (typeof value === 'string') return see(path, value)
  if (typeof value === 'number') return see(path, String(value))
  if (Array.isArray(value)) return value.forEach((item, index) => visit(item, [...path, String(index)], see))
  if (value === null || typeof value !== 'object') return
  for (const [key, item] of Object.entries(value)) {
    see([...path, key], key)
    visit(item, [...path, key], see)
  }
}
