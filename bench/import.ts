// Importing a file of `size` rows of counts, then one of as many cases: read, understood, stored and proven by control
// totals, step by step as the worker does it, in the durable embedded PostgreSQL.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemActor } from '#base/actor.ts'
import { fixedClock, stopwatch } from '#base/clock.ts'
import { addDays, day } from '#base/dates.ts'
import { getBatch, runImport, stepImport, uploadImport } from '#modules/cases/index.ts'
import { importShippedRegion, regionsOn } from '#modules/regions/index.ts'
import { perform, type Deps } from '#server/operations.ts'
import { startEmbedded } from '#storage/embedded.ts'
import { migrate } from '#storage/migrate.ts'
import { openDatabase } from '#storage/postgres.ts'
import { projectFolder } from '#storage/project-folder.ts'
import type { Work } from '#storage/work.ts'
import { rounded, type Bench } from './support/bench.ts'

const meta = { access: 'signed-in', effect: 'write', purpose: 'operation' } as const
const firstDay = day('2021-06-01')

/** Invented rows, the same every time: every county, one day after another. */
function countsFile(codes: readonly string[], rows: number): string {
  const lines = Array.from({ length: rows }, (_, at) => {
    const confirmed = (at * 7) % 10
    return `${codes[at % codes.length]},${addDays(firstDay, Math.floor(at / codes.length))},${confirmed},${confirmed >> 1}`
  })
  return `adcode,date,confirmed,imported\n${lines.join('\n')}\n`
}

function casesFile(codes: readonly string[], rows: number): string {
  const lines = Array.from({ length: rows }, (_, at) => {
    const on = addDays(firstDay, at % 1000)
    return `B${at},${at % 2 ? '女' : '男'},${at % 90},${codes[at % codes.length]},${on},${on},确诊,${at % 3 ? '本地' : '输入'}`
  })
  return `病例编号,性别,年龄,区县代码,报告日期,确诊日期,病例分类,病例来源\n${lines.join('\n')}\n`
}

export const bench: Bench = {
  size: 100_000,
  unit: 'rows; seconds from the bytes to the proven control totals',
  run: async ({ size, say }) => {
    const folder = mkdtempSync(join(tmpdir(), 'wuse-bench-'))
    const server = await startEmbedded({ dataDir: folder, durable: true })
    const database = openDatabase(server.url)
    try {
      await migrate(database.pool)
      const deps: Deps = { db: database.db, clock: fixedClock('2026-06-01T02:00:00Z') }
      const write = <T>(verb: (work: Work) => Promise<T>): Promise<T> =>
        perform(deps, { actor: systemActor('bench') }, { name: 'bench', meta }, verb)
      await write((work) => importShippedRegion(work, join(projectFolder, 'regions/zhejiang-2020')))
      const counties = await write((work) => regionsOn(work.db, firstDay, 'county'))
      const codes = counties.map(({ code }) => code)
      const measured: Record<string, unknown> = {}
      for (const kind of ['counts', 'cases'] as const) {
        const text = kind === 'counts' ? countsFile(codes, size) : casesFile(codes, size)
        const bytes = new TextEncoder().encode(text)
        const elapsed = stopwatch()
        const { id } = await write((work) =>
          uploadImport(work, { bytes, fileName: `${kind}.csv`, kind, source: `bench ${kind}` }),
        )
        const uploadSeconds = rounded(elapsed() / 1000, 2)
        await write((work) => runImport(work, { id, background: true }))
        while (!(await write((work) => stepImport(work, id)))) say(`${kind}: ${rounded(elapsed() / 1000)} s`)
        const seconds = rounded(elapsed() / 1000, 2)
        const { totals } = await write((work) => getBatch(work, id))
        if (totals?.stored !== size) throw new Error(`Stored ${totals?.stored} of ${size} rows`)
        measured[kind] = { rows: size, uploadSeconds, seconds, rowsPerSecond: Math.round(size / seconds) }
      }
      return measured
    } finally {
      await database.close()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
