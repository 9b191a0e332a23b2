// `wuse import FILE`: the import desk on the command line, through the same verbs as the screens: read, preview, run
// step by step with progress, control totals. Exit codes: 0 done, 1 refused or failed, 2 wrong usage.

import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { stopwatch } from '#base/clock.ts'
import { invalid } from '#base/errors.ts'
import type { Batch, ControlTotals, ImportKind } from '#modules/cases/api.ts'
import {
  getBatch,
  listBatches,
  previewImport,
  runImport,
  stepImport,
  undoImport,
  uploadImport,
} from '#modules/cases/index.ts'
import { note, print, printJson, progress } from './terminal.ts'
import { asOperator, type Operator } from './work.ts'

type ImportOptions = {
  as?: string
  mapping?: string
  source?: string
  sheet?: string
  sum?: boolean
  take?: boolean
  dryRun?: boolean
  json?: boolean
  yes?: boolean
}

export function defineImportCommand(program: Command): void {
  const command = program
    .command('import')
    .description('import cases or counts from a CSV or XLSX file, list imports, take one back')
    .argument('[file]', 'CSV (any delimiter; UTF-8, UTF-16 or GB18030) or XLSX')
    .option('--as <kind>', 'counts (region, day, figure) or cases (one row a case)')
    .option('--mapping <name>', 'saved mapping of headers and areas')
    .option('--source <name>', 'who reported the figures; the mapping of that name is used if there is one')
    .option('--sheet <name>', 'sheet of an XLSX file; the first with rows when absent')
    .option('--sum', 'several rows about one region and day are parts of that day')
    .option('--take', 'the file corrects stored figures instead of asking')
    .option('--dry-run', 'show what would happen and store nothing')
    .option('--json', 'print the result as JSON')
    .option('--yes', 'do not ask before storing')
    .action(async (file: string | undefined, options: ImportOptions) => {
      if (!file || (options.as !== 'counts' && options.as !== 'cases')) {
        note('Name a file and say what its rows are: wuse import FILE --as counts|cases')
        process.exitCode = 2
        return
      }
      await asOperator((operator) => importFile(operator, file, options.as as ImportKind, options))
    })
  command
    .command('undo <batch>')
    .description('take a whole import back and restore what it replaced')
    .requiredOption('--reason <text>', 'why; kept with the import')
    .option('--json', 'print the result as JSON')
    .action(async (id: string, { reason }: { reason: string }, self: Command) => {
      const batch = await asOperator(({ write }) =>
        write('cases.undoImport', (work) => undoImport(work, { id, reason })),
      )
      if (self.optsWithGlobals().json) printJson(batch)
      else print(`${batch.fileName}: undone; what it replaced holds again`)
    })
  command
    .command('list')
    .description('list imports, newest first')
    .option('--limit <rows>', 'how many', '20')
    .option('--json', 'print as JSON')
    .action(async ({ limit }: { limit: string }, self: Command) => {
      const { rows } = await asOperator(({ read }) =>
        read('cases.listBatches', (work) => listBatches(work.db, { limit: Number(limit) || 20 })),
      )
      if (self.optsWithGlobals().json) printJson(rows)
      else for (const batch of rows) print(lineOf(batch))
    })
}

async function importFile(operator: Operator, file: string, kind: ImportKind, options: ImportOptions): Promise<void> {
  const elapsed = stopwatch()
  const { write, read } = operator
  const uploaded = await write('cases.uploadImport', (work) =>
    uploadImport(work, {
      bytes: readFile(file),
      fileName: basename(file),
      kind,
      source: options.source,
      mappingName: options.mapping,
      sheet: options.sheet,
    }),
  )
  const mapping = {
    ...uploaded.mapping,
    ...(options.sum ? { repeats: 'sum' as const } : {}),
    ...(options.take ? { corrections: 'take' as const } : {}),
  }
  describeFile(uploaded)
  if (options.dryRun || !options.yes) {
    const preview = await write('cases.previewImport', (work) =>
      previewImport(work, { id: uploaded.id, mapping, rows: 20 }),
    )
    if (options.dryRun) {
      if (options.json) printJson(preview)
      else
        printTotals(
          preview.totals,
          preview.whole ? 'would be' : `would be, judging by the first ${preview.totals.read} rows`,
        )
      return
    }
    printTotals(preview.totals, 'would be', note)
    if (!(await confirmed())) return
  }
  await write('cases.runImport', (work) => runImport(work, { id: uploaded.id, mapping, background: true }))
  const bar = progress(uploaded.fileName)
  for (let ended = false; !ended;) {
    ended = await write('cases.stepImport', (work) => stepImport(work, uploaded.id))
    const { rowsDone, rowsInFile } = await read('cases.getBatch', (work) => getBatch(work, uploaded.id))
    bar.at(rowsDone, rowsInFile)
  }
  bar.end()
  const batch = await read('cases.getBatch', (work) => getBatch(work, uploaded.id))
  if (options.json) return printJson({ ...batch, seconds: Math.round(elapsed() / 10) / 100 })
  if (batch.totals) printTotals(batch.totals, 'were')
  print(`import ${batch.id} ${batch.state} after ${(elapsed() / 1000).toFixed(1)} s`)
  if (batch.totals?.stored === 0 && batch.totals.unchanged > 0) print('Nothing new: these rows were stored before.')
  if (batch.openConflicts > 0)
    print(`${batch.openConflicts} rows wait for a decision: open Cases › Conflicts on screen.`)
}

function readFile(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch {
    throw invalid('cases.file-missing', { file })
  }
}

function describeFile(batch: Batch): void {
  const { format } = batch
  const how = [
    format.type,
    format.encoding,
    format.delimiter ? `delimiter ${JSON.stringify(format.delimiter)}` : null,
    format.sheet,
  ]
  note(`${batch.fileName}: ${batch.rowsInFile} rows, ${how.filter(Boolean).join(', ')}, source "${batch.source}"`)
  if (batch.sameFileAs) note(`The very same file was imported before (${batch.sameFileAs}); nothing is stored twice.`)
  for (const { text } of batch.notes) note(`! ${text.en} ${text.zh}`)
  for (const [field, header] of Object.entries(batch.mapping.columns)) note(`  ${field} ← ${header}`)
}

function printTotals(totals: ControlTotals, verb: string, say: (line: string) => void = print): void {
  const { read, stored, unchanged, parked, refused } = totals
  say(`${read} rows read = ${stored} stored + ${unchanged} unchanged + ${parked} parked + ${refused} refused (${verb})`)
  for (const one of totals.byReason)
    say(`  ${one.outcome.padEnd(9)} ${String(one.rows).padStart(7)}  ${one.reason}: ${one.text.en} ${one.text.zh}`)
}

async function confirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) {
    note('Nothing was stored: add --yes to store without being asked.')
    process.exitCode = 2
    return false
  }
  const ask = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await ask.question('Store this? [y/N] ')
  ask.close()
  return /^y(es)?$/i.test(answer.trim())
}

const lineOf = (batch: Batch): string => {
  const totals = batch.totals
    ? `${batch.totals.read} = ${batch.totals.stored} + ${batch.totals.unchanged} + ${batch.totals.parked} + ${batch.totals.refused}`
    : `${batch.rowsDone}/${batch.rowsInFile}`
  return `${batch.id}  ${batch.uploadedAt.slice(0, 16)}  ${batch.state.padEnd(9)}  ${batch.kind.padEnd(6)}  ${totals}  ${batch.fileName} (${batch.source})`
}
