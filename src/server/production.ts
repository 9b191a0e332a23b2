// What a production server needs before its first request: no demo people, and somebody who can administer it.
// The first administrator is made once; later starts with other settings change nothing.

import { systemActor } from '#base/actor.ts'
import { unavailable, WuseError } from '#base/errors.ts'
import { registerSentences } from '#base/sentences.ts'
import { countAccounts, createAccount } from '#modules/access/index.ts'
import type { Config } from './config.ts'
import { perform, type Deps } from './operations.ts'

/** Refuses an unsafe database; gives the administrator made now, if this is the first start. */
export async function prepareProduction(config: Config, deps: Deps): Promise<{ name: string } | null> {
  const { accounts, demo } = await countAccounts(deps.db)
  if (demo > 0) throw unavailable('production.demo-people', { demo })
  if (accounts > 0) return null
  if (!config.administrator) throw unavailable('production.no-administrator')
  const { name, password } = config.administrator
  try {
    await perform(
      deps,
      { actor: systemActor('first-start') },
      {
        name: 'access.createFirstAdministrator',
        meta: { access: 'signed-in', effect: 'write', purpose: 'administration' },
      },
      (work) =>
        createAccount(work, { signInName: name, displayName: name, role: 'administrator', regionPath: '', password }),
    )
    return { name }
  } catch (error) {
    // Another process that started at the same moment made it.
    if (error instanceof WuseError && error.code === 'access.name-taken') return null
    throw error
  }
}

/** A sentence for an address that cannot be listened on. */
export function listenFault(error: unknown, { host, port }: Pick<Config, 'host' | 'port'>): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'EADDRINUSE') return unavailable('server.port-in-use', { host, port })
  if (code === 'EACCES') return unavailable('server.port-forbidden', { port })
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return unavailable('server.no-such-address', { host })
  return error
}

registerSentences({
  'production.demo-people': {
    zh: '数据库中有 {demo} 个演示账户，正式环境拒绝启动。请换用空的数据库。',
    en: 'The database holds {demo} demo accounts; a production server refuses to start on it. Use an empty database.',
  },
  'production.no-administrator': {
    zh: '还没有任何账户。请在首次启动时设置 WUSE_ADMIN_NAME 和 WUSE_ADMIN_PASSWORD（至少 12 位）。',
    en: 'There is no account yet. Set WUSE_ADMIN_NAME and WUSE_ADMIN_PASSWORD (12 characters or more) for the first start.',
  },
  'server.port-in-use': {
    zh: '端口 {port}({host})已被其他程序占用。请先停止它，或用 --port 另选一个端口。',
    en: 'Port {port} on {host} is used by another program. Stop it, or choose another port with --port.',
  },
  'server.port-forbidden': {
    zh: '无权使用端口 {port}（1024 以下的端口需要特权）。请另选端口，由反向代理转发。',
    en: 'Port {port} is not allowed to this user (ports below 1024 need privileges). Choose another behind a reverse proxy.',
  },
  'server.no-such-address': {
    zh: '本机没有地址 {host}。请检查 --host 或 WUSE_HOST。',
    en: 'This machine has no address {host}. Check --host or WUSE_HOST.',
  },
})
