// Background work of the import desk: one job per step of a large import, and a look every minute for imports whose
// worker died.

import type { Work } from '#storage/work.ts'
import { keepFailure, stepImport } from './run.ts'
import { enqueueImport, findStalled } from './store.ts'

const SILENT_SECONDS = 90

export async function runImportStep(work: Work, payload: unknown): Promise<void> {
  const { batchId } = payload as { batchId: string }
  keepFailure(work, batchId)
  if (!(await stepImport(work, batchId))) await enqueueImport(work.db, batchId)
}

export async function resumeImports(work: Work): Promise<void> {
  const before = new Date(work.clock.now().getTime() - SILENT_SECONDS * 1000).toISOString()
  for (const { id } of await findStalled(work.db, before)) await enqueueImport(work.db, id)
}
