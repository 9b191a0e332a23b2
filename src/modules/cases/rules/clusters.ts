// Clusters: at least so many confirmed cases within so many days in one unit (household, workplace, site, school …).
// The numbers are the policy pack's: two cases in the early protocols, five since September 2020, within 14 days.

import { addDays, type Day } from '#base/dates.ts'

export type ClusterRule = { minimumCases: number; withinDays: number }

export type UnitCase = { id: string; unit: string; confirmedOn: Day }

export type FoundCluster = {
  unit: string
  caseIds: string[]
  firstCaseOn: Day
  lastCaseOn: Day
  /** The day on which the rule was first met. */
  reportedOn: Day
}

/**
 * Groups the cases of each unit into clusters: cases chained by no gap longer than the window belong together, and the
 * chain is a cluster once some window of the rule's length holds the minimum. Cases after `on` are not known yet.
 */
export function findClusters(cases: readonly UnitCase[], rule: ClusterRule, on: Day): FoundCluster[] {
  const byUnit = new Map<string, UnitCase[]>()
  for (const one of cases) {
    if (one.confirmedOn > on) continue
    const group = byUnit.get(one.unit)
    if (group) group.push(one)
    else byUnit.set(one.unit, [one])
  }
  const found: FoundCluster[] = []
  for (const [unit, group] of byUnit) {
    group.sort((a, b) =>
      a.confirmedOn < b.confirmedOn ? -1 : a.confirmedOn > b.confirmedOn ? 1 : a.id < b.id ? -1 : 1,
    )
    for (const chain of chains(group, rule.withinDays)) {
      const reportedOn = ruleMetOn(chain, rule)
      if (!reportedOn) continue
      found.push({
        unit,
        caseIds: chain.map(({ id }) => id),
        firstCaseOn: chain[0]!.confirmedOn,
        lastCaseOn: chain.at(-1)!.confirmedOn,
        reportedOn,
      })
    }
  }
  return found
}

/** Within n days: the first and the last day of a window are n − 1 days apart. */
const inWindow = (from: Day, to: Day, days: number): boolean => to < addDays(from, days)

function chains(sorted: readonly UnitCase[], withinDays: number): UnitCase[][] {
  const all: UnitCase[][] = []
  for (const one of sorted) {
    const last = all.at(-1)
    if (last && inWindow(last.at(-1)!.confirmedOn, one.confirmedOn, withinDays)) last.push(one)
    else all.push([one])
  }
  return all
}

function ruleMetOn(chain: readonly UnitCase[], rule: ClusterRule): Day | null {
  for (let last = rule.minimumCases - 1; last < chain.length; last++) {
    const first = chain[last - rule.minimumCases + 1]!
    if (inWindow(first.confirmedOn, chain[last]!.confirmedOn, rule.withinDays)) return chain[last]!.confirmedOn
  }
  return null
}
