// Reads one row of a file of counts.

import { holdsAtAny, countLevelOf } from './jurisdiction.ts'
import { readDay, type ReadDay } from './days.ts'
import { readFigure } from './figures.ts'
import { placeArea, type PlacedArea } from './areas.ts'
import { areaFinding, cellOf, finding, type CountItem, type Reading, type ReadRow, type RowFinding } from './row.ts'
import type { ImportField } from '../api-types.ts'

type Refusal = { outcome: 'refused'; item: null; findings: RowFinding[] }
const refuse = (...findings: RowFinding[]): Refusal => ({ outcome: 'refused', item: null, findings })

export function readCountRow(cells: readonly string[], reading: Reading): ReadRow<CountItem> {
  const remarks: RowFinding[] = []
  const city = cellOf(reading, cells, 'cityName')
  const county = cellOf(reading, cells, 'countyName')
  const town = cellOf(reading, cells, 'townName')
  const code = cellOf(reading, cells, 'regionCode')
  const areaField: ImportField = town ? 'townName' : county ? 'countyName' : city ? 'cityName' : 'regionCode'

  const dayText = cellOf(reading, cells, 'on')
  const read = dayText === '' ? null : readDay(dayText, reading.orders.on ?? 'auto')
  const onTotalRow = (): Refusal => refuse(finding('total-row', 'refused', areaField, town || county || city))
  const probe = placeArea({ code, city, county, town }, read?.ok ? read.value.day : reading.today, placing(reading))
  if (probe.kind === 'total') return onTotalRow()
  if (!read) return refuse(finding('date-missing', 'refused', 'on'))
  if (!read.ok) return refuse(finding(read.error, 'refused', 'on', dayText))
  remarks.push(...dayRemarks(read.value, 'on', dayText))
  const on = read.value.day
  if (on > reading.today) return refuse(finding('date-future', 'refused', 'on', dayText, { on, today: reading.today }))

  const figures = readFigures(cells, reading)
  if ('refusal' in figures) return refuse(figures.refusal, ...remarks)
  const base = { on, ...figures.item, area: '' }
  return place(probe, base, figures.doubt, remarks, reading, areaField)
}

export const placing = (reading: Reading) => ({
  book: reading.book,
  rules: reading.mapping.areas,
  fixed: reading.mapping.regionCode,
  countyColumn: reading.at.countyName !== undefined || reading.at.townName !== undefined,
})

export function dayRemarks(read: ReadDay, field: ImportField, text: string): RowFinding[] {
  return read.remark ? [finding(read.remark, 'stored', field, text, { on: read.day })] : []
}

type Figures = Pick<CountItem, 'confirmed' | 'imported' | 'cumulative'>

function readFigures(
  cells: readonly string[],
  reading: Reading,
): { refusal: RowFinding } | { item: Figures; doubt: RowFinding | null } {
  const cumulative = reading.at.confirmed === undefined
  const field: ImportField = cumulative ? 'cumulativeConfirmed' : 'confirmed'
  const importedField: ImportField = cumulative ? 'cumulativeImported' : 'imported'
  const text = cellOf(reading, cells, field)
  const confirmed = readFigure(text)
  if (!confirmed.ok) return { refusal: finding(confirmed.error, 'refused', field, text) }
  const importedText = cellOf(reading, cells, importedField)
  const imported = importedText === '' ? null : readFigure(importedText)
  if (imported && !imported.ok) return { refusal: finding(imported.error, 'refused', importedField, importedText) }
  const item: Figures = { confirmed: confirmed.value, imported: imported?.value ?? null, cumulative }
  return { item, doubt: doubtOf(item, field, importedField) }
}

function doubtOf(item: Figures, field: ImportField, importedField: ImportField): RowFinding | null {
  const { confirmed, imported, cumulative } = item
  if (confirmed < 0 && cumulative) return finding('cumulative-negative', 'refused', field, String(confirmed))
  if (confirmed < 0) return finding('figure-negative', 'parked', field, String(confirmed), { confirmed })
  if (imported !== null && imported < 0)
    return finding('imported-negative', 'parked', importedField, String(imported), { confirmed, imported })
  if (imported !== null && imported > confirmed)
    return finding('imported-over-confirmed', 'parked', importedField, String(imported), { confirmed, imported })
  return null
}

function place(
  placed: PlacedArea,
  base: Figures & { on: CountItem['on']; area: string },
  doubt: RowFinding | null,
  remarks: RowFinding[],
  reading: Reading,
  field: ImportField,
): ReadRow<CountItem> {
  const nowhere = { regionCode: null, regionPath: null, level: null, scope: 'whole' as const }
  switch (placed.kind) {
    case 'total':
      return refuse(finding('total-row', 'refused', field))
    case 'refused':
      return refuse(finding('area-refused', 'refused', field, placed.area, { area: placed.area }), ...remarks)
    case 'fault':
      return {
        outcome: 'parked',
        item: { ...nowhere, ...base, area: placed.area },
        findings: [areaFinding(placed, base.on, field), ...remarks],
      }
    case 'placed':
    case 'unplaced': {
      const { division } = placed
      const level = countLevelOf(division.level)
      if (!level || (placed.kind === 'unplaced' && level === 'town'))
        return refuse(finding('level-not-counted', 'refused', field, division.code, { name: division.name.zh }))
      if (!holdsAtAny(reading.scopes, division.path))
        return refuse(finding('outside-jurisdiction', 'refused', field, division.code, { name: division.name.zh }))
      const item: CountItem = {
        ...base,
        regionCode: division.code,
        regionPath: division.path,
        level,
        scope: placed.kind === 'unplaced' ? 'unplaced' : 'whole',
        area: placed.area,
      }
      if (placed.area)
        remarks.push(
          finding(placed.kind === 'unplaced' ? 'area-kept' : 'area-assigned', 'stored', field, placed.area, {
            area: placed.area,
            name: division.name.zh,
            nameEn: division.name.en,
          }),
        )
      if (!doubt) return { outcome: 'ready', item, findings: remarks }
      if (doubt.outcome === 'refused') return refuse(doubt, ...remarks)
      return { outcome: 'parked', item, findings: [doubt, ...remarks] }
    }
  }
}
