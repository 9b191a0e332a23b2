// People's word on clusters: these cases are one, or that found one is none.

import { holdsAt } from '#base/actor.ts'
import { dayOf } from '#base/dates.ts'
import { forbidden, notFound, refused } from '#base/errors.ts'
import { newId } from '#base/ids.ts'
import type { Work } from '#storage/work.ts'
import type { Cluster, UnitKind } from '../api-types.ts'
import { lockCases, replaceCase } from '../store.ts'
import { clustersOf, commonPath } from './find.ts'
import { endJudgement, findJudgements, insertJudgement } from './store.ts'

export async function declareCluster(
  work: Work,
  given: { caseIds: string[]; unit: { kind: UnitKind; name: string }; reportedOn: string; reason: string },
): Promise<Cluster> {
  const cases = await lockCases(work.db, [...new Set(given.caseIds)])
  const usable = cases.filter((one) => one.state !== 'ruled-out' && one.confirmedOn !== null)
  const missing = given.caseIds.filter((id) => !usable.some((one) => one.id === id))
  if (missing.length > 0) throw notFound('cases.cluster-cases-missing', { ids: missing.slice(0, 5) })
  const standing = await findJudgements(work.db, work.clock.now().toISOString())
  const taken = usable.filter((one) =>
    standing.some(({ id, verdict }) => verdict === 'declared' && id === one.clusterId),
  )
  if (taken.length > 0)
    throw refused('cases.cluster-taken', { ids: taken.map((one) => one.reference ?? one.id).slice(0, 5) })
  const regionPath = commonPath(usable.map((one) => one.regionPath))
  if (!holdsAt(work.actor, 'cases.resolve', regionPath))
    throw forbidden('cases.outside-jurisdiction', { regionName: regionPath })
  const id = newId()
  const now = work.clock.now().toISOString()
  await insertJudgement(work.db, {
    id,
    key: id,
    verdict: 'declared',
    regionCode: regionPath.split('/').at(-2) ?? '',
    regionPath,
    unitKind: given.unit.kind,
    unitName: given.unit.name,
    reportedOn: given.reportedOn,
    reason: given.reason,
    knownFrom: now,
    knownBy: work.actor.name,
  })
  for (const one of usable) {
    await replaceCase(work.db, {
      ...one,
      clusterId: id,
      batchId: null,
      version: one.version + 1,
      knownFrom: now,
      knownBy: work.actor.name,
      change: 'clustered',
      changeReason: given.reason,
    })
    work.touched('case', one.id, one.regionPath)
  }
  await changed(work, id, regionPath)
  const { clusters } = await clustersOf(work, {
    on: dayOf(work.clock.now()),
    rule: { minimumCases: 2, withinDays: 14 },
  })
  const made = clusters.find(({ key }) => key === id)
  if (!made) throw notFound('cases.cluster-unknown')
  return made
}

/** A declared cluster ends; a detected one is remembered as none. */
export async function dismissCluster(work: Work, given: { key: string; reason: string }): Promise<{ key: string }> {
  const now = work.clock.now().toISOString()
  const declared = (await findJudgements(work.db, now)).find(
    (one) => one.verdict === 'declared' && one.key === given.key,
  )
  if (declared) {
    await endJudgement(work.db, declared.id, now)
    await changed(work, given.key, declared.regionPath)
    return { key: given.key }
  }
  const { clusters } = await clustersOf(work, {
    on: dayOf(work.clock.now()),
    rule: { minimumCases: 2, withinDays: 14 },
  })
  const found = clusters.find(({ key }) => key === given.key)
  if (!found) throw notFound('cases.cluster-unknown')
  if (!holdsAt(work.actor, 'cases.resolve', found.regionPath))
    throw forbidden('cases.outside-jurisdiction', { regionName: found.regionCode })
  await insertJudgement(work.db, {
    id: newId(),
    key: given.key,
    verdict: 'dismissed',
    regionCode: found.regionCode,
    regionPath: found.regionPath,
    unitKind: found.unit.kind,
    unitName: found.unit.name,
    reportedOn: null,
    reason: given.reason,
    knownFrom: now,
    knownBy: work.actor.name,
  })
  await changed(work, given.key, found.regionPath)
  return { key: given.key }
}

async function changed(work: Work, key: string, regionPath: string): Promise<void> {
  work.touched('cluster', key, regionPath)
  await work.record({ kind: 'cases.clusters-changed', subject: key, data: { regionPath } })
}
