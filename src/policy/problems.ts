// A problem of a pack: which file, which field, and what to do, in both languages. Turns the findings of
// the schemas into such sentences; the checks across files are in check.ts.

import type { z } from 'zod'
import { registerSentences } from '#base/sentences.ts'
import type { Text } from '#base/text.ts'

export type PackProblem = { file: string; field: string; text: Text }

export function problemsOf(file: string, error: z.ZodError): PackProblem[] {
  return error.issues.flatMap((issue): PackProblem[] => {
    const field = issue.path.map(String).join('.')
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        file,
        field: field ? `${field}.${key}` : key,
        text: { zh: '不认识的字段；请删除或改正拼写。', en: 'Unknown field; remove it or correct its spelling.' },
      }))
    return [{ file, field, text: sentenceFor(field, issue) }]
  })
}

function sentenceFor(field: string, issue: z.core.$ZodIssue): Text {
  const last = field.split('.').at(-1)
  const missing = 'input' in issue ? issue.input === undefined : issue.message.includes('received undefined')
  const empty = issue.code === 'too_small' && issue.origin === 'string'
  if ((missing || empty) && last === 'zh') return { zh: '缺少中文文本。', en: 'The Chinese text is missing.' }
  if ((missing || empty) && last === 'en') return { zh: '缺少英文文本。', en: 'The English text is missing.' }
  if (missing && field.startsWith('validity'))
    return {
      zh: '有版本而无有效期；请写明 from(to 可为 null)。',
      en: 'A version needs its validity; state from (to may be null).',
    }
  if (missing) return { zh: '缺少这个字段。', en: 'This field is missing.' }
  return { zh: `值不合要求：${issue.message}`, en: `Not an allowed value: ${issue.message}` }
}

registerSentences({
  'policy.pack-unknown': {
    zh: '没有名为 {name} 的政策包。现有：{known}。也可给出政策包文件夹的路径。',
    en: 'There is no policy pack {name}. Known: {known}. The path of a pack folder works too.',
  },
  'policy.pack-broken': {
    zh: '政策包 {name} 有 {count} 处问题，不能使用；请逐条改正。',
    en: 'The policy pack {name} has {count} problem(s) and cannot be used; mend each of them.',
  },
  'policy.version-unknown': {
    zh: '没有 {name}；现有版本为 {found}。',
    en: 'There is no {name}; the version at hand is {found}.',
  },
  'policy.no-riskmap': {
    zh: '政策包 {name} 不含风险地图部分(riskmap/)。',
    en: 'The policy pack {name} has no risk map section (riskmap/).',
  },
})
