// The door of cases: figures for the risk map, and the import desk for the command line and the seed.

export { correctCount, purgePersons, reportCase } from './actions.ts'
export { clustersOf, type ClustersAsked, type ClustersFound } from './clusters/find.ts'
export { casesSummary, countsOf, dailyCounts, epidemicCurve, type DailyAsked } from './daily.ts'
export { downloads } from './exports.ts'
export type { CaseReported, CaseRuledOut, ClustersChanged, CountsChanged, ImportFinished } from './facts.ts'
export {
  cancelImport,
  getBatch,
  runImport,
  saveMapping,
  undoImport,
  uploadImport,
  type Upload,
} from './imports/actions.ts'
export { resumeImports, runImportStep } from './imports/jobs.ts'
export { previewImport } from './imports/preview.ts'
export { listBatches, listFindings } from './imports/queries.ts'
export { stepImport } from './imports/run.ts'
