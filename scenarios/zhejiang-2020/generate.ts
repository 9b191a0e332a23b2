// Generates the scenario's cases: for every county a line of cases whose total and end agree with the published
// facts where there are any, and with the official colour elsewhere. Deterministic: the same cases every time.
// What is generated is illustrative; only the figures in published.ts are facts.

import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { addDays, day, daysBetween, eachDay, type Day } from '#base/dates.ts'
import { officialOn9February, publishedTotals, type Colour } from './published.ts'

export type GeneratedCase = {
  /** Town of the case where its county has towns, else the county. */
  regionCode: string
  reference: string
  sex: 'female' | 'male'
  age: number
  origin: 'imported' | 'local'
  /** Place visited before falling ill, for imported cases. */
  visited: string | null
  /** Household, workplace or other unit where local cases cluster. */
  unit: string | null
  onsetOn: Day
  sampledOn: Day
  reportedOn: Day
  confirmedOn: Day
}

type County = { code: string; name: string; towns: readonly string[] }
type Plan = { total: number; first: Day; last: Day; importedShare: number }
type Draw = (from: number, to: number) => number

const peak = day('2020-01-30')

const shortName = (name: string): string => (name.length > 2 ? name.replace(/(畲族自治县|新区|区|县|市)$/, '') : name)

function drawer(seed: number): Draw {
  const generator = xoroshiro128plus(seed)
  return (from, to) => uniformInt(generator, from, to)
}

const colours = new Map(
  Object.entries(officialOn9February).flatMap(([colour, names]) =>
    names.split(' ').map((name) => [name, colour as Colour] as const),
  ),
)
const totals = new Map(publishedTotals.flatMap(({ totals: byName }) => Object.entries(byName)))

/** Range of a county's cases by its colour, where its city published no figure; and how long its cases went on. */
const byColour: Record<Colour, { total: [number, number]; last: [string, string]; importedShare: number }> = {
  red: { total: [150, 170], last: ['2020-02-15', '2020-02-17'], importedShare: 0.4 },
  orange: { total: [30, 42], last: ['2020-02-10', '2020-02-15'], importedShare: 0.3 },
  yellow: { total: [15, 24], last: ['2020-02-08', '2020-02-13'], importedShare: 0.35 },
  blue: { total: [1, 9], last: ['2020-01-29', '2020-02-08'], importedShare: 0.6 },
  green: { total: [0, 0], last: ['2020-01-29', '2020-01-29'], importedShare: 0 },
}

function planFor(name: string, draw: Draw): Plan | null {
  const colour = colours.get(name)
  if (!colour || colour === 'green') return null
  const { total, last, importedShare } = byColour[colour]
  const [from, to] = [day(last[0]), day(last[1])]
  const cases = totals.get(name) ?? draw(...total)
  const end = addDays(from, draw(0, daysBetween(from, to)))
  const first = addDays(day('2020-01-19'), draw(0, cases > 9 ? 3 : 8))
  return { total: cases, first, last: end < first ? first : end, importedShare }
}

/** Days of confirmation: a bell around the province's peak, the first and the last day always taken. */
function confirmationDays(plan: Plan, draw: Draw): Day[] {
  const span = eachDay(plan.first, plan.last)
  const weights = span.map((on) => Math.round(1000 * Math.exp(-((daysBetween(peak, on) / 5.5) ** 2) / 2)) + 5)
  const sum = weights.reduce((whole, weight) => whole + weight, 0)
  const days = [plan.last, plan.first].slice(0, plan.total)
  while (days.length < plan.total) {
    let left = draw(0, sum - 1)
    days.push(span[weights.findIndex((weight) => (left -= weight) < 0)]!)
  }
  return days.toSorted()
}

export function generateCases(counties: readonly County[]): GeneratedCase[] {
  return counties.flatMap(({ code, name, towns }) => {
    const draw = drawer(Number(code))
    const plan = planFor(shortName(name), draw)
    if (!plan) return []
    let household = 0
    return confirmationDays(plan, draw).map((confirmedOn, at): GeneratedCase => {
      // Imports come early: their share falls from the first case to the last.
      const imported =
        draw(0, 99) < 100 * Math.min(1, plan.importedShare * (1.6 - (1.2 * at) / Math.max(1, plan.total - 1)))
      if (!imported && draw(0, 2) === 0) household += 1
      const sampledOn = addDays(confirmedOn, -draw(1, 2))
      return {
        regionCode: towns.length > 0 ? towns[Math.min(draw(0, towns.length - 1), draw(0, towns.length - 1))]! : code,
        reference: `ZJ-${code}-${String(at + 1).padStart(3, '0')}`,
        sex: draw(0, 1) === 0 ? 'female' : 'male',
        age: Math.min(92, 4 + draw(0, 34) + draw(0, 34)),
        origin: imported ? 'imported' : 'local',
        visited: imported ? ['武汉市', '黄冈市', '孝感市', '荆州市'][Math.min(3, draw(0, 6))]! : null,
        unit: !imported && household > 0 ? `${shortName(name)}家庭${household}` : null,
        onsetOn: addDays(sampledOn, -draw(1, 6)),
        sampledOn,
        reportedOn: confirmedOn,
        confirmedOn,
      }
    })
  })
}
