// What the screens of the map ask the server. An edition that is in force can be superseded at any moment, so even
// published ones are asked again after half a minute; outlines of a day do not change.

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Topology } from 'topojson-specification'
import type { Publication } from '#modules/riskmap/api.ts'
import { publicStates } from '#modules/riskmap/rules/lifecycle.ts'
import { api } from '#kit/client.ts'
import { networkProblem, problemOfResponse } from '#kit/problem.ts'
import type { Series } from './address.ts'

const PUBLIC = [...publicStates]

/** Every map the account can see, newest day first: from it the choice of maps is made. */
export const useAllPublications = () => useQuery(api.riskmap.listPublications.queryOptions({ input: { limit: 400 } }))

/** Published editions of one map, the oldest first. */
export function useEditions(series: Series | null) {
  return useQuery(
    api.riskmap.listPublications.queryOptions({
      input: { ...(series ?? { root: '--' }), states: PUBLIC, limit: 200 },
      enabled: series !== null,
      select: ({ rows }) => rows.toReversed(),
    }),
  )
}

export const usePublication = (id: string | null | undefined) =>
  useQuery(
    api.riskmap.getPublication.queryOptions({
      input: { id: id ?? '' },
      enabled: Boolean(id),
      placeholderData: keepPreviousData,
    }),
  )

export const useRegionPanel = (id: string | null | undefined, code: string | null | undefined) =>
  useQuery(
    api.riskmap.getRegionOnMap.queryOptions({
      input: { id: id ?? '', code: code ?? '' },
      enabled: Boolean(id && code),
      placeholderData: keepPreviousData,
    }),
  )

export const useChangeList = (id: string | null | undefined) =>
  useQuery(api.riskmap.getChangeList.queryOptions({ input: { id: id ?? '' }, enabled: Boolean(id) }))

export const usePacks = () => useQuery(api.riskmap.listPacks.queryOptions({ staleTime: 10 * 60_000 }))

export const useChildren = (code: string | null | undefined, on: string | undefined) =>
  useQuery(
    api.regions.children.queryOptions({
      input: { code: code ?? '', ...(on ? { on } : {}) },
      enabled: Boolean(code),
      staleTime: 60 * 60_000,
    }),
  )

export const useAboutRegions = () => useQuery(api.regions.about.queryOptions({ staleTime: 60 * 60_000 }))

/** Shared borders of the counties on a day. */
export const useOutlines = (on: string | undefined) =>
  useQuery({
    queryKey: ['outlines', 'county', on],
    enabled: on !== undefined,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
    queryFn: async (): Promise<Topology> => {
      const response = await fetch(`/api/regions/outlines.topo.json?on=${on}&level=county`).catch(() => {
        throw networkProblem()
      })
      if (!response.ok) throw await problemOfResponse(response)
      return (await response.json()) as Topology
    },
  })

/** The town map that tells about a county on a day: the narrowest one that holds it, the newest not later than the day. */
export function townMapFor(all: readonly Publication[], countyPath: string, on: string): Publication | null {
  const found = all
    .filter((one) => one.tier === 'town' && one.on <= on && countyPath.startsWith(one.root.path))
    .filter(({ state }) => state === 'published' || state === 'superseded')
    .sort(
      (a, b) =>
        b.root.path.length - a.root.path.length || b.on.localeCompare(a.on) || (b.edition ?? 0) - (a.edition ?? 0),
    )
  return found[0] ?? null
}
