// Clusters of a day: found by the policy's rule in the line list, declared by people, without those they dismissed.

import { day } from '#base/dates.ts'
import type { Work } from '#storage/work.ts'
import type { Cluster, UnitKind } from '../api-types.ts'
import { findClusters, type ClusterRule } from '../rules.ts'
import { findClusterCases, findJudgements, findToldCounties, type ClusterCase } from './store.ts'

export type ClustersAsked = { on: string; knownAt?: string | undefined; rule: ClusterRule }

/** `told`: counties that name units at all; elsewhere nobody has said whether there are clusters. */
export type ClustersFound = { clusters: Cluster[]; told: string[] }

export async function clustersOf(work: Work, asked: ClustersAsked): Promise<ClustersFound> {
  const now = work.clock.now().toISOString()
  const knownAt = asked.knownAt === undefined || asked.knownAt >= now ? null : asked.knownAt
  const cases = await findClusterCases(work.db, { on: asked.on, knownAt, minimumCases: asked.rule.minimumCases })
  const judged = await findJudgements(work.db, knownAt ?? now)
  const dismissed = new Set(judged.filter(({ verdict }) => verdict === 'dismissed').map(({ key }) => key))
  const active = new Set(judged.filter(({ verdict }) => verdict === 'declared').map(({ id }) => id))
  const free = cases.filter(({ clusterId }) => clusterId === null || !active.has(clusterId))
  const clusters = [
    ...declared(cases, judged, asked.on),
    ...detected(free, asked).filter(({ key }) => !dismissed.has(key)),
  ]
  clusters.sort((a, b) => (a.reportedOn < b.reportedOn ? 1 : a.reportedOn > b.reportedOn ? -1 : a.key < b.key ? -1 : 1))
  return { clusters, told: await findToldCounties(work.db) }
}

function declared(
  cases: readonly ClusterCase[],
  judged: Awaited<ReturnType<typeof findJudgements>>,
  on: string,
): Cluster[] {
  return judged.flatMap((one) => {
    const own = cases.filter(({ clusterId }) => clusterId === one.id)
    if (one.verdict !== 'declared' || own.length === 0 || (one.reportedOn !== null && one.reportedOn > on)) return []
    const days = own.map(({ confirmedOn }) => confirmedOn).toSorted()
    return [
      {
        key: one.id,
        basis: 'declared' as const,
        regionCode: one.regionCode,
        regionPath: one.regionPath,
        unit: { kind: one.unitKind, name: one.unitName },
        cases: own.length,
        firstCaseOn: days[0]!,
        lastCaseOn: days.at(-1)!,
        reportedOn: one.reportedOn ?? days[0]!,
        caseIds: own.map(({ id }) => id).toSorted(),
      },
    ]
  })
}

function detected(cases: readonly ClusterCase[], asked: ClustersAsked): Cluster[] {
  const free = cases.filter((one) => one.unitName !== null && one.unitKind !== null)
  const byId = new Map(free.map((one) => [one.id, one]))
  const inUnits = free.map((one) => ({
    id: one.id,
    unit: `${countyOf(one.regionPath)}|${one.unitKind}|${one.unitName}`,
    confirmedOn: day(one.confirmedOn),
  }))
  return findClusters(inUnits, asked.rule, day(asked.on)).map(({ unit, ...found }) => {
    const own = found.caseIds.map((id) => byId.get(id)!)
    const regionPath = commonPath(own.map((one) => one.regionPath))
    const [, kind, ...name] = unit.split('|')
    return {
      key: `${unit}|${found.firstCaseOn}`,
      basis: 'detected' as const,
      regionCode: regionPath.split('/').at(-2)!,
      regionPath,
      unit: { kind: kind as UnitKind, name: name.join('|') },
      cases: own.length,
      ...found,
    }
  })
}

const countyOf = (path: string): string => path.split('/')[2] ?? ''

/** The town if all cases are in one, else the county. */
export function commonPath(paths: readonly string[]): string {
  const [first = '', ...others] = paths
  const codes = first.split('/').filter(Boolean)
  const length = codes.findIndex(
    (_, at) => !others.every((path) => path.startsWith(`${codes.slice(0, at + 1).join('/')}/`)),
  )
  return (length === -1 ? codes : codes.slice(0, length)).map((code) => `${code}/`).join('')
}
