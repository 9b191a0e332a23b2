// The verbs of regions: import a tree with its outlines, all or nothing. A replacing import takes the place of everything
// below its topmost region; an adding one hangs rows below regions that are there, or gives them outlines.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import type { FeatureCollection } from 'geojson'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { holdsAt } from '#base/actor.ts'
import { dayOf } from '#base/dates.ts'
import { type FieldIssue, forbidden, invalid } from '#base/errors.ts'
import type { Text } from '#base/text.ts'
import type { Work } from '#storage/work.ts'
import type { ImportReport } from './api.ts'
import {
  type DivisionLine,
  groupBy,
  knownColumns,
  readDivisionLines,
  type RegionRow,
  requiredColumns,
} from './divisions-file.ts'
import { isFeatureCollection, type OutlineRow, readOutlineFeatures } from './outlines-file.ts'
import { readAbout, readRevision, readTree } from './queries.ts'
import { type AboutRegion, aboutRegionSchema, regionFileSchema } from './region-file.ts'
import { type CoordinateSystem, isWithin, type Level, levels, sameMap } from './rules.ts'
import * as store from './store.ts'

type ImportFile = { name: string; text: string; level?: Level }
export type RegionImport = {
  divisions: ImportFile[]
  outlines: { name: string; collection: FeatureCollection }[]
  about?: AboutRegion | undefined
  mode: 'replace' | 'add'
  codeProperty?: string | undefined
  validFrom?: string | undefined
  dryRun?: boolean
  isShipped?: boolean
}

const FAULTS_SHOWN = 100

export function parseOutlines(name: string, text: string): { name: string; collection: FeatureCollection } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw invalid('regions.not-geojson', { reason: `${name}: ${error instanceof Error ? error.message : ''}` })
  }
  if (!isFeatureCollection(value))
    throw invalid('regions.not-geojson', { reason: `${name}: no type "FeatureCollection"` })
  return { name, collection: value }
}

export function parseAbout(name: string, text: string): AboutRegion {
  try {
    return aboutRegionSchema.parse(JSON.parse(text))
  } catch (error) {
    throw invalid('regions.region-file', { file: name, reason: error instanceof Error ? error.message : String(error) })
  }
}

/** Text of a file as UTF-8, or as GB18030 when it is not UTF-8. */
export function decodeFile(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

function linesOf(file: ImportFile): DivisionLine[] {
  let rows: { record: Record<string, string>; info: { lines: number } }[]
  try {
    rows = parse(file.text, { columns: true, bom: true, skip_empty_lines: true, trim: true, info: true }) as never
  } catch (error) {
    throw invalid('regions.not-csv', {
      reason: `${file.name}: ${error instanceof Error ? error.message : String(error)}`,
    })
  }
  const columns = Object.keys(rows[0]?.record ?? {})
  const missing = requiredColumns.filter((column) => !columns.includes(column))
  if (rows.length > 0 && missing.length > 0) {
    throw invalid('regions.columns-missing', { file: file.name, missing, found: columns, known: [...knownColumns] })
  }
  return rows.map(({ record, info }) => ({
    file: file.name,
    line: info.lines,
    columns: file.level && !record.level ? { ...record, level: file.level } : record,
  }))
}

export async function importRegion(work: Work, given: RegionImport): Promise<ImportReport> {
  if (given.divisions.length === 0 && given.outlines.length === 0) throw invalid('regions.import-empty')
  await store.lockImports(work.db)
  const stored = await readTree(work.db)
  const lines = given.divisions.flatMap(linesOf)
  const faults: FieldIssue[] = []
  const root = given.mode === 'replace' && lines.length > 0 ? topmost(lines, faults) : null
  const oldPath = root === null ? null : (stored.find(({ code }) => code === root)?.path ?? null)
  const kept = oldPath === null ? stored : stored.filter(({ path }) => !isWithin(path, oldPath))

  const divisions = readDivisionLines(lines, {
    validFrom: given.about?.validFrom ?? given.validFrom ?? dayOf(work.clock.now()),
    existing: kept,
  })
  faults.push(...divisions.faults)
  const tree = [...kept, ...divisions.rows]
  const outlineFiles = given.outlines.map(({ name, collection }) =>
    readOutlineFeatures(collection, tree, { file: name, codeProperty: given.codeProperty, on: given.validFrom }),
  )
  for (const one of outlineFiles) faults.push(...one.faults)
  const pairs = (given.about?.adjacency ?? []).map(({ between, text }) => ({ between, reason: text }))
  const codes = new Set(tree.map(({ code }) => code))
  for (const { between } of pairs)
    for (const code of between)
      if (!codes.has(code))
        faults.push({
          path: 'about:adjacency',
          code: 'unknown',
          message: `${code} is no region of this tree: correct the declared neighbours`,
        })

  const outlines = outlineFiles.flatMap(({ rows }) => rows)
  const current = await readAbout(work.db)
  const system = given.about?.coordinates?.system ?? (kept.length > 0 && current ? current.coordinateSystem : 'WGS-84')
  if (outlines.length > 0 && kept.length > 0 && current && !sameMap(system, current.coordinateSystem))
    throw invalid('regions.mixed-coordinates', { given: system, stored: current.coordinateSystem })
  const read = {
    divisions: lines.length,
    outlines: outlineFiles.reduce((sum, one) => sum + one.read, 0),
    neighbours: pairs.length,
  }
  if (faults.length > 0) {
    const facts = { read: read.divisions + read.outlines, faults: faults.length }
    throw invalid('regions.import-refused', facts, faults.slice(0, FAULTS_SHOWN))
  }
  refuseOutside(work, divisions.rows, outlines, tree)
  const top = topRegion(divisions.rows, outlines, tree, root)
  const report: ImportReport = {
    revision: null,
    rootCode: top.code,
    replaced: root !== null,
    read,
    stored: { regions: divisions.rows.length, outlines: outlines.length, neighbours: pairs.length },
    byLevel: countByLevel(divisions.rows),
    warnings: [...warningsOf(divisions.rows, outlines, tree), ...drawnAlike(outlines)],
  }
  if (given.dryRun) return report

  if (oldPath !== null) await store.deleteTree(work.db, oldPath)
  await store.insertRegions(work.db, divisions.rows)
  await store.deleteOutlines(work.db, outlines)
  await store.insertOutlines(work.db, outlines)
  await store.insertAdjacencies(work.db, pairs)
  const revision = await store.insertImport(work.db, importRow(work, given, top, report, system))
  await work.record({ kind: 'regions.imported', subject: top.code, data: { revision, replaced: report.replaced } })
  work.touched('region', top.code, top.path)
  work.detail({ revision, mode: given.mode, regions: report.stored.regions, outlines: report.stored.outlines })
  return { ...report, revision }
}

/** Code of the one region of the file that hangs below none of the file's own. */
function topmost(lines: readonly DivisionLine[], faults: FieldIssue[]): string | null {
  const codes = new Set(lines.map(({ columns }) => columns.code))
  const tops = [
    ...new Set(
      lines.filter(({ columns }) => !codes.has(columns.parent_code ?? '')).map(({ columns }) => columns.code ?? ''),
    ),
  ]
  if (tops.length === 1) return tops[0] ?? null
  const found = tops.length === 0 ? 'none' : tops.slice(0, 5).join(', ')
  const remedy = 'give parent_code for every other row, or import with mode "add"'
  faults.push({
    path: 'divisions:parent_code',
    code: 'topmost',
    message: `A replacing import has one topmost region, found ${tops.length} (${found}): ${remedy}`,
  })
  return null
}

function refuseOutside(
  work: Work,
  rows: readonly RegionRow[],
  outlines: readonly OutlineRow[],
  tree: readonly RegionRow[],
): void {
  const drawn = new Set(outlines.map(({ code }) => code))
  const touched = [...rows, ...tree.filter(({ code }) => drawn.has(code))]
  const outside = touched.find(({ path }) => !holdsAt(work.actor, 'regions.manage', path))
  if (outside) throw forbidden('regions.outside-jurisdiction', { path: outside.path })
}

function topRegion(
  rows: readonly RegionRow[],
  outlines: readonly OutlineRow[],
  tree: readonly RegionRow[],
  root: string | null,
): RegionRow {
  const drawn = new Set(outlines.map(({ code }) => code))
  const touched = rows.length > 0 ? rows : tree.filter(({ code }) => drawn.has(code))
  const [top] = [...touched].sort((a, b) => a.path.length - b.path.length)
  const found = touched.find(({ code }) => code === root) ?? top
  if (!found) throw invalid('regions.import-empty')
  return found
}

function countByLevel(rows: readonly RegionRow[]): Record<string, number> {
  const groups = groupBy(rows, ({ level }) => level)
  return Object.fromEntries(
    levels.flatMap((level) => {
      const codes = new Set(groups.get(level)?.map(({ code }) => code))
      return codes.size > 0 ? [[level, codes.size]] : []
    }),
  )
}

/** Not refused, but said: regions of a drawn level that have no outline. */
function warningsOf(rows: readonly RegionRow[], outlines: readonly OutlineRow[], tree: readonly RegionRow[]): string[] {
  if (rows.length === 0) return []
  const drawn = new Set(outlines.map(({ code, validFrom }) => `${code} ${validFrom}`))
  const drawnLevels = new Set(
    tree.filter(({ code, validFrom }) => drawn.has(`${code} ${validFrom}`)).map(({ level }) => level),
  )
  const missing = rows.filter(
    ({ level, code, validFrom }) => drawnLevels.has(level) && !drawn.has(`${code} ${validFrom}`),
  )
  const named = missing.slice(0, 20).map(({ code, nameZh, validFrom }) => `${code} ${nameZh} (from ${validFrom})`)
  return missing.length === 0
    ? []
    : [`${missing.length} regions have no outline although others of their level have: ${named.join(', ')}`]
}

/** Said, for it may be wrong: one drawing for several validities of a region. */
function drawnAlike(outlines: readonly OutlineRow[]): string[] {
  const alike = [...groupBy(outlines, ({ geometry }) => geometry).values()].filter((rows) => rows.length > 1)
  const named = alike.map(([row]) => row?.code).join(', ')
  const remedy = 'if its extent changed, import each drawing with --valid-from, or with the property valid_from'
  return alike.length === 0 ? [] : [`One outline was taken for every validity of ${named}: ${remedy}`]
}

function importRow(
  work: Work,
  given: RegionImport,
  top: RegionRow,
  report: ImportReport,
  system: CoordinateSystem,
): store.NewImport {
  const about = given.about ?? aboutRegionSchema.parse({})
  const name: Text = about.name ?? { zh: top.nameZh, en: top.nameEn }
  return {
    rootCode: top.code,
    rootPath: top.path,
    name,
    notice: about.notice ?? null,
    sources: about.sources,
    approximations: about.approximations,
    coordinateSystem: system,
    gridDegrees: about.coordinates?.gridDegrees ?? null,
    replaced: report.replaced,
    regionCount: report.stored.regions,
    outlineCount: report.stored.outlines,
    isShipped: given.isShipped ?? false,
    importedBy: work.actor.name,
    importedAt: work.clock.now().toISOString(),
  }
}

/** Imports a region that comes as a folder (region.json, divisions, villages, outlines), as those below regions/. */
export async function importShippedRegion(work: Work, folder: string, dryRun = false): Promise<ImportReport> {
  const file = (name: string): string => readFileSync(join(folder, name), 'utf8')
  const about = regionFileSchema.parse(JSON.parse(file('region.json')))
  const topology = JSON.parse(file('counties.topo.json')) as Topology
  const outlines = Object.keys(topology.objects).map((name) => {
    const from = /^counties-(\d{4}-\d{2}-\d{2})$/.exec(name)?.[1] ?? about.validFrom
    const collection = feature(topology, topology.objects[name] as GeometryCollection<Record<string, unknown>>)
    for (const one of collection.features) one.properties = { ...one.properties, valid_from: from }
    return { name: `counties.topo.json/${name}`, collection: collection as FeatureCollection }
  })
  const divisions: ImportFile[] = [
    { name: 'divisions.csv', text: file('divisions.csv') },
    { name: 'villages.csv', text: file('villages.csv'), level: 'village' },
  ]
  return importRegion(work, { divisions, outlines, about, mode: 'replace', isShipped: true, dryRun })
}

/** Imports the shipped region unless a tree is there already; null when there was nothing to do. */
export async function ensureShippedRegion(work: Work, folder: string): Promise<ImportReport | null> {
  return (await readRevision(work.db)) > 0 ? null : importShippedRegion(work, folder)
}
