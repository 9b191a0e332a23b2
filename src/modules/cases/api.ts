// The contract of the case register: line list, counts, clusters, and the import desk (paths below /cases/imports).

import { z } from 'zod'
import {
  daySchema,
  holding,
  idSchema,
  instantSchema,
  operation,
  pageInput,
  pageOf,
  regionCodeSchema,
} from '#base/contract.ts'
import * as cases from './api-types.ts'
import { importContract } from './imports/api.ts'

export * from './api-types.ts'
export * from './imports/api-types.ts'

const knownAt = instantSchema.optional().describe('Answers as the register stood at this instant; now when absent')

export const contract = {
  reportCase: operation
    .route({ method: 'POST', path: '/cases', summary: 'Report a case' })
    .meta(holding('cases.report', 'write'))
    .input(cases.reportCaseInput)
    .output(cases.caseDetailSchema),
  changeCase: operation
    .route({ method: 'POST', path: '/cases/{id}/changes', summary: 'Record an event of a case, or correct it' })
    .meta(holding('cases.report', 'write'))
    .input(cases.changeCaseInput)
    .output(cases.caseDetailSchema),
  getCase: operation
    .route({ method: 'GET', path: '/cases/{id}', summary: 'One case with its person fields' })
    .meta(holding('cases.read', 'read-person'))
    .input(z.object({ id: idSchema, knownAt }))
    .output(cases.caseDetailSchema),
  caseHistory: operation
    .route({ method: 'GET', path: '/cases/{id}/history', summary: 'Every version of a case, newest first' })
    .meta(holding('cases.read', 'read-person'))
    .input(z.object({ id: idSchema }))
    .output(z.array(cases.caseVersionSchema)),
  listCases: operation
    .route({ method: 'GET', path: '/cases', summary: 'Cases by day, newest first' })
    .meta(holding('cases.read'))
    .input(
      z.object({
        ...pageInput,
        regionCode: regionCodeSchema.optional(),
        state: z.enum(cases.caseStates).optional(),
        origin: z.enum(cases.caseOrigins).optional(),
        from: daySchema.optional(),
        to: daySchema.optional(),
        clusterId: idSchema.optional(),
        batchId: idSchema.optional(),
        reference: z.string().trim().max(80).optional().describe('The number at the source, or its beginning'),
        sort: z.enum(['reported', 'confirmed']).default('reported'),
      }),
    )
    .output(pageOf(cases.caseRowSchema)),
  listCounts: operation
    .route({ method: 'GET', path: '/cases/counts', summary: 'Aggregate counts, newest day first' })
    .meta(holding('cases.read'))
    .input(
      z.object({
        ...pageInput,
        regionCode: regionCodeSchema.optional().describe('The region and everything below it'),
        from: daySchema.optional(),
        to: daySchema.optional(),
        source: cases.sourceNameSchema.optional(),
        batchId: idSchema.optional(),
        knownAt,
      }),
    )
    .output(pageOf(cases.countRowSchema)),
  countHistory: operation
    .route({ method: 'GET', path: '/cases/counts/history', summary: 'Every version of one figure, newest first' })
    .meta(holding('cases.read'))
    .input(
      z.object({
        regionCode: regionCodeSchema,
        on: daySchema,
        source: cases.sourceNameSchema,
        scope: z.enum(cases.countScopes).default('whole'),
      }),
    )
    .output(z.array(cases.countRowSchema)),
  correctCount: operation
    .route({ method: 'POST', path: '/cases/counts/corrections', summary: 'Correct a figure; the earlier one is kept' })
    .meta(holding('cases.resolve', 'write'))
    .input(cases.correctCountInput)
    .output(cases.countRowSchema),
  dailyCounts: operation
    .route({ method: 'GET', path: '/cases/daily', summary: 'Cases per region and day, each counted once' })
    .meta(holding('cases.read'))
    .input(
      z.object({
        from: daySchema,
        to: daySchema,
        level: z.enum(cases.countLevels).default('county'),
        preference: z.enum(cases.sourcePreferences).default('larger'),
        knownAt,
      }),
    )
    .output(
      z.object({
        days: z.array(cases.dailyCountSchema),
        /** Known to be in the region, but in none of its parts of the asked level. */
        unplaced: z.array(cases.dailyCountSchema),
        differences: z.array(cases.differenceSchema),
      }),
    ),
  epidemicCurve: operation
    .route({ method: 'GET', path: '/cases/curve', summary: 'New and cumulative cases of a region by day' })
    .meta(holding('cases.read'))
    .input(z.object({ regionCode: regionCodeSchema, from: daySchema, to: daySchema, knownAt }))
    .output(cases.curveSchema),
  casesSummary: operation
    .route({ method: 'GET', path: '/cases/summary', summary: 'Totals of a region on a day' })
    .meta(holding('cases.read'))
    .input(z.object({ regionCode: regionCodeSchema.optional(), on: daySchema.optional(), knownAt }))
    .output(cases.summarySchema),
  listSources: operation
    .route({ method: 'GET', path: '/cases/sources', summary: 'Sources of counts, the preferred one first' })
    .meta(holding('cases.read'))
    .output(z.array(cases.sourceSchema)),
  rankSources: operation
    .route({ method: 'POST', path: '/cases/sources/order', summary: 'Say which source is used where several tell' })
    .meta(holding('cases.resolve', 'write'))
    .input(z.object({ names: z.array(cases.sourceNameSchema).min(1).max(100) }))
    .output(z.array(cases.sourceSchema)),
  listClusters: operation
    .route({ method: 'GET', path: '/cases/clusters', summary: 'Clusters, detected and declared, the newest first' })
    .meta(holding('cases.read'))
    .input(
      z.object({
        regionCode: regionCodeSchema.optional(),
        on: daySchema.optional(),
        minimumCases: z.coerce.number().int().min(2).max(100).default(2),
        withinDays: z.coerce.number().int().min(1).max(60).default(14),
        knownAt,
      }),
    )
    .output(z.array(cases.clusterSchema)),
  declareCluster: operation
    .route({ method: 'POST', path: '/cases/clusters', summary: 'Declare cases to be one cluster' })
    .meta(holding('cases.resolve', 'write'))
    .input(
      z.object({
        caseIds: z.array(idSchema).min(2).max(1000),
        unit: cases.unitSchema,
        reportedOn: daySchema,
        reason: z.string().trim().min(3).max(500),
      }),
    )
    .output(cases.clusterSchema),
  dismissCluster: operation
    .route({ method: 'POST', path: '/cases/clusters/dismissals', summary: 'Say that cases are not one cluster' })
    .meta(holding('cases.resolve', 'write'))
    .input(z.object({ key: z.string().min(3).max(300), reason: z.string().trim().min(3).max(500) }))
    .output(z.object({ key: z.string() })),
  ...importContract,
}
