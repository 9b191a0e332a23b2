// What reading one row gives: an item to store, or none, and the findings that say why. At most one finding parks or
// refuses a row: the first that stands in the way. Remarks beside it tell how something was understood.

import type { Day } from '#base/dates.ts'
import type { CaseOrigin, CaseState, CountLevel, CountScope, UnitKind } from '../../api-types.ts'
import type { ImportField, Mapping, RowOutcome } from '../api-types.ts'
import type { Reason } from '../texts.ts'
import type { PlacedArea, RegionBook } from './areas.ts'
import type { DateOrder } from './days.ts'

export type RowFinding = {
  field: ImportField | null
  value: string | null
  reason: Reason
  outcome: RowOutcome
  facts: Record<string, string | number>
}

export type CountItem = {
  regionCode: string | null
  regionPath: string | null
  level: CountLevel | null
  scope: CountScope
  /** The file's own name of an area that was assigned or kept; '' where the row names a division. */
  area: string
  on: Day
  confirmed: number
  imported: number | null
  cumulative: boolean
}

export type CaseItem = {
  regionCode: string | null
  regionPath: string | null
  area: string
  reference: string | null
  personLabel: string | null
  sex: 'female' | 'male' | 'unknown'
  ageYears: number | null
  onsetOn: Day | null
  sampledOn: Day | null
  reportedOn: Day
  confirmedOn: Day | null
  outcomeOn: Day | null
  state: CaseState
  origin: CaseOrigin
  placesVisited: string[]
  unitKind: UnitKind | null
  unitName: string | null
}

export type ReadRow<Item> = {
  outcome: 'ready' | 'parked' | 'refused'
  item: Item | null
  findings: RowFinding[]
}

export type Reading = {
  mapping: Mapping
  /** Field → place of its column in a row. */
  at: Partial<Record<ImportField, number>>
  orders: Partial<Record<ImportField, DateOrder>>
  book: RegionBook
  today: Day
  /** Jurisdiction of whoever imports. */
  scopes: readonly string[]
}

export const cellOf = (reading: Reading, cells: readonly string[], field: ImportField): string => {
  const at = reading.at[field]
  return at === undefined ? '' : (cells[at] ?? '').trim()
}

export const finding = (
  reason: Reason,
  outcome: RowOutcome,
  field: ImportField | null = null,
  value: string | null = null,
  facts: Record<string, string | number> = {},
): RowFinding => ({ field, value, reason, outcome, facts: { value: value ?? '', ...facts } })

/** The finding of an area that is no division of the day, with what a person needs to decide. */
export function areaFinding(placed: Extract<PlacedArea, { kind: 'fault' }>, on: Day, field: ImportField): RowFinding {
  const { fault, area, city, other } = placed
  return finding(fault, 'parked', field, area, {
    area: area || '–',
    on,
    city: city?.name.zh ?? '–',
    cityCode: city?.code ?? '',
    other: other ? `${other.name.zh} ${other.code}` : '–',
    otherEn: other ? `${other.name.en} ${other.code}` : '–',
    from: other?.validFrom ?? '–',
    to: other?.validTo ?? '…',
  })
}
