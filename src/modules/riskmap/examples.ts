// Runs an example of a pack's rule through the whole engine and says where it differs from what the
// pack expects: the level, the evaluation, and which of its sentences the rule speaks.

import { isDay } from '#base/dates.ts'
import type { Text } from '#base/text.ts'
import type { RiskExample, RiskPolicy, RiskRule } from '#policy/riskmap-schema.ts'
import type { DayCount } from './api-types.ts'
import { rateRisk } from './rules.ts'

export function failuresOfExample(policy: RiskPolicy, rule: RiskRule, example: RiskExample): Text[] {
  const days: DayCount[] = []
  for (const [on, counts] of Object.entries(example.days)) {
    if (!isDay(on)) return [{ zh: `days 中的“${on}”不是日期。`, en: `"${on}" in days is not a calendar day.` }]
    days.push({ on, confirmed: counts[0], imported: counts[1] ?? null })
  }
  const inputs = { code: 'example', on: example.on, days, clusters: example.clusters }
  const rating = rateRisk(inputs, policy, example.previous)
  const says = rating.because.filter((reason) => reason.rule === rule.id).map((reason) => reason.key)
  const { expect } = example
  const failures: Text[] = []
  const compare = (zh: string, en: string, expected: string, found: string) => {
    if (expected !== found)
      failures.push({
        zh: `例子不成立：${zh}应为“${expected}”，实得“${found}”。`,
        en: `The example fails: ${en} should be "${expected}", it is "${found}".`,
      })
  }
  compare('等级', 'the level', expect.level, rating.level)
  if (expect.base !== undefined) compare('基础等级', 'the base level', expect.base, rating.base)
  compare('本条所说', 'what the rule says', expect.says.toSorted().join(', '), says.toSorted().join(', '))
  return failures
}
