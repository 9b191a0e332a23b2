import { describe, expect, it } from 'vitest'
import { generateCases } from './generate.ts'
import { officialOn9February, publishedTotals } from './published.ts'

const names = Object.values(officialOn9February).flatMap((list) => list.split(' '))
const counties = names.map((name, at) => ({ code: String(330100 + at), name, towns: [] }))
const cases = generateCases(counties)
const of = (name: string) =>
  cases.filter((found) => found.regionCode === counties.find((county) => county.name === name)!.code)

describe('the generated cases', () => {
  it('knows all ninety counties once', () => {
    expect(new Set(names).size).toBe(90)
  })

  it('agrees with every published total', () => {
    for (const { totals } of publishedTotals)
      for (const [name, total] of Object.entries(totals)) expect(of(name).length, name).toBe(total)
  })

  it('has no case where there never was one, and one at least elsewhere', () => {
    const green = new Set(officialOn9February.green.split(' '))
    for (const name of names) expect(of(name).length > 0, name).toBe(!green.has(name))
  })

  it('is the same every time, and its days are in order', () => {
    expect(generateCases(counties)).toEqual(cases)
    for (const found of cases) {
      expect(found.onsetOn <= found.sampledOn && found.sampledOn <= found.confirmedOn, found.reference).toBe(true)
      expect(found.visited !== null, found.reference).toBe(found.origin === 'imported')
    }
  })
})
