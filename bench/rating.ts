// Drafting a map from counts in PostgreSQL: read places and counts, rate, freeze, store. All counties of the shipped
// province, then all of its towns, with `size` daily counts per place.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { systemActor } from '#base/actor.ts'
import { fixedClock, stopwatch } from '#base/clock.ts'
import { day } from '#base/dates.ts'
import { importShippedRegion } from '#modules/regions/index.ts'
import { discard, draft } from '#modules/riskmap/index.ts'
import { perform, type Deps } from '#server/operations.ts'
import { startEmbedded } from '#storage/embedded.ts'
import { migrate } from '#storage/migrate.ts'
import { openDatabase } from '#storage/postgres.ts'
import { projectFolder } from '#storage/project-folder.ts'
import type { Work } from '#storage/work.ts'
import { summary, type Bench } from './support/bench.ts'

const RUNS = 7
const meta = { access: 'signed-in', effect: 'write', purpose: 'operation' } as const

/** Invented counts: every third place has cases, `days` of them up to 9 February 2020. */
const fill = (days: number) => sql`
  with source as (insert into count_sources (name, rank, created_at) values ('bench', 1, '2020-01-01') returning name)
  insert into case_counts (id, source, region_code, region_path, level, scope, counted_on, confirmed, imported, version, known_from, known_by)
  select gen_random_uuid(), source.name, r.code, r.path, r.level, 'whole', date '2020-02-09' - back, (hashtext(r.code || back) & 3), 0, 1, '2020-02-09', 'bench'
  from source, regions r, generate_series(0, ${days - 1}) as back
  where r.level in ('county', 'town') and r.valid_from <= '2020-02-09' and (r.valid_to is null or r.valid_to >= '2020-02-09')
    and hashtext(r.code) % 3 = 0`

export const bench: Bench = {
  size: 20,
  unit: 'milliseconds from the call to the stored draft',
  run: async ({ size, say }) => {
    const folder = mkdtempSync(join(tmpdir(), 'wuse-bench-'))
    const server = await startEmbedded({ dataDir: folder, durable: true })
    const database = openDatabase(server.url)
    try {
      await migrate(database.pool)
      const deps: Deps = { db: database.db, clock: fixedClock('2020-02-10T02:00:00Z') }
      const write = <T>(verb: (work: Work) => Promise<T>): Promise<T> =>
        perform(deps, { actor: systemActor('bench') }, { name: 'bench', meta }, verb)
      await write((work) => importShippedRegion(work, join(projectFolder, 'regions/zhejiang-2020')))
      await fill(size).execute(database.db)
      await sql`analyze`.execute(database.db)
      const measured: Record<string, unknown> = {}
      for (const tier of ['county', 'town'] as const) {
        const times: number[] = []
        let places = 0
        for (let at = 0; at < RUNS; at++) {
          const elapsed = stopwatch()
          const { publication } = await write((work) =>
            draft(work, { root: '330000', tier, on: day('2020-02-09'), pack: 'zhejiang-2020' }),
          )
          times.push(elapsed())
          places = publication.regions
          await write((work) => discard(work, publication.id))
        }
        say(`${tier}: ${places} places`)
        measured[tier] = { places, ...summary(times) }
      }
      return measured
    } finally {
      await database.close()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
