// Judges an edition again: the frozen bytes and the pack of its day through the engine of today, compared
// byte for byte with what was stored. Also recomputes the seal, so that a change past every trigger is found.

import { notFound } from '#base/errors.ts'
import { canonicalJson } from '#base/json.ts'
import type { Text } from '#base/text.ts'
import type { Work } from '#storage/work.ts'
import { sealOf } from './actions.ts'
import type { Judgement } from './api-publication.ts'
import type { Rating } from './api-types.ts'
import { installedHash, keptPolicy, sha256 } from './policies.ts'
import * as queries from './queries.ts'
import { freeze, rateEdition, type FrozenInputs } from './rules/edition.ts'
import * as store from './store.ts'

type Fault = Judgement['faults'][number]

const texts: Record<Fault['what'], Text> = {
  'inputs-changed': { zh: '冻结的输入与其哈希不符。', en: 'The frozen inputs do not match their hash.' },
  'policy-changed': { zh: '保存的政策包与其哈希不符。', en: 'The stored pack does not match its hash.' },
  'result-differs': {
    zh: '用冻结的输入重新评定，结果与当时不同。',
    en: 'Judged again from the frozen inputs, the result differs.',
  },
  'rating-differs': {
    zh: '数据表中的评定与冻结的结果不同。',
    en: 'The rating in the table differs from the frozen result.',
  },
  'seal-broken': { zh: '发布内容与封印不符。', en: 'What was published does not match its seal.' },
  'pack-file-differs': {
    zh: '现装的同版本政策包内容不同：已用版本不得更改。',
    en: 'The installed pack of the same version has other content: a version in use never changes.',
  },
}

const fault = (what: Fault['what'], code: string | null = null): Fault => ({ what, code, text: texts[what] })

export async function judge(work: Work, id: string): Promise<Judgement> {
  const row = await store.findPublicationRow(work.db, id)
  const frozen = await queries.findFrozen(work.db, id)
  if (!row || !frozen) throw notFound('riskmap.publication-unknown')
  const kept = await keptPolicy(work.db, row.pack)
  const faults: Fault[] = []

  if (sha256(frozen.inputs) !== frozen.inputsHash) faults.push(fault('inputs-changed'))
  if (sha256(kept.content) !== kept.hash) faults.push(fault('policy-changed'))
  const recomputed = freeze(rateEdition(JSON.parse(frozen.inputs) as FrozenInputs, kept.policy))
  const same = recomputed === frozen.result && sha256(frozen.result) === frozen.resultHash
  if (!same) faults.push(fault('result-differs'))

  const results = new Map((JSON.parse(frozen.result) as Rating[]).map((rating) => [rating.code, canonicalJson(rating)]))
  const rows = await queries.listRatings(work.db, id)
  for (const { code, rating } of rows)
    if (results.get(code) !== canonicalJson(rating)) faults.push(fault('rating-differs', code))
  const stored = new Set(rows.map(({ code }) => code))
  for (const code of results.keys()) if (!stored.has(code)) faults.push(fault('rating-differs', code))

  if (row.hash !== null && (await sealOf(work, row)) !== row.hash) faults.push(fault('seal-broken'))
  const installed = await installedHash(row.pack)
  if (installed !== null && installed !== kept.hash) faults.push(fault('pack-file-differs'))
  return {
    publicationId: id,
    pack: row.pack,
    same,
    inputsHash: frozen.inputsHash,
    resultHash: frozen.resultHash,
    recomputedHash: sha256(recomputed),
    faults,
  }
}

/** Every edition that was ever public, oldest first: what `wuse riskmap judge --all` and the doctor run. */
export async function judgeAll(work: Work): Promise<Judgement[]> {
  const judgements: Judgement[] = []
  for (const id of await queries.listPublicIds(work.db)) judgements.push(await judge(work, id))
  return judgements
}
