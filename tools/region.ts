// `wuse region …`: builds a shipped region from its packages, imports any region, shows and checks the tree.
// Exit codes: 0 done, 1 refused or failed, 2 wrong usage.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Command } from 'commander'
import { stopwatch } from '#base/clock.ts'
import { dayOf, isDay } from '#base/dates.ts'
import { invalid } from '#base/errors.ts'
import { registerSentences } from '#base/sentences.ts'
import {
  ancestors,
  checkTree,
  children,
  decodeFile,
  getRegion,
  importRegion,
  importShippedRegion,
  neighbours,
  parseAbout,
  parseOutlines,
  readAbout,
  type RegionImport,
} from '#modules/regions/index.ts'
import { projectFolder } from '#storage/project-folder.ts'
import type { Work } from '#storage/work.ts'
import { note, print, printJson } from './terminal.ts'
import { asOperator } from './work.ts'

const regionsFolder = join(projectFolder, 'regions')

type Common = { json?: boolean }
type BuildOptions = Common & { check?: boolean }
type ShowOptions = Common & { on?: string }
type ImportOptions = Common & {
  divisions?: string[]
  villages?: string[]
  outlines?: string[]
  about?: string
  add?: boolean
  codeProperty?: string
  validFrom?: string
  dryRun?: boolean
}

export function defineRegionCommand(program: Command): void {
  const region = program.command('region').description('build, import, show and check the divisions of a region')
  region
    .command('build')
    .description('build the files of a shipped region from the npm packages its region.json names')
    .argument('[region]', 'folder below regions/', 'zhejiang-2020')
    .option('--check', 'write nothing; fail if the committed files differ from what would be built')
    .option('--json', 'print the result as JSON')
    .action(build)
  region
    .command('import')
    .description('import divisions (CSV) and outlines (GeoJSON), or a shipped region by its name; all or nothing')
    .argument('[region]', 'a shipped region (folder below regions/) instead of files')
    .option(
      '--divisions <file...>',
      'CSV: code, name_zh, level, parent_code, name_en, valid_from, valid_to, population …',
    )
    .option('--villages <file...>', 'CSV of villages: code, parent_code, name_zh, name_en')
    .option('--outlines <file...>', 'GeoJSON FeatureCollection in longitude and latitude')
    .option('--about <file>', 'JSON: name, notice, sources, coordinates, adjacency, approximations')
    .option(
      '--add',
      'add below what is there, or redraw it; without it the whole tree of the topmost region is replaced',
    )
    .option('--code-property <name>', 'property of the outlines that holds the division code')
    .option('--valid-from <day>', 'first day of rows that state none; outlines are taken for what is in force on it')
    .option('--dry-run', 'read and check everything, store nothing')
    .option('--json', 'print the control totals as JSON')
    .action(bringIn)
  region
    .command('show')
    .description('one region on a day: names, validity, population, what lies above, below and beside it')
    .argument('[code]', 'division code; without it the topmost region')
    .option('--on <day>', 'the day asked about (default today)')
    .option('--json', 'print as JSON')
    .action(show)
  region
    .command('check')
    .description('does the stored tree hold together on a day? exit code 1 when it does not')
    .option('--on <day>', 'the day asked about (default today)')
    .option('--json', 'print the findings as JSON')
    .action(check)
}

function shippedFolder(name: string): string {
  const folder = join(regionsFolder, name)
  if (existsSync(join(folder, 'region.json'))) return folder
  throw invalid('region.unknown-folder', { name, known: readdirSync(regionsFolder) })
}

function dayAsked(work: Work, on: string | undefined): string {
  if (on === undefined) return dayOf(work.clock.now())
  if (!isDay(on)) throw invalid('region.not-a-day', { on })
  return on
}

async function build(name: string, options: BuildOptions): Promise<void> {
  const folder = shippedFolder(name)
  const { buildRegion } = await import('./region-build/build-region.ts')
  const elapsed = stopwatch()
  const files = [...buildRegion(folder, (step) => note(`${name}: ${step} …`))].map(([file, text]) => {
    const path = join(folder, file)
    const same = existsSync(path) && readFileSync(path, 'utf8') === text
    if (!options.check && !same) writeFileSync(path, text)
    return { file, bytes: Buffer.byteLength(text), same }
  })
  const differing = files.filter(({ same }) => !same).map(({ file }) => file)
  const failed = options.check === true && differing.length > 0
  if (failed) process.exitCode = 1
  if (options.json) return printJson({ region: name, ok: !failed, milliseconds: Math.round(elapsed()), files })
  const outcome = (same: boolean) => (same ? 'unchanged' : options.check ? 'DIFFERS' : 'written')
  for (const { file, bytes, same } of files) print(`${file}  ${bytes} bytes  ${outcome(same)}`)
  if (failed) note(`Run "wuse region build ${name}" and commit ${differing.join(', ')}.`)
}

const readText = (path: string): string => {
  if (!existsSync(path)) throw invalid('region.no-file', { path })
  return decodeFile(readFileSync(path))
}

function importOf(options: ImportOptions): RegionImport {
  const files = (paths: string[] = []) => paths.map((path) => ({ name: basename(path), text: readText(path) }))
  return {
    divisions: [
      ...files(options.divisions),
      ...files(options.villages).map((file) => ({ ...file, level: 'village' as const })),
    ],
    outlines: files(options.outlines).map(({ name, text }) => parseOutlines(name, text)),
    about: options.about === undefined ? undefined : parseAbout(basename(options.about), readText(options.about)),
    mode: options.add ? 'add' : 'replace',
    codeProperty: options.codeProperty,
    validFrom: options.validFrom,
    dryRun: options.dryRun ?? false,
  }
}

async function bringIn(name: string | undefined, options: ImportOptions): Promise<void> {
  const elapsed = stopwatch()
  const given = name === undefined ? importOf(options) : null
  const folder = name === undefined ? null : shippedFolder(name)
  note('Reading …')
  const report = await asOperator(({ write }) =>
    write('regions.import', (work) =>
      given ? importRegion(work, given) : importShippedRegion(work, folder as string, options.dryRun),
    ),
  )
  if (options.json) return printJson({ ...report, milliseconds: Math.round(elapsed()) })
  const { read, stored, byLevel, rootCode, replaced, revision } = report
  print(
    `Read: ${read.divisions} divisions, ${read.outlines} outlines, ${read.neighbours} declared neighbours; refused: 0`,
  )
  print(
    `${revision === null ? 'Would store' : 'Stored'}: ${stored.regions} regions (one a validity), ${stored.outlines} outlines`,
  )
  print(
    Object.entries(byLevel)
      .map(([level, count]) => `${count} ${level}`)
      .join(', '),
  )
  if (replaced && revision !== null) print(`The tree of ${rootCode} is, as a whole, what was imported`)
  if (revision !== null) print(`Revision ${revision}`)
  for (const warning of report.warnings) note(warning)
}

const names = (list: { code: string; name: { zh: string } }[]): string =>
  list.map((one) => `${one.code} ${one.name.zh}`).join(', ')

async function show(code: string | undefined, options: ShowOptions): Promise<void> {
  const shown = await asOperator(({ read }) =>
    read('regions.show', async (work) => {
      const on = dayAsked(work, options.on)
      const about = await readAbout(work.db)
      if (!about) throw invalid('regions.none')
      const region = await getRegion(work.db, code ?? about.rootCode, on)
      return {
        on,
        region,
        ancestors: await ancestors(work.db, region.code, on),
        children: await children(work.db, region.code, on),
        neighbours: await neighbours(work.db, region.code, on),
        about,
      }
    }),
  )
  if (options.json) return printJson(shown)
  const { region } = shown
  print(`${region.code} ${region.name.zh} · ${region.name.en} (${region.level}), on ${shown.on}`)
  print(`valid ${region.validFrom} – ${region.validTo ?? 'in force'}; path ${region.path}`)
  if (region.population !== null)
    print(`${region.population} residents on ${region.populationOn} (${region.populationSource})`)
  if (shown.ancestors.length > 0) print(`above: ${names(shown.ancestors)}`)
  if (shown.neighbours.length > 0) print(`beside: ${names(shown.neighbours)}`)
  if (shown.children.length > 0) print(`below (${shown.children.length}): ${names(shown.children)}`)
  if (shown.about.notice) note(`${shown.about.notice.zh}\n${shown.about.notice.en}`)
}

async function check(options: ShowOptions): Promise<void> {
  const findings = await asOperator(({ read }) =>
    read('regions.check', (work) => checkTree(work.db, dayAsked(work, options.on))),
  )
  const faults = findings.filter(({ severity }) => severity === 'fault').length
  if (faults > 0) process.exitCode = 1
  if (options.json) return printJson({ ok: faults === 0, findings })
  for (const { severity, text } of findings) note(`${severity}: ${text.en} ${text.zh}`)
  print(faults === 0 ? 'The tree holds together' : `${faults} faults`)
}

registerSentences({
  'region.unknown-folder': {
    zh: '没有名为 {name} 的内置地区。可选：{known}。',
    en: 'There is no shipped region {name}. Known: {known}.',
  },
  'region.no-file': { zh: '没有文件 {path}。', en: 'There is no file {path}.' },
  'region.not-a-day': {
    zh: '“{on}”不是日期，请写成 2020-02-01。',
    en: '"{on}" is no calendar day; write it as 2020-02-01.',
  },
})
