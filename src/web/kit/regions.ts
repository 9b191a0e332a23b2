// Names of regions from the paths and codes that answers carry: "330000/330300/330382/" → 浙江省 › 温州市 › 乐清市.
// Asked once, then kept: a name does not change while somebody looks at it.

import { useQuery } from '@tanstack/react-query'
import type { Text } from '#base/text.ts'
import { api } from './client.ts'
import { defineTexts, useSay, useTexts } from './i18n.ts'

const texts = defineTexts('regions', { everywhere: { zh: '全部地区', en: 'All regions' } })

export const lastCode = (path: string): string | null => path.split('/').findLast(Boolean) ?? null

/** Names from the top down to this place; undefined while asking, null when the code is unknown. */
export function useRegionNames(code: string | null): Text[] | null | undefined {
  const { data, isError } = useQuery({
    ...api.regions.get.queryOptions({
      input: { code: code ?? '' },
      staleTime: Infinity,
      gcTime: Infinity,
      retry: false,
    }),
    enabled: code !== null,
  })
  if (isError) return null
  return data ? [...data.ancestors.map(({ name }) => name), data.region.name] : undefined
}

/** The place's own name; with `whole` the names above it too. The code stands in until the name is known. */
export function useRegionName(path: string, whole = false): string {
  const t = useTexts(texts)
  const say = useSay()
  const code = lastCode(path)
  const names = useRegionNames(code)
  if (code === null) return t('everywhere')
  if (!names || names.length === 0) return code
  return whole ? names.map(say).join(' › ') : say(names.at(-1)!)
}
