// Packs as this module shows them: the data of `policy/` with its parameters and examples put into words.

import { notFound } from '#base/errors.ts'
import { registerSentences } from '#base/sentences.ts'
import type { Text } from '#base/text.ts'
import { day } from '#base/dates.ts'
import { listPackIds, loadPack, type LoadedRule, type Pack, type RiskSection } from '#policy/load.ts'
import { packVersion, type Source } from '#policy/pack-schema.ts'
import { parameterNames } from '#policy/parameter-names.ts'
import { caseOf, markNames, shown } from '#policy/render.ts'
import type { PackInFull, PackSummary, PolicyRule, PolicySource } from './api.ts'

/** One of the shipped packs; a name that is not in the list never reaches the file system. */
export async function readPackOf(id: string): Promise<Pack> {
  const known = await listPackIds()
  if (!known.includes(id)) throw notFound('policies.pack-unknown', { id, known })
  return loadPack(id)
}

export const readPacks = async (): Promise<Pack[]> => Promise.all((await listPackIds()).map((id) => loadPack(id)))

export function summaryOf({ head, riskmap }: Pack): PackSummary {
  const rules = riskmap?.rules ?? []
  return {
    id: head.id,
    version: packVersion(head),
    name: head.name,
    summary: head.summary,
    publisher: head.publisher,
    validFrom: day(head.validity.from),
    validTo: head.validity.to === null ? null : day(head.validity.to),
    rules: rules.length,
    examples: rules.reduce((sum, rule) => sum + rule.examples.length, 0),
  }
}

export function inFull(pack: Pack): PackInFull {
  const { head, riskmap } = pack
  return {
    ...summaryOf(pack),
    legalBasis: head.legalBasis,
    notes: head.notes,
    riskmap: riskmap && {
      levels: riskmap.map.levels
        .toReversed()
        .map(({ id, name, meaning, colour, guidance }) => ({ id, name, meaning, colour, guidance })),
      review: riskmap.map.review,
      source: sourceOf(riskmap.map.source),
      rules: riskmap.rules.map((loaded) => ruleOf(loaded, riskmap)),
    },
  }
}

const sourceOf = ({ mark, note, addresses }: Source): PolicySource => ({
  mark,
  markName: markNames[mark],
  note,
  addresses,
})

const both = (say: (language: 'zh' | 'en') => string): Text => ({ zh: say('zh'), en: say('en') })

function ruleOf({ rule, examples }: LoadedRule, { map }: RiskSection): PolicyRule {
  return {
    id: rule.id,
    name: rule.name,
    summary: rule.summary,
    source: sourceOf(rule.source),
    parameters: Object.entries(rule.parameters).map(([key, value]) => ({
      key,
      name: parameterNames[key] ?? { zh: key, en: key },
      value: both((language) => shown(value, map, language)),
    })),
    sentences: Object.entries<Text>(rule.texts).map(([key, text]) => ({ key, text })),
    examples: examples.map(({ example }) => ({
      verdict: example.verdict,
      title: example.title,
      case: both((language) => caseOf(example, map, language)),
      level: example.expect.level,
    })),
  }
}

registerSentences({
  'policies.pack-unknown': {
    zh: '没有名为“{id}”的政策包。现有：{known}。',
    en: 'There is no policy pack "{id}". Known: {known}.',
  },
})
