// `wuse policy`: list, show, check, render and try policy packs. A pack that does not hold together is
// refused with every problem by file and field.

import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { Option, type Command } from 'commander'
import { isDay } from '#base/dates.ts'
import { invalid } from '#base/errors.ts'
import type { Language } from '#base/text.ts'
import { compareMaps } from '#modules/riskmap/dry-run.ts'
import { failuresOfExample } from '#modules/riskmap/examples.ts'
import { ratePlaces, readPlaces } from '#modules/riskmap/rate-file.ts'
import { checkPack } from '#policy/check.ts'
import { listPackIds, loadPack, policyFolder, riskPolicyOf } from '#policy/load.ts'
import { packVersion } from '#policy/pack-schema.ts'
import { renderHandbook } from '#policy/render.ts'
import { countsFromFile, readInput } from './riskmap.ts'
import { projectFolder } from '#storage/project-folder.ts'
import { languageOption, note, print, printJson } from './terminal.ts'

const regionsFolder = join(projectFolder, 'regions')
const shippedDivisions = join(regionsFolder, 'zhejiang-2020/divisions.csv')

export function definePolicyCommand(program: Command): void {
  const policy = program.command('policy').description('check, render and try policy packs')
  policy.command('list').description('the packs at hand').option('--json', 'print as JSON').action(list)
  policy
    .command('show <pack>')
    .description('a pack with its rules and parameters')
    .option('--json', 'print as JSON')
    .addOption(languageOption('zh or en'))
    .action(show)
  policy
    .command('check [packs...]')
    .description('refuse packs that do not hold together; without a name, all packs')
    .option('--json', 'print as JSON')
    .action(check)
  policy
    .command('render [pack]')
    .description('print the handbook in Markdown; without a name and with --out, all packs in both languages')
    .addOption(languageOption('zh or en'))
    .option('--out <folder>', 'write <pack>.zh.md and <pack>.en.md there')
    .action(render)
  policy
    .command('dry-run')
    .description('which places another version of the rules would change, and why')
    .requiredOption('--counts <file>', 'CSV of daily counts')
    .requiredOption('--on <day>', 'day of the map, YYYY-MM-DD')
    .requiredOption('--from <pack>', 'pack in force: id, id@version or folder')
    .requiredOption('--to <pack>', 'pack to try: id, id@version or folder')
    .option('--regions <file>', 'division list (CSV)', shippedDivisions)
    .addOption(new Option('--level <level>', 'level of the places').choices(['county', 'town']).default('county'))
    .addOption(languageOption('zh or en'))
    .option('--skip-unreadable', 'go on although some rows cannot be read')
    .option('--json', 'print as JSON')
    .action(dryRun)
}

async function list(options: { json?: boolean }): Promise<void> {
  const packs = await Promise.all((await listPackIds()).map((id) => loadPack(id)))
  const rows = packs.map(({ head }) => ({ pack: packVersion(head), name: head.name, validity: head.validity }))
  if (options.json) return printJson(rows)
  for (const row of rows)
    print(`${row.pack}\t${row.validity.from} – ${row.validity.to ?? ''}\t${row.name.zh}\t${row.name.en}`)
}

async function show(name: string, options: { json?: boolean; lang: Language }): Promise<void> {
  const pack = await loadPack(name)
  if (options.json) {
    const riskmap = pack.riskmap && { ...pack.riskmap.map, rules: pack.riskmap.rules.map((loaded) => loaded.rule) }
    return printJson({ ...pack.head, riskmap })
  }
  print(`${packVersion(pack.head)}  ${pack.head.name[options.lang]}`)
  print(pack.head.summary[options.lang])
  for (const { rule, examples } of pack.riskmap?.rules ?? [])
    print(`  ${rule.id} (${rule.kind}, ${examples.length} examples): ${JSON.stringify(rule.parameters)}`)
}

async function check(names: string[], options: { json?: boolean }): Promise<void> {
  const placeNames = await shippedPlaceNames()
  const ids = await listPackIds()
  const folders = (names.length > 0 ? names : ids).map((name) =>
    ids.includes(name) ? join(policyFolder, name) : resolve(name),
  )
  const reports = []
  for (const folder of folders) {
    const report = await checkPack(folder, { runRiskExample: failuresOfExample, placeNames })
    reports.push({
      ...report,
      folder: relative(process.cwd(), folder) || '.',
      pack: report.pack && packVersion(report.pack.head),
    })
  }
  if (reports.some((report) => report.problems.length > 0)) process.exitCode = 1
  if (options.json) return printJson(reports)
  for (const report of reports) {
    if (report.problems.length === 0)
      print(`${report.pack}: ${report.rules} rules, ${report.examples} examples, holds together`)
    else note(`${report.folder}: refused, ${report.problems.length} problem(s)`)
    for (const { file, field, text } of report.problems)
      note(`  ${join(report.folder, file)}${field ? ` › ${field}` : ''}: ${text.en} ${text.zh}`)
  }
}

/** Names of all places of the regions at hand, with and without the kind of place, so that no rule mentions one. */
async function shippedPlaceNames(): Promise<string[]> {
  if (!existsSync(regionsFolder)) return []
  const names = new Set<string>()
  for (const region of await readdir(regionsFolder)) {
    const file = join(regionsFolder, region, 'divisions.csv')
    if (!existsSync(file)) continue
    const [header = '', ...rows] = (await readFile(file, 'utf8')).split(/\r?\n/)
    const column = (name: string) => header.split(',').indexOf(name)
    for (const row of rows) {
      const cells = row.split(',')
      if (!['province', 'city', 'county'].includes(cells[column('level')] ?? '')) continue
      const zh = cells[column('name_zh')] ?? ''
      const en = cells[column('name_en')] ?? ''
      for (const name of [
        zh,
        zh.replace(/(?:省|市|区|县|自治县)$/, ''),
        en,
        en.replace(/ (?:City|District|County|Province).*$/, ''),
      ])
        if (name.length > 1) names.add(name)
    }
  }
  return [...names].sort()
}

async function render(name: string | undefined, options: { lang: Language; out?: string }): Promise<void> {
  if (!options.out) {
    if (!name) throw invalid('policy.pack-unknown', { name: '', known: await listPackIds() })
    process.stdout.write(renderHandbook(await loadPack(name), options.lang))
    return
  }
  for (const id of name ? [name] : await listPackIds()) {
    const pack = await loadPack(id)
    for (const language of ['zh', 'en'] as const) {
      const file = join(options.out, `${pack.head.id}.${language}.md`)
      await writeFile(file, renderHandbook(pack, language))
      note(file)
    }
  }
}

type DryRunOptions = {
  counts: string
  on: string
  from: string
  to: string
  regions: string
  level: string
  lang: Language
  skipUnreadable?: boolean
  json?: boolean
}

async function dryRun(options: DryRunOptions): Promise<void> {
  const { on } = options
  if (!isDay(on)) throw invalid('riskmap.not-a-day', { text: on })
  const [from, to] = [riskPolicyOf(await loadPack(options.from)), riskPolicyOf(await loadPack(options.to))]
  const places = readPlaces(await readInput(options.regions), options.regions, options.level, on)
  const { counts, findings } = await countsFromFile(options.counts, places, options.skipUnreadable ?? false)
  for (const finding of findings) note(`${finding.kind}: ${finding.text[options.lang]}`)
  const report = compareMaps(ratePlaces(places, counts, from, on), ratePlaces(places, counts, to, on), from, to)
  if (options.json) return printJson({ on, ...report })
  print(`${report.from} → ${report.to}, ${on}: ${report.changes.length} of ${report.rated} places change`)
  for (const change of report.changes) {
    print(
      `${change.code} ${change.name[options.lang]}: ${change.before.name[options.lang]} → ${change.after.name[options.lang]}`,
    )
    for (const text of change.noLonger) print(`  - ${text[options.lang]}`)
    for (const text of change.now) print(`  + ${text[options.lang]}`)
  }
}
