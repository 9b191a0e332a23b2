// Compares the maps of two packs on the same counts: which places change, and which reasons make the difference.

import { canonicalJson } from '#base/json.ts'
import type { Text } from '#base/text.ts'
import type { RiskPolicy } from '#policy/riskmap-schema.ts'
import type { Rating, Reason } from './api-types.ts'
import type { Place, RatedPlace } from './rate-file.ts'

type MapChange = {
  code: string
  name: Text
  before: { level: string; name: Text }
  after: { level: string; name: Text }
  /** Reasons given only by the old pack, and only by the new one. */
  noLonger: Text[]
  now: Text[]
}

export type MapComparison = { from: string; to: string; rated: number; changes: MapChange[] }

export function compareMaps(
  before: readonly RatedPlace[],
  after: readonly RatedPlace[],
  from: RiskPolicy,
  to: RiskPolicy,
): MapComparison {
  const later = new Map(after.map(({ place, rating }) => [place.code, rating]))
  const changes = before.flatMap(({ place, rating }): MapChange[] => {
    const other = later.get(place.code)
    return other && other.level !== rating.level ? [changeOf(place, rating, other, from, to)] : []
  })
  return { from: from.version, to: to.version, rated: before.length, changes }
}

function changeOf(place: Place, before: Rating, after: Rating, from: RiskPolicy, to: RiskPolicy): MapChange {
  return {
    code: place.code,
    name: place.name,
    before: { level: before.level, name: nameOf(from, before.level) },
    after: { level: after.level, name: nameOf(to, after.level) },
    noLonger: onlyIn(before, after),
    now: onlyIn(after, before),
  }
}

const nameOf = (policy: RiskPolicy, level: string): Text =>
  policy.levels.find((candidate) => candidate.id === level)?.name ?? { zh: level, en: level }

const onlyIn = (own: Rating, other: Rating): Text[] =>
  own.because
    .filter((reason) => !other.because.some((counterpart) => saysTheSame(reason, counterpart)))
    .map((reason) => reason.text)

/** The same sentence of the same rule on the same figures, whatever level it ends in: that differs by itself. */
const saysTheSame = (a: Reason, b: Reason): boolean =>
  a.rule === b.rule && a.key === b.key && figuresIn(a) === figuresIn(b)

const namesOfLevels = new Set(['level', 'from', 'to', 'base'])

const figuresIn = ({ evidence }: Reason): string =>
  canonicalJson(Object.fromEntries(Object.entries(evidence).filter(([name]) => !namesOfLevels.has(name))))
