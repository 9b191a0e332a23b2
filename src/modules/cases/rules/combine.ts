// One figure per region and day out of several tellings: the line list, and counts of several sources at
// several levels. Rules (docs/decisions/0021): of the sources that tell of a region, the first in rank is used
// for the whole region; against the line list the larger figure of a day is used, so that neither a lagging
// count nor an incomplete list makes a place look safer than it is; every difference is reported.

import type { CountDifference, CountLevel, CountScope, DailyCount, SourcePreference } from '../api-types.ts'

/** A stored figure, or cases of the line list counted; `path` leads to the region. */
export type Told = {
  path: string
  scope: CountScope
  on: string
  confirmed: number
  imported: number | null
}
export type SourceTold = Told & { source: string }

export type Combined = { days: DailyCount[]; unplaced: DailyCount[]; differences: CountDifference[] }

const depthOf: Record<CountLevel, number> = { province: 1, city: 2, county: 3, town: 4 }

const depth = (path: string): number => path.split('/').length - 1
const cut = (path: string, to: number): string => `${path.split('/').slice(0, to).join('/')}/`
const codeOf = (path: string): string => path.split('/').at(-2)!

type Figure = { confirmed: number; imported: number | null }

const add = (a: Figure | undefined, b: Figure): Figure =>
  a
    ? {
        confirmed: a.confirmed + b.confirmed,
        imported: a.imported === null || b.imported === null ? null : a.imported + b.imported,
      }
    : { confirmed: b.confirmed, imported: b.imported }

/** Figures of one source by region path of the asked depth, then by day. `rest` holds what no such region has. */
type Rolled = { at: Map<string, Map<string, Figure>>; rest: Map<string, Map<string, Figure>> }

/**
 * Brings the figures of one source to one level. A region's own figure (whole) is used where it exists on that day,
 * else the sum of its parts and of what is in none of them (unplaced).
 */
export function rollUp(figures: readonly Told[], level: CountLevel): Rolled {
  const wanted = depthOf[level]
  const rolled: Rolled = { at: new Map(), rest: new Map() }
  const put = (into: Rolled['at'], path: string, on: string, figure: Figure): void => {
    let days = into.get(path)
    if (!days) into.set(path, (days = new Map()))
    days.set(on, add(days.get(on), figure))
  }
  const whole = new Set(figures.filter(({ scope }) => scope === 'whole').map(({ path, on }) => `${path}|${on}`))
  for (const figure of figures) {
    const at = depth(figure.path)
    if (at < wanted) {
      if (figure.scope === 'unplaced') put(rolled.rest, figure.path, figure.on, figure)
      continue
    }
    if (coveredAbove(figure, wanted, whole)) continue
    put(rolled.at, cut(figure.path, wanted), figure.on, figure)
  }
  addRemainders(figures, rolled, wanted, put)
  return rolled
}

/** True when a region between the asked depth and this figure has told its own whole figure of that day. */
function coveredAbove(figure: Told, wanted: number, whole: ReadonlySet<string>): boolean {
  const at = depth(figure.path)
  if (figure.scope === 'unplaced' && whole.has(`${figure.path}|${figure.on}`)) return true
  for (let above = wanted; above < at; above++) {
    if (whole.has(`${cut(figure.path, above)}|${figure.on}`)) return true
  }
  return false
}

/** A region above the asked level that told more than its parts: the remainder is in none of them. */
function addRemainders(
  figures: readonly Told[],
  rolled: Rolled,
  wanted: number,
  put: (into: Rolled['at'], path: string, on: string, figure: Figure) => void,
): void {
  const placed = new Map<string, number>()
  const count = (path: string, on: string, confirmed: number): void => {
    for (let above = 1; above < wanted; above++) {
      const key = `${cut(path, above)}|${on}`
      placed.set(key, (placed.get(key) ?? 0) + confirmed)
    }
  }
  for (const [path, days] of rolled.at) for (const [on, figure] of days) count(path, on, figure.confirmed)
  for (const [path, days] of rolled.rest)
    for (const [on, figure] of days) {
      for (let above = 1; above <= depth(path); above++) {
        const key = `${cut(path, above)}|${on}`
        placed.set(key, (placed.get(key) ?? 0) + figure.confirmed)
      }
    }
  const above = figures
    .filter(({ scope, path }) => scope === 'whole' && depth(path) < wanted)
    .toSorted((a, b) => depth(b.path) - depth(a.path))
  for (const figure of above) {
    const already = placed.get(`${figure.path}|${figure.on}`) ?? 0
    const left = figure.confirmed - already
    if (left <= 0) continue
    put(rolled.rest, figure.path, figure.on, { confirmed: left, imported: null })
    for (let up = 1; up <= depth(figure.path); up++) {
      const key = `${cut(figure.path, up)}|${figure.on}`
      placed.set(key, (placed.get(key) ?? 0) + left)
    }
  }
}

/** Every region and day once. `ranked` is the order of the sources; an unranked one comes last, by name. */
export function combineCounts(
  lineList: readonly Told[],
  counts: readonly SourceTold[],
  given: { level: CountLevel; preference: SourcePreference; ranked: readonly string[] },
): Combined {
  const sources = [...new Set(counts.map(({ source }) => source))].toSorted(
    (a, b) => rank(given.ranked, a) - rank(given.ranked, b) || (a < b ? -1 : 1),
  )
  const rolled = sources.map((source) => ({
    source,
    ...rollUp(
      counts.filter((told) => told.source === source),
      given.level,
    ),
  }))
  const list = rollUp(lineList, given.level)
  const differences: CountDifference[] = []
  const days = merge(
    list.at,
    rolled.map(({ source, at }) => ({ source, at })),
    given.preference,
    differences,
  )
  const unplaced = merge(
    list.rest,
    rolled.map(({ source, rest }) => ({ source, at: rest })),
    given.preference,
    [],
  )
  return { days, unplaced, differences }
}

const rank = (ranked: readonly string[], source: string): number => {
  const at = ranked.indexOf(source)
  return at === -1 ? ranked.length : at
}

function merge(
  list: Rolled['at'],
  sources: readonly { source: string; at: Rolled['at'] }[],
  preference: SourcePreference,
  differences: CountDifference[],
): DailyCount[] {
  const found: DailyCount[] = []
  const paths = new Set([...list.keys(), ...sources.flatMap(({ at }) => [...at.keys()])])
  for (const path of [...paths].toSorted()) {
    const told = sources.find(({ at }) => at.has(path))
    const listed = list.get(path)
    const days = new Set([...(listed?.keys() ?? []), ...(told?.at.get(path)?.keys() ?? [])])
    for (const on of [...days].toSorted()) {
      const ofList = listed?.get(on)
      const ofCounts = told?.at.get(path)?.get(on)
      const useList = chooseList(ofList, ofCounts, preference)
      const figure = (useList ? ofList : ofCounts)!
      const regionCode = codeOf(path)
      found.push({ regionCode, on, ...figure, from: useList ? 'line-list' : told!.source })
      if (listed && told && (ofList?.confirmed ?? 0) !== (ofCounts?.confirmed ?? 0))
        differences.push({
          regionCode,
          on,
          lineList: ofList?.confirmed ?? 0,
          counts: ofCounts?.confirmed ?? 0,
          source: told.source,
          used: useList ? 'line-list' : 'counts',
        })
    }
  }
  return found
}

function chooseList(list: Figure | undefined, counts: Figure | undefined, preference: SourcePreference): boolean {
  if (!list) return false
  if (!counts) return true
  if (preference === 'line-list') return true
  if (preference === 'counts') return false
  return list.confirmed > counts.confirmed || (list.confirmed === counts.confirmed && counts.imported === null)
}
