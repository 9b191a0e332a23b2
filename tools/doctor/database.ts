// Examines the database without changing it: version, migrations, roles, the second wall, the audit log, jobs, clock.

import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import type { Clock } from '#base/clock.ts'
import { canonicalJson } from '#base/json.ts'
import { verifyAudit, type AuditHead } from '#modules/access/index.ts'
import { migrationsFolder } from '#storage/migrate.ts'
import type { Database } from '#storage/postgres.ts'
import { projectFolder } from '#storage/project-folder.ts'
import { attention, broken, ok, type Finding } from './finding.ts'

/** Rows of these are everybody's once published; their drafts are the jurisdiction's. */
const publishedRows = new Set(['riskmap_ratings'])

export async function examineDatabase(
  database: Database,
  clock: Clock,
  anchors: readonly AuditHead[],
): Promise<Finding[]> {
  const { pool } = database
  const findings = [await checkVersion(pool), await checkClock(pool, clock)]
  const migrations = await checkMigrations(pool)
  findings.push(migrations)
  if (migrations.state === 'broken' || !(await exists(pool, 'roles'))) return findings
  findings.push(
    await checkRoles(pool),
    await checkWall(pool),
    await checkAudit(database, anchors),
    await checkJobs(pool),
  )
  return findings
}

const exists = async (pool: pg.Pool, table: string): Promise<boolean> =>
  (await pool.query<{ found: string | null }>('select to_regclass($1) as found', [`public.${table}`])).rows[0]!
    .found !== null

async function checkVersion(pool: pg.Pool): Promise<Finding> {
  const { rows } = await pool.query<{ number: string; version: string; encoding: string }>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as version, current_setting('server_encoding') as encoding`,
  )
  const { number, version, encoding } = rows[0]!
  const major = Math.floor(Number(number) / 10_000)
  const name = `PostgreSQL ${version}, ${encoding}`
  const remedy = { zh: '使用 PostgreSQL 15–18，编码 UTF8。', en: 'Use PostgreSQL 15–18 with the encoding UTF8.' }
  if (major < 15 || encoding !== 'UTF8') return broken('database', { zh: name, en: name }, remedy)
  if (major > 18) return attention('database', { zh: `${name},未经测试`, en: `${name}, not tested` }, remedy)
  return ok('database', name, name)
}

async function checkClock(pool: pg.Pool, clock: Clock): Promise<Finding> {
  const { rows } = await pool.query<{ epoch: string }>('select extract(epoch from clock_timestamp()) as epoch')
  const skew = Math.abs(clock.now().getTime() / 1000 - Number(rows[0]!.epoch))
  return judgeSkew(skew)
}

export function judgeSkew(seconds: number): Finding {
  const shown = seconds.toFixed(1)
  const found = { zh: `与数据库时钟相差 ${shown} 秒`, en: `${shown} s from the database's clock` }
  const remedy = { zh: '在两台机器上启用时间同步(NTP)。', en: 'Let both machines follow the same time (NTP).' }
  if (seconds > 60) return broken('clock', found, remedy)
  if (seconds > 2) return attention('clock', found, remedy)
  return ok('clock', found.zh, found.en)
}

const sha256 = (name: string): string =>
  createHash('sha256')
    .update(readFileSync(join(migrationsFolder, name)))
    .digest('hex')

async function checkMigrations(pool: pg.Pool): Promise<Finding> {
  const files = readdirSync(migrationsFolder).filter((name) => name.endsWith('.sql'))
  const done = (await exists(pool, 'schema_migrations'))
    ? (await pool.query<{ name: string; sha256: string }>('select name, sha256 from schema_migrations')).rows
    : []
  const changed = done
    .filter(({ name, sha256: was }) => files.includes(name) && sha256(name) !== was)
    .map(({ name }) => name)
  const unknown = done.filter(({ name }) => !files.includes(name)).map(({ name }) => name)
  const pending = files.filter((name) => !done.some((row) => row.name === name))
  if (changed.length > 0) {
    return broken(
      'migrations',
      { zh: `执行后被改动:${changed.join('、')}`, en: `changed after they were applied: ${changed.join(', ')}` },
      { zh: '恢复原来的文件。', en: 'Restore the files as they were.' },
    )
  }
  if (unknown.length > 0) {
    return broken(
      'migrations',
      {
        zh: `数据库比程序新:${unknown.join('、')}`,
        en: `the database is newer than this program: ${unknown.join(', ')}`,
      },
      { zh: '使用升级后的程序，或恢复备份。', en: 'Use the newer program, or restore a backup.' },
    )
  }
  if (pending.length > 0) {
    return attention(
      'migrations',
      { zh: `${pending.length} 个尚未执行`, en: `${pending.length} not applied yet` },
      { zh: '下次启动时自动执行；请先备份。', en: 'The next start applies them; make a backup first.' },
    )
  }
  return ok('migrations', `${files.length} 个均已执行`, `all ${files.length} applied`)
}

async function checkRoles(pool: pg.Pool): Promise<Finding> {
  type Role = { code: string; name: unknown; description: unknown; capabilities: string[]; purposes: string[] }
  const shipped = JSON.parse(readFileSync(join(projectFolder, 'policy/roles.json'), 'utf8')) as Role[]
  const { rows } = await pool.query<Role>('select code, name, description, capabilities, purposes from roles')
  const inDatabase = new Map(rows.map((role) => [role.code, canonicalJson(role)]))
  const differing = shipped.filter((role) => inDatabase.get(role.code) !== canonicalJson(role)).map(({ code }) => code)
  if (differing.length === 0) return ok('roles', `${shipped.length} 个岗位一致`, `${shipped.length} roles in step`)
  return attention(
    'roles',
    {
      zh: `与 policy/roles.json 不一致:${differing.join('、')}`,
      en: `differ from policy/roles.json: ${differing.join(', ')}`,
    },
    { zh: '下次启动时自动更新。', en: 'The next start brings them in step.' },
  )
}

/** Really looks at every table of places through the eyes of a request that may see no place. */
async function checkWall(pool: pg.Pool): Promise<Finding> {
  const { rows: tables } = await pool.query<{ name: string; secured: boolean }>(
    `select c.relname as name, c.relrowsecurity as secured from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'region_path' and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
  )
  const { rows: role } = await pool.query<{ strong: boolean }>(
    `select rolsuper or rolbypassrls as strong from pg_roles where rolname = 'wuse_app'`,
  )
  const faults = tables.filter(({ secured }) => !secured).map(({ name }) => name)
  if (role[0]?.strong ?? true) faults.push('role wuse_app')
  const client = await pool.connect()
  try {
    for (const { name } of tables.filter((table) => table.secured && !publishedRows.has(table.name))) {
      await client.query('begin read only')
      try {
        await client.query(
          `select set_config('role', 'wuse_app', true), set_config('wuse.scopes', '{}', true), set_config('wuse.account', '', true)`,
        )
        const seen = await client.query(`select from ${client.escapeIdentifier(name)} limit 1`)
        if (seen.rowCount) faults.push(name)
      } catch (error) {
        // No right to read at all is a wall as well.
        if (!(error instanceof Error && 'code' in error && error.code === '42501')) throw error
      } finally {
        await client.query('rollback')
      }
    }
  } finally {
    client.release()
  }
  if (tables.length > 0 && faults.length === 0)
    return ok(
      'jurisdiction',
      `${tables.length} 张表的行级安全有效`,
      `row-level security holds on ${tables.length} tables`,
    )
  return broken(
    'jurisdiction',
    { zh: `没有管辖范围也能看到:${faults.join('、')}`, en: `seen without any jurisdiction: ${faults.join(', ')}` },
    {
      zh: '有人改动了行级安全或 wuse_app 的权限：恢复原状(alter table … enable row level security),并查明原因。',
      en: 'Somebody changed row-level security or the rights of wuse_app: put it back (alter table … enable row level security) and find out who.',
    },
  )
}

async function checkAudit({ db }: Database, anchors: readonly AuditHead[]): Promise<Finding> {
  const verdict = await verifyAudit(db, anchors)
  const size = {
    zh: `${verdict.entries} 条,锚点 ${anchors.length} 个`,
    en: `${verdict.entries} entries, ${anchors.length} anchored heads`,
  }
  if (verdict.intact) return ok('audit', `${size.zh},完好`, `${size.en}, intact`)
  const first = verdict.faults[0]!
  return broken(
    'audit',
    {
      zh: `${size.zh},${verdict.faults.length} 处有误(链 ${first.chain} 第 ${first.seq} 条:${first.fault})`,
      en: `${size.en}, ${verdict.faults.length} faults (chain ${first.chain}, entry ${first.seq}: ${first.fault})`,
    },
    {
      zh: '日志被改动。保留现场，运行 wuse audit verify。',
      en: 'The log was changed. Keep everything as it is and run wuse audit verify.',
    },
  )
}

async function checkJobs(pool: pg.Pool): Promise<Finding> {
  const { rows } = await pool.query<{ failed: number; stuck: number; waiting: number }>(
    `select count(*) filter (where attempts >= max_attempts)::int as failed,
       count(*) filter (where locked_at < now() - interval '4 hours')::int as stuck,
       count(*) filter (where locked_at is null and attempts < max_attempts and run_at < now() - interval '10 minutes')::int as waiting
     from graphile_worker.jobs`,
  )
  const { failed, stuck, waiting } = rows[0]!
  if (failed + stuck + waiting === 0) return ok('jobs', '没有失败或停滞的任务', 'none failed or stuck')
  return attention(
    'jobs',
    {
      zh: `失败 ${failed},停滞 ${stuck},久候 ${waiting}`,
      en: `${failed} failed, ${stuck} stuck, ${waiting} waiting for long`,
    },
    {
      zh: '确认有 worker 角色在运行(--roles),并查看日志。',
      en: 'See that a process with the worker role runs (--roles), and read its log.',
    },
  )
}

export const anchorsIn = (file: string, read: (file: string) => AuditHead[]): AuditHead[] =>
  existsSync(file) ? read(file) : []
