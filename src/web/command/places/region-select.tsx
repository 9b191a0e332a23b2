// Chooses one region out of those the person is responsible for: cities and counties at once, towns by typing a
// part of their name. Works by keyboard; the value is a division code.

import { Select, type SelectProps } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useState } from 'react'
import type { Region } from '#modules/regions/api.ts'
import { api } from '#kit/client.ts'
import { defineTexts, useLanguage, useTexts } from '#kit/i18n.ts'
import { useJurisdictionRegions } from './regions.ts'

const texts = defineTexts('region-select', {
  placeholder: { zh: '选择地区，可输入名称', en: 'Choose a region, or type its name' },
  more: { zh: '没有找到。输入两个字可查找乡镇街道。', en: 'None found. Type two letters to look for towns.' },
})

type RegionSelectProps = Omit<SelectProps<string>, 'options' | 'value' | 'onChange'> & {
  capability: string
  value?: string | undefined
  onChange?: (code: string | undefined) => void
  /** The day on which the division must exist; today when absent. */
  on?: string | undefined
  /** Levels that may be chosen; all when absent. */
  levels?: readonly Region['level'][]
  /** Only regions below this one. */
  within?: string | null
}

export function RegionSelect({ capability, value, onChange, on, levels, within, ...rest }: RegionSelectProps) {
  const t = useTexts(texts)
  const language = useLanguage()
  const { regions, loading, wide } = useJurisdictionRegions(capability, on)
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(typed.trim())
  const maySearch = wide && (!levels || levels.includes('town'))
  const towns = useQuery({
    ...api.regions.list.queryOptions({
      input: { level: 'town', search, limit: 50, ...(on ? { on } : {}), ...(within ? { within } : {}) },
      staleTime: 60_000,
    }),
    enabled: maySearch && search.length >= 2,
  })
  const known = useQuery({
    ...api.regions.get.queryOptions({ input: { code: value ?? '', ...(on ? { on } : {}) }, staleTime: Infinity }),
    enabled: value !== undefined && value !== '' && !loading && !regions.some(({ code }) => code === value),
  })
  const options = useMemo(() => {
    const all = new Map<string, Region>()
    const extra = [...(search.length >= 2 ? (towns.data?.rows ?? []) : []), ...(known.data ? [known.data.region] : [])]
    for (const region of [...regions, ...extra]) all.set(region.code, region)
    const names = new Map([...all].map(([code, region]) => [code, region.name[language]]))
    return [...all.values()]
      .filter((region) => (!levels || levels.includes(region.level)) && (!within || region.path.includes(`${within}/`)))
      .map((region) => {
        const above = region.path
          .split('/')
          .slice(1, -2)
          .map((code) => names.get(code))
          .filter(Boolean)
        return {
          value: region.code,
          label: region.name[language],
          above: language === 'zh' ? above.join('') : above.toReversed().join(', '),
          words: `${region.name.zh} ${region.name.en} ${region.code}`.toLowerCase(),
          depth: region.path.split('/').length - 2,
        }
      })
  }, [regions, towns.data, known.data, search, levels, within, language])
  return (
    <Select
      allowClear
      showSearch={{
        filterOption: (input, option) => option?.words.includes(input.trim().toLowerCase()) ?? false,
        onSearch: setTyped,
      }}
      placeholder={t('placeholder')}
      loading={loading || towns.isFetching}
      notFoundContent={loading ? null : t('more')}
      popupMatchSelectWidth={280}
      {...rest}
      value={value || undefined}
      onChange={(code) => onChange?.(code ?? undefined)}
      options={options}
      optionRender={({ data }) => (
        <span className="region-option" style={{ paddingInlineStart: search ? 0 : Math.max(0, data.depth - 1) * 12 }}>
          {data.label}
          {search && data.above && <span className="quiet"> {data.above}</span>}
        </span>
      )}
    />
  )
}
