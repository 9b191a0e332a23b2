// Chooses a node of the region tree by name or code; gives its path. Only nodes inside `within` are offered.

import { Select } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { api } from '#kit/client.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { lastCode, useRegionName } from '#kit/regions.ts'

const texts = defineTexts('region-picker', {
  search: { zh: '输入名称或代码查找', en: 'Type a name or a code' },
  everywhere: { zh: '全部地区', en: 'All regions' },
  none: { zh: '没有符合的地区', en: 'No region found' },
})

type RegionPickerProps = {
  value?: string | undefined
  onChange?: (path: string | undefined) => void
  /** Path prefixes; '' is everywhere. */
  within?: readonly string[]
  /** May the whole tree be chosen, where it lies within? */
  allowAll?: boolean
  allowClear?: boolean
  id?: string
  label?: string
}

const anywhere = ['']
const ALL = '*'

export function RegionPicker(props: RegionPickerProps) {
  const { value, onChange, within = anywhere, allowAll = true, allowClear = false, id, label } = props
  const t = useTexts(texts)
  const say = useSay()
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(typed.trim())
  const chosenName = useRegionName(value ?? '', true)
  const above = within.length === 1 ? lastCode(within[0]!) : null
  const found = useQuery({
    ...api.regions.list.queryOptions({
      input: search
        ? { limit: 30, search, ...(above ? { within: above } : {}) }
        : { limit: 100, level: 'city', ...(above && above.length <= 4 ? { within: above } : {}) },
      staleTime: 300_000,
    }),
  })
  const options = (found.data?.rows ?? [])
    .filter(({ path }) => within.some((prefix) => path.startsWith(prefix)))
    .map(({ path, code, name }) => ({ value: path, label: say(name), code }))
  const all = allowAll && within.includes('') && !search ? [{ value: ALL, label: t('everywhere'), code: '' }] : []
  const own = !search
    ? within
        .filter((path) => path !== '' && !options.some((option) => option.value === path))
        .map((path) => ({ value: path, label: path, code: lastCode(path) ?? '' }))
    : []
  return (
    <Select
      {...(id ? { id } : {})}
      {...(label ? { 'aria-label': label } : {})}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      allowClear={allowClear}
      placeholder={t('search')}
      value={value === undefined ? undefined : value === '' ? ALL : value}
      labelRender={() => chosenName}
      loading={found.isFetching}
      notFoundContent={t('none')}
      style={{ width: '100%' }}
      options={[...all, ...own, ...options]}
      optionRender={regionOption}
      onChange={(path?: string) => {
        setTyped('')
        onChange?.(path === ALL ? '' : path)
      }}
    />
  )
}

const regionOption = ({ data }: { data: { value: string; label: string; code: string } }) =>
  data.value === ALL ? data.label : <RegionOption path={data.value} code={data.code} />

function RegionOption({ path, code }: { path: string; code: string }) {
  const name = useRegionName(path, true)
  return (
    <span className="region-option">
      {name} <span className="quiet">{code}</span>
    </span>
  )
}
