// What can be examined without a database: Node, settings, data folder, policy packs, regions, web pages.

import { accessSync, constants, existsSync, readdirSync, readFileSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { WuseError } from '#base/errors.ts'
import { sentenceOf } from '#base/sentences.ts'
import { failuresOfExample } from '#modules/riskmap/examples.ts'
import { checkPack } from '#policy/check.ts'
import { listPackIds, policyFolder } from '#policy/load.ts'
import { readConfig, type Config } from '#server/config.ts'
import { apps, webFolder } from '#server/pages.ts'
import { projectFolder } from '#storage/project-folder.ts'
import { attention, broken, ok, type Finding } from './finding.ts'

const MB = 1024 * 1024

export function checkNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return ok('node', `Node ${version}`, `Node ${version}`)
  return broken(
    'node',
    { zh: `Node ${version} 过旧`, en: `Node ${version} is too old` },
    { zh: '安装 Node 20.19 或更新版本。', en: 'Install Node 20.19 or newer.' },
  )
}

export function checkSettings(production: boolean): { finding: Finding; config: Config | null } {
  try {
    const config = readConfig({ production })
    const where = config.databaseUrl ? 'DATABASE_URL' : config.dataDir
    return { finding: ok('settings', `有效(数据库:${where})`, `valid (database: ${where})`), config }
  } catch (error) {
    if (!(error instanceof WuseError)) throw error
    const found = { zh: sentenceOf(error, 'zh'), en: sentenceOf(error, 'en') }
    const remedy = { zh: '按 docs/operations/settings 更正。', en: 'Correct them; see docs/operations/settings.' }
    return { finding: broken('settings', found, remedy), config: null }
  }
}

export function checkDataFolder(folder: string): Finding[] {
  if (!existsSync(folder)) {
    return [
      ok('data-folder', `${folder} 尚未建立,首次启动时建立`, `${folder} does not exist yet; the first start makes it`),
    ]
  }
  const findings: Finding[] = []
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    findings.push(ok('data-folder', `${folder} 可写`, `${folder} can be written`))
  } catch {
    findings.push(
      broken(
        'data-folder',
        { zh: `${folder} 不可写`, en: `${folder} cannot be written` },
        { zh: '以该目录的所有者运行，或更正权限。', en: 'Run as its owner, or correct its permissions.' },
      ),
    )
  }
  const { bavail, bsize } = statfsSync(folder)
  return [...findings, checkFreeDisk((bavail * bsize) / MB)]
}

export function checkFreeDisk(freeMegabytes: number): Finding {
  const free = freeMegabytes >= 10_240 ? `${(freeMegabytes / 1024).toFixed(0)} GB` : `${freeMegabytes.toFixed(0)} MB`
  const found = { zh: `剩余 ${free}`, en: `${free} free` }
  const remedy = { zh: '腾出空间：磁盘写满时数据库停止写入。', en: 'Free some space: a full disk stops every write.' }
  if (freeMegabytes < 512) return broken('disk', found, remedy)
  if (freeMegabytes < 5120) return attention('disk', found, remedy)
  return ok('disk', found.zh, found.en)
}

export async function checkPacks(): Promise<Finding> {
  const ids = await listPackIds()
  const reports = await Promise.all(
    ids.map(async (id) => ({
      id,
      ...(await checkPack(join(policyFolder, id), { runRiskExample: failuresOfExample })),
    })),
  )
  const refused = reports.filter(({ problems }) => problems.length > 0).map(({ id }) => id)
  if (ids.length > 0 && refused.length === 0)
    return ok('policy', `${ids.join('、')} 有效`, `${ids.join(', ')} hold together`)
  return broken(
    'policy',
    {
      zh: `政策包有误:${refused.join('、') || '一个也没有'}`,
      en: `packs refused: ${refused.join(', ') || 'there is none'}`,
    },
    { zh: '运行 wuse policy check 查看。', en: 'See wuse policy check.' },
  )
}

/** Every county of a shipped region has exactly one outline. */
export function checkRegions(folder = join(projectFolder, 'regions')): Finding {
  const faults: string[] = []
  const names = (existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [])
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
  for (const name of names) {
    try {
      const codes = countyCodes(readFileSync(join(folder, name, 'divisions.csv'), 'utf8'))
      const topology = JSON.parse(readFileSync(join(folder, name, 'counties.topo.json'), 'utf8')) as {
        objects: { counties: { geometries: { properties: { code: string } }[] } }
      }
      const outlined = topology.objects.counties.geometries.map(({ properties }) => properties.code)
      const missing = codes.filter((code) => !outlined.includes(code))
      if (missing.length > 0) faults.push(`${name}: no outline of ${missing.join(' ')}`)
      if (new Set(outlined).size !== outlined.length) faults.push(`${name}: two outlines of one county`)
    } catch (error) {
      faults.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  if (names.length > 0 && faults.length === 0)
    return ok('regions', `${names.join('、')} 区划与界线齐全`, `${names.join(', ')}: divisions and outlines complete`)
  return broken(
    'regions',
    { zh: faults.join(';') || '没有内置区划', en: faults.join('; ') || 'there is no region' },
    {
      zh: '恢复 regions/ 中的文件，或运行 wuse region build。',
      en: 'Restore the files of regions/, or run wuse region build.',
    },
  )
}

/** Counties that the region's own description calls valid on the day it describes: those of the first edition. */
function countyCodes(csv: string): string[] {
  const [header = '', ...lines] = csv.trim().split(/\r?\n/)
  const at = (name: string): number => header.split(',').indexOf(name)
  const rows = lines.map((line) => line.split(','))
  const counties = rows.filter((row) => row[at('level')] === 'county')
  const earliest = counties.map((row) => row[at('valid_from')] ?? '').toSorted()[0]
  return counties.filter((row) => row[at('valid_from')] === earliest).map((row) => row[at('code')]!)
}

export function checkPages(folder = webFolder, sources = ['src/web', 'src/modules', 'src/base']): Finding {
  const remedy = { zh: '运行 npm run build:web。', en: 'Run npm run build:web.' }
  const missing = apps.filter(({ page }) => !existsSync(join(folder, page))).map(({ page }) => page)
  if (missing.length > 0) {
    return broken(
      'pages',
      { zh: `缺少网页:${missing.join('、')}`, en: `pages are missing: ${missing.join(', ')}` },
      remedy,
    )
  }
  const built = Math.min(...apps.map(({ page }) => statSync(join(folder, page)).mtimeMs))
  const newest = Math.max(0, ...sources.map((name) => newestIn(join(projectFolder, name))))
  if (newest > built)
    return attention('pages', { zh: '网页比源文件旧', en: 'the pages are older than their sources' }, remedy)
  return ok('pages', '网页已生成', 'built')
}

const newestIn = (folder: string): number =>
  (existsSync(folder) ? readdirSync(folder, { withFileTypes: true, recursive: true }) : [])
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .reduce((latest, entry) => Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0)
