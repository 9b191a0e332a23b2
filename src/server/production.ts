// What a production server refuses to start with: demo people, or nobody who could administer it.

import { unavailable } from '#base/errors.ts'
import { registerSentences } from '#base/sentences.ts'
import { countAccounts } from '#modules/access/index.ts'
import type { Config } from './config.ts'
import type { Deps } from './operations.ts'

export async function refuseUnsafe(deps: Deps, config: Config): Promise<{ accounts: number }> {
  const { accounts, demo } = await countAccounts(deps.db)
  if (demo > 0) throw unavailable('production.demo-people', { demo })
  if (accounts === 0 && !config.administrator) throw unavailable('production.no-administrator')
  return { accounts }
}

registerSentences({
  'production.demo-people': {
    zh: '数据库中有 {demo} 个演示账户,正式环境拒绝启动。请换用空的数据库。',
    en: 'The database holds {demo} demo accounts; a production server refuses to start on it. Use an empty database.',
  },
  'production.no-administrator': {
    zh: '还没有任何账户。请在首次启动时设置 WUSE_ADMIN_NAME 和 WUSE_ADMIN_PASSWORD(至少 12 位)。',
    en: 'There is no account yet. Set WUSE_ADMIN_NAME and WUSE_ADMIN_PASSWORD (12 characters or more) for the first start.',
  },
})
