// The verbs of the import desk: upload → preview → run or cancel → undo, and mappings. Uploading reads the file once
// into rows; everything after works on those, so that a file is never needed twice.

import { createHash } from 'node:crypto'
import { scopesOf } from '#base/actor.ts'
import { conflict, forbidden, invalid, notFound, refused } from '#base/errors.ts'
import { newId } from '#base/ids.ts'
import type { Work } from '#storage/work.ts'
import { mappingSchema, type Batch, type ImportKind, type Mapping, type SavedMapping } from './api-types.ts'
import * as counts from './counts/store.ts'
import * as lineList from './line-list/store.ts'
import { guessColumns, missingFields } from './meaning/headers.ts'
import { findHeader, noteHeader, noteLength, refuseWithoutData, uniqueHeaders } from './reading/header.ts'
import { openFile, type FileRow, type OpenFile } from './reading/rows.ts'
import { findBatch, findMapping, listMappings } from './queries.ts'
import { batchCan, ROWS_AT_ONCE, type BatchStep } from './rules.ts'
import { cancelNow, keepFailure, runAtOnce } from './run.ts'
import * as store from './store.ts'

const IMPORT = 'cases.import'
const CHUNK = 5000
const ROWS_LOOKED_AT = 10

export type Upload = {
  bytes: Uint8Array
  fileName: string
  kind: ImportKind
  source?: string | undefined
  mappingName?: string | undefined
  sheet?: string | undefined
}

export async function uploadImport(work: Work, upload: Upload): Promise<Batch> {
  const named = upload.mappingName ?? upload.source
  const saved = named ? await findMapping(work.db, upload.kind, named) : null
  if (upload.mappingName && !saved) throw notFound('cases.mapping-unknown', { name: upload.mappingName })
  const source = upload.source ?? saved?.source
  if (!source) throw invalid('cases.source-missing')
  const file = openFile(upload.bytes, upload)
  const first: FileRow[] = []
  for (let read = 0; read < ROWS_LOOKED_AT; read++) {
    const next = await file.rows.next()
    if (next.done) break
    first.push(next.value)
  }
  const headerAt = findHeader(upload.kind, first)
  refuseWithoutData(Math.max(0, first.length - headerAt - 1), upload.fileName)
  const header = first[headerAt]!
  const headers = uniqueHeaders(header.cells)
  noteHeader(headerAt, headers, file.notes)
  const id = newId()
  const sha256 = createHash('sha256').update(upload.bytes).digest('hex')
  const same = await store.findSameFile(work.db, sha256, upload.kind, source)
  const mapping = mappingFor(upload.kind, headers, saved)
  await store.insertBatch(work.db, {
    id,
    kind: upload.kind,
    source,
    fileName: upload.fileName,
    fileSha256: sha256,
    fileBytes: upload.bytes.length,
    format: {},
    headers,
    mapping,
    mappingName: saved?.name ?? null,
    rowsInFile: 0,
    sameFileAs: same?.id ?? null,
    notes: [],
    ...whose(work),
    uploadedAt: work.clock.now().toISOString(),
    uploadedBy: work.actor.name,
  })
  const { rowsInFile, lastRow } = await stageRows(work, id, file, first.slice(headerAt + 1))
  noteLength(lastRow, file.notes)
  await store.completeBatch(work.db, id, {
    rowsInFile,
    headers,
    mapping,
    format: formatOf(file, header.rowNumber),
    notes: file.notes,
  })
  work.touched('import', id)
  work.detail({ kind: upload.kind, source, rows: rowsInFile, sha256 })
  return getBatch(work, id)
}

async function stageRows(
  work: Work,
  id: string,
  file: OpenFile,
  first: FileRow[],
): Promise<{ rowsInFile: number; lastRow: number }> {
  let chunk = first
  let rowsInFile = 0
  let lastRow = 0
  const flush = async (): Promise<void> => {
    await store.insertRows(work.db, id, chunk)
    rowsInFile += chunk.length
    lastRow = chunk.at(-1)?.rowNumber ?? lastRow
    chunk = []
  }
  for await (const row of file.rows) {
    chunk.push(row)
    if (chunk.length >= CHUNK) await flush()
  }
  await flush()
  return { rowsInFile, lastRow }
}

const formatOf = (file: OpenFile, headerRow: number): Batch['format'] => ({
  type: file.detected.type,
  encoding: file.detected.type === 'csv' ? file.detected.encoding : null,
  delimiter: file.detected.type === 'csv' ? file.detected.delimiter : null,
  sheet: file.sheet(),
  headerRow,
})

/** Columns of a saved mapping that the file has, the rest guessed. */
function mappingFor(kind: ImportKind, headers: readonly string[], saved: SavedMapping | null): Mapping {
  if (!saved) return mappingSchema.parse({ columns: guessColumns(kind, headers) })
  const columns = Object.fromEntries(
    Object.entries(saved.mapping.columns).filter(([, header]) => headers.includes(header)),
  )
  const complete = missingFields(kind, columns, saved.mapping.regionCode !== null).length === 0
  return { ...saved.mapping, columns: complete ? columns : { ...guessColumns(kind, headers), ...columns } }
}

function whose(work: Work): { scopes: string[]; regionPath: string; accountId: string | null } {
  const scopes = [...scopesOf(work.actor, IMPORT)]
  return { scopes, regionPath: commonPath(scopes), accountId: work.actor.accountId }
}

/** The narrowest node above all of them. */
function commonPath(paths: readonly string[]): string {
  const [first = '', ...others] = paths
  const codes = first.split('/').filter(Boolean)
  const shared = codes.findIndex(
    (_, at) => !others.every((path) => path.startsWith(`${codes.slice(0, at + 1).join('/')}/`)),
  )
  return (shared === -1 ? codes : codes.slice(0, shared)).map((code) => `${code}/`).join('')
}

export async function getBatch(work: Work, id: string): Promise<Batch> {
  const batch = await findBatch(work.db, id)
  if (!batch) throw notFound('cases.batch-unknown')
  return batch
}

export async function lockFor(work: Work, id: string, step: BatchStep) {
  const batch = await store.lockBatch(work.db, id)
  if (!batch) throw notFound('cases.batch-unknown')
  const state = batch.state as Batch['state']
  const why = batchCan.whyNot({ state }, step)
  if (why) throw refused(why, { state })
  return batch
}

/** Every column that the mapping names exists, and nothing that is needed is missing. */
export function checkMapping(kind: ImportKind, headers: readonly string[], mapping: Mapping): void {
  const unknown = Object.values(mapping.columns).filter((header) => !headers.includes(header))
  if (unknown.length > 0) throw invalid('cases.mapping-column-unknown', { columns: unknown })
  const fields = missingFields(kind, mapping.columns, mapping.regionCode !== null)
  if (fields.length > 0) throw invalid('cases.mapping-incomplete', { fields })
}

export async function runImport(
  work: Work,
  given: { id: string; mapping?: Mapping | undefined; source?: string | undefined; background?: boolean | undefined },
): Promise<Batch> {
  const batch = await lockFor(work, given.id, 'run')
  const mapping = given.mapping ?? (batch.mapping as Mapping)
  const source = given.source ?? batch.source
  checkMapping(batch.kind as ImportKind, batch.headers, mapping)
  const now = work.clock.now().toISOString()
  await store.clearRun(work.db, batch.id)
  if (batch.kind === 'counts') await counts.ensureSource(work.db, source, now)
  const background = given.background ?? batch.rowsInFile > ROWS_AT_ONCE
  await store.setBatch(work.db, batch.id, {
    mapping,
    source,
    state: background ? 'queued' : 'running',
    startedAt: now,
    heartbeatAt: now,
    endedAt: null,
    rowsDone: 0,
    lastRow: 0,
    remarks: {},
    totals: null,
    failure: null,
  })
  work.touched('import', batch.id, batch.regionPath)
  if (background) await store.enqueueImport(work.db, batch.id)
  else {
    keepFailure(work, batch.id)
    await runAtOnce(work, (await store.lockBatch(work.db, batch.id))!)
  }
  return getBatch(work, batch.id)
}

export async function cancelImport(work: Work, id: string): Promise<Batch> {
  const batch = await lockFor(work, id, 'cancel')
  if (batch.state === 'uploaded') await cancelNow(work, id)
  else await store.setBatch(work.db, id, { state: 'cancelling' })
  work.touched('import', id, batch.regionPath)
  return getBatch(work, id)
}

export async function undoImport(work: Work, given: { id: string; reason: string }): Promise<Batch> {
  const batch = await lockFor(work, given.id, 'undo')
  const own = scopesOf(work.actor, IMPORT)
  if (!batch.scopes.every((scope) => own.some((prefix) => scope.startsWith(prefix))))
    throw forbidden('cases.undo-outside')
  const register = batch.kind === 'counts' ? counts : lineList
  const { later, examples } = await register.findBuiltUpon(work.db, batch.id)
  if (later > 0) throw refused('cases.undo-built-upon', { later, examples })
  const now = work.clock.now().toISOString()
  const how = { batchId: batch.id, now, by: work.actor.name, reason: given.reason }
  const undone =
    batch.kind === 'counts'
      ? await counts.undoCounts(work.db, { ...how, newId })
      : await lineList.undoCases(work.db, how)
  await store.setBatch(work.db, batch.id, {
    state: 'undone',
    undoneAt: now,
    undoneBy: work.actor.name,
    undoReason: given.reason,
  })
  if (undone.regions.length > 0)
    await work.record({
      kind: 'cases.counts-changed',
      subject: batch.id,
      data: { batchId: batch.id, regionCodes: undone.regions, from: undone.from, to: undone.to },
    })
  work.touched('import', batch.id, batch.regionPath)
  work.detail({ undone: undone.undone, reason: given.reason })
  return getBatch(work, batch.id)
}

export async function saveMapping(
  work: Work,
  given: { name: string; kind: ImportKind; source: string; mapping: Mapping },
): Promise<SavedMapping> {
  const saved = await store.saveMapping(work.db, {
    ...given,
    id: newId(),
    regionPath: whose(work).scopes[0] ?? '',
    savedAt: work.clock.now().toISOString(),
    savedBy: work.actor.name,
  })
  if (!saved) throw conflict('cases.mapping-name-taken', { name: given.name })
  work.touched('mapping', `${given.kind}/${given.name}`)
  const mapping = (await listMappings(work.db, given.kind)).find((one) => one.name === given.name)
  if (!mapping) throw notFound('cases.mapping-unknown', { name: given.name })
  return mapping
}
