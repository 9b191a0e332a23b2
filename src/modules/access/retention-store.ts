// What has outlived its retention, deleted or emptied in one statement that tells how much.

import { sql } from 'kysely'
import type { Db, Tx } from '#storage/postgres.ts'

/** Months after which a locked account is emptied, days after which the rest is deleted. */
export const retention = { lockedAccountMonths: 24, attemptDays: 30, answeredWriteDays: 7, factDays: 30 } as const

/** Rows gone, by what they were. */
export async function deleteOutlived(db: Db | Tx, now: string): Promise<Record<string, number>> {
  const before = (amount: number, unit: 'days' | 'months') =>
    sql`${now}::timestamptz - ${`${amount} ${unit}`}::interval`
  const gone = await sql<{ what: string; rows: number }>`
    with s as (delete from sessions where expires_at <= ${now} returning 1),
      a as (delete from sign_in_attempts where attempted_at < ${before(retention.attemptDays, 'days')} returning 1),
      o as (delete from oidc_requests where expires_at <= ${now} returning 1),
      w as (delete from idempotent_writes where created_at < ${before(retention.answeredWriteDays, 'days')} returning 1),
      f as (delete from facts where recorded_at < ${before(retention.factDays, 'days')} returning 1),
      e as (update accounts set sign_in_name = 'erased-' || id, display_name = '–', password_hash = null, must_change_password = false,
              oidc_issuer = null, oidc_subject = null, erased_at = ${now}
            where status = 'locked' and erased_at is null and changed_at < ${before(retention.lockedAccountMonths, 'months')} returning id),
      g as (delete from grants where account_id in (select id from e) returning 1)
    select 'sessions' as what, count(*) as rows from s union all select 'attempts', count(*) from a
    union all select 'providerSignIns', count(*) from o union all select 'writes', count(*) from w
    union all select 'facts', count(*) from f union all select 'accountsEmptied', count(*) from e
    union all select 'grantsOfEmptied', count(*) from g`.execute(db)
  return Object.fromEntries(gone.rows.map(({ what, rows }) => [what, rows]))
}
