// Finds a place of the map by name in either language, or by code, and opens its panel.

import { SearchOutlined } from '@ant-design/icons'
import { AutoComplete, Input } from 'antd'
import { useState } from 'react'
import type { RatedRegion } from '#modules/riskmap/api.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { useMapAddress } from './address.ts'

const texts = defineTexts('riskmap-search', {
  search: { zh: '查找地方', en: 'Find a place' },
  none: { zh: '没有找到', en: 'No such place' },
})

const MOST = 12

export function PlaceSearch({ regions }: { regions: readonly RatedRegion[] }) {
  const t = useTexts(texts)
  const say = useSay()
  const { go } = useMapAddress()
  const [text, setText] = useState('')
  const asked = text.trim().toLowerCase()
  const found = asked
    ? regions
        .filter(({ code, name, parent }) =>
          [code, name.zh, name.en, `${parent.name.zh}${name.zh}`].some((one) => one.toLowerCase().includes(asked)),
        )
        .slice(0, MOST)
    : []
  return (
    <AutoComplete
      className="map-search"
      value={text}
      onChange={setText}
      onSelect={(code: string) => {
        setText('')
        go({ place: code }, true)
      }}
      options={found.map(({ code, name, parent }) => ({
        value: code,
        label: (
          <span>
            {say(name)} <span className="quiet">{say(parent.name)}</span>
          </span>
        ),
      }))}
      notFoundContent={asked ? t('none') : null}
      defaultActiveFirstOption
    >
      <Input prefix={<SearchOutlined />} placeholder={t('search')} aria-label={t('search')} allowClear />
    </AutoComplete>
  )
}
