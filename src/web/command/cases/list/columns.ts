// Columns of the line list that can be shown; the chosen ones stand in the address.

import type { Text } from '#base/text.ts'

export const columnNames = {
  state: { zh: '状态', en: 'State' },
  place: { zh: '地区', en: 'Place' },
  origin: { zh: '本地/输入', en: 'Origin' },
  reported: { zh: '报告', en: 'Reported' },
  onset: { zh: '发病', en: 'Onset' },
  sampled: { zh: '采样', en: 'Sampled' },
  confirmed: { zh: '确诊', en: 'Confirmed' },
  outcome: { zh: '转归', en: 'Outcome' },
  unit: { zh: '聚集场所', en: 'Unit' },
  source: { zh: '来源', en: 'Source' },
} satisfies Record<string, Text>

export type Column = keyof typeof columnNames
export const allColumns = Object.keys(columnNames) as Column[]
const usual: Column[] = ['state', 'place', 'origin', 'reported', 'onset', 'confirmed', 'unit']

export const chosenColumns = (written: string | undefined): Column[] => {
  const asked = (written ?? '').split(',')
  const known = allColumns.filter((name) => asked.includes(name))
  return known.length > 0 ? known : usual
}

/** Null when they are the usual ones: the address stays short. */
export const writeColumns = (columns: readonly Column[]): string | null => {
  const ordered = allColumns.filter((name) => columns.includes(name))
  return ordered.join() === usual.join() ? null : ordered.join(',')
}
