// What a person may answer to each kind of parked row, and how each answer reads.

import type { Text } from '#base/text.ts'
import type { ConflictChoice, ImportKind } from '../api-types.ts'

const areaChoices = ['assign', 'keep-at-city', 'refuse'] as const

const ofCounts: Record<string, readonly ConflictChoice[]> = {
  'figure-negative': ['take', 'refuse'],
  'imported-negative': ['take', 'refuse'],
  'imported-over-confirmed': ['take', 'refuse'],
  'figure-differs': ['keep', 'take', 'both'],
  'conflict-in-file': ['keep', 'take', 'both'],
  'cumulative-falls': ['keep', 'take'],
}

const ofCases: Record<string, readonly ConflictChoice[]> = {
  'conflict-in-file': ['keep', 'take'],
  'case-differs': ['keep', 'take'],
  'state-impossible': ['keep'],
  'reference-elsewhere': ['refuse'],
}

export function choicesFor(kind: ImportKind, reason: string, hasStored: boolean): readonly ConflictChoice[] {
  if (reason.startsWith('area-')) return areaChoices
  if (kind === 'counts') return ofCounts[reason] ?? ['refuse']
  if (reason === 'probable-duplicate') return hasStored ? ['keep', 'take', 'both'] : ['keep', 'both']
  return ofCases[reason] ?? ['refuse']
}

const counts: Record<ConflictChoice, Text> = {
  keep: { zh: '保留已有数字', en: 'Keep the stored figure' },
  take: { zh: '采用文件数字', en: 'Take the figure of the file' },
  both: { zh: '两者相加', en: 'Add both' },
  assign: { zh: '归入县（市、区）或乡镇', en: 'Assign to a county or town' },
  'keep-at-city': { zh: '保留在市（省）一级', en: 'Keep at the city or province' },
  refuse: { zh: '不采用', en: 'Refuse the row' },
}

const cases: Record<ConflictChoice, Text> = {
  ...counts,
  keep: { zh: '保留已有病例', en: 'Keep the stored case' },
  take: { zh: '用文件内容更新', en: 'Update it with the file' },
  both: { zh: '是两例，都保留', en: 'They are two cases; keep both' },
}

export const textOfChoice = (kind: ImportKind, choice: ConflictChoice): Text =>
  (kind === 'counts' ? counts : cases)[choice]
