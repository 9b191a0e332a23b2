// `wuse doctor`: examines the installation without changing it. A line for each examination: ok, attention or
// broken, and what to do; exit code 1 when something is broken.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { systemClock } from '#base/clock.ts'
import { WuseError } from '#base/errors.ts'
import { sentenceOf } from '#base/sentences.ts'
import { anchorsFile, readAnchors } from '#server/anchors.ts'
import type { Config } from '#server/config.ts'
import { connectionFault } from '#storage/connection-faults.ts'
import { findRunning, startEmbedded } from '#storage/embedded.ts'
import { openDatabase } from '#storage/postgres.ts'
import { anchorsIn, examineDatabase } from './doctor/database.ts'
import { attention, broken, type Finding } from './doctor/finding.ts'
import { checkDataFolder, checkNode, checkPacks, checkPages, checkRegions, checkSettings } from './doctor/machine.ts'
import { print, printJson } from './terminal.ts'

export function defineDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('examine the installation without changing it; exit code 1 when something is broken')
    .option('--production', 'examine the settings of a production server')
    .option('--json', 'print the findings as JSON')
    .action(async (options: { production?: boolean; json?: boolean }) => {
      const findings = await examine(options.production ?? false)
      if (options.json) printJson(findings)
      else for (const finding of findings) show(finding)
      if (findings.some(({ state }) => state === 'broken')) process.exitCode = 1
    })
}

async function examine(production: boolean): Promise<Finding[]> {
  const { finding, config } = checkSettings(production)
  const machine = [checkNode(), finding, ...(config ? checkDataFolder(config.dataDir) : [])]
  const database = config ? await examineItsDatabase(config) : []
  return [...machine, ...database, await checkPacks(), checkRegions(), checkPages()]
}

/** Joins the database of a running server, or starts the embedded one for the examination. */
async function examineItsDatabase(config: Config): Promise<Finding[]> {
  if (!config.databaseUrl && !existsSync(join(config.dataDir, 'postgres'))) {
    return [
      attention(
        'database',
        { zh: '尚无数据库', en: 'there is none yet' },
        { zh: '首次启动时建立:wuse start。', en: 'The first start makes it: wuse start.' },
      ),
    ]
  }
  let url = config.databaseUrl ?? ''
  const open: { close: () => Promise<void> }[] = []
  try {
    const running = config.databaseUrl ? undefined : findRunning({ dataDir: config.dataDir })
    const own = config.databaseUrl || running ? undefined : await startEmbedded({ dataDir: config.dataDir })
    url ||= running?.url ?? own!.url
    const database = openDatabase(url, { size: 2, name: 'wuse doctor' })
    if (own) open.push({ close: own.stop })
    open.push(database)
    return await examineDatabase(database, systemClock, anchorsIn(anchorsFile(config), readAnchors))
  } catch (error) {
    const shown = url ? connectionFault(error, url) : error
    if (!(shown instanceof WuseError)) throw error
    const found = { zh: sentenceOf(shown, 'zh'), en: sentenceOf(shown, 'en') }
    return [
      broken('database', found, { zh: '见 docs/operations/database.md。', en: 'See docs/operations/database.md.' }),
    ]
  } finally {
    for (const one of open.toReversed()) await one.close()
  }
}

function show({ check, state, found, remedy }: Finding): void {
  print(`${state.padEnd(10)} ${check.padEnd(13)} ${found.en} · ${found.zh}`)
  if (remedy) print(`${' '.repeat(25)}→ ${remedy.en} ${remedy.zh}`)
}
