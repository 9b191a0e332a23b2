// Checks of the risk-map section across its files: levels, thresholds, waits, sentences, examples.

import type { Text } from '#base/text.ts'
import type { LoadedRule, Pack, RiskSection } from './load.ts'
import type { PackProblem } from './problems.ts'
import { evaluatingKinds, exampleVerdicts, riskFacts, ruleTexts, type RiskRule } from './riskmap-schema.ts'

export function riskmapProblems(pack: Pack): PackProblem[] {
  if (!pack.riskmap) return []
  const { map, rules } = pack.riskmap
  return [
    ...mapProblems(pack, map),
    ...compositionProblems(rules),
    ...rules.flatMap((loaded) => [
      ...ruleProblems(loaded, map),
      ...textProblems(loaded),
      ...exampleSetProblems(loaded, map),
    ]),
  ]
}

const problem = (file: string, field: string, zh: string, en: string): PackProblem => ({
  file,
  field,
  text: { zh, en },
})

function mapProblems(pack: Pack, map: RiskSection['map']): PackProblem[] {
  const problems: PackProblem[] = []
  const file = 'riskmap/map.json'
  const ids = map.levels.map((level) => level.id)
  for (const [index, id] of ids.entries())
    if (ids.indexOf(id) !== index)
      problems.push(problem(file, `levels.${index}.id`, `等级“${id}”重复。`, `The level "${id}" stands twice.`))
  if (map.review.firstOn < pack.head.validity.from)
    problems.push(
      problem(
        file,
        'review.firstOn',
        '首次评定早于政策包生效日。',
        'The first review lies before the validity of the pack.',
      ),
    )
  return problems
}

function compositionProblems(rules: readonly LoadedRule[]): PackProblem[] {
  const problems: PackProblem[] = []
  const evaluating = rules.filter(({ rule }) => (evaluatingKinds as readonly string[]).includes(rule.kind))
  if (evaluating.length !== 1)
    problems.push(
      problem(
        'riskmap',
        'kind',
        `须有且只有一条规则直接给出等级(${evaluatingKinds.join('、')}),现有 ${evaluating.length} 条。`,
        `Exactly one rule must give a level by itself (${evaluatingKinds.join(', ')}); there are ${evaluating.length}.`,
      ),
    )
  for (const [index, { rule, folder }] of rules.entries()) {
    const file = `${folder}/rule.json`
    if (rules.findIndex((other) => other.rule.kind === rule.kind) !== index)
      problems.push(
        problem(file, 'kind', `同类规则“${rule.kind}”已有一条。`, `There is another rule of kind "${rule.kind}".`),
      )
    if (`riskmap/${rule.id}` !== folder)
      problems.push(problem(file, 'id', '标识须与文件夹同名。', 'The id must be the name of its folder.'))
  }
  return problems
}

function ruleProblems({ rule, folder }: LoadedRule, map: RiskSection['map']): PackProblem[] {
  const file = `${folder}/rule.json`
  const problems: PackProblem[] = []
  const facts: readonly string[] = riskFacts
  for (const [index, fact] of rule.uses.entries())
    if (!facts.includes(fact))
      problems.push(
        problem(
          file,
          `uses.${index}`,
          `规则不得使用“${fact}”；可用的事实：${facts.join('、')}。`,
          `A rule may not use "${fact}"; the facts it may use: ${facts.join(', ')}.`,
        ),
      )
  if (rule.source.mark === 'published' && rule.source.addresses.length === 0)
    problems.push(problem(file, 'source.addresses', '标为已公布，须给出处。', 'Marked as published: state where.'))
  const rank = (id: string) => map.levels.findIndex((level) => level.id === id)
  const known = (field: string, id: string) => {
    if (rank(id) < 0)
      problems.push(
        problem(file, `parameters.${field}`, `map.json 中没有等级“${id}”。`, `There is no level "${id}" in map.json.`),
      )
  }
  if (rule.kind === 'count-bands') problems.push(...bandProblems(file, rule, map, known))
  if (rule.kind === 'local-share') known('neverBelow', rule.parameters.neverBelow)
  if (rule.kind === 'clusters') {
    known('raisesAtMostTo', rule.parameters.raisesAtMostTo)
    if (rule.parameters.raisesAtCases < rule.parameters.minimumCases)
      problems.push(
        problem(
          file,
          'parameters.raisesAtCases',
          '小于聚集性疫情的最少病例数。',
          'Smaller than the cases that make a cluster.',
        ),
      )
  }
  if (rule.kind === 'three-levels')
    for (const key of ['low', 'medium', 'high'] as const) known(key, rule.parameters[key])
  if (rule.kind === 'easing') {
    for (const id of Object.keys(rule.parameters.afterCaseFreeDays)) known(`afterCaseFreeDays.${id}`, id)
    for (const level of map.levels.slice(1))
      if (!(level.id in rule.parameters.afterCaseFreeDays))
        problems.push(
          problem(
            file,
            `parameters.afterCaseFreeDays.${level.id}`,
            '缺少该等级的等待天数。',
            'The wait of this level is missing.',
          ),
        )
  }
  return problems
}

function bandProblems(
  file: string,
  rule: Extract<RiskRule, { kind: 'count-bands' }>,
  map: RiskSection['map'],
  known: (field: string, id: string) => void,
): PackProblem[] {
  const problems: PackProblem[] = []
  const { bands } = rule.parameters
  for (const [index, band] of bands.entries()) known(`bands.${index}.level`, band.level)
  let before: { level: string; atLeast: number } | null = null
  for (const level of map.levels.slice(1)) {
    const own = bands.filter((band) => band.level === level.id)
    if (own.length !== 1) {
      const text = {
        zh: `等级“${level.id}”须恰有一个门槛，现有 ${own.length} 个。`,
        en: `The level "${level.id}" needs one threshold, it has ${own.length}.`,
      }
      problems.push({ file, field: 'parameters.bands', text })
      continue
    }
    const band = own[0]!
    if (before && band.atLeast <= before.atLeast)
      problems.push(
        problem(
          file,
          `parameters.bands.${bands.indexOf(band)}.atLeast`,
          `门槛重叠：“${band.level}”(${band.atLeast})须大于“${before.level}”(${before.atLeast})。`,
          `Thresholds overlap: "${band.level}" (${band.atLeast}) must be above "${before.level}" (${before.atLeast}).`,
        ),
      )
    before = band
  }
  const lowest = map.levels[0]!.id
  if (bands.some((band) => band.level === lowest))
    problems.push(
      problem(
        file,
        'parameters.bands',
        `最低等级“${lowest}”不得有门槛。`,
        `The lowest level "${lowest}" may have no threshold.`,
      ),
    )
  return problems
}

const placesIn = (template: string): Set<string> =>
  new Set([...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!))

function textProblems({ rule, folder }: LoadedRule): PackProblem[] {
  const file = `${folder}/rule.json`
  return Object.entries(rule.texts as Record<string, Text>).flatMap(([key, text]) => {
    const allowed: readonly string[] = (ruleTexts[rule.kind] as Record<string, readonly string[]>)[key] ?? []
    const zh = placesIn(text.zh)
    const en = placesIn(text.en)
    const problems = [...new Set([...zh, ...en])]
      .filter((place) => !allowed.includes(place))
      .map((place) =>
        problem(
          file,
          `texts.${key}`,
          `不认识的占位“{${place}}”；可用：${allowed.join('、') || '无'}。`,
          `Unknown place "{${place}}"; allowed: ${allowed.join(', ') || 'none'}.`,
        ),
      )
    if (zh.size !== en.size || [...zh].some((place) => !en.has(place)))
      problems.push(
        problem(file, `texts.${key}`, '两种语言的占位不同。', 'The two languages fill in different places.'),
      )
    return problems
  })
}

function exampleSetProblems({ rule, folder, examples }: LoadedRule, map: RiskSection['map']): PackProblem[] {
  const problems: PackProblem[] = []
  for (const verdict of exampleVerdicts)
    if (!examples.some(({ example }) => example.verdict === verdict))
      problems.push(
        problem(
          `${folder}/examples`,
          'verdict',
          `缺少“${verdict}”例。`,
          `The rule has no example of kind "${verdict}".`,
        ),
      )
  for (const { file, example } of examples) {
    const named = [
      ['expect.level', example.expect.level],
      ['expect.base', example.expect.base],
      ['previous.level', example.previous?.level],
    ] as const
    for (const [field, id] of named)
      if (id !== undefined && !map.levels.some((level) => level.id === id))
        problems.push(problem(file, field, `map.json 中没有等级“${id}”。`, `There is no level "${id}" in map.json.`))
    for (const key of example.expect.says)
      if (!(key in rule.texts))
        problems.push(problem(file, 'expect.says', `规则没有“${key}”这句话。`, `The rule has no sentence "${key}".`))
  }
  return problems
}
