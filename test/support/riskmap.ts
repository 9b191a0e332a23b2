// A province with counts for the tests of the risk map: the shipped region, a few counties with cases, and the
// people of a headquarters. Figures are made up for the tests.

import { systemActor } from '#base/actor.ts'
import { addDays, day } from '#base/dates.ts'
import { newId } from '#base/ids.ts'
import { ensureShippedRegion } from '#modules/regions/index.ts'
import { perform } from '#server/operations.ts'
import { projectFolder } from '#storage/project-folder.ts'
import type { Call, TestServer } from './server.ts'

export const province = '330000/'
export const wenzhou = '330000/330300/'
export const yueqing = '330000/330300/330382/'

const asTest = { access: 'signed-in', effect: 'write', purpose: 'test' } as const

export async function importRegion(server: TestServer): Promise<void> {
  await perform(server.deps, { actor: systemActor('test') }, { name: 'test.region', meta: asTest }, (work) =>
    ensureShippedRegion(work, `${projectFolder}/regions/zhejiang-2020`),
  )
}

export type Count = { path: string; on: string; confirmed: number; imported?: number | null; knownFrom?: string }

/** Stores counts as a source told them; a second figure for a place and day corrects the first. */
export async function storeCounts(server: TestServer, counts: readonly Count[]): Promise<void> {
  const { db } = server.deps
  await db
    .insertInto('countSources')
    .values({ name: 'test', rank: 1, createdAt: '2020-01-01T00:00:00Z' })
    .onConflict((on) => on.doNothing())
    .execute()
  for (const { path, on, confirmed, imported = 0, knownFrom = '2020-02-01T00:00:00Z' } of counts) {
    const code = path.split('/').findLast((part) => part !== '')!
    const earlier = await db
      .updateTable('caseCounts')
      .set({ knownTo: knownFrom })
      .where('regionCode', '=', code)
      .where('countedOn', '=', on)
      .where('knownTo', 'is', null)
      .returning('version')
      .executeTakeFirst()
    await db
      .insertInto('caseCounts')
      .values({
        id: newId(),
        source: 'test',
        regionCode: code,
        regionPath: path,
        level: path.split('/').length === 5 ? 'town' : 'county',
        scope: 'whole',
        countedOn: on,
        confirmed,
        imported,
        version: (earlier?.version ?? 0) + 1,
        knownFrom,
        knownBy: 'test',
      })
      .execute()
  }
}

/** `perDay` cases a day from `from` on, for `days` days. */
export const run = (path: string, from: string, days: number, perDay: number): Count[] =>
  Array.from({ length: days }, (_, index) => ({ path, on: addDays(day(from), index), confirmed: perDay }))

export const firstWave: Count[] = [
  ...run(yueqing, '2020-01-22', 12, 12),
  ...run('330000/330300/330326/', '2020-01-25', 10, 3),
  ...run('330000/330100/330110/', '2020-01-28', 6, 4),
  ...run('330000/330200/330226/', '2020-01-28', 4, 3),
  ...run('330000/330100/330122/', '2020-01-26', 2, 1),
  ...run('330000/330300/330382/330382114/', '2020-01-24', 5, 4),
]

export type Team = { duty: Call; expert: Call; second: Call; leader: Call }

/** A duty officer, two experts and a commander of one place. */
export async function teamOf(server: TestServer, path: string): Promise<Team> {
  return {
    duty: await server.as('duty-officer', path),
    expert: await server.as('expert', path),
    second: await server.as('expert', path),
    leader: await server.as('leader', path),
  }
}

export type Drafting = { root?: string; tier?: string; on: string; pack?: string; knownAt?: string }

export const draftBody = ({ root = '330000', tier = 'county', on, pack = 'zhejiang-2020', knownAt }: Drafting) => ({
  root,
  tier,
  on,
  pack,
  ...(knownAt ? { knownAt } : {}),
})

/** From the counts to an approved map; gives its id. */
export async function approve(team: Team, asked: Drafting): Promise<string> {
  const drafted = await team.duty('POST', '/riskmap/publications', draftBody(asked))
  const { id, revision } = drafted.body.publication
  await team.duty('POST', `/riskmap/publications/${id}/submit`)
  await team.second('POST', `/riskmap/publications/${id}/review`, { verdict: 'approve', revision })
  return id
}

export async function publish(team: Team, asked: Drafting): Promise<string> {
  const id = await approve(team, asked)
  const done = await team.leader('POST', `/riskmap/publications/${id}/publish`)
  if (done.status !== 200) throw new Error(JSON.stringify(done.body))
  return id
}
