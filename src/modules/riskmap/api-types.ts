// The values that risk rating takes and gives, as schemas, so that the command line, the database and
// the screens agree. A level is named by its id in the policy pack ("red", "medium"), never by a number;
// `rank` orders levels, 0 being the lowest risk.

import { z } from 'zod'
import { isDay } from '#base/dates.ts'
import { textSchema } from '#base/text.ts'

export const daySchema = z.string().refine(isDay, 'a calendar day YYYY-MM-DD')

/** Net new cases of one day; a correction is negative. `imported` null: where they were infected is unknown, counted as local. */
export const dayCountSchema = z.strictObject({
  on: daySchema,
  confirmed: z.int(),
  imported: z.int().nullable().default(null),
})

export const clusterInputSchema = z.strictObject({
  id: z.string().min(1),
  /** Day on which the cluster became known: a new one stops easing. */
  reportedOn: daySchema,
  lastCaseOn: daySchema,
  cases: z.int().min(0),
})

/** What a rating looks at. Days may be missing (no new case), repeated (summed) and unordered; later days than `on` are ignored. */
export const ratingInputsSchema = z.strictObject({
  code: z.string().min(1),
  on: daySchema,
  days: z.array(dayCountSchema),
  /** Null: nobody has told whether there are clusters; an empty list: there are none. */
  clusters: z.array(clusterInputSchema).nullable(),
})

export const previousRatingSchema = z.strictObject({
  level: z.string().min(1),
  /** Day of the review that gave this level. */
  on: daySchema,
  /** Day since which the level holds; null when unknown. */
  since: daySchema.nullable().default(null),
})

export const evidenceSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

export const reasonSchema = z.strictObject({
  /** The rule's id in the pack: the folder's name. */
  rule: z.string(),
  /** Which of the rule's texts this is. */
  key: z.string(),
  evidence: evidenceSchema,
  text: textSchema,
  /** True where the rule's parameters are our own proposal: every screen labels it. */
  illustrative: z.boolean(),
})

/** The figures a level rests on, as the county panel shows them. */
export const ratingFiguresSchema = z.strictObject({
  confirmed: z.int(),
  imported: z.int(),
  local: z.int(),
  /** Local cases ÷ confirmed, null without a case. */
  localShare: z.number().nullable(),
  confirmedEver: z.int(),
  lastCaseOn: daySchema.nullable(),
  caseFreeDays: z.int().nullable(),
  clusters: z.int().nullable(),
})

export const changeKinds = ['first', 'better', 'same', 'worse'] as const

export const ratingSchema = z.strictObject({
  code: z.string(),
  on: daySchema,
  policy: z.string(),
  level: z.string(),
  rank: z.int(),
  /** What the evaluation alone gives, before the previous level and the case-free days are looked at. */
  base: z.string(),
  previous: z.string().nullable(),
  change: z.enum(changeKinds),
  since: daySchema,
  figures: ratingFiguresSchema,
  because: z.array(reasonSchema).min(1),
  /** When it is looked at again, and the earliest review that can ease it if no case comes. */
  next: z.strictObject({ reviewOn: daySchema, easesTo: z.string().nullable(), easesOn: daySchema.nullable() }),
})

export type DayCount = z.infer<typeof dayCountSchema>
export type ClusterInput = z.infer<typeof clusterInputSchema>
export type RatingInputs = z.infer<typeof ratingInputsSchema>
export type PreviousRating = z.infer<typeof previousRatingSchema>
export type Evidence = z.infer<typeof evidenceSchema>
export type Reason = z.infer<typeof reasonSchema>
export type RatingFigures = z.infer<typeof ratingFiguresSchema>
export type Rating = z.infer<typeof ratingSchema>
