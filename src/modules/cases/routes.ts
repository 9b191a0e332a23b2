// Answers the contract of cases: line list, counts, clusters, and the import desk.

import { implement } from '@orpc/server'
import { dayOf } from '#base/dates.ts'
import { invalid, notFound } from '#base/errors.ts'
import type { RouteContext, Work } from '#storage/work.ts'
import * as actions from './actions.ts'
import { contract } from './api.ts'
import type { CaseDetail } from './api-types.ts'
import { declareCluster, dismissCluster } from './clusters/actions.ts'
import { clustersOf } from './clusters/find.ts'
import * as counts from './counts/queries.ts'
import { findSources, rankSources } from './counts/store.ts'
import { casesSummary, dailyCounts, epidemicCurve } from './daily.ts'
import { describeCase, describeHistory } from './describe.ts'
import * as desk from './imports/actions.ts'
import { guessColumns } from './imports/meaning/headers.ts'
import { mappingSchema } from './imports/api-types.ts'
import { previewImport } from './imports/preview.ts'
import { findBatch, listBatches, listFindings, listMappings } from './imports/queries.ts'
import { resolveConflict } from './imports/resolve/actions.ts'
import { listConflicts } from './imports/resolve/queries.ts'
import { divisionEver, placeOf, placesOf } from './places.ts'
import * as queries from './queries.ts'
import type { StoredCase } from './store.ts'

const os = implement(contract).$context<RouteContext>()

function shown(work: Work, one: StoredCase): CaseDetail {
  work.touched('case', one.id, one.regionPath)
  return describeCase(one)
}

export const routes = os.router({
  reportCase: os.reportCase.handler(async ({ input, context: { work } }) =>
    describeCase(await actions.reportCase(work, input)),
  ),
  changeCase: os.changeCase.handler(async ({ input, context: { work } }) =>
    describeCase(await actions.changeCase(work, input)),
  ),
  getCase: os.getCase.handler(async ({ input, context: { work } }) => {
    const one = await queries.findCase(work.db, input.id, input.knownAt)
    if (!one) throw notFound('cases.case-unknown')
    return shown(work, one)
  }),
  caseHistory: os.caseHistory.handler(async ({ input, context: { work } }) => {
    const versions = await queries.findHistory(work.db, input.id)
    const [newest] = versions
    if (!newest) throw notFound('cases.case-unknown')
    work.touched('case', newest.id, newest.regionPath)
    return describeHistory(versions)
  }),
  listCases: os.listCases.handler(async ({ input, context: { work } }) => {
    const { regionCode, ...search } = input
    const within = regionCode ? placeOf((await divisionEver(work, regionCode)).path) : null
    return queries.listCases(work.db, { ...search, within, places: placesOf(work, 'cases.read') })
  }),
  listCounts: os.listCounts.handler(async ({ input, context: { work } }) => {
    const { regionCode, ...search } = input
    const path = regionCode ? (await divisionEver(work, regionCode)).path : ''
    return counts.listCounts(work.db, { ...search, path })
  }),
  countHistory: os.countHistory.handler(({ input, context: { work } }) => counts.countHistory(work.db, input)),
  correctCount: os.correctCount.handler(({ input, context: { work } }) => actions.correctCount(work, input)),
  dailyCounts: os.dailyCounts.handler(({ input: { preference, ...input }, context: { work } }) =>
    dailyCounts(work, { ...input, sourcePreference: preference }),
  ),
  epidemicCurve: os.epidemicCurve.handler(({ input, context: { work } }) => epidemicCurve(work, input)),
  casesSummary: os.casesSummary.handler(({ input, context: { work } }) => casesSummary(work, input)),
  listSources: os.listSources.handler(({ context: { work } }) => counts.listSources(work.db)),
  rankSources: os.rankSources.handler(async ({ input, context: { work } }) => {
    const known = await findSources(work.db)
    const unknown = input.names.find((name) => !known.includes(name))
    if (unknown !== undefined) throw invalid('cases.source-unknown', { name: unknown })
    await rankSources(work.db, input.names)
    work.touched('sources', 'order')
    work.detail({ order: input.names })
    await work.record({
      kind: 'cases.counts-changed',
      subject: 'sources',
      data: { batchId: null, regionCodes: [], from: null, to: null },
    })
    return counts.listSources(work.db)
  }),
  listClusters: os.listClusters.handler(async ({ input, context: { work } }) => {
    const { clusters } = await clustersOf(work, {
      on: input.on ?? dayOf(work.clock.now()),
      knownAt: input.knownAt,
      rule: { minimumCases: input.minimumCases, withinDays: input.withinDays },
    })
    if (!input.regionCode) return clusters
    const { path } = await divisionEver(work, input.regionCode)
    return clusters.filter((one) => one.regionPath.startsWith(path))
  }),
  declareCluster: os.declareCluster.handler(({ input, context: { work } }) => declareCluster(work, input)),
  dismissCluster: os.dismissCluster.handler(({ input, context: { work } }) => dismissCluster(work, input)),

  uploadImport: os.uploadImport.handler(async ({ input, context: { work } }) =>
    desk.uploadImport(work, {
      ...input,
      bytes: new Uint8Array(await input.file.arrayBuffer()),
      fileName: input.file.name || 'upload',
    }),
  ),
  previewImport: os.previewImport.handler(({ input, context: { work } }) => previewImport(work, input)),
  runImport: os.runImport.handler(({ input, context: { work } }) => desk.runImport(work, input)),
  cancelImport: os.cancelImport.handler(({ input, context: { work } }) => desk.cancelImport(work, input.id)),
  getBatch: os.getBatch.handler(async ({ input, context: { work } }) => {
    const batch = await findBatch(work.db, input.id)
    if (!batch) throw notFound('cases.batch-unknown')
    return batch
  }),
  listBatches: os.listBatches.handler(({ input, context: { work } }) => listBatches(work.db, input)),
  listFindings: os.listFindings.handler(async ({ input, context: { work } }) => {
    const batch = await findBatch(work.db, input.batchId)
    if (!batch) throw notFound('cases.batch-unknown')
    work.touched('import', batch.id)
    return listFindings(work.db, input)
  }),
  undoImport: os.undoImport.handler(({ input, context: { work } }) => desk.undoImport(work, input)),
  listConflicts: os.listConflicts.handler(async ({ input, context: { work } }) => {
    const page = await listConflicts(work.db, input)
    for (const id of new Set(page.rows.map((row) => row.batchId))) work.touched('import', id)
    return page
  }),
  resolveConflict: os.resolveConflict.handler(({ input, context: { work } }) => resolveConflict(work, input)),
  saveMapping: os.saveMapping.handler(({ input, context: { work } }) => desk.saveMapping(work, input)),
  listMappings: os.listMappings.handler(({ input, context: { work } }) => listMappings(work.db, input.kind)),
  guessMapping: os.guessMapping.handler(({ input }) =>
    mappingSchema.parse({ columns: guessColumns(input.kind, input.headers) }),
  ),
})
