// The door of the risk map: what the server, the command line and other modules may call.

export {
  checkDraft,
  discard,
  draft,
  getPublication,
  publish,
  redraft,
  review,
  submit,
  takeBack,
  withdraw,
} from './actions.ts'
export { readRatingInput } from './compose.ts'
export { decideDeviation, proposeDeviation } from './deviation-actions.ts'
export { makeFile } from './downloads.ts'
export { judge, judgeAll } from './judge.ts'
export { findInForce, levelsIn, listPublications, listRegions } from './queries.ts'
export { remindOfReviews } from './reminders.ts'
export { changeList, publicationDetail, regionPanel, reviewDue } from './views.ts'
