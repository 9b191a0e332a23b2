// Prints a pack as the handbook that officials sign: Markdown in one language, every rule with its
// numbers, its sentences, its source and its examples. The same pack always gives the same bytes.

import { packVersion, type Source, type SourceMark } from './pack-schema.ts'
import type { Language, Text } from '#base/text.ts'
import type { LoadedRule, Pack, RiskSection } from './load.ts'
import { parameterNames } from './parameter-names.ts'
import type { RiskExample } from './riskmap-schema.ts'

const t = (zh: string, en: string): Text => ({ zh, en })

/** How firmly a rule or number stands. */
export const markNames: Record<SourceMark, Text> = {
  published: t('已公布', 'published'),
  requirement: t('本项目的要求', 'a requirement of this project'),
  derived: t('由公布事实推得', 'derived from published facts'),
  proposal: t('示意性：本项目建议值，非官方', "illustrative: the project's proposal, not official"),
}

const words = {
  version: t('版本', 'Version'),
  validity: t('有效期', 'Validity'),
  from: t('自', 'from'),
  to: t('至', 'to'),
  open: t('起，未定终止日', ', no end stated'),
  publisher: t('发布者', 'Publisher'),
  basis: t('依据', 'Legal basis and sources'),
  levels: t('等级', 'Levels'),
  level: t('等级', 'Level'),
  meaning: t('含义', 'Meaning'),
  guidance: t('对策', 'Guidance'),
  review: t('评定周期', 'Reviews'),
  reviewSentence: t(
    '首次评定 {first}，每 {days} 天评定一次。',
    'The first review is on {first}; then every {days} day(s).',
  ),
  rules: t('规则', 'Rules'),
  source: t('来源', 'Source'),
  parameter: t('参数', 'Parameter'),
  value: t('值', 'Value'),
  sentences: t('对公众的说明', 'What it says to the public'),
  examples: t('示例', 'Examples'),
  kind: t('类', 'Kind'),
  case: t('情形', 'Case'),
  result: t('结果', 'Result'),
  notes: t('说明', 'Notes'),
  none: t('无', 'none'),
  yes: t('适用', 'applies'),
  no: t('不适用', 'does not apply'),
  edge: t('边界', 'edge'),
}

export function renderHandbook(pack: Pack, language: Language): string {
  const say = (text: Text) => text[language]
  const { head } = pack
  const lines = [
    `# ${say(head.name)}`,
    '',
    say(head.summary),
    '',
    `- ${say(words.version)}${colon[language]}\`${packVersion(head)}\``,
    `- ${say(words.validity)}${colon[language]}${validity(pack, language)}`,
    `- ${say(words.publisher)}${colon[language]}${say(head.publisher)}`,
    '',
    `## ${say(words.basis)}`,
    '',
    ...head.legalBasis.map((basis) => `- ${say(basis.title)} <${basis.address}>`),
  ]
  if (pack.riskmap) lines.push('', ...riskSection(pack.riskmap, language))
  if (head.notes.length > 0) {
    lines.push('', `## ${say(words.notes)}`)
    for (const note of head.notes) lines.push('', `### ${say(note.title)}`, '', say(note.text))
  }
  return `${lines.join('\n')}\n`
}

function validity(pack: Pack, language: Language): string {
  const { from, to } = pack.head.validity
  const end = to === null ? words.open[language] : ` ${words.to[language]} ${to}`
  return `${words.from[language]} ${from}${language === 'zh' && to === null ? ' ' : ''}${end}`
}

function riskSection({ map, rules }: RiskSection, language: Language): string[] {
  const say = (text: Text) => text[language]
  const review = say(words.reviewSentence)
    .replace('{first}', map.review.firstOn)
    .replace('{days}', String(map.review.everyDays))
  return [
    `## ${say(words.levels)}`,
    '',
    ...table(
      [say(words.level), say(words.meaning), say(words.guidance)],
      map.levels.toReversed().map((level) => [say(level.name), say(level.meaning), say(level.guidance)]),
    ),
    '',
    `## ${say(words.review)}`,
    '',
    review,
    '',
    sourceLine(map.source, language),
    '',
    `## ${say(words.rules)}`,
    ...rules.flatMap((loaded) => ruleSection(loaded, map, language)),
  ]
}

function ruleSection({ rule, examples }: LoadedRule, map: RiskSection['map'], language: Language): string[] {
  const say = (text: Text) => text[language]
  const parameters = Object.entries(rule.parameters).map(([name, value]) => [
    `${parameterNames[name]?.[language] ?? name} \`${name}\``,
    shown(value, map, language),
  ])
  return [
    '',
    `### ${say(rule.name)} \`${rule.id}\``,
    '',
    say(rule.summary),
    '',
    sourceLine(rule.source, language),
    '',
    ...table([say(words.parameter), say(words.value)], parameters),
    '',
    `${say(words.sentences)}${colon[language].trim()}`,
    '',
    ...Object.values(rule.texts as Record<string, Text>).map((text) => `- ${say(text)}`),
    '',
    ...table(
      [say(words.examples), say(words.kind), say(words.case), say(words.result)],
      examples.map(({ example }) => [
        say(example.title),
        say(words[example.verdict]),
        caseOf(example, map, language),
        levelName(example.expect.level, map, language),
      ]),
    ),
  ]
}

export const levelName = (id: string, map: RiskSection['map'], language: Language): string =>
  map.levels.find((level) => level.id === id)?.name[language] ?? id

/** An example in one line: its days, clusters and previous level. */
export function caseOf(example: RiskExample, map: RiskSection['map'], language: Language): string {
  const zh = language === 'zh'
  const days = Object.entries(example.days).map(([on, [confirmed, imported]]) => {
    const part = imported === undefined ? '' : zh ? `（输入 ${imported}）` : ` (${imported} imported)`
    return `${on.slice(5)}: ${confirmed}${part}`
  })
  const clusters = (example.clusters ?? []).map((cluster) =>
    zh
      ? `聚集 ${cluster.cases} 例（末例 ${cluster.lastCaseOn.slice(5)}）`
      : `cluster of ${cluster.cases} (last case ${cluster.lastCaseOn.slice(5)})`,
  )
  const before = example.previous
    ? [`${zh ? '上期' : 'before'} ${levelName(example.previous.level, map, language)}`]
    : []
  return `${example.on.slice(5)} ⟵ ${[...days, ...clusters, ...before].join('; ') || words.none[language]}`
}

/** A parameter's value in words. */
export function shown(value: unknown, map: RiskSection['map'], language: Language): string {
  if (value === null) return words.none[language]
  if (typeof value === 'string') return levelName(value, map, language)
  if (Array.isArray(value))
    return value
      .map((item: { level: string; atLeast: number }) => `${levelName(item.level, map, language)} ≥ ${item.atLeast}`)
      .join(', ')
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([key, item]) => {
        const level = map.levels.find((candidate) => candidate.id === key)
        return `${level?.name[language] ?? parameterNames[key]?.[language] ?? key} ${String(item)}`
      })
      .join(', ')
  return JSON.stringify(value)
}

const colon: Text = t('：', ': ')

function sourceLine(source: Source, language: Language): string {
  const stop = language === 'zh' ? '。' : '.'
  const mark = markNames[source.mark][language]
  return `*${words.source[language]}${colon[language]}${mark}${stop}* ${source.note[language]} ${addresses(source.addresses)}`.trim()
}

const addresses = (list: readonly string[]): string => list.map((address) => `<${address}>`).join(' ')

const tableRow = (cells: string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`

const table = (header: string[], rows: string[][]): string[] => [
  tableRow(header),
  tableRow(header.map(() => '---')),
  ...rows.map(tableRow),
]
