// What every policy pack says of itself (pack.json), whatever it is about. A pack is data: it names no
// place, and a pack in force never changes; a change is a new version with its own validity.

import { z } from 'zod'
import { isDay } from '#base/dates.ts'
import { textSchema } from '#base/text.ts'

export const packDaySchema = z.string().refine(isDay, 'must be a calendar day, YYYY-MM-DD')

/** Where a rule or a number comes from. Whatever rests on `proposal` is labelled illustrative wherever it is shown. */
const sourceMarks = ['published', 'requirement', 'derived', 'proposal'] as const
export type SourceMark = (typeof sourceMarks)[number]

export const sourceSchema = z.strictObject({
  mark: z.enum(sourceMarks),
  note: textSchema,
  addresses: z.array(z.string().min(1)).default([]),
})
export type Source = z.infer<typeof sourceSchema>

export const packSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be kebab-case'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'must be three numbers, like 1.0.0'),
  name: textSchema,
  summary: textSchema,
  publisher: textSchema,
  validity: z.strictObject({ from: packDaySchema, to: packDaySchema.nullable() }),
  legalBasis: z.array(z.strictObject({ title: textSchema, address: z.string().min(1) })).min(1),
  /** What a reader must know before trusting the pack: what was not found, where it differs from the published maps, and why. */
  notes: z.array(z.strictObject({ title: textSchema, text: textSchema })),
})
export type PackHead = z.infer<typeof packSchema>

export const packVersion = (head: Pick<PackHead, 'id' | 'version'>): string => `${head.id}@${head.version}`
