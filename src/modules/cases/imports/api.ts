// The contract of the import desk: upload → preview → run → conflicts → undo, and saved mappings.

import { z } from 'zod'
import { holding, idSchema, operation, pageInput, pageOf } from '#base/contract.ts'
import { sourceNameSchema } from '../api-types.ts'
import * as imports from './api-types.ts'

export const importContract = {
  uploadImport: operation
    .route({ method: 'POST', path: '/cases/imports', summary: 'Upload a CSV or XLSX file; nothing is stored yet' })
    .meta(holding('cases.import', 'write'))
    .input(imports.uploadInput)
    .output(imports.batchSchema),
  previewImport: operation
    .route({
      method: 'POST',
      path: '/cases/imports/{id}/preview',
      summary: 'What the file would become with a mapping; changes nothing',
    })
    .meta(holding('cases.import', 'read-person'))
    .input(
      z.object({
        id: idSchema,
        mapping: imports.mappingSchema.optional().describe("The batch's own mapping when absent"),
        rows: z.number().int().min(1).max(200).default(20),
      }),
    )
    .output(imports.previewSchema),
  runImport: operation
    .route({
      method: 'POST',
      path: '/cases/imports/{id}/run',
      summary: 'Import the file; a large one runs in the background',
    })
    .meta(holding('cases.import', 'write'))
    .input(
      z.object({
        id: idSchema,
        mapping: imports.mappingSchema.optional(),
        source: sourceNameSchema.optional(),
        background: z.boolean().optional().describe('Decided by the size of the file when absent'),
      }),
    )
    .output(imports.batchSchema),
  cancelImport: operation
    .route({ method: 'POST', path: '/cases/imports/{id}/cancel', summary: 'Stop an import before it has ended' })
    .meta(holding('cases.import', 'write'))
    .input(z.object({ id: idSchema }))
    .output(imports.batchSchema),
  getBatch: operation
    .route({ method: 'GET', path: '/cases/imports/{id}', summary: 'One import: state, progress, control totals' })
    .meta(holding('cases.import'))
    .input(z.object({ id: idSchema }))
    .output(imports.batchSchema),
  listBatches: operation
    .route({ method: 'GET', path: '/cases/imports', summary: 'Imports, newest first' })
    .meta(holding('cases.import'))
    .input(
      z.object({
        ...pageInput,
        kind: z.enum(imports.importKinds).optional(),
        state: z.enum(imports.batchStates).optional(),
      }),
    )
    .output(pageOf(imports.batchSchema)),
  listFindings: operation
    .route({ method: 'GET', path: '/cases/imports/{batchId}/findings', summary: 'Findings of an import, by row' })
    .meta(holding('cases.import', 'read-person'))
    .input(
      z.object({
        batchId: idSchema,
        ...pageInput,
        outcome: z.enum(imports.rowOutcomes).optional(),
        reason: z.string().max(80).optional(),
      }),
    )
    .output(pageOf(imports.findingSchema)),
  undoImport: operation
    .route({
      method: 'POST',
      path: '/cases/imports/{id}/undo',
      summary: 'Take a whole import back and restore what it replaced; refused when later work stands on it',
    })
    .meta(holding('cases.import', 'write'))
    .input(z.object({ id: idSchema, reason: z.string().trim().min(3).max(500) }))
    .output(imports.batchSchema),
  listConflicts: operation
    .route({ method: 'GET', path: '/cases/conflicts', summary: 'Parked rows that wait for a person' })
    .meta(holding('cases.resolve', 'read-person'))
    .input(
      z.object({
        ...pageInput,
        batchId: idSchema.optional(),
        reason: z.string().max(80).optional(),
        open: z.coerce.boolean().default(true),
      }),
    )
    .output(pageOf(imports.conflictSchema)),
  resolveConflict: operation
    .route({ method: 'POST', path: '/cases/conflicts/resolve', summary: 'Decide parked rows, one or many at once' })
    .meta(holding('cases.resolve', 'write'))
    .input(imports.resolveConflictInput)
    .output(
      z.object({
        resolved: z.number().int(),
        stored: z.number().int(),
        /** Still parked, because the decision led to another question, such as a figure already stored. */
        parkedAgain: z.number().int(),
      }),
    ),
  saveMapping: operation
    .route({ method: 'POST', path: '/cases/mappings', summary: 'Save a mapping of headers under a name' })
    .meta(holding('cases.import', 'write'))
    .input(
      z.object({
        name: z.string().trim().min(1).max(80),
        kind: z.enum(imports.importKinds),
        source: sourceNameSchema,
        mapping: imports.mappingSchema,
      }),
    )
    .output(imports.savedMappingSchema),
  listMappings: operation
    .route({ method: 'GET', path: '/cases/mappings', summary: 'Saved mappings' })
    .meta(holding('cases.import'))
    .input(z.object({ kind: z.enum(imports.importKinds).optional() }))
    .output(z.array(imports.savedMappingSchema)),
  guessMapping: operation
    .route({ method: 'POST', path: '/cases/mappings/guess', summary: 'What headers probably mean' })
    .meta(holding('cases.import'))
    .input(z.object({ kind: z.enum(imports.importKinds), headers: z.array(z.string().max(200)).max(200) }))
    .output(imports.mappingSchema),
}
