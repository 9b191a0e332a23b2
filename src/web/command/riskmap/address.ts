// Which map, which edition, where, and whose panel: all of it in the address, so that a link opens this map, this
// day, this county. Absent values mean the account's own map, the edition in force, the whole of it, no panel.

import { useCallback } from 'react'
import { useSearchParams } from 'react-router'
import { tiers, type Tier } from '#modules/riskmap/api.ts'

export type Series = { root: string; tier: Tier }

/** "330000.county" */
export const seriesKey = ({ root, tier }: Series): string => `${root}.${tier}`

export function seriesOf(key: string): Series | null {
  const [root, tier] = key.split('.')
  const known = tiers.find((one) => one === tier)
  return root && known ? { root, tier: known } : null
}

const names = ['map', 'edition', 'at', 'place'] as const
type MapAddress = Partial<Record<(typeof names)[number], string>>
type Change = Partial<Record<(typeof names)[number], string | null>>

export function useMapAddress() {
  const [params, setParams] = useSearchParams()
  const address: MapAddress = {}
  for (const name of names) {
    const value = params.get(name)
    if (value) address[name] = value
  }
  const go = useCallback(
    (change: Change, push = false) => setParams((before) => changed(before, change), { replace: !push }),
    [setParams],
  )
  /** Address of another screen of the map with the same map and edition. */
  const to = (page: string, change: Change = {}): string => {
    const query = changed(params, change).toString()
    return `/riskmap${page ? `/${page}` : ''}${query ? `?${query}` : ''}`
  }
  return { address, go, to }
}

function changed(before: URLSearchParams, change: Change): URLSearchParams {
  const after = new URLSearchParams()
  for (const name of names) {
    const value = name in change ? change[name] : before.get(name)
    if (value) after.set(name, value)
  }
  return after
}
