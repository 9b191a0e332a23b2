// Turns what PostgreSQL or the network says when a database cannot be opened into a sentence with a remedy.

import { unavailable, WuseError } from '#base/errors.ts'
import { registerSentences } from '#base/sentences.ts'

const unreachable = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ECONNRESET'])
const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** The error to show for `error` met while opening the database; others are given back as they are. */
export function connectionFault(error: unknown, url: string): unknown {
  const { hostname, port, pathname, username } = new URL(url)
  const server = `${hostname}:${port || 5432}`
  const database = decodeURIComponent(pathname.slice(1))
  const user = decodeURIComponent(username)
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof WuseError) return at
    const code = codeOf(at)
    if (unreachable.has(code)) return unavailable('storage.database-unreachable', { server, why: code })
    if (code === '28P01' || code === '28000') return unavailable('storage.sign-in-refused', { server, user })
    if (code === '3D000') return unavailable('storage.no-such-database', { server, database })
    if (code === '53300') return unavailable('storage.too-many-connections', { server })
    if (code === '42501') return unavailable('storage.rights-missing', { database, user, why: at.message })
    if (at instanceof AggregateError && at.errors[0]) return connectionFault(at.errors[0], url)
  }
  return error
}

/** Refuses a server older than 15; newer than 18 is tried. */
export function refuseOldServer(versionNumber: number): void {
  if (versionNumber < 150_000) {
    throw unavailable('storage.version-unsupported', { found: Math.floor(versionNumber / 10_000) })
  }
}

registerSentences({
  'storage.database-unreachable': {
    zh: '无法连接数据库服务器 {server}({why})。请检查 DATABASE_URL 以及数据库是否在运行。',
    en: 'The database server {server} cannot be reached ({why}). Check DATABASE_URL and whether the server runs.',
  },
  'storage.sign-in-refused': {
    zh: '数据库服务器 {server} 拒绝用户 {user} 登录。请检查 DATABASE_URL 中的用户和口令。',
    en: 'The database server {server} refused the user {user}. Check the user and password in DATABASE_URL.',
  },
  'storage.no-such-database': {
    zh: '服务器 {server} 上没有数据库 {database}。请先创建:create database {database}。',
    en: 'There is no database {database} on {server}. Make it first: create database {database}.',
  },
  'storage.too-many-connections': {
    zh: '数据库服务器 {server} 的连接已满。请提高 max_connections 或减少进程。',
    en: 'The database server {server} has no connection left. Raise max_connections or run fewer processes.',
  },
  'storage.rights-missing': {
    zh: '数据库用户 {user} 在数据库 {database} 中权限不足({why})。该用户须拥有此数据库，并具有 CREATEROLE，或由数据库管理员先执行:create role wuse_app nologin; grant wuse_app to {user};',
    en: 'The database user {user} lacks rights in {database} ({why}). It must own the database and have CREATEROLE, or the administrator of the server first runs: create role wuse_app nologin; grant wuse_app to {user};',
  },
  'storage.version-unsupported': {
    zh: '数据库为 PostgreSQL {found}，需要 15 或更新版本。',
    en: 'The database is PostgreSQL {found}; 15 or newer is needed.',
  },
})
