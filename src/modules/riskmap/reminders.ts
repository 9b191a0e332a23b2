// Reviews by the pack's cadence: when the map in force is due to be looked at again, a fact is recorded, once.

import { dayOf } from '#base/dates.ts'
import type { Work } from '#storage/work.ts'
import * as facts from './facts.ts'
import * as queries from './queries.ts'
import * as store from './store.ts'

/** Runs every day: reminds of every map whose review is due, each review once. */
export async function remindOfReviews(work: Work): Promise<void> {
  const today = dayOf(work.clock.now())
  const reminded: string[] = []
  for (const series of await queries.listSeriesInForce(work.db)) {
    const { id, rootCode, tier, ratedOn, nextReviewOn } = series
    if (nextReviewOn > today) continue
    const fresh = await store.insertReminder(
      work.db,
      { rootCode, tier, dueOn: nextReviewOn },
      work.clock.now().toISOString(),
    )
    if (!fresh) continue
    await work.record(
      facts.reviewDue({ publicationId: id, root: rootCode, tier, dueOn: nextReviewOn, lastOn: ratedOn }),
    )
    work.touched('publication', id, series.rootPath)
    reminded.push(`${rootCode} ${tier} ${nextReviewOn}`)
  }
  work.detail({ reminded })
}
