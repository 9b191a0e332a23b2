// Turns a rule's sentence into a reason: fills its places, with the level's name in each language.

import { fill, type Text } from '#base/text.ts'
import type { RiskLevel, RiskPolicy, RiskRule } from '#policy/riskmap-schema.ts'
import type { Evidence, Reason } from '../api-types.ts'

export const rankOf = (policy: RiskPolicy, level: string): number =>
  Math.max(
    0,
    policy.levels.findIndex((candidate) => candidate.id === level),
  )

/** The level of a rank; ranks outside the scale are drawn to its ends. */
export const levelAt = (policy: RiskPolicy, rank: number): RiskLevel =>
  policy.levels[Math.min(policy.levels.length - 1, Math.max(0, rank))]!

const levelPlaces = new Set(['level', 'from', 'to', 'base'])

export function reason(policy: RiskPolicy, rule: RiskRule, key: string, evidence: Evidence): Reason {
  const template: Text | undefined = (rule.texts as Record<string, Text>)[key]
  const speak = (language: 'zh' | 'en') => {
    const values = Object.fromEntries(
      Object.entries(evidence).map(([name, value]) => [
        name,
        levelPlaces.has(name) && typeof value === 'string'
          ? levelAt(policy, rankOf(policy, value)).name[language]
          : String(value ?? '–'),
      ]),
    )
    return fill(template?.[language] ?? key, values)
  }
  return {
    rule: rule.id,
    key,
    evidence,
    text: { zh: speak('zh'), en: speak('en') },
    illustrative: rule.source.mark === 'proposal',
  }
}

export function ruleOf<K extends RiskRule['kind']>(policy: RiskPolicy, kind: K): Extract<RiskRule, { kind: K }> | null {
  return (policy.rules.find((rule) => rule.kind === kind) as Extract<RiskRule, { kind: K }> | undefined) ?? null
}
