// Deviations: an expert proposes another level for one region, a second person confirms or refuses it. The
// engine's own result stays beside it, and every screen shows both.

import { conflict, invalid, notFound } from '#base/errors.ts'
import { newId } from '#base/ids.ts'
import { registerSentences } from '#base/sentences.ts'
import type { Work } from '#storage/work.ts'
import { getPublication, likeOf, open, recount, refuse } from './actions.ts'
import type { Deviation, PublicationEvent } from './api-publication.ts'
import * as facts from './facts.ts'
import { keyOf, stampOf } from './people.ts'
import { keptPolicy } from './policies.ts'
import * as queries from './queries.ts'
import { deviationLife, publicationCan, whyNotDecide } from './rules/lifecycle.ts'
import { levelAt, rankOf } from './rules/speak.ts'
import * as store from './store.ts'

export type DeviationGiven = { id: string; code: string; level: string; reason: string }

export async function proposeDeviation(work: Work, given: DeviationGiven): Promise<Deviation> {
  const row = await open(work, given.id, 'riskmap.deviate')
  const why = publicationCan.deviate.whyNot(likeOf(row))
  if (why) throw refuse(why)
  const [rated] = await queries.listRatings(work.db, row.id, [given.code])
  if (!rated) throw notFound('riskmap.region-not-rated', { code: given.code })
  const { policy } = await keptPolicy(work.db, row.pack)
  const rank = rankOf(policy, given.level)
  if (levelAt(policy, rank).id !== given.level)
    throw invalid('riskmap.level-not-in-pack', { level: given.level, pack: policy.version })
  if (rated.rating.level === given.level) throw invalid('riskmap.deviation-same-level', { level: given.level })
  const reason = given.reason.trim()
  if (reason === '') throw invalid('riskmap.reason-needed')
  const by = stampOf(work)
  const id = newId()
  const inserted = await store.insertDeviation(work.db, {
    id,
    publicationId: row.id,
    regionCode: given.code,
    engineLevel: rated.rating.level,
    level: given.level,
    rank,
    reason,
    proposed: by,
  })
  if (!inserted) throw conflict('riskmap.deviation-exists', { code: given.code })
  await store.insertEvents(work.db, row.id, [{ kind: 'deviation-proposed', by, note: reason, regionCode: given.code }])
  await recount(work, row.id)
  work.touched('publication', row.id, rated.path)
  work.touched('deviation', id, rated.path)
  work.detail({ code: given.code, engineLevel: rated.rating.level, level: given.level, reason })
  return getDeviation(work, id)
}

export async function getDeviation(work: Work, id: string): Promise<Deviation> {
  const found = await queries.findDeviation(work.db, id)
  if (!found) throw notFound('riskmap.deviation-unknown')
  const { rank: _, ...deviation } = found
  return deviation
}

const decided: Record<'confirm' | 'refuse' | 'take-back', PublicationEvent['kind']> = {
  confirm: 'deviation-confirmed',
  refuse: 'deviation-refused',
  'take-back': 'deviation-taken-back',
}

export type DecisionGiven = { id: string; decision: 'confirm' | 'refuse' | 'take-back'; note?: string | undefined }

export async function decideDeviation(work: Work, given: DecisionGiven): Promise<Deviation> {
  const seen = await getDeviation(work, given.id)
  const capability = given.decision === 'take-back' ? 'riskmap.deviate' : 'riskmap.review'
  const row = await open(work, seen.publicationId, capability)
  const deviation = await getDeviation(work, given.id)
  const next = deviationLife.proposed[given.decision]
  if (deviation.state === next && deviation.decided?.key === keyOf(work.actor)) return deviation
  const why = publicationCan.deviate.whyNot(likeOf(row)) ?? whyNotDecide(deviation, given.decision, keyOf(work.actor))
  if (why) throw refuse(why)
  const by = stampOf(work)
  await store.updateDeviation(work.db, given.id, next!, by, given.note ?? null)
  await store.insertEvents(work.db, row.id, [
    { kind: decided[given.decision], by, note: given.note ?? null, regionCode: deviation.code },
  ])
  await recount(work, row.id)
  const [rated] = await queries.listRatings(work.db, row.id, [deviation.code])
  work.touched('publication', row.id, rated?.path ?? row.rootPath)
  work.touched('deviation', given.id, rated?.path ?? row.rootPath)
  work.detail({
    code: deviation.code,
    engineLevel: deviation.engineLevel,
    level: deviation.level,
    decision: given.decision,
  })
  const after = await getDeviation(work, given.id)
  if (given.decision === 'confirm') {
    const { id, code, engineLevel, level } = after
    await work.record(facts.deviated(await getPublication(work, row.id), { id, code, engineLevel, level }))
  }
  return after
}

registerSentences({
  'riskmap.region-not-rated': { zh: '本图没有评定 {code}。', en: 'This map does not rate {code}.' },
  'riskmap.level-not-in-pack': {
    zh: '政策包 {pack} 没有等级“{level}”。',
    en: 'The pack {pack} has no level "{level}".',
  },
  'riskmap.deviation-same-level': {
    zh: '规则给出的等级已经是“{level}”。',
    en: 'The rules already give the level "{level}".',
  },
  'riskmap.deviation-exists': {
    zh: '{code} 已有一项等级偏离，请先处理它。',
    en: '{code} already has a deviation; decide that one first.',
  },
  'riskmap.deviation-unknown': { zh: '没有这项偏离。', en: 'There is no such deviation.' },
})
