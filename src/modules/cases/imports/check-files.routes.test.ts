// The two published files of Zhejiang, 2020, through the same door as everybody's: every row is accounted for.
// They are not part of the project; the tests say so and are skipped where they are absent.

import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { projectFolder } from '#storage/project-folder.ts'
import { byReason, imported, withShippedRegion } from '#test/support/cases.ts'
import { testServer, type Call } from '#test/support/server.ts'

const folder = resolve(projectFolder, process.env.WUSE_CHECK_DATA ?? '../shared/data', 'zhejiang-2020')
const present = existsSync(folder)
if (!present) console.warn(`Check data not found in ${folder}: the tests of published files are skipped.`)

describe.skipIf(!present)('published files of Zhejiang, 2020', () => {
  let officer: Call
  beforeAll(async () => {
    const server = await testServer()
    await withShippedRegion(server)
    server.clock.set('2021-02-10T02:00:00.000Z')
    officer = await server.as('duty-officer', '330000/')
  })

  it('counts by county and day: 400 rows, 930 cases, all stored by the guessed mapping', async () => {
    const content = readFileSync(resolve(folder, 'county-day-confirmed.csv'))
    const batch = await imported(officer, { source: 'by county', content })
    expect(batch.totals).toMatchObject({ read: 400, stored: 400, unchanged: 0, parked: 0, refused: 0 })
    const daily = await officer('GET', '/cases/daily?from=2020-01-01&to=2020-03-31')
    const cases = daily.body.days.reduce((sum: number, one: { confirmed: number }) => sum + one.confirmed, 0)
    expect(cases).toBe(930)
    const again = await imported(officer, { source: 'by county', content })
    expect(again.totals).toMatchObject({ read: 400, stored: 0, unchanged: 400 })
  })

  it('counts by city and day: several reports a day, origins abroad, blanks and a correction, none lost', async () => {
    const content = readFileSync(resolve(folder, 'city-day-new.csv'))
    const mapping = {
      repeats: 'sum',
      areas: [{ area: '境外输入*', city: null, action: 'keep-at-city', regionCode: '330000' }],
    }
    const batch = await imported(officer, { source: 'by city', content, mapping })
    const { read, stored, unchanged, parked, refused } = batch.totals
    expect(read).toBe(552)
    expect(stored + unchanged + parked + refused).toBe(552)
    const blank = content
      .toString('utf8')
      .split('\n')
      .slice(1)
      .filter((line) => line.split(',')[3] === '').length
    expect(byReason(batch)).toMatchObject({ 'figure-missing': blank, 'figure-negative': 1 })
    const conflicts = (await officer('GET', `/cases/conflicts?batchId=${batch.id}`)).body.rows
    expect(conflicts).toMatchObject([{ reason: 'figure-negative', regionCode: '330100', on: '2020-02-10' }])
    await officer('POST', '/cases/conflicts/resolve', {
      ids: [conflicts[0].id],
      choice: 'take',
      reason: 'official correction',
    })
    const told = content
      .toString('utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .reduce((sum, [, , , confirmed]) => sum + Number(confirmed ?? 0), 0)
    const counts: { confirmed: number }[] = []
    for (let after = ''; ;) {
      const page = await officer(
        'GET',
        `/cases/counts?source=by%20city&limit=500${after && `&after=${encodeURIComponent(after)}`}`,
      )
      counts.push(...page.body.rows)
      if (!page.body.next) break
      after = page.body.next
    }
    expect(counts.reduce((sum, one) => sum + one.confirmed, 0)).toBe(told)
  })
})
