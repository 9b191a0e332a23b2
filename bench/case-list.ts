// The first page of the case list with filters and sort, at 500,000 cases: 200 users who ask again as soon as they
// are answered, and the same 200 with two seconds between an answer and their next question.

import { setTimeout as sleep } from 'node:timers/promises'
import { stopwatch } from '#base/clock.ts'
import { summary, type Bench } from './support/bench.ts'
import { withInstallation, type Installation } from './support/installation.ts'
import { load } from './support/load.ts'

const users = 200
const paths = [
  '/api/cases?limit=50',
  '/api/cases?limit=50&sort=confirmed',
  '/api/cases?limit=50&regionCode=330300',
  '/api/cases?limit=50&regionCode=330382&state=confirmed',
  '/api/cases?limit=50&origin=imported&sort=confirmed',
  '/api/cases?limit=50&from=2020-02-01&to=2020-02-10',
  '/api/cases?limit=50&regionCode=330100&sort=confirmed&state=recovered',
  '/api/cases?limit=50&reference=B-00042',
]

/** Cases spread over towns and 200 days as generated rows: the list is measured, not the import. */
const fill = (cases: number): string => `
  insert into case_reports (id, source, reference, region_code, region_path, person_label, sex, age_years, onset_on, sampled_on,
    reported_on, confirmed_on, state, origin, version, known_from, known_by, change)
  select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'bench', 'B-' || lpad(n::text, 7, '0'), t.code, t.path, '张某',
    case n % 2 when 0 then 'female' else 'male' end, n % 90, d - 4, d - 1, d, d,
    (array['confirmed', 'recovered', 'confirmed', 'severe', 'recovered'])[1 + n % 5], case n % 4 when 0 then 'imported' else 'local' end,
    1, now(), 'bench', 'imported'
  from generate_series(1, ${cases}) n
  cross join lateral (select date '2020-01-01' + (n::bigint * 7919 % 200)::int as d) days
  join (select row_number() over (order by code) - 1 as at, code, path, count(*) over () as towns from regions where level = 'town' and valid_to is null) t
    on t.at = n * 31 % t.towns`

export const bench: Bench = {
  size: 500_000,
  unit: 'cases',
  run: ({ size, say }) =>
    withInstallation(async ({ query }: Installation, serve) => {
      say(`filling ${size} cases`)
      await query(fill(size))
      await query('analyze case_reports')
      const [{ count } = { count: 0 }] = (await query('select count(*)::int as count from case_reports')) as {
        count: number
      }[]
      return serve(async (url, token) => {
        const headers = { authorization: `Bearer ${token}` }
        const requests = paths.map((path) => ({ path, headers }))
        await load(url, { users: 10, seconds: 3, requests })
        say('200 users without a pause')
        const relentless = await load(url, { users, seconds: 15, requests })
        say('200 users with two seconds between')
        const paced = await pacedUsers(url, headers)
        return { cases: count, users, relentless, paced }
      })
    }),
}

async function pacedUsers(url: string, headers: Record<string, string>): Promise<Record<string, number>> {
  const durations: number[] = []
  let failed = 0
  const user = async (number: number): Promise<void> => {
    await sleep((number / users) * 2000)
    for (let asked = 0; asked < 8; asked++) {
      const elapsed = stopwatch()
      const answer = await fetch(url + paths[(number + asked) % paths.length]!, { headers })
      await answer.arrayBuffer()
      if (!answer.ok) failed += 1
      durations.push(elapsed())
      await sleep(2000)
    }
  }
  await Promise.all(Array.from({ length: users }, (_, number) => user(number)))
  return { ...summary(durations), failed }
}
