// A value of the import desk as people read it: figures with separators, days in the language, coded words by name.

import { caseOrigins, caseStates, sexes } from '#modules/cases/api.ts'
import { originNames, stateNames } from '#modules/cases/rules.ts'
import type { useFormat } from '#kit/format.ts'
import { sexNames } from '../cases/words.ts'

const member = <T extends string>(all: readonly T[], value: unknown): value is T => all.includes(value as T)

export function valueText(field: string, value: string | number | null, format: ReturnType<typeof useFormat>): string {
  if (value === null || value === '') return '–'
  if (typeof value === 'number') return field === 'ageYears' ? String(value) : format.number(value)
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return format.day(value)
  if (field === 'state' && member(caseStates, value)) return stateNames[value][format.language]
  if (field === 'origin' && member(caseOrigins, value)) return originNames[value][format.language]
  if (field === 'sex' && member(sexes, value)) return sexNames[value][format.language]
  return value
}
