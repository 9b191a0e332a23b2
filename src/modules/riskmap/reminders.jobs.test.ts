import { beforeAll, expect, it } from 'vitest'
import { systemActor } from '#base/actor.ts'
import { perform } from '#server/operations.ts'
import { firstWave, importRegion, province, publish, storeCounts, teamOf } from '#test/support/riskmap.ts'
import { testServer, type TestServer } from '#test/support/server.ts'
import { remindOfReviews } from './reminders.ts'

let server: TestServer

beforeAll(async () => {
  server = await testServer()
  await importRegion(server)
  await storeCounts(server, firstWave)
  await publish(await teamOf(server, province), { on: '2020-02-09' })
})

const runJob = () =>
  perform(
    server.deps,
    { actor: systemActor('job:remind-of-reviews') },
    { name: 'job.remind-of-reviews', meta: { access: 'signed-in', effect: 'write', purpose: 'operation' } },
    (work) => remindOfReviews(work),
  )
const facts = () => server.deps.db.selectFrom('facts').select('data').where('kind', '=', 'riskmap.review-due').execute()

it('reminds of a review on the day the pack asks for it, once', async () => {
  await runJob()
  expect(await facts()).toEqual([])
  server.clock.set('2020-02-12T16:30:00.000Z')
  await runJob()
  await runJob()
  expect((await facts()).map(({ data }) => data)).toMatchObject([
    { root: '330000', tier: 'county', lastOn: '2020-02-09', dueOn: '2020-02-12' },
  ])
  const reader = await server.as('auditor', province)
  const due = await reader('GET', '/riskmap/review-due?root=330000&tier=county')
  expect(due.body).toMatchObject({ dueOn: '2020-02-12', state: 'overdue', days: -1, everyDays: 3 })
})
