// Regions as the screens need them: those a person may choose from (their jurisdiction), and the names of codes.
// Divisions change (Hangzhou in 2021), so names are looked up on the day of the data and on today.

import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Region } from '#modules/regions/api.ts'
import { api } from '#kit/client.ts'
import { useLanguage } from '#kit/i18n.ts'
import { useSession } from '#kit/session.ts'

const levels = ['province', 'city', 'county'] as const
const forever = { staleTime: Infinity, gcTime: Infinity }

const codesIn = (path: string): string[] => path.split('/').filter(Boolean)

/** Regions down to the counties, and the towns of whoever is responsible for one county or town only. */
export function useJurisdictionRegions(
  capability: string,
  on?: string,
): { regions: Region[]; loading: boolean; wide: boolean } {
  const { where } = useSession()
  const prefixes = where(capability)
  const asked = prefixes.flatMap((prefix) => {
    const codes = codesIn(prefix)
    const within = codes.at(-1)
    const wanted = codes.length >= 3 ? (['county', 'town'] as const) : levels
    return wanted.map((level) => ({ level, limit: 500, ...(within ? { within } : {}), ...(on ? { on } : {}) }))
  })
  return useQueries({
    queries: asked.map((input) => api.regions.list.queryOptions({ input, ...forever })),
    combine: (answers) => ({
      regions: answers.flatMap(({ data }) => data?.rows ?? []).toSorted((a, b) => (a.path < b.path ? -1 : 1)),
      loading: answers.some(({ isPending }) => isPending),
      wide: prefixes.some((prefix) => codesIn(prefix).length < 3),
    }),
  })
}

export type PlaceNames = {
  /** "婺城区"; the code itself while it is not known. */
  name: (code: string) => string
  /** "金华市婺城区": without the province. */
  full: (path: string) => string
  /** The place and what it lies in, where room is short. */
  near: (path: string) => string
}

/** Names of codes; `towns` are paths of towns whose names are wanted too. */
export function usePlaceNames(on?: string, paths: readonly string[] = []): PlaceNames {
  const language = useLanguage()
  const counties = useMemo(
    () => [...new Set(paths.filter((path) => codesIn(path).length > 3).map((path) => codesIn(path)[2]!))],
    [paths],
  )
  const days = on ? [undefined, on] : [undefined]
  const regions = useQueries({
    queries: [
      ...days.flatMap((day) =>
        levels.map((level) =>
          api.regions.list.queryOptions({ input: { level, limit: 500, ...(day ? { on: day } : {}) }, ...forever }),
        ),
      ),
      ...counties.map((within) =>
        api.regions.list.queryOptions({
          input: { level: 'town' as const, limit: 500, within, ...(on ? { on } : {}) },
          ...forever,
        }),
      ),
    ],
    combine: (answers) => answers.flatMap(({ data }) => data?.rows ?? []),
  })
  return useMemo(() => {
    const names = new Map(regions.map((region) => [region.code, region.name[language]]))
    const name = (code: string): string => names.get(code) ?? code
    const joined = (codes: readonly string[]): string => {
      const parts = codes.map(name)
      return language === 'zh' ? parts.join('') : parts.toReversed().join(', ')
    }
    return {
      name,
      full: (path) => joined(codesIn(path).slice(codesIn(path).length > 1 ? 1 : 0)),
      near: (path) => joined(codesIn(path).slice(codesIn(path).length > 2 ? -2 : -1)),
    }
  }, [regions, language])
}
