// `wuse doctor` must find what it claims to look for: each examination is shown a healthy installation and a spoilt one.

import { cpSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { fixedClock, systemClock } from '#base/clock.ts'
import { projectFolder } from '#storage/project-folder.ts'
import type { Database } from '#storage/postgres.ts'
import { database as testDatabase, testDatabaseUrl } from '#test/support/database.ts'
import { freePort } from '#test/support/plain-postgres.ts'
import { clearPrograms, newFolder, runProgram } from '#test/support/program.ts'
import { testServer } from '#test/support/server.ts'
import { examineDatabase, judgeSkew } from './doctor/database.ts'
import type { Finding } from './doctor/finding.ts'
import { checkDataFolder, checkFreeDisk, checkNode, checkPages, checkRegions } from './doctor/machine.ts'

vi.setConfig({ testTimeout: 60_000 })
let database: Database

beforeAll(async () => {
  const server = await testServer()
  await server.as('auditor', '330000/')
  database = await testDatabase()
})
afterAll(clearPrograms)

const examine = async (clock = systemClock) => {
  const findings = await examineDatabase(database, clock, [])
  return (check: string): Finding => findings.find((finding) => finding.check === check)!
}

/** Spoils something, looks, and puts it back. */
async function spoilt(check: string, spoil: string, mend: string): Promise<Finding> {
  await sql.raw(spoil).execute(database.db)
  try {
    return (await examine())(check)
  } finally {
    await sql.raw(mend).execute(database.db)
  }
}

describe('the database', () => {
  it('is well when nothing is wrong', async () => {
    const found = await examine()
    for (const check of ['database', 'clock', 'migrations', 'roles', 'jurisdiction', 'audit', 'jobs']) {
      expect(found(check), check).toMatchObject({ state: 'ok', remedy: null })
    }
    expect(found('jurisdiction').found.en).toMatch(/holds on (\d+) tables/)
  })

  it('is broken when row-level security is off, or a policy lets everybody see', async () => {
    const off = await spoilt(
      'jurisdiction',
      'alter table audit_entries disable row level security',
      'alter table audit_entries enable row level security',
    )
    expect(off).toMatchObject({ state: 'broken' })
    expect(off.found.en).toContain('audit_entries')
    const leak = await spoilt(
      'jurisdiction',
      'create policy leak on grants for select to wuse_app using (true)',
      'drop policy leak on grants',
    )
    expect(leak.found.en).toMatch(/: grants$/)
    expect((await examine())('jurisdiction').state).toBe('ok')
  })

  it('is broken by a changed, attention by a missing, broken by an unknown migration', async () => {
    const table = 'schema_migrations'
    const kept = await sql<{
      sha256: string
    }>`select sha256 from schema_migrations where name = '0003_audit.sql'`.execute(database.db)
    const put = `'0003_audit.sql', '${kept.rows[0]!.sha256}'`
    expect(
      await spoilt(
        'migrations',
        `update ${table} set sha256 = 'x' where name = '0003_audit.sql'`,
        `update ${table} set sha256 = '${kept.rows[0]!.sha256}' where name = '0003_audit.sql'`,
      ),
    ).toMatchObject({ state: 'broken', found: { en: expect.stringContaining('0003_audit.sql') } })
    expect(
      await spoilt(
        'migrations',
        `delete from ${table} where name = '0003_audit.sql'`,
        `insert into ${table} (name, sha256) values (${put})`,
      ),
    ).toMatchObject({ state: 'attention', found: { en: '1 not applied yet' } })
    expect(
      await spoilt(
        'migrations',
        `insert into ${table} (name, sha256) values ('9999_future.sql', 'x')`,
        `delete from ${table} where name = '9999_future.sql'`,
      ),
    ).toMatchObject({ state: 'broken', found: { en: expect.stringContaining('newer than this program') } })
  })

  it('asks for attention when a role differs, when jobs fail or wait', async () => {
    expect(
      await spoilt(
        'roles',
        `update roles set capabilities = array_append(capabilities, 'audit.read') where code = 'gatekeeper'`,
        `update roles set capabilities = array_remove(capabilities, 'audit.read') where code = 'gatekeeper'`,
      ),
    ).toMatchObject({ state: 'attention', found: { en: expect.stringContaining('gatekeeper') } })
    expect(
      await spoilt(
        'jobs',
        `select graphile_worker.add_job('x', run_at => now() - interval '1 hour'); select graphile_worker.add_job('y', max_attempts => 1); update graphile_worker._private_jobs set attempts = 1 where max_attempts = 1`,
        'delete from graphile_worker._private_jobs',
      ),
    ).toMatchObject({ state: 'attention', found: { en: '1 failed, 0 stuck, 1 waiting for long' } })
  })

  it('is broken by a changed audit entry and by a clock that is far off', async () => {
    const change = (name: string, was: string) =>
      `alter table audit_entries disable trigger user; update audit_entries set purpose = '${name}' where purpose = '${was}'; alter table audit_entries enable trigger user`
    expect(await spoilt('audit', change('forged', 'own-account'), change('own-account', 'forged'))).toMatchObject({
      state: 'broken',
    })
    expect((await examine(fixedClock('2020-01-01T00:00:00Z')))('clock').state).toBe('broken')
    expect([0.1, 3, 61].map((seconds) => judgeSkew(seconds).state)).toEqual(['ok', 'attention', 'broken'])
  })
})

describe('the machine', () => {
  it('judges Node and the free disk', () => {
    expect(['18.20.0', '20.18.1', '20.19.0', '22.1.0'].map((version) => checkNode(version).state)).toEqual([
      'broken',
      'broken',
      'ok',
      'ok',
    ])
    expect([100, 1000, 6000].map((megabytes) => checkFreeDisk(megabytes).state)).toEqual(['broken', 'attention', 'ok'])
    expect(checkDataFolder(join(newFolder(), 'none'))).toMatchObject([{ state: 'ok' }])
  })

  it('finds pages that are missing or older than their sources', () => {
    const folder = newFolder()
    expect(checkPages(folder)).toMatchObject({ state: 'broken' })
    for (const app of ['command', 'public']) {
      mkdirSync(join(folder, app))
      writeFileSync(join(folder, app, 'index.html'), '')
    }
    expect(checkPages(folder)).toMatchObject({ state: 'ok' })
    utimesSync(join(folder, 'public', 'index.html'), 0, 0)
    expect(checkPages(folder)).toMatchObject({ state: 'attention' })
  })

  it('finds a county without outline', () => {
    expect(checkRegions()).toMatchObject({ state: 'ok' })
    const folder = newFolder()
    cpSync(join(projectFolder, 'regions/zhejiang-2020'), join(folder, 'zhejiang-2020'), { recursive: true })
    const file = join(folder, 'zhejiang-2020/divisions.csv')
    const [header, ...rows] = readFileSync(file, 'utf8').split('\n')
    const county = rows.find((row) => row.startsWith('330102,'))!
    writeFileSync(file, [header, county.replace('330102', '339999'), ...rows].join('\n'))
    expect(checkRegions(folder)).toMatchObject({
      state: 'broken',
      found: { en: 'zhejiang-2020: no outline of 339999' },
    })
  })
})

describe('the command', () => {
  it('prints one line for each examination, changes nothing, and ends with 1 only when something is broken', async () => {
    const url = await testDatabaseUrl()
    const [json, none, wrong] = await Promise.all([
      runProgram(['doctor', '--json'], { DATABASE_URL: url, WUSE_DATA: newFolder() }),
      runProgram(['doctor'], { DATABASE_URL: `postgres://x@127.0.0.1:${await freePort()}/x`, WUSE_DATA: newFolder() }),
      runProgram(['doctor', '--production', '--json'], { WUSE_DATA: newFolder() }),
    ])
    const findings = JSON.parse(json.stdout) as Finding[]
    expect(findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining([
        'node',
        'settings',
        'data-folder',
        'disk',
        'database',
        'clock',
        'migrations',
        'roles',
        'jurisdiction',
        'audit',
        'jobs',
        'policy',
        'regions',
        'pages',
      ]),
    )
    for (const { check, state, remedy } of findings) {
      if (check !== 'pages' && check !== 'disk') expect(state, `${check} ${json.stdout}`).toBe('ok')
      expect(remedy === null, check).toBe(state === 'ok')
    }
    expect(json.code).toBe(findings.some(({ state }) => state === 'broken') ? 1 : 0)
    expect(none.code).toBe(1)
    expect(none.stdout).toMatch(/^broken {4} {1}database {6}.*cannot be reached.*无法连接/m)
    expect(none.output).not.toMatch(/^\s+at /m)
    expect(wrong.code).toBe(1)
    expect((JSON.parse(wrong.stdout) as Finding[]).find(({ check }) => check === 'settings')).toMatchObject({
      state: 'broken',
    })
  })
})
