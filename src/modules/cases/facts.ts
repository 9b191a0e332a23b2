// The facts that the case register records; other modules subscribe to them by kind. They hold codes, days and ids,
// never anything about a person.

export type CountsChanged = {
  kind: 'cases.counts-changed'
  /** Batch, case, region or "sources". */
  subject: string
  data: { batchId: string | null; regionCodes: string[]; from: string | null; to: string | null }
}
export type CaseReported = { kind: 'cases.reported'; subject: string; data: { regionCode: string; state: string } }
export type CaseRuledOut = { kind: 'cases.ruled-out'; subject: string; data: { regionCode: string } }
export type ClustersChanged = { kind: 'cases.clusters-changed'; subject: string; data: { regionPath: string } }
export type ImportFinished = {
  kind: 'cases.import-finished'
  subject: string
  data: { batchId: string; kind: 'counts' | 'cases'; stored: number; parked: number; refused: number }
}
