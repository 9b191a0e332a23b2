// Answers the contract of the risk map.

import { implement } from '@orpc/server'
import type { RouteContext } from '#storage/work.ts'
import * as actions from './actions.ts'
import { contract } from './api.ts'
import { decideDeviation, proposeDeviation } from './deviation-actions.ts'
import { judge } from './judge.ts'
import { listRatingPacks } from './policies.ts'
import * as queries from './queries.ts'
import * as views from './views.ts'

const os = implement(contract).$context<RouteContext>()

export const routes = os.router({
  listPacks: os.listPacks.handler(() => listRatingPacks()),
  listPublications: os.listPublications.handler(({ input, context: { work } }) =>
    queries.listPublications(work.db, input),
  ),
  getPublication: os.getPublication.handler(({ input, context: { work } }) => views.publicationDetail(work, input.id)),
  getRegionOnMap: os.getRegionOnMap.handler(({ input, context: { work } }) =>
    views.regionPanel(work, input.id, input.code),
  ),
  getChangeList: os.getChangeList.handler(({ input, context: { work } }) => views.changeList(work, input.id)),
  getLeague: os.getLeague.handler(({ input, context: { work } }) => views.league(work, input)),
  getReviewDue: os.getReviewDue.handler(({ input, context: { work } }) => views.reviewDue(work, input)),
  judge: os.judge.handler(({ input, context: { work } }) => judge(work, input.id)),
  draft: os.draft.handler(({ input, context: { work } }) => actions.draft(work, input)),
  checkDraft: os.checkDraft.handler(({ input, context: { work } }) => actions.checkDraft(work, input.id)),
  redraft: os.redraft.handler(({ input, context: { work } }) => actions.redraft(work, input)),
  submit: os.submit.handler(({ input, context: { work } }) => actions.submit(work, input.id)),
  takeBack: os.takeBack.handler(({ input, context: { work } }) => actions.takeBack(work, input.id)),
  discard: os.discard.handler(({ input, context: { work } }) => actions.discard(work, input.id)),
  review: os.review.handler(({ input, context: { work } }) => actions.review(work, input)),
  publish: os.publish.handler(({ input, context: { work } }) => actions.publish(work, input.id)),
  withdraw: os.withdraw.handler(({ input, context: { work } }) => actions.withdraw(work, input)),
  proposeDeviation: os.proposeDeviation.handler(({ input, context: { work } }) => proposeDeviation(work, input)),
  decideDeviation: os.decideDeviation.handler(({ input, context: { work } }) => decideDeviation(work, input)),
  takeBackDeviation: os.takeBackDeviation.handler(({ input, context: { work } }) =>
    decideDeviation(work, { id: input.id, decision: 'take-back' }),
  ),
})
