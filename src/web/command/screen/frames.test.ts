import { describe, expect, it } from 'vitest'
import type { Publication, RatedRegion } from '#modules/riskmap/api.ts'
import { framesOf } from './frames.ts'

const edition = (id: string) => ({ id }) as Publication
const region = (code: string, parent: string) => ({ code, parent: { code: parent } }) as RatedRegion
const regions = [region('330382', '330300'), region('330102', '330100'), region('330302', '330300')]

describe('what the big screen shows in turn', () => {
  it('begins with the map in force, then every city once, then the past editions in their order', () => {
    const frames = framesOf(['a', 'b', 'c'].map(edition), regions)
    expect(frames.map(({ editionId, city }) => city ?? editionId)).toEqual(['c', '330100', '330300', 'a', 'b'])
  })

  it('does not zoom into the only city there is', () => {
    expect(framesOf([edition('a')], [region('330382', '330300')]).map(({ city }) => city)).toEqual([null])
  })

  it('shows nothing where nothing was published', () => {
    expect(framesOf([], regions)).toEqual([])
  })

  it('stays longest on the map in force', () => {
    const [now, ...others] = framesOf(['a', 'b'].map(edition), regions)
    expect(others.length).toBeGreaterThan(0)
    for (const other of others) expect(other.milliseconds).toBeLessThan(now!.milliseconds)
  })
})
