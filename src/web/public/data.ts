// What the public page reads: files that everybody's caches may keep. Without a network the last copy the browser
// kept is shown, and said so.

import { queryOptions } from '@tanstack/react-query'
import type { Topology } from 'topojson-specification'
import type { PublicEdition, PublicEditions } from '#modules/riskmap/api.ts'
import { downloadPaths } from '#modules/riskmap/download-paths.ts'
import type { Text } from '#base/text.ts'
import { networkProblem, problemOf, problemOfResponse } from '#kit/problem.ts'

export type Kept<T> = { data: T; /** From the browser's own copy, because the network failed. */ kept: boolean }

async function read<T>(path: string): Promise<Kept<T>> {
  const get = async (init?: RequestInit): Promise<T> => {
    const response = await fetch(path, init)
    if (!response.ok) throw await problemOfResponse(response)
    return (await response.json()) as T
  }
  try {
    return { data: await get(), kept: false }
  } catch (error) {
    if (problemOf(error)) throw error
    // No answer at all: the browser's copy, however old.
    const data = await get({ cache: 'only-if-cached', mode: 'same-origin' }).catch(() => {
      throw networkProblem()
    })
    return { data, kept: true }
  }
}

const ROOT = 'wuse.root'

/** The place of the map when the address names none; remembered, so that the page opens without a network too. */
export const rootQuery = queryOptions({
  queryKey: ['root'],
  staleTime: Infinity,
  queryFn: async (): Promise<string> => {
    try {
      const { data } = await read<{ rootCode: string }>('/api/regions/about')
      localStorage.setItem(ROOT, data.rootCode)
      return data.rootCode
    } catch (error) {
      const known = localStorage.getItem(ROOT)
      if (known) return known
      throw error
    }
  },
})

export type Tier = 'county' | 'town'

export const editionsQuery = (root: string, tier: Tier) =>
  queryOptions({
    queryKey: ['editions', root, tier],
    queryFn: () => read<PublicEditions>(downloadPaths.editions(root, tier)),
    enabled: root !== '',
    refetchInterval: 60_000,
    select: ({ data, kept }) => ({
      kept,
      /** The oldest first. */
      editions: data.editions.toSorted((a, b) => (a.on === b.on ? a.edition - b.edition : a.on < b.on ? -1 : 1)),
    }),
  })

export const editionQuery = (id: string) =>
  queryOptions({
    queryKey: ['edition', id],
    queryFn: () => read<PublicEdition>(downloadPaths.edition(id)),
    enabled: id !== '',
    staleTime: 60_000,
  })

export const outlinesQuery = (address: string | null) =>
  queryOptions({
    queryKey: ['outlines', address],
    queryFn: () => read<Topology>(address ?? ''),
    enabled: address !== null,
    staleTime: Infinity,
    gcTime: Infinity,
  })

export type PublicInformation = {
  helpLine: { phone: string; note: Text }
}

export const informationQuery = queryOptions({
  queryKey: ['information'],
  staleTime: 300_000,
  queryFn: () => read<PublicInformation>('/api/public/information.json'),
})
