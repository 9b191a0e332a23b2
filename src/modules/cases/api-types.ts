// The values of the case register as schemas: line list, aggregate counts, curve, clusters. Figures are always
// net new cases of one day in one region. A place is where somebody was, never where they come from.

import { z } from 'zod'
import { daySchema, idSchema, instantSchema, regionCodeSchema } from '#base/contract.ts'

export const caseStates = [
  'suspected',
  'confirmed',
  'asymptomatic',
  'severe',
  'recovered',
  'dead',
  'ruled-out',
] as const
export const caseEvents = [
  'confirm',
  'find-asymptomatic',
  'show-symptoms',
  'worsen',
  'improve',
  'recover',
  'relapse',
  'die',
  'rule-out',
  'reopen',
] as const
export const caseOrigins = ['local', 'imported', 'unknown'] as const
export const unitKinds = [
  'household',
  'workplace',
  'site',
  'school',
  'hospital',
  'transport',
  'gathering',
  'other',
] as const
export const sexes = ['female', 'male', 'unknown'] as const
export const countLevels = ['province', 'city', 'county', 'town'] as const
/** whole: every case of the region. unplaced: only those known to be in the region but in none of its parts. */
export const countScopes = ['whole', 'unplaced'] as const

export type CaseState = (typeof caseStates)[number]
export type CaseEvent = (typeof caseEvents)[number]
export type CaseOrigin = (typeof caseOrigins)[number]
export type UnitKind = (typeof unitKinds)[number]
export type CountLevel = (typeof countLevels)[number]
export type CountScope = (typeof countScopes)[number]

export const sourceNameSchema = z.string().trim().min(1).max(80).describe('Who reported the figures, as people call it')
export const unitSchema = z.object({
  kind: z.enum(unitKinds),
  name: z.string().trim().min(1).max(120).describe('Name or local number of the household, workplace, site …'),
})

const figure = z.number().int()
const reasonText = z.string().trim().min(3).max(500)

/** What a list shows: nothing that describes the person. */
export const caseRowSchema = z.object({
  id: idSchema,
  reference: z.string().nullable().describe('Number of the case at its source'),
  source: z.string(),
  regionCode: regionCodeSchema,
  regionPath: z.string(),
  state: z.enum(caseStates),
  origin: z.enum(caseOrigins),
  onsetOn: daySchema.nullable(),
  sampledOn: daySchema.nullable(),
  reportedOn: daySchema,
  confirmedOn: daySchema.nullable().describe('Counted as a confirmed case on this day unless ruled out'),
  outcomeOn: daySchema.nullable(),
  unit: unitSchema.nullable(),
  clusterId: idSchema.nullable(),
  version: z.number().int(),
  knownFrom: instantSchema,
})
export type CaseRow = z.infer<typeof caseRowSchema>

export const whyNotSchema = z.object({
  event: z.enum(caseEvents),
  why: z.object({ code: z.string(), zh: z.string(), en: z.string() }).nullable(),
})

export const caseDetailSchema = caseRowSchema.extend({
  personLabel: z.string().nullable().describe('Masked name, such as 王某'),
  sex: z.enum(sexes),
  ageYears: z.number().int().nullable(),
  placesVisited: z.array(z.string()).describe('Where an imported case had been; never where somebody comes from'),
  batchId: idSchema.nullable(),
  /** Every event with why it is not possible now, or null when it is. */
  events: z.array(whyNotSchema),
})
export type CaseDetail = z.infer<typeof caseDetailSchema>

export const caseVersionSchema = z.object({
  version: z.number().int(),
  knownFrom: instantSchema,
  knownTo: instantSchema.nullable(),
  by: z.string(),
  change: z.string().describe('The event, "reported", "corrected", "imported" or "undone"'),
  reason: z.string().nullable(),
  /** Fields that differ from the version before. */
  changes: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })),
})
export type CaseVersion = z.infer<typeof caseVersionSchema>

const caseFields = {
  reference: z.string().trim().min(1).max(80).nullable().default(null),
  personLabel: z.string().trim().max(60).nullable().default(null).describe('Stored masked: the first character and 某'),
  sex: z.enum(sexes).default('unknown'),
  ageYears: z.number().int().min(0).max(130).nullable().default(null),
  onsetOn: daySchema.nullable().default(null),
  sampledOn: daySchema.nullable().default(null),
  reportedOn: daySchema,
  confirmedOn: daySchema.nullable().default(null),
  outcomeOn: daySchema.nullable().default(null),
  origin: z.enum(caseOrigins).default('unknown'),
  placesVisited: z.array(z.string().trim().min(1).max(80)).max(20).default([]),
  unit: unitSchema.nullable().default(null),
}

export const reportCaseInput = z.object({
  regionCode: regionCodeSchema.describe('Town if known, else county'),
  state: z.enum(['suspected', 'confirmed', 'asymptomatic', 'severe']).default('suspected'),
  source: sourceNameSchema.default('line-list'),
  ...caseFields,
})
export type ReportCase = z.infer<typeof reportCaseInput>

export const caseCorrectionSchema = z.object({
  regionCode: regionCodeSchema.optional(),
  reference: z.string().trim().min(1).max(80).nullable().optional(),
  personLabel: z.string().trim().max(60).nullable().optional(),
  sex: z.enum(sexes).optional(),
  ageYears: z.number().int().min(0).max(130).nullable().optional(),
  onsetOn: daySchema.nullable().optional(),
  sampledOn: daySchema.nullable().optional(),
  reportedOn: daySchema.optional(),
  confirmedOn: daySchema.nullable().optional(),
  outcomeOn: daySchema.nullable().optional(),
  origin: z.enum(caseOrigins).optional(),
  placesVisited: z.array(z.string().trim().min(1).max(80)).max(20).optional(),
  unit: unitSchema.nullable().optional(),
})
export type CaseCorrection = z.infer<typeof caseCorrectionSchema>

/** Either something happened to the case (an event on a day) or what was written was wrong (a correction). */
export const changeCaseInput = z.object({
  id: idSchema,
  version: z.number().int().describe('The version this change was decided on; another one is a conflict'),
  event: z.object({ kind: z.enum(caseEvents), on: daySchema }).optional(),
  correction: caseCorrectionSchema.optional(),
  reason: reasonText.optional().describe('Required for a correction, for rule-out and for reopen'),
})
export type ChangeCase = z.infer<typeof changeCaseInput>

export const countRowSchema = z.object({
  id: idSchema,
  regionCode: regionCodeSchema,
  regionPath: z.string(),
  level: z.enum(countLevels),
  scope: z.enum(countScopes),
  on: daySchema,
  source: z.string(),
  confirmed: figure,
  imported: figure.nullable().describe('Of which imported; null when the source does not say'),
  version: z.number().int(),
  knownFrom: instantSchema,
  knownTo: instantSchema.nullable(),
  reason: z.string().nullable(),
  by: z.string(),
  batchId: idSchema.nullable(),
})
export type CountRow = z.infer<typeof countRowSchema>

export const correctCountInput = z.object({
  regionCode: regionCodeSchema,
  on: daySchema,
  source: sourceNameSchema,
  scope: z.enum(countScopes).default('whole'),
  confirmed: figure.describe('The right figure; negative only as a stated net correction of earlier days'),
  imported: figure.nullable().default(null),
  /** Version seen on screen; 0 when there is no figure yet. */
  version: z.number().int().min(0),
  reason: reasonText,
})
export type CorrectCount = z.infer<typeof correctCountInput>

export const sourcePreferences = ['larger', 'line-list', 'counts'] as const
export type SourcePreference = (typeof sourcePreferences)[number]

export const differenceSchema = z.object({
  regionCode: regionCodeSchema,
  on: daySchema,
  lineList: figure,
  counts: figure,
  source: z.string(),
  used: z.enum(['line-list', 'counts']),
})
export type CountDifference = z.infer<typeof differenceSchema>

export const dailyCountSchema = z.object({
  regionCode: regionCodeSchema,
  on: daySchema,
  confirmed: figure,
  imported: figure.nullable(),
  from: z.string().describe('"line-list" or the name of the source of counts'),
})
export type DailyCount = z.infer<typeof dailyCountSchema>

export const curveSchema = z.object({
  regionCode: regionCodeSchema,
  asOf: instantSchema,
  days: z.array(
    z.object({
      on: daySchema,
      confirmed: figure,
      imported: figure.nullable(),
      local: figure.nullable(),
      cumulative: figure,
    }),
  ),
  /** Days on which line list and counts disagree; each region and day is counted once all the same. */
  differences: z.array(differenceSchema),
})
export type Curve = z.infer<typeof curveSchema>

export const summarySchema = z.object({
  regionCode: regionCodeSchema.nullable(),
  on: daySchema,
  confirmedOnDay: figure,
  confirmedEver: figure,
  importedEver: figure,
  byState: z.array(z.object({ state: z.enum(caseStates), cases: figure })),
  regionsWithCases: z.number().int(),
  activeClusters: z.number().int(),
  openConflicts: z.number().int(),
  lastImport: z
    .object({ id: idSchema, fileName: z.string(), endedAt: instantSchema.nullable(), state: z.string() })
    .nullable(),
})
export type CasesSummary = z.infer<typeof summarySchema>

export const clusterBasis = ['detected', 'declared'] as const
export const clusterSchema = z.object({
  key: z.string().describe('Id of a declared cluster, or "regionCode|kind|name" of a detected one'),
  basis: z.enum(clusterBasis),
  regionCode: regionCodeSchema,
  regionPath: z.string(),
  unit: unitSchema,
  cases: z.number().int(),
  firstCaseOn: daySchema,
  lastCaseOn: daySchema,
  reportedOn: daySchema.describe('Day on which it became a cluster by the rule, or was declared'),
  caseIds: z.array(idSchema),
})
export type Cluster = z.infer<typeof clusterSchema>

export const sourceSchema = z.object({
  name: z.string(),
  rank: z.number().int().describe('Where sources tell of the same region, the lowest rank is used'),
  figures: z.number().int(),
  firstOn: daySchema.nullable(),
  lastOn: daySchema.nullable(),
})
