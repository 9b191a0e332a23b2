// The packs that editions were judged by, kept as they were. A version that is stored once never changes:
// a folder of the same version with other rules is refused, not silently used.

import { createHash } from 'node:crypto'
import { z } from 'zod'
import { notFound, refused } from '#base/errors.ts'
import { canonicalJson } from '#base/json.ts'
import { registerSentences } from '#base/sentences.ts'
import type { Text } from '#base/text.ts'
import { listPackIds, loadPack, riskPolicyOf } from '#policy/load.ts'
import { riskLevelSchema, riskMapSchema, riskRuleSchema, type RiskPolicy } from '#policy/riskmap-schema.ts'
import type { Work } from '#storage/work.ts'
import type { LevelInfo, PackInfo } from './api-publication.ts'
import * as store from './store.ts'

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const policySchema = z.strictObject({
  version: z.string(),
  validFrom: z.string(),
  levels: z.array(riskLevelSchema),
  review: riskMapSchema.shape.review,
  rules: z.array(riskRuleSchema),
})

export type KeptPolicy = { policy: RiskPolicy; hash: string }

export const levelInfos = (policy: RiskPolicy): LevelInfo[] => policy.levels.map((level, rank) => ({ ...level, rank }))

/** What the pack calls a cluster; packs without a word on it leave the usual definition (two cases in 14 days). */
export function clusterRuleOf(policy: RiskPolicy): { minimumCases: number; withinDays: number } {
  for (const rule of policy.rules) {
    if (rule.kind === 'clusters')
      return { minimumCases: rule.parameters.minimumCases, withinDays: rule.parameters.activeDays }
    if (rule.kind === 'three-levels')
      return { minimumCases: rule.parameters.clusterMinimumCases, withinDays: rule.parameters.recentDays }
  }
  return { minimumCases: 2, withinDays: 14 }
}

/** The pack as asked for (id or id@version), stored on first use. Outside its validity it is refused. */
export async function policyForDraft(work: Work, name: string, on: string): Promise<KeptPolicy & { name: Text }> {
  const pack = await loadPack(name)
  const policy = riskPolicyOf(pack)
  const { from, to } = pack.head.validity
  if (on < from || (to !== null && on > to))
    throw refused('riskmap.pack-not-valid', { pack: policy.version, from, to: to ?? '…', on })
  const content = canonicalJson(policy)
  const hash = sha256(content)
  const kept = await store.keepPolicy(
    work.db,
    { version: policy.version, content, hash },
    work.clock.now().toISOString(),
  )
  if (kept.hash !== hash) throw refused('riskmap.pack-changed', { pack: policy.version })
  return { policy, hash, name: pack.head.name }
}

const parsed = new Map<string, RiskPolicy>()

/** A pack as it was when first used. */
export async function keptPolicy(db: Work['db'], version: string): Promise<KeptPolicy & { content: string }> {
  const kept = await store.findPolicy(db, version)
  if (!kept) throw notFound('riskmap.policy-unknown', { pack: version })
  const policy = parsed.get(kept.content) ?? policySchema.parse(JSON.parse(kept.content))
  if (!parsed.has(kept.content)) parsed.set(kept.content, policy)
  return { policy, hash: kept.hash, content: kept.content }
}

/** Packs in the policy folder that can rate, with their levels. */
export async function listRatingPacks(): Promise<PackInfo[]> {
  const packs = await Promise.all((await listPackIds()).map((id) => loadPack(id)))
  return packs
    .filter((pack) => pack.riskmap !== null)
    .map((pack) => {
      const policy = riskPolicyOf(pack)
      return {
        version: policy.version,
        name: pack.head.name,
        summary: pack.head.summary,
        validFrom: pack.head.validity.from,
        validTo: pack.head.validity.to,
        levels: levelInfos(policy),
        review: policy.review,
      }
    })
}

/** The installed pack, for a map that has no edition yet. */
export const policyForReview = async (name: string): Promise<RiskPolicy> => riskPolicyOf(await loadPack(name))

/** Hash of the installed pack of this very version; null when it is not installed or another version is. */
export async function installedHash(version: string): Promise<string | null> {
  const [id = ''] = version.split('@')
  if (!(await listPackIds()).includes(id)) return null
  const policy = riskPolicyOf(await loadPack(id))
  return policy.version === version ? sha256(canonicalJson(policy)) : null
}

registerSentences({
  'riskmap.pack-not-valid': {
    zh: '政策包 {pack} 的有效期为 {from} 至 {to}，不能用于 {on} 的风险图。',
    en: 'The pack {pack} is valid from {from} to {to}, not for a map of {on}.',
  },
  'riskmap.pack-changed': {
    zh: '政策包 {pack} 的内容与此前使用的不同。已使用的版本不得更改：请以新版本号发布。',
    en: 'The pack {pack} differs from what was used before under this version. A version in use never changes: give it a new number.',
  },
  'riskmap.policy-unknown': { zh: '没有保存政策包 {pack}。', en: 'The pack {pack} is not stored.' },
})
