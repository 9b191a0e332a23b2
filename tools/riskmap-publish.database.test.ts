// Map editions on the command line, as programs of their own against a real database.

import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { testDatabaseUrl } from '#test/support/database.ts'
import { clearPrograms, runProgram } from '#test/support/program.ts'
import { firstWave, importRegion, province, publish, storeCounts, teamOf } from '#test/support/riskmap.ts'
import { testServer } from '#test/support/server.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 })
let env: Record<string, string>
let published: string

beforeAll(async () => {
  const server = await testServer()
  await importRegion(server)
  await storeCounts(server, firstWave)
  published = await publish(await teamOf(server, province), { on: '2020-02-09' })
  env = { DATABASE_URL: await testDatabaseUrl() }
})
afterAll(clearPrograms)

const run = (...args: string[]) => runProgram(['riskmap', ...args], env)

it('does not let the operator take the second look at the own draft, nor publish it without', async () => {
  const drafted = await run('draft', '--on', '2020-02-12', '--json')
  expect(drafted.code, drafted.stderr).toBe(0)
  const { publication } = JSON.parse(drafted.stdout)
  expect(publication).toMatchObject({ state: 'draft', basis: 'edition', previousId: published, regions: 90 })
  const early = await run('publish', publication.id)
  expect(early.code).toBe(1)
  expect(early.stderr).toContain('cannot be published')
  expect((await run('submit', publication.id)).code).toBe(0)
  const own = await run('review', publication.id)
  expect(own.code).toBe(1)
  expect(own.stderr).toContain('起草人不能复核自己的风险图')
  const listed = await run('list', '--json')
  expect(JSON.parse(listed.stdout).map((row: { state: string }) => row.state)).toEqual(['submitted', 'published'])
})

it('rates from the database as the published map was rated', async () => {
  const rated = await run('rate', '--pack', 'zhejiang-2020', '--on', '2020-02-09', '--json')
  expect(rated.code, rated.stderr).toBe(0)
  const rows: { code: string; level: string }[] = JSON.parse(rated.stdout)
  expect(rows).toHaveLength(90)
  expect(rows.filter((row) => row.level === 'red').map((row) => row.code)).toEqual(['330382'])
})

it('judges again, and writes files', async () => {
  const judged = await run('judge', '--all', '--json')
  expect(judged.code, judged.stderr).toBe(0)
  expect(JSON.parse(judged.stdout)).toMatchObject([{ publicationId: published, same: true, faults: [] }])
  const csv = await run('export', published, '--file', 'ratings.csv', '--out', '-')
  expect(csv.stdout.trim().split('\n')).toHaveLength(91)
  const nothing = await run('judge')
  expect(nothing.code).toBe(1)
})
