// The contract of policy packs: which there are, and one in full, as officials and the public read it.

import { z } from 'zod'
import { daySchema, operation, publicly } from '#base/contract.ts'
import { textSchema } from '#base/text.ts'

const markSchema = z.enum(['published', 'requirement', 'derived', 'proposal'])

const sourceSchema = z.object({
  mark: markSchema,
  markName: textSchema,
  note: textSchema,
  addresses: z.array(z.string()),
})
export type PolicySource = z.infer<typeof sourceSchema>

const levelSchema = z.object({
  id: z.string(),
  name: textSchema,
  meaning: textSchema,
  colour: z.string(),
  guidance: textSchema,
})

const exampleSchema = z.object({
  verdict: z.enum(['yes', 'no', 'edge']),
  title: textSchema,
  case: textSchema.describe('The days, clusters and previous level it assumes, in one line'),
  level: z.string().describe('Level that follows'),
})

const ruleSchema = z.object({
  id: z.string(),
  name: textSchema,
  summary: textSchema,
  source: sourceSchema,
  parameters: z.array(z.object({ key: z.string(), name: textSchema, value: textSchema })),
  sentences: z.array(z.object({ key: z.string(), text: textSchema })),
  examples: z.array(exampleSchema),
})
export type PolicyRule = z.infer<typeof ruleSchema>

export const packSummarySchema = z.object({
  id: z.string(),
  version: z.string().describe('pack@version, as every rating names it'),
  name: textSchema,
  summary: textSchema,
  publisher: textSchema,
  validFrom: daySchema,
  validTo: daySchema.nullable(),
  rules: z.number().int(),
  examples: z.number().int(),
})
export type PackSummary = z.infer<typeof packSummarySchema>

export const packInFullSchema = packSummarySchema.extend({
  legalBasis: z.array(z.object({ title: textSchema, address: z.string() })),
  notes: z.array(z.object({ title: textSchema, text: textSchema })),
  riskmap: z
    .object({
      levels: z.array(levelSchema).describe('From the highest risk to the lowest'),
      review: z.object({ firstOn: daySchema, everyDays: z.number().int() }),
      source: sourceSchema,
      rules: z.array(ruleSchema),
    })
    .nullable(),
})
export type PackInFull = z.infer<typeof packInFullSchema>

export const contract = {
  list: operation
    .route({ method: 'GET', path: '/policies', summary: 'The policy packs of this installation' })
    .meta(publicly())
    .output(z.array(packSummarySchema)),
  get: operation
    .route({ method: 'GET', path: '/policies/{id}', summary: 'One policy pack: levels, rules, numbers, examples' })
    .meta(publicly())
    .input(z.object({ id: z.string().max(100) }))
    .output(packInFullSchema),
}
