// Anchors of the audit log: the heads of all chains, appended every hour and at stop to a file beside the data and
// written to the log. Whoever forges the database must forge these too; send the log to another machine.

import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { Clock } from '#base/clock.ts'
import { invalid, notFound } from '#base/errors.ts'
import { registerSentences } from '#base/sentences.ts'
import { readAuditHeads, type AuditHead } from '#modules/access/index.ts'
import type { Db, Tx } from '#storage/postgres.ts'
import type { Config } from './config.ts'
import type { Job } from './jobs.ts'

const anchorSchema = z.object({
  at: z.string(),
  heads: z.array(z.object({ chain: z.number(), seq: z.number(), hash: z.string().regex(/^[0-9a-f]{64}$/) })),
})

type Log = { info: (facts: object, message: string) => void }

export const anchorsFile = (config: Pick<Config, 'dataDir'>): string => join(config.dataDir, 'audit-anchors.log')

/** Appends the heads as they are now; on disk when it returns. */
export async function anchorAudit(db: Db | Tx, clock: Clock, file: string, log: Log): Promise<AuditHead[]> {
  const heads = await readAuditHeads(db)
  const anchor = { at: clock.now().toISOString(), heads }
  mkdirSync(dirname(file), { recursive: true })
  const handle = openSync(file, 'a', 0o640)
  try {
    writeSync(handle, `${JSON.stringify(anchor)}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  log.info({ anchor }, 'audit anchor')
  return heads
}

export const anchorJob = (config: Config, log: Log): Job => ({
  name: 'anchor-audit',
  cron: '7 * * * *',
  run: async (work) => {
    const heads = await anchorAudit(work.db, work.clock, anchorsFile(config), log)
    work.detail({ chains: heads.length })
  },
})

/** All heads ever anchored in this file. A last line that a power cut left unfinished is passed over. */
export function readAnchors(file: string): AuditHead[] {
  if (!existsSync(file)) throw notFound('audit.no-anchors', { file })
  const lines = readFileSync(file, 'utf8').split('\n')
  lines.pop()
  return lines.flatMap((line, at) => {
    const parsed = anchorSchema.safeParse(parseJson(line))
    if (!parsed.success) throw invalid('audit.anchors-unreadable', { file, line: at + 1 })
    return parsed.data.heads
  })
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

registerSentences({
  'audit.no-anchors': { zh: '没有锚点文件 {file}。', en: 'There is no file of anchors {file}.' },
  'audit.anchors-unreadable': {
    zh: '锚点文件 {file} 第 {line} 行无法读取，可能被改动。',
    en: 'Line {line} of the anchors {file} cannot be read; somebody may have changed it.',
  },
})
