// The risk-map section of a pack: riskmap/map.json (levels, reviews) and one folder per rule. The kinds
// of rule are fixed here, because the engine must know them; their numbers and sentences are the pack's.
// `texts` lists, per kind, the sentences a rule owes and the places each may fill in.

import { z } from 'zod'
import { textSchema } from '#base/text.ts'
import { packDaySchema, sourceSchema } from './pack-schema.ts'

export const riskLevelSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/, 'must be a lower-case word'),
  name: textSchema,
  /** The risk in words ("high risk"); the name alone may be a colour. */
  meaning: textSchema,
  colour: z.string().regex(/^[a-z]+$/, 'must be a colour word'),
  hex: z.string().regex(/^#[0-9a-f]{6}$/, 'must be like #d7301f'),
  /** What the level means for daily life and work. */
  guidance: textSchema,
})
export type RiskLevel = z.infer<typeof riskLevelSchema>

export const riskMapSchema = z.strictObject({
  /** From the lowest risk to the highest. */
  levels: z.array(riskLevelSchema).min(2),
  review: z.strictObject({ firstOn: packDaySchema, everyDays: z.int().min(1).max(31) }),
  source: sourceSchema,
})

/** The facts a rule may look at. Where people come from, what they are or do for a living is not among them. */
export const riskFacts = ['confirmed', 'imported', 'days', 'clusters', 'previous'] as const

const days = z.int().min(1).max(365)
const levelId = z.string().min(1)
const presumedSchema = z.strictObject({ localCases: z.int().min(2), withinDays: days })

export const ruleParameters = {
  'count-bands': z.strictObject({
    bands: z.array(z.strictObject({ level: levelId, atLeast: z.int().min(1) })).min(1),
    newOutbreakAfterDays: days,
  }),
  'local-share': z.strictObject({
    atLeastShare: z.number().min(0).max(1),
    lowersBy: z.int().min(1),
    neverBelow: levelId,
  }),
  clusters: z.strictObject({
    minimumCases: z.int().min(2),
    activeDays: days,
    raisesAtCases: z.int().min(2),
    raisesBy: z.int().min(1),
    raisesAtMostTo: levelId,
    presumedWhenUnknown: presumedSchema.nullable(),
  }),
  easing: z.strictObject({
    afterCaseFreeDays: z.record(levelId, days),
    levelsPerReview: z.int().min(1),
    daysBetweenSteps: z.int().min(1),
  }),
  'stop-easing': z.strictObject({ newLocalCaseWithinDays: days, newClusterWithinDays: days }),
  worsening: z.strictObject({ newCases: z.int().min(1), withinDays: days, levelsPerReview: z.int().min(1).nullable() }),
  'three-levels': z.strictObject({
    manyCases: z.int().min(1),
    recentDays: days,
    clusterMinimumCases: z.int().min(2),
    presumedWhenUnknown: presumedSchema.nullable(),
    low: levelId,
    medium: levelId,
    high: levelId,
  }),
} as const

export type RuleKind = keyof typeof ruleParameters

/** Sentences that each kind of rule owes, with the places it may fill in. */
export const ruleTexts = {
  'count-bands': {
    never: [],
    over: ['confirmedEver', 'lastCaseOn', 'days'],
    band: ['confirmed', 'atLeast', 'level'],
  },
  'local-share': { lowered: ['confirmed', 'imported', 'local', 'percent', 'limitPercent', 'from', 'to'] },
  clusters: {
    raised: ['cluster', 'cases', 'days', 'from', 'to'],
    presumed: ['localCases', 'days', 'from', 'to'],
  },
  easing: {
    first: ['level'],
    eased: ['caseFreeDays', 'days', 'from', 'to'],
    waiting: ['caseFreeDays', 'days', 'level', 'to'],
    stepped: ['since', 'days', 'level'],
    lowest: ['level'],
  },
  'stop-easing': {
    localCase: ['cases', 'days', 'level'],
    cluster: ['cluster', 'days', 'level'],
  },
  worsening: {
    raised: ['cases', 'days', 'from', 'to'],
    firstCase: ['cases', 'from', 'to'],
    cluster: ['cluster', 'from', 'to'],
    held: ['cases', 'days', 'atLeast', 'level', 'base'],
  },
  'three-levels': {
    none: ['level'],
    quiet: ['days', 'lastCaseOn', 'level'],
    few: ['confirmed', 'manyCases', 'recent', 'days', 'level'],
    manyNoCluster: ['confirmed', 'manyCases', 'days', 'level'],
    manyCluster: ['confirmed', 'manyCases', 'days', 'level'],
  },
} as const satisfies Record<RuleKind, Record<string, readonly string[]>>

export type TextKey<K extends RuleKind> = keyof (typeof ruleTexts)[K] & string

const ruleOf = <K extends RuleKind>(kind: K) =>
  z.strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be kebab-case'),
    kind: z.literal(kind),
    name: textSchema,
    summary: textSchema,
    /** In the order of evaluation, lowest first. */
    order: z.int().min(0),
    uses: z.array(z.string()).min(1),
    source: sourceSchema,
    parameters: ruleParameters[kind],
    texts: z.strictObject(
      Object.fromEntries(Object.keys(ruleTexts[kind]).map((key) => [key, textSchema])) as Record<
        TextKey<K>,
        typeof textSchema
      >,
    ),
  })

export const riskRuleSchema = z.discriminatedUnion('kind', [
  ruleOf('count-bands'),
  ruleOf('local-share'),
  ruleOf('clusters'),
  ruleOf('easing'),
  ruleOf('stop-easing'),
  ruleOf('worsening'),
  ruleOf('three-levels'),
])
export type RiskRule = z.infer<typeof riskRuleSchema>
export type RiskRuleOf<K extends RuleKind> = Extract<RiskRule, { kind: K }>

/** Kinds that give a level by themselves: a pack has exactly one. */
export const evaluatingKinds = ['count-bands', 'three-levels'] as const

export const exampleVerdicts = ['yes', 'no', 'edge'] as const

export const riskExampleSchema = z.strictObject({
  verdict: z.enum(exampleVerdicts),
  title: textSchema,
  on: packDaySchema,
  /** Day → [confirmed] or [confirmed, imported]. */
  days: z.record(z.string(), z.union([z.tuple([z.int()]), z.tuple([z.int(), z.int()])])),
  clusters: z
    .array(z.strictObject({ id: z.string(), reportedOn: packDaySchema, lastCaseOn: packDaySchema, cases: z.int() }))
    .nullable()
    .default(null),
  previous: z
    .strictObject({ level: z.string(), on: packDaySchema, since: packDaySchema.nullable().default(null) })
    .nullable()
    .default(null),
  /** Sentences of this rule that must be given (by key), and the level. An empty list: the rule says nothing. */
  expect: z.strictObject({ level: z.string(), base: z.string().optional(), says: z.array(z.string()) }),
})
export type RiskExample = z.infer<typeof riskExampleSchema>

export type RiskPolicy = {
  /** "zhejiang-2020@1.0.0" */
  version: string
  validFrom: string
  levels: RiskLevel[]
  review: z.infer<typeof riskMapSchema>['review']
  rules: RiskRule[]
}
