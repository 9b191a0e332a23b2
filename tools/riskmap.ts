// `wuse riskmap rate`: the map of a day, from a file of counts or from the database, as CSV or JSON.
// Findings about the input go to standard error, so that the output can be piped.

import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { Option, type Command } from 'commander'
import { isDay, type Day } from '#base/dates.ts'
import { invalid, notFound } from '#base/errors.ts'
import { registerSentences } from '#base/sentences.ts'
import type { Language } from '#base/text.ts'
import { readCountsFile, type Finding } from '#modules/riskmap/counts-file.ts'
import { readPreviousFile } from '#modules/riskmap/previous-file.ts'
import {
  assignRows,
  ratePlaces,
  readPlaces,
  type Assigned,
  type Place,
  type RatedPlace,
} from '#modules/riskmap/rate-file.ts'
import type { Tier } from '#modules/riskmap/api.ts'
import { loadPack, riskPolicyOf } from '#policy/load.ts'
import type { RiskPolicy } from '#policy/riskmap-schema.ts'
import { projectFolder } from '#storage/project-folder.ts'
import { definePublishing } from './riskmap-publish.ts'
import { languageOption, note, printJson } from './terminal.ts'

type RateOptions = {
  pack: string
  on: string
  counts?: string
  regions: string
  previous?: string
  level: Tier
  lang: Language
  json?: boolean
  full?: boolean
  skipUnreadable?: boolean
}

const shippedDivisions = join(projectFolder, 'regions/zhejiang-2020/divisions.csv')

export function defineRiskmapCommand(program: Command): void {
  const riskmap = program.command('riskmap').description('rate, draft, publish and export risk maps')
  riskmap
    .command('rate')
    .description('the level of every place on a day, with the reasons')
    .requiredOption('--pack <pack>', 'policy pack: id, id@version or folder, e.g. zhejiang-2020')
    .requiredOption('--on <day>', 'day of the map, YYYY-MM-DD; between two reviews the earlier one is in force')
    .option('--counts <file>', 'CSV: code, name, date, confirmed, imported (UTF-8 or GB18030); without it the database')
    .option('--regions <file>', 'with --counts: division list (CSV)', shippedDivisions)
    .option(
      '--previous <file>',
      'levels in force before (CSV: code, level, on, since); then one review, on the day asked',
    )
    .addOption(new Option('--level <level>', 'level of the places').choices(['county', 'town']).default('county'))
    .addOption(languageOption('language of names and reasons in CSV: zh or en'))
    .option('--json', 'print a JSON array')
    .option('--full', 'with --json: an object with pack, day, ratings and findings')
    .option('--skip-unreadable', 'rate although some rows cannot be read')
    .action(rate)
  definePublishing(riskmap)
}

async function rate(options: RateOptions): Promise<void> {
  const on = askedDay(options.on)
  const pack = await loadPack(options.pack)
  const policy = riskPolicyOf(pack)
  const { places, counts, clusters, findings } = options.counts
    ? await inputFromFiles(options, options.counts, on)
    : await inputFromDatabase(policy, options.level, on)
  const { from, to } = pack.head.validity
  if (on < from || (to !== null && on > to)) findings.push(outsideValidity(policy, on))
  for (const finding of findings) note(`${finding.kind}: ${finding.text[options.lang]}`)
  const previous = options.previous
    ? readPreviousFile(await readInput(options.previous), options.previous, policy, on)
    : null
  const rated = ratePlaces(places, counts, policy, on, previous, clusters)
  if (options.json) printJson(asJson(rated, policy, on, findings, options.full ?? false))
  else process.stdout.write(asCsv(rated, policy, options.lang))
}

function askedDay(text: string): Day {
  if (!isDay(text)) throw invalid('riskmap.not-a-day', { text })
  return text
}

export async function readInput(file: string): Promise<Uint8Array> {
  const found = await stat(file).catch(() => null)
  if (!found?.isFile()) throw notFound('riskmap.file-missing', { file })
  return readFile(file)
}

export async function countsFromFile(
  file: string,
  places: readonly Place[],
  skipUnreadable: boolean,
): Promise<Assigned> {
  const read = readCountsFile(await readInput(file), file)
  if (read.unreadable.length > 0 && !skipUnreadable)
    throw invalid(
      'riskmap.unreadable-rows',
      { file, count: read.unreadable.length },
      read.unreadable.slice(0, 50).map((finding) => ({
        path: `${file}:${finding.rows.join(',')}`,
        code: finding.kind,
        message: `${finding.text.en} ${finding.text.zh}`,
      })),
    )
  const assigned = assignRows(read.rows, places)
  return { counts: assigned.counts, findings: [...read.unreadable, ...read.findings, ...assigned.findings] }
}

type RateInput = Assigned & { places: Place[] }

async function inputFromFiles(options: RateOptions, file: string, on: Day): Promise<RateInput> {
  const places = readPlaces(await readInput(options.regions), options.regions, options.level, on)
  return { places, ...(await countsFromFile(file, places, options.skipUnreadable ?? false)) }
}

/** Places, counts and clusters of the day as the database knows them now. Its code is loaded only here. */
async function inputFromDatabase(policy: RiskPolicy, tier: Tier, on: Day): Promise<RateInput> {
  const { asOperator } = await import('./work.ts')
  const { readRatingInput } = await import('#modules/riskmap/index.ts')
  const { places, regions } = await asOperator(({ read }) =>
    read('riskmap.rate', (work) => readRatingInput(work, policy, { tier, on })),
  )
  if (regions.size === 0) throw notFound('riskmap.no-counts', {})
  return {
    places,
    counts: new Map([...regions].map(([code, { days }]) => [code, days])),
    clusters: new Map([...regions].map(([code, region]) => [code, region.clusters])),
    findings: [],
  }
}

function outsideValidity(policy: RiskPolicy, on: Day): Finding {
  return {
    kind: 'outside-validity',
    rows: [],
    text: {
      zh: `${on} 不在政策包 ${policy.version} 的有效期内；结果仅供参考。`,
      en: `${on} is outside the validity of ${policy.version}; the result is for information only.`,
    },
  }
}

const levelOf = (policy: RiskPolicy, id: string) => policy.levels.find((level) => level.id === id)!

function asJson(
  rated: readonly RatedPlace[],
  policy: RiskPolicy,
  on: Day,
  findings: readonly Finding[],
  full: boolean,
) {
  const ratings = rated.map(({ place, rating }) => ({
    code: place.code,
    name: place.name.zh,
    nameEn: place.name.en,
    colour: levelOf(policy, rating.level).colour,
    level: rating.level,
    rank: rating.rank,
    base: rating.base,
    previous: rating.previous,
    change: rating.change,
    on: rating.on,
    since: rating.since,
    figures: rating.figures,
    reasons: rating.because,
    next: rating.next,
  }))
  return full ? { policy: policy.version, on, ratings, findings } : ratings
}

function asCsv(rated: readonly RatedPlace[], policy: RiskPolicy, language: Language): string {
  const rows = rated.map(({ place, rating }) => ({
    code: place.code,
    name: place.name[language],
    colour: levelOf(policy, rating.level).colour,
    level: rating.level,
    base: rating.base,
    previous: rating.previous ?? '',
    on: rating.on,
    since: rating.since,
    confirmed: rating.figures.confirmed,
    imported: rating.figures.imported,
    local: rating.figures.local,
    case_free_days: rating.figures.caseFreeDays ?? '',
    illustrative: [
      ...new Set(rating.because.filter((reason) => reason.illustrative).map((reason) => reason.rule)),
    ].join(' '),
    reasons: rating.because.map((reason) => reason.text[language]).join(language === 'zh' ? '；' : '; '),
  }))
  return stringify(rows, { header: true })
}

registerSentences({
  'riskmap.not-a-day': {
    zh: '“{text}”不是日期；请写成 2020-02-09。',
    en: '"{text}" is not a calendar day; write it as 2020-02-09.',
  },
  'riskmap.file-missing': { zh: '没有找到文件 {file}。', en: 'There is no file {file}.' },
  'riskmap.no-counts': {
    zh: '数据库中没有病例数。请用 --counts 文件.csv 直接给出每日病例数。',
    en: 'The database holds no case counts. Give daily counts with --counts FILE.csv.',
  },
})
