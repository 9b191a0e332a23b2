// The world of Zhejiang in February 2020: the divisions, a line list brought in through the import desk, and the
// editions of the five-colour map as the province published them, each drafted by one person and published by
// another. Every step looks whether it was done: a start that was interrupted goes on where it stopped.

import { join } from 'node:path'
import type { Day } from '#base/dates.ts'
import { listBatches, runImport, uploadImport } from '#modules/cases/index.ts'
import { children, ensureShippedRegion, regionsOn } from '#modules/regions/index.ts'
import { draft, listPublications, publish, review, submit } from '#modules/riskmap/index.ts'
import { projectFolder } from '#storage/project-folder.ts'
import type { World } from '../world.ts'
import { caseFile } from './case-file.ts'
import { generateCases } from './generate.ts'
import { mapDays } from './published.ts'

const province = '330000'
const yueqing = '330382'
const pack = 'zhejiang-2020'
/** The demonstration stands on 18 February: the editions after it are for its people to draft and publish. */
const editions = 4

export async function seedRegion({ write, log }: World): Promise<void> {
  const region = await write('region', (work) =>
    ensureShippedRegion(work, join(projectFolder, 'regions/zhejiang-2020')),
  )
  if (region) log(`Divisions: ${region.stored.regions} rows, ${region.stored.outlines} outlines`)
}

export async function seedRecords(world: World): Promise<void> {
  await importCases(world)
  for (const on of mapDays.slice(0, editions)) await publishEdition(world, { root: province, tier: 'county', on })
  for (const on of mapDays.slice(0, editions)) await publishEdition(world, { root: yueqing, tier: 'town', on })
}

async function importCases({ as, log }: World): Promise<void> {
  const name = 'zhejiang-2020.csv'
  const stored = await as('duty', 'cases.import', 'cases.import', async (work) => {
    const { rows } = await listBatches(work.db, { limit: 1, kind: 'cases' })
    if (rows.length > 0) return null
    const counties = await regionsOn(work.db, mapDays[0]!, 'county')
    const withTowns = await Promise.all(
      counties.map(async ({ code, name: { zh } }) => ({
        code,
        name: zh,
        towns: (await children(work.db, code, mapDays[0]!)).map((town) => town.code),
      })),
    )
    const bytes = new TextEncoder().encode(caseFile(generateCases(withTowns)))
    const batch = await uploadImport(work, { bytes, fileName: name, kind: 'cases', source: '浙江省传染病报告(演示)' })
    return runImport(work, { id: batch.id })
  })
  if (stored) log(`Cases: ${JSON.stringify(stored.totals ?? {})}`)
}

type Edition = { root: string; tier: 'county' | 'town'; on: Day }

async function publishEdition({ as, log }: World, edition: Edition): Promise<void> {
  const drafter = edition.tier === 'county' ? 'duty' : 'yueqing'
  const made = await as(drafter, 'riskmap.draft', 'riskmap.draft', async (work) => {
    const { rows } = await listPublications(work.db, {
      ...edition,
      from: edition.on,
      to: edition.on,
      states: ['published', 'superseded'],
      limit: 1,
    })
    if (rows.length > 0) return null
    const { publication } = await draft(work, { ...edition, pack })
    return submit(work, publication.id)
  })
  if (!made) return
  await as('expert', 'riskmap.review', 'riskmap.review', (work) =>
    review(work, { id: made.id, verdict: 'approve', revision: made.revision }),
  )
  await as('leader', 'riskmap.publish', 'riskmap.publish', (work) => publish(work, made.id))
  log(`Map of ${edition.root} on ${edition.on}`)
}
