// What the contract of map editions speaks of: a publication with its ratings, deviations and events, the
// change list, the league table, the public edition. `tier` is the division that is rated (county or
// town); `level` is always a risk level by its id in the pack.

import { z } from 'zod'
import { idSchema, instantSchema, regionCodeSchema } from '#base/contract.ts'
import { textSchema } from '#base/text.ts'
import { daySchema, ratingFiguresSchema, reasonSchema, changeKinds } from './api-types.ts'

export const tiers = ['county', 'town'] as const
export const tierSchema = z.enum(tiers).describe('The division that is rated')
export type Tier = z.infer<typeof tierSchema>

/** See rules/lifecycle.ts for who may take which step. */
export const publicationStates = [
  'draft',
  'submitted',
  'returned',
  'approved',
  'published',
  'superseded',
  'withdrawn',
  'discarded',
] as const
export const publicationStateSchema = z.enum(publicationStates)
export type PublicationState = z.infer<typeof publicationStateSchema>

export const deviationStates = ['proposed', 'confirmed', 'refused', 'taken-back', 'lapsed'] as const
export const deviationStateSchema = z.enum(deviationStates)
export type DeviationState = z.infer<typeof deviationStateSchema>

/** Who did something and when. `key` tells persons apart: the account, or the operator's name on the command line. */
export const signatureSchema = z.object({ key: z.string(), name: z.string(), at: instantSchema })
export type Signature = z.infer<typeof signatureSchema>

export const levelInfoSchema = z.object({
  id: z.string(),
  rank: z.int(),
  name: textSchema,
  meaning: textSchema,
  colour: z.string(),
  hex: z.string(),
  guidance: textSchema,
})
export type LevelInfo = z.infer<typeof levelInfoSchema>

export const packInfoSchema = z.object({
  version: z.string().describe('id@version'),
  name: textSchema,
  summary: textSchema,
  validFrom: z.string(),
  validTo: z.string().nullable(),
  levels: z.array(levelInfoSchema).describe('From the lowest risk to the highest'),
  review: z.object({ firstOn: z.string(), everyDays: z.int() }),
})
export type PackInfo = z.infer<typeof packInfoSchema>

export const placeSchema = z.object({ code: regionCodeSchema, path: z.string(), name: textSchema })
export type Place = z.infer<typeof placeSchema>

export const levelCountSchema = z.object({ level: z.string(), regions: z.int() })
export type LevelCount = z.infer<typeof levelCountSchema>

/** Against what the levels were judged: the edition before, the pack's reviews replayed from the counts alone, or nothing. */
export const bases = ['edition', 'replay', 'first'] as const

export const publicationSchema = z.object({
  id: idSchema,
  root: placeSchema,
  tier: tierSchema,
  on: daySchema.describe('The last day whose counts are looked at'),
  pack: z.string().describe('id@version'),
  packName: textSchema,
  knownAt: instantSchema.describe('The counts are those known at this instant'),
  state: publicationStateSchema,
  revision: z.int().describe('Grows with every change of the draft; a second look names the one it saw'),
  edition: z.int().nullable().describe('Running number among the published maps of this place and tier'),
  basis: z.enum(bases),
  previousId: idSchema.nullable().describe('The edition whose levels were the starting point'),
  author: signatureSchema,
  submitted: signatureSchema.nullable(),
  reviewed: signatureSchema.nullable().describe('The second person; never the author'),
  published: signatureSchema.nullable(),
  superseded: z.object({ by: idSchema, at: instantSchema }).nullable(),
  withdrawn: signatureSchema.extend({ reason: z.string() }).nullable(),
  counts: z
    .array(levelCountSchema)
    .describe('Regions per level, deviations included, from the highest risk to the lowest'),
  regions: z.int(),
  deviations: z.int().describe('Confirmed deviations'),
  hash: z.string().nullable().describe('SHA-256 over everything that was published'),
  nextReviewOn: daySchema,
})
export type Publication = z.infer<typeof publicationSchema>

export const deviationSchema = z.object({
  id: idSchema,
  publicationId: idSchema,
  code: regionCodeSchema,
  engineLevel: z.string().describe("The engine's own result, which stays beside it"),
  level: z.string(),
  reason: z.string(),
  state: deviationStateSchema,
  proposed: signatureSchema,
  decided: signatureSchema.extend({ note: z.string().nullable() }).nullable(),
})
export type Deviation = z.infer<typeof deviationSchema>

export const publicationEvents = [
  'drafted',
  'redrafted',
  'submitted',
  'taken-back',
  'approved',
  'returned',
  'published',
  'superseded',
  'withdrawn',
  'discarded',
  'deviation-proposed',
  'deviation-confirmed',
  'deviation-refused',
  'deviation-taken-back',
  'deviation-lapsed',
] as const
export const publicationEventSchema = z.object({
  kind: z.enum(publicationEvents),
  by: signatureSchema,
  note: z.string().nullable(),
  code: regionCodeSchema.nullable(),
})
export type PublicationEvent = z.infer<typeof publicationEventSchema>

export const ratedRegionSchema = z.object({
  code: regionCodeSchema,
  path: z.string(),
  name: textSchema,
  /** City of a county, county of a town. */
  parent: z.object({ code: regionCodeSchema, name: textSchema }),
  level: z.string().describe('In force: the deviation where one is confirmed, else the engine’s'),
  rank: z.int(),
  engineLevel: z.string(),
  base: z.string(),
  previous: z.string().nullable(),
  change: z.enum(changeKinds),
  since: daySchema,
  figures: ratingFiguresSchema,
  because: z.array(reasonSchema),
  next: z.object({ reviewOn: daySchema, easesTo: z.string().nullable(), easesOn: daySchema.nullable() }),
  deviation: deviationSchema.nullable().describe('Proposed or confirmed'),
})
export type RatedRegion = z.infer<typeof ratedRegionSchema>

export const publicationDetailSchema = z.object({
  publication: publicationSchema,
  levels: z.array(levelInfoSchema),
  regions: z.array(ratedRegionSchema),
  deviations: z.array(deviationSchema),
  events: z.array(publicationEventSchema),
})
export type PublicationDetail = z.infer<typeof publicationDetailSchema>

export const regionPanelSchema = z.object({
  publication: publicationSchema,
  levels: z.array(levelInfoSchema),
  region: ratedRegionSchema,
  curve: z
    .array(z.object({ on: daySchema, confirmed: z.int(), imported: z.int(), cumulative: z.int() }))
    .describe('Every day from the first case, as frozen in this edition'),
  clusters: z
    .array(z.object({ id: z.string(), reportedOn: daySchema, lastCaseOn: daySchema, cases: z.int() }))
    .nullable()
    .describe('Null: nobody has told whether there are any'),
  neighbours: z.array(z.object({ code: regionCodeSchema, name: textSchema, level: z.string().nullable() })),
  history: z.array(
    z.object({
      publicationId: idSchema,
      on: daySchema,
      state: publicationStateSchema,
      level: z.string(),
      hex: z.string(),
      levelName: textSchema,
      deviated: z.boolean(),
    }),
  ),
})
export type RegionPanel = z.infer<typeof regionPanelSchema>

export const levelChangeSchema = z.object({
  code: regionCodeSchema,
  name: textSchema,
  parent: z.object({ code: regionCodeSchema, name: textSchema }),
  from: z.string(),
  to: z.string(),
})
export type LevelChange = z.infer<typeof levelChangeSchema>

export const changeListSchema = z.object({
  against: z.object({ publicationId: idSchema, on: daySchema }).nullable(),
  on: daySchema,
  headline: textSchema,
  sentences: z.array(textSchema).describe('The communiqué, sentence by sentence'),
  counts: z.array(z.object({ level: z.string(), now: z.int(), before: z.int().nullable() })),
  lowered: z.array(levelChangeSchema),
  raised: z.array(levelChangeSchema),
  groups: z.array(
    z.object({
      parent: z.object({ code: regionCodeSchema, name: textSchema }),
      levels: z.array(
        z.object({ level: z.string(), regions: z.array(z.object({ code: regionCodeSchema, name: textSchema })) }),
      ),
    }),
  ),
})
export type ChangeList = z.infer<typeof changeListSchema>

/** How a draft differs from what the counts say now. */
export const freshnessSchema = z.object({
  checkedAt: instantSchema,
  same: z.boolean(),
  inputs: z.array(
    z.object({
      code: regionCodeSchema,
      name: textSchema,
      confirmedBefore: z.int(),
      confirmedNow: z.int(),
      days: z.array(daySchema).describe('Days whose counts differ'),
      clusters: z.boolean().describe('Clusters differ'),
    }),
  ),
  levels: z.array(levelChangeSchema),
  previousChanged: z.boolean().describe('Another edition has been published or withdrawn since'),
})
export type Freshness = z.infer<typeof freshnessSchema>

export const judgementSchema = z.object({
  publicationId: idSchema,
  pack: z.string(),
  same: z.boolean().describe('The frozen inputs give the stored result, byte for byte'),
  inputsHash: z.string(),
  resultHash: z.string(),
  recomputedHash: z.string(),
  faults: z.array(
    z.object({
      what: z.enum([
        'inputs-changed',
        'policy-changed',
        'result-differs',
        'rating-differs',
        'seal-broken',
        'pack-file-differs',
      ]),
      code: regionCodeSchema.nullable(),
      text: textSchema,
    }),
  ),
})
export type Judgement = z.infer<typeof judgementSchema>

export const leagueSchema = z.object({
  editions: z.array(
    z.object({ publicationId: idSchema, on: daySchema, edition: z.int().nullable(), pack: z.string() }),
  ),
  levels: z.array(levelInfoSchema),
  rows: z.array(
    z.object({
      code: regionCodeSchema,
      name: textSchema,
      parent: z.object({ code: regionCodeSchema, name: textSchema }),
      level: z.string(),
      rank: z.int(),
      since: daySchema,
      confirmed: z.int(),
      caseFreeDays: z.int().nullable(),
      deviated: z.boolean(),
      history: z.array(z.string().nullable()).describe('Level in each of `editions`; null where it was not rated'),
    }),
  ),
  next: z.string().nullable(),
})
export type League = z.infer<typeof leagueSchema>

export const reviewDueSchema = z.object({
  root: placeSchema,
  tier: tierSchema,
  pack: z.string(),
  everyDays: z.int(),
  lastOn: daySchema.nullable().describe('Day of the edition in force'),
  dueOn: daySchema,
  state: z.enum(['not-yet', 'due', 'overdue']),
  days: z.int().describe('Days until due, negative when overdue'),
})
export type ReviewDue = z.infer<typeof reviewDueSchema>

/** The public edition, compact: what the page without sign-in reads (GET /api/public/riskmap/…). */
export const publicEditionSchema = z.object({
  id: idSchema,
  root: z.object({ code: regionCodeSchema, name: textSchema }),
  tier: tierSchema,
  on: daySchema,
  edition: z.int(),
  state: z.enum(['published', 'superseded', 'withdrawn']),
  publishedAt: instantSchema,
  supersededBy: idSchema.nullable(),
  withdrawn: z.object({ at: instantSchema, reason: z.string() }).nullable(),
  pack: z.string(),
  packName: textSchema,
  hash: z.string(),
  nextReviewOn: daySchema,
  /** From the lowest risk to the highest. */
  levels: z.array(levelInfoSchema),
  counts: z.array(levelCountSchema),
  /** Address of the outlines below /api, null for places without outlines. */
  outlines: z.string().nullable(),
  notice: textSchema.nullable().describe('Attribution and notice of the outlines'),
  headline: textSchema,
  regions: z.array(
    z.object({
      code: regionCodeSchema,
      name: textSchema,
      parent: regionCodeSchema,
      level: z.string(),
      since: daySchema,
      previous: z.string().nullable(),
      because: z.array(z.object({ text: textSchema, illustrative: z.boolean() })),
      deviation: z.object({ engineLevel: z.string(), reason: z.string() }).nullable(),
    }),
  ),
  parents: z.array(z.object({ code: regionCodeSchema, name: textSchema })),
})
export type PublicEdition = z.infer<typeof publicEditionSchema>

export const publicEditionsSchema = z.object({
  editions: z.array(
    z.object({
      id: idSchema,
      on: daySchema,
      edition: z.int(),
      state: z.enum(['published', 'superseded', 'withdrawn']),
      publishedAt: instantSchema,
      counts: z.array(levelCountSchema),
    }),
  ),
})
export type PublicEditions = z.infer<typeof publicEditionsSchema>
