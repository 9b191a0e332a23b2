// The life of map editions over HTTP, beginning with who may not.

import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  approve,
  draftBody,
  firstWave,
  importRegion,
  province,
  publish,
  storeCounts,
  teamOf,
  wenzhou,
  yueqing,
  type Team,
} from '#test/support/riskmap.ts'
import { testServer, type TestServer } from '#test/support/server.ts'

let server: TestServer
let team: Team

beforeAll(async () => {
  server = await testServer()
  await importRegion(server)
  await storeCounts(server, firstWave)
  team = await teamOf(server, province)
})

/** Days later the sessions have ended: the same headquarters signs in anew, with other people. */
async function at(instant: string): Promise<void> {
  server.clock.set(instant)
  team = await teamOf(server, province)
}
const one = (id: string, rest = ''): string => `/riskmap/publications/${id}${rest}`
const nextId = '019c0000-0000-7000-8000-000000000000'

describe('who may not', () => {
  it('nobody without signing in, not even read a draft', async () => {
    for (const path of ['/riskmap/publications', '/riskmap/packs', one(nextId), one(nextId, '/map.svg')])
      expect((await server.nobody('GET', path)).status, path).toBe(401)
    for (const step of ['submit', 'publish', 'withdraw', 'review', 'deviations'])
      expect((await server.nobody('POST', one(nextId, `/${step}`), {})).status, step).toBeGreaterThanOrEqual(400)
    expect((await server.nobody('POST', '/riskmap/publications', draftBody({ on: '2020-02-09' }))).status).toBe(401)
  })

  it('a gatekeeper reads nothing, an auditor drafts nothing, a commander does not draft, a duty officer does not publish', async () => {
    const gatekeeper = await server.as('gatekeeper', province)
    expect((await gatekeeper('GET', '/riskmap/publications')).status).toBe(403)
    const auditor = await server.as('auditor', province)
    for (const caller of [auditor, team.leader])
      expect((await caller('POST', '/riskmap/publications', draftBody({ on: '2020-02-09' }))).status).toBe(403)
    const id = (await team.duty('POST', '/riskmap/publications', draftBody({ on: '2020-02-09' }))).body.publication.id
    expect((await team.duty('POST', one(id, '/publish'))).status).toBe(403)
    expect((await team.duty('POST', one(id, '/review'), { verdict: 'approve', revision: 1 })).status).toBe(403)
    expect((await team.duty('POST', one(id, '/withdraw'), { reason: 'because' })).status).toBe(403)
    const deviation = { code: '330382', level: 'orange', reason: 'a reason' }
    expect((await team.duty('POST', one(id, '/deviations'), deviation)).status).toBe(403)
    await team.duty('POST', one(id, '/discard'))
  })

  it('an officer of a county drafts the towns of the county, not the province, and sees no draft outside', async () => {
    const officer = await server.as('duty-officer', yueqing)
    const refused = await officer('POST', '/riskmap/publications', draftBody({ on: '2020-02-09' }))
    expect(refused.status).toBe(403)
    expect(refused.body.code).toBe('riskmap.outside-jurisdiction')
    const own = await officer(
      'POST',
      '/riskmap/publications',
      draftBody({ root: '330382', tier: 'town', on: '2020-02-09' }),
    )
    expect(own.status).toBe(200)
    expect(own.body.publication.regions).toBe(25)

    const { id } = (await team.duty('POST', '/riskmap/publications', draftBody({ on: '2020-02-09' }))).body.publication
    expect((await officer('GET', one(id))).status).toBe(404)
    expect((await officer('POST', one(id, '/submit'))).status).toBe(404)
    const city = await server.as('leader', wenzhou)
    expect((await city('POST', one(id, '/publish'))).status).toBe(404)
    expect((await officer('GET', '/riskmap/publications')).body.rows.map((row: { id: string }) => row.id)).toEqual([
      own.body.publication.id,
    ])
  })

  it('nobody takes the second look at the own map, and the database says so too', async () => {
    const { publication } = (await team.expert('POST', '/riskmap/publications', draftBody({ on: '2020-02-08' }))).body
    expect(publication).toBeUndefined()
    const drafted = await team.expert('POST', '/riskmap/publications', draftBody({ on: '2020-02-09' }))
    const { id, revision } = drafted.body.publication
    await team.expert('POST', one(id, '/submit'))
    const own = await team.expert('POST', one(id, '/review'), { verdict: 'approve', revision })
    expect(own.status).toBe(409)
    expect(own.body.code).toBe('riskmap.own-map')
    const { authorKey } = await server.deps.db
      .selectFrom('riskmapPublications')
      .select('authorKey')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const forced = server.deps.db
      .updateTable('riskmapPublications')
      .set({ state: 'approved', reviewedKey: authorKey, reviewedName: 'x', reviewedAt: '2020-02-10T00:00:00Z' })
      .where('id', '=', id)
      .execute()
    await expect(forced).rejects.toThrow(/check/)
  })

  it('the public sees no draft under any address', async () => {
    const { id } = (await team.duty('POST', '/riskmap/publications', draftBody({ on: '2020-02-09' }))).body.publication
    for (const file of ['edition.json', 'map.svg', 'map.png', 'bulletin.pdf', 'ratings.csv', 'ratings.geojson'])
      expect((await server.nobody('GET', `/public/riskmap/editions/${id}/${file}`)).status, file).toBe(404)
    expect((await server.nobody('GET', '/public/riskmap/330000/county/current.json')).status).toBe(404)
  })
})

describe('a draft', () => {
  it('rates all 90 counties with reasons, and again without a second copy when drafted twice', async () => {
    const first = await team.duty('POST', '/riskmap/publications', draftBody({ on: '2020-02-09' }))
    const again = await team.duty('POST', '/riskmap/publications', draftBody({ on: '2020-02-09' }))
    expect(again.body.publication.id).toBe(first.body.publication.id)
    expect(again.body.changed.same).toBe(true)
    const { publication, regions, levels } = (await team.duty('GET', one(first.body.publication.id))).body
    expect(regions).toHaveLength(90)
    expect(publication.counts.map((count: { level: string }) => count.level)).toEqual(
      levels.map((level: { id: string }) => level.id).toReversed(),
    )
    const red = regions.filter((region: { level: string }) => region.level === 'red')
    expect(red.map((region: { code: string }) => region.code)).toEqual(['330382'])
    for (const region of regions) expect(region.because.length).toBeGreaterThan(0)
  })

  it('is refused for a day to come, a day before the pack holds, and a place without the tier below', async () => {
    const codeOf = async (body: object): Promise<string> =>
      (await team.duty('POST', '/riskmap/publications', body)).body.code
    expect(await codeOf(draftBody({ on: '2020-02-11' }))).toBe('riskmap.day-in-future')
    expect(await codeOf(draftBody({ on: '2020-02-05' }))).toBe('riskmap.pack-not-valid')
    expect(await codeOf(draftBody({ root: '330382', tier: 'county', on: '2020-02-09' }))).toBe(
      'riskmap.nothing-to-rate',
    )
    expect(await codeOf(draftBody({ root: '999999', on: '2020-02-09' }))).toBe('regions.unknown')
    expect(await codeOf(draftBody({ pack: 'no-such-pack', on: '2020-02-09' }))).toBe('policy.pack-unknown')
  })

  it('says what changed when counts were corrected since, and what was approved must be what was seen', async () => {
    const { id, revision } = (await team.duty('POST', '/riskmap/publications', draftBody({ on: '2020-02-09' }))).body
      .publication
    await at('2020-02-10T03:00:00.000Z')
    await storeCounts(server, [
      { path: '330000/330300/330327/', on: '2020-02-01', confirmed: 25, knownFrom: '2020-02-10T02:30:00Z' },
    ])
    const fresh = await team.leader('GET', one(id, '/freshness'))
    expect(fresh.body.same).toBe(false)
    expect(fresh.body.inputs).toMatchObject([
      { code: '330327', confirmedBefore: 0, confirmedNow: 25, days: ['2020-02-01'] },
    ])
    expect(fresh.body.levels[0]).toMatchObject({ code: '330327', from: 'green' })
    const then = await team.duty('POST', one(id, '/redraft'), { knownAt: '2020-02-10T02:10:00Z' })
    expect(then.body.changed.same).toBe(true)
    const now = await team.duty('POST', one(id, '/redraft'), {})
    expect(now.body.changed.inputs).toHaveLength(1)
    expect(now.body.publication.revision).toBeGreaterThan(revision)

    await team.duty('POST', one(id, '/submit'))
    const stale = await team.second('POST', one(id, '/review'), { verdict: 'approve', revision })
    expect(stale.status).toBe(409)
    expect(stale.body.code).toBe('riskmap.other-revision')
    const silent = await team.second('POST', one(id, '/review'), {
      verdict: 'return',
      revision: now.body.publication.revision,
    })
    expect(silent.body.code).toBe('riskmap.comment-needed')
    const returned = await team.second('POST', one(id, '/review'), {
      verdict: 'return',
      revision: now.body.publication.revision,
      comment: '请核对苍南',
    })
    expect(returned.body.state).toBe('returned')
    const { events } = (await team.duty('GET', one(id))).body
    expect(events.at(-1)).toMatchObject({ kind: 'returned', note: '请核对苍南' })
    await team.duty('POST', one(id, '/discard'))
  })
})

describe('publishing', () => {
  let firstId: string
  let secondId: string

  it('takes submission, another person’s approval, and the right to publish; twice does no harm', async () => {
    await at('2020-02-10T04:00:00.000Z')
    const drafted = await team.duty('POST', '/riskmap/publications', draftBody({ on: '2020-02-09' }))
    firstId = drafted.body.publication.id
    const early = await team.leader('POST', one(firstId, '/publish'))
    expect(early.body.code).toBe('riskmap.wrong-state')
    await team.duty('POST', one(firstId, '/submit'))
    expect((await team.duty('POST', one(firstId, '/submit'))).body.state).toBe('submitted')
    const { revision } = drafted.body.publication
    const approved = await team.second('POST', one(firstId, '/review'), { verdict: 'approve', revision })
    expect(approved.body.state).toBe('approved')
    const published = await team.leader('POST', one(firstId, '/publish'))
    expect(published.body).toMatchObject({ state: 'published', edition: 1, basis: 'first' })
    expect(published.body.hash).toMatch(/^[0-9a-f]{64}$/)
    const again = await team.leader('POST', one(firstId, '/publish'))
    expect(again.body).toEqual(published.body)
    const facts = await server.deps.db.selectFrom('facts').selectAll().where('kind', '=', 'riskmap.published').execute()
    expect(facts.map((fact) => fact.subject)).toEqual([firstId])
  })

  it('of two maps published at once one wins, the other is a conflict', async () => {
    await at('2020-02-13T02:00:00.000Z')
    const other = await teamOf(server, province)
    const ids = [await approve(team, { on: '2020-02-12' }), await approve(other, { on: '2020-02-12' })]
    const answers = await Promise.all([
      team.leader('POST', one(ids[0]!, '/publish')),
      other.leader('POST', one(ids[1]!, '/publish')),
    ])
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409])
    const lost = answers.find((answer) => answer.status === 409)!
    expect(lost.body.code).toBe('riskmap.another-published')
    secondId = ids[answers.findIndex((answer) => answer.status === 200)]!
    const before = (await team.duty('GET', one(firstId))).body.publication
    expect(before).toMatchObject({ state: 'superseded', superseded: { by: secondId } })
    const { rows } = (await team.duty('GET', '/riskmap/publications?states[]=published')).body
    expect(rows.map((row: { id: string }) => row.id)).toEqual([secondId])
  })

  it('starts from the edition before, and eases in words a press office uses', async () => {
    const { publication } = (await team.duty('GET', one(secondId))).body
    expect(publication).toMatchObject({ basis: 'edition', previousId: firstId, edition: 2 })
    const changes = (await team.duty('GET', one(secondId, '/changes'))).body
    expect(changes.against).toMatchObject({ publicationId: firstId, on: '2020-02-09' })
    expect(changes.lowered.map((change: { code: string }) => change.code)).toContain('330326')
    expect(changes.sentences[1].zh).toMatch(/^与2月9日（3天前）相比，\d+个县（市、区）风险等级下降/)
    const panel = (await team.duty('GET', one(secondId, '/regions/330382'))).body
    expect(panel.curve.at(-1)).toMatchObject({ on: '2020-02-12', cumulative: 144 })
    expect(panel.neighbours.length).toBeGreaterThan(2)
    expect(panel.history.map((entry: { on: string }) => entry.on)).toEqual(['2020-02-12', '2020-02-09'])
    const league = (await team.duty('GET', '/riskmap/league?root=330000&tier=county&limit=5')).body
    expect(league.rows[0].code).toBe('330382')
    expect(league.rows).toHaveLength(5)
    const rest = (await team.duty('GET', `/riskmap/league?root=330000&tier=county&limit=500&after=${league.next}`)).body
    expect(rest.rows).toHaveLength(85)
  })

  it('never lets an older day replace the map in force', async () => {
    const id = await approve(team, { on: '2020-02-10' })
    const answer = await team.leader('POST', one(id, '/publish'))
    expect(answer.body.code).toBe('riskmap.older-than-in-force')
  })

  it('can never be changed, by nobody, not in the table either', async () => {
    for (const step of ['submit', 'redraft', 'discard', 'take-back'])
      expect((await team.duty('POST', one(secondId, `/${step}`), {})).body.code, step).toBe('riskmap.wrong-state')
    const { db } = server.deps
    const attempts = [
      sql`update riskmap_publications set rated_on = '2020-02-11' where id = ${secondId}`,
      sql`update riskmap_publications set state = 'draft' where id = ${secondId}`,
      sql`delete from riskmap_publications where id = ${secondId}`,
      sql`update riskmap_publications set withdrawal_reason = 'x' where id = ${firstId}`,
      sql`update riskmap_ratings set level = 'green' where publication_id = ${secondId}`,
      sql`delete from riskmap_ratings where publication_id = ${secondId}`,
      sql`update riskmap_frozen set inputs = '{}' where publication_id = ${secondId}`,
      sql`insert into riskmap_deviations (id, publication_id, region_code, engine_level, level, rank, reason, state, proposed_key, proposed_name, proposed_at)
          values (${nextId}, ${secondId}, '330382', 'red', 'green', 0, 'x', 'confirmed', 'a', 'a', now())`,
      sql`delete from riskmap_events where publication_id = ${secondId}`,
      sql`update riskmap_policies set content = '{}'`,
      sql`truncate riskmap_publications cascade`,
    ]
    for (const attempt of attempts)
      await expect(attempt.execute(db)).rejects.toThrow(/never|frozen|append-only|cannot change/)
  })

  it('judges every edition again to the same bytes', async () => {
    for (const id of [firstId, secondId]) {
      const { body } = await team.leader('GET', one(id, '/judgement'))
      expect(body).toMatchObject({ same: true, faults: [] })
      expect(body.recomputedHash).toBe(body.resultHash)
    }
  })

  it('finds what was changed past every trigger', async () => {
    const { db } = server.deps
    await sql`alter table riskmap_ratings disable trigger user`.execute(db)
    await sql`update riskmap_ratings set rating = jsonb_set(rating, '{level}', '"green"') where publication_id = ${secondId} and region_code = '330382'`.execute(
      db,
    )
    const judged = (await team.leader('GET', one(secondId, '/judgement'))).body
    expect(judged.faults).toMatchObject([{ what: 'rating-differs', code: '330382' }])
    await sql`update riskmap_ratings set rating = jsonb_set(rating, '{level}', '"red"') where publication_id = ${secondId} and region_code = '330382'`.execute(
      db,
    )
    await sql`alter table riskmap_ratings enable trigger user`.execute(db)
  })

  it('is withdrawn with a reason that stays visible; the next map may be published again', async () => {
    const nothing = await team.leader('POST', one(secondId, '/withdraw'), { reason: '  ' })
    expect(nothing.status).toBe(422)
    const done = await team.leader('POST', one(secondId, '/withdraw'), { reason: '苍南数据有误' })
    expect(done.body).toMatchObject({ state: 'withdrawn', withdrawn: { reason: '苍南数据有误' } })
    const open = await server.nobody('GET', '/public/riskmap/330000/county/current.json')
    expect(open.body).toMatchObject({ id: secondId, state: 'withdrawn', withdrawn: { reason: '苍南数据有误' } })
    const id = await publish(await teamOf(server, province), { on: '2020-02-12' })
    const { publication } = (await team.duty('GET', one(id))).body
    expect(publication).toMatchObject({ state: 'published', edition: 3, previousId: firstId })
  })
})

describe('deviations', () => {
  it('need a reason and a second person, are shown as such, and carry into the next map', async () => {
    await at('2020-02-16T02:00:00.000Z')
    const { id } = (await team.duty('POST', '/riskmap/publications', draftBody({ on: '2020-02-15' }))).body.publication
    const given = { code: '330326', level: 'red', reason: '养老院聚集,尚未查清' }
    expect((await team.expert('POST', one(id, '/deviations'), { ...given, level: 'purple' })).body.code).toBe(
      'riskmap.level-not-in-pack',
    )
    const proposed = await team.expert('POST', one(id, '/deviations'), given)
    expect(proposed.body).toMatchObject({ state: 'proposed', level: 'red' })
    const deviation = `/riskmap/deviations/${proposed.body.id}`
    expect((await team.expert('POST', one(id, '/deviations'), given)).body.code).toBe('riskmap.deviation-exists')
    expect((await team.expert('POST', `${deviation}/decide`, { decision: 'confirm' })).body.code).toBe(
      'riskmap.own-deviation',
    )
    await team.duty('POST', one(id, '/submit'))
    const { revision } = (await team.duty('GET', one(id))).body.publication
    const blocked = await team.leader('POST', one(id, '/review'), { verdict: 'approve', revision })
    expect(blocked.body.code).toBe('riskmap.deviations-open')
    const confirmed = await team.second('POST', `${deviation}/decide`, { decision: 'confirm', note: '同意' })
    expect(confirmed.body.state).toBe('confirmed')

    const detail = (await team.duty('GET', one(id))).body
    const region = detail.regions.find((row: { code: string }) => row.code === '330326')
    expect(region).toMatchObject({ level: 'red', deviation: { state: 'confirmed', reason: given.reason } })
    expect(region.engineLevel).not.toBe('red')
    expect(detail.publication.deviations).toBe(1)
    await team.leader('POST', one(id, '/review'), { verdict: 'approve', revision: detail.publication.revision })
    expect((await team.leader('POST', one(id, '/publish'))).status).toBe(200)

    const open = (await server.nobody('GET', `/public/riskmap/editions/${id}/edition.json`)).body
    const shown = open.regions.find((row: { code: string }) => row.code === '330326')
    expect(shown).toMatchObject({ level: 'red', deviation: { reason: given.reason } })
    const judged = (await team.leader('GET', one(id, '/judgement'))).body
    expect(judged).toMatchObject({ same: true, faults: [] })
    const changes = (await team.duty('GET', one(id, '/changes'))).body
    expect(changes.sentences.at(-1).zh).toContain('经专家研判、第二人确认')

    await at('2020-02-19T02:00:00.000Z')
    const next = (await team.duty('POST', '/riskmap/publications', draftBody({ on: '2020-02-18' }))).body.publication.id
    const after = (await team.duty('GET', one(next))).body.regions
    expect(after.find((row: { code: string }) => row.code === '330326').previous).toBe('red')
  })

  it('lapse when the ground they stand on moves', async () => {
    const { id } = (await team.duty('POST', '/riskmap/publications', draftBody({ on: '2020-02-18' }))).body.publication
    const before = (await team.duty('GET', one(id))).body.regions
    const green = before.find((row: { code: string }) => row.code === '330329')
    expect(green.level).toBe('green')
    await team.expert('POST', one(id, '/deviations'), { code: '330329', level: 'blue', reason: '邻县有疫情' })
    await storeCounts(server, [
      { path: '330000/330300/330329/', on: '2020-02-17', confirmed: 40, knownFrom: '2020-02-19T01:00:00Z' },
    ])
    await team.duty('POST', one(id, '/redraft'), {})
    const { deviations, regions } = (await team.duty('GET', one(id))).body
    expect(deviations).toMatchObject([{ code: '330329', state: 'lapsed' }])
    expect(regions.find((row: { code: string }) => row.code === '330329').deviation).toBeNull()
  })
})
