// Words of the case register that several screens use and the rules do not name.

import type { Text } from '#base/text.ts'
import type { CaseState, UnitKind } from '#modules/cases/api.ts'

export const sexNames: Record<'female' | 'male' | 'unknown', Text> = {
  female: { zh: '女', en: 'female' },
  male: { zh: '男', en: 'male' },
  unknown: { zh: '不详', en: 'unknown' },
}

export const unitKindNames: Record<UnitKind, Text> = {
  household: { zh: '家庭', en: 'Household' },
  workplace: { zh: '工作单位', en: 'Workplace' },
  site: { zh: '工地', en: 'Construction site' },
  school: { zh: '学校', en: 'School' },
  hospital: { zh: '医疗机构', en: 'Hospital' },
  transport: { zh: '交通工具', en: 'Transport' },
  gathering: { zh: '聚会', en: 'Gathering' },
  other: { zh: '其他', en: 'Other' },
}

export const stateColours: Record<CaseState, string> = {
  suspected: 'purple',
  confirmed: 'geekblue',
  asymptomatic: 'cyan',
  severe: 'volcano',
  recovered: 'green',
  dead: 'default',
  'ruled-out': 'default',
}

/** For the beginning of a button or a heading. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
