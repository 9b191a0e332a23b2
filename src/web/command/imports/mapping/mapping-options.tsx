// What holds for the whole file: source, region of a county's own file, order of dates, what to do with corrections.

import { AutoComplete, Form, Radio, Select } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { dateOrders, type Mapping } from '#modules/cases/api.ts'
import { api } from '#kit/client.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import type { Text } from '#base/text.ts'
import { RegionSelect } from '../../places/region-select.tsx'

const texts = defineTexts('mapping-options', {
  source: { zh: '来源', en: 'Source' },
  region: { zh: '地区（文件没有地区列时）', en: 'Region (where the file has no column for it)' },
  regionHint: { zh: '按文件中的列', en: 'As the columns say' },
  dates: { zh: '日期写法', en: 'Order of dates' },
  corrections: { zh: '与已有数字不同时', en: 'Where another figure is stored' },
  park: { zh: '留待人工决定', en: 'Leave it to a person' },
  take: { zh: '以文件为准', en: 'Take that of the file' },
  repeats: { zh: '同一地区同一天出现多行', en: 'Several rows for one region and day' },
  repeatsPark: { zh: '只能有一行对，留待决定', en: 'Only one can be right: leave it to a person' },
  repeatsSum: { zh: '各是一部分，相加', en: 'Each tells a part: add them up' },
})

const orderNames: Record<(typeof dateOrders)[number], Text> = {
  auto: { zh: '自动识别', en: 'Recognise' },
  'year-first': { zh: '年-月-日', en: 'Year, month, day' },
  'day-first': { zh: '日-月-年', en: 'Day, month, year' },
  'month-first': { zh: '月-日-年', en: 'Month, day, year' },
}

type OptionsProps = {
  mapping: Mapping
  source: string
  onSource: (source: string) => void
  onChange: (part: Partial<Mapping>) => void
}

export function MappingOptions({ mapping, source, onSource, onChange }: OptionsProps) {
  const t = useTexts(texts)
  const say = useSay()
  const sources = useQuery(api.cases.listSources.queryOptions())
  return (
    <Form layout="vertical" className="mapping-options">
      <Form.Item label={t('source')} htmlFor="mapping-source">
        <AutoComplete
          id="mapping-source"
          value={source}
          onChange={onSource}
          options={(sources.data ?? []).map(({ name }) => ({ value: name }))}
        />
      </Form.Item>
      <Form.Item label={t('region')} htmlFor="mapping-region">
        <RegionSelect
          id="mapping-region"
          capability="cases.import"
          placeholder={t('regionHint')}
          value={mapping.regionCode ?? undefined}
          onChange={(code) => onChange({ regionCode: code ?? null })}
        />
      </Form.Item>
      <Form.Item label={t('dates')} htmlFor="mapping-dates">
        <Select
          id="mapping-dates"
          value={mapping.dateOrder}
          onChange={(dateOrder) => onChange({ dateOrder })}
          options={dateOrders.map((value) => ({ value, label: say(orderNames[value]) }))}
        />
      </Form.Item>
      <Form.Item label={t('corrections')}>
        <Radio.Group
          value={mapping.corrections}
          onChange={(event) => onChange({ corrections: event.target.value as Mapping['corrections'] })}
          options={[
            { value: 'park', label: t('park') },
            { value: 'take', label: t('take') },
          ]}
        />
      </Form.Item>
      <Form.Item label={t('repeats')}>
        <Radio.Group
          value={mapping.repeats}
          onChange={(event) => onChange({ repeats: event.target.value as Mapping['repeats'] })}
          options={[
            { value: 'park', label: t('repeatsPark') },
            { value: 'sum', label: t('repeatsSum') },
          ]}
        />
      </Form.Item>
    </Form>
  )
}
