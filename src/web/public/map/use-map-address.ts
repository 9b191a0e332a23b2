// The address says which map, which day, which county: a link opens exactly that.

import { useUrlValues } from '#kit/url-state.ts'
import type { Tier } from '../data.ts'

export function useMapAddress() {
  const [url, setUrl] = useUrlValues(['root', 'tier', 'edition', 'place', 'view'])
  const tier: Tier = url.tier === 'town' ? 'town' : 'county'
  return { ...url, tier, view: url.view === 'list' ? ('list' as const) : ('map' as const), setUrl }
}

/** The address of this map, this day, this county, in nobody's language in particular. */
export function addressOf(id: string, place: string | undefined, root: string | undefined, tier: Tier): string {
  const url = new URL('/', location.origin)
  if (root) url.searchParams.set('root', root)
  if (tier === 'town') url.searchParams.set('tier', tier)
  url.searchParams.set('edition', id)
  if (place) url.searchParams.set('place', place)
  return url.href
}
