// Filters of the line list, the column chooser, and the export of what is shown.

import { App, Button, Checkbox, Input, Popover, Select, Tag, Tooltip } from 'antd'
import { DownloadOutlined, LinkOutlined, TableOutlined } from '@ant-design/icons'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { caseOrigins, caseStates } from '#modules/cases/api.ts'
import { originNames, stateNames } from '#modules/cases/rules.ts'
import { downloadFile } from '#kit/download.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { useUrlValues } from '#kit/url-state.ts'
import { useFailureMessage } from '../../failure-message.ts'
import { RegionSelect } from '../../places/region-select.tsx'
import { fileSize } from '../../imports/texts.ts'
import { DaySpanPicker } from '../day-picker.tsx'
import { allColumns, chosenColumns, columnNames, writeColumns, type Column } from './columns.ts'

const texts = defineTexts('case-filters', {
  region: { zh: '地区', en: 'Region' },
  state: { zh: '状态', en: 'State' },
  origin: { zh: '本地/输入', en: 'Origin' },
  from: { zh: '开始日期', en: 'From' },
  to: { zh: '结束日期', en: 'To' },
  search: { zh: '病例编号', en: 'Case number' },
  cluster: { zh: '某一聚集性疫情', en: 'One cluster' },
  batch: { zh: '某一次导入', en: 'One import' },
  columns: { zh: '列', en: 'Columns' },
  save: { zh: '导出 CSV', en: 'Export CSV' },
  link: { zh: '复制链接', en: 'Copy link' },
  copied: { zh: '链接已复制，打开即为当前列表。', en: 'Copied; the link opens this very list.' },
  notPartial: {
    zh: '按编号、聚集性疫情或导入筛选时不能导出。',
    en: 'Not possible while filtered by number, cluster or import.',
  },
})

export const filterNames = ['region', 'state', 'origin', 'from', 'to', 'cluster', 'batch', 'search'] as const

export function CaseFilters({ sort }: { sort: 'reported' | 'confirmed' }) {
  const t = useTexts(texts)
  const say = useSay()
  const [url, setUrl] = useUrlValues(filterNames)
  return (
    <div className="filters">
      <RegionSelect
        capability="cases.read"
        aria-label={t('region')}
        placeholder={t('region')}
        className="filter-region"
        on={url.to ?? url.from}
        value={url.region}
        onChange={(region) => setUrl({ region: region ?? null })}
      />
      <Select
        allowClear
        aria-label={t('state')}
        placeholder={t('state')}
        popupMatchSelectWidth={false}
        className="filter-short"
        value={url.state ?? null}
        onChange={(state) => setUrl({ state: state ?? null })}
        options={caseStates.map((value) => ({ value, label: say(stateNames[value]) }))}
      />
      <Select
        allowClear
        aria-label={t('origin')}
        placeholder={t('origin')}
        popupMatchSelectWidth={false}
        className="filter-short"
        value={url.origin ?? null}
        onChange={(origin) => setUrl({ origin: origin ?? null })}
        options={caseOrigins.map((value) => ({ value, label: say(originNames[value]) }))}
      />
      <DaySpanPicker
        from={url.from}
        to={url.to}
        labels={[t('from'), t('to')]}
        onChange={(from, to) => setUrl({ from, to })}
      />
      <ReferenceSearch key={url.search ?? ''} value={url.search ?? ''} onSearch={(search) => setUrl({ search })} />
      {url.cluster && (
        <Tag closable onClose={() => setUrl({ cluster: null })}>
          {t('cluster')}
        </Tag>
      )}
      {url.batch && (
        <Tag closable onClose={() => setUrl({ batch: null })}>
          {t('batch')}
        </Tag>
      )}
      <span className="panel-space" />
      <Tools sort={sort} />
    </div>
  )
}

function ReferenceSearch({ value, onSearch }: { value: string; onSearch: (search: string | null) => void }) {
  const t = useTexts(texts)
  const [typed, setTyped] = useState(value)
  useEffect(() => {
    if (typed.trim() === value) return undefined
    const timer = setTimeout(() => onSearch(typed.trim() || null), 500)
    return () => clearTimeout(timer)
  }, [typed, value, onSearch])
  return (
    <Input.Search
      allowClear
      className="filter-search"
      aria-label={t('search')}
      placeholder={t('search')}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onSearch={(text) => onSearch(text.trim() || null)}
    />
  )
}

function Tools({ sort }: { sort: 'reported' | 'confirmed' }) {
  const t = useTexts(texts)
  const say = useSay()
  const failed = useFailureMessage()
  const { message } = App.useApp()
  const [url, setUrl] = useUrlValues([...filterNames, 'columns'])
  const columns = chosenColumns(url.columns)
  const [bytes, setBytes] = useState(0)
  const { region: regionCode, state, origin, from, to } = url
  const save = useMutation({
    mutationFn: () =>
      downloadFile('/cases/export.csv', { query: { regionCode, state, origin, from, to, sort }, progress: setBytes }),
    onError: failed,
    onSettled: () => setBytes(0),
  })
  const partial = Boolean(url.search ?? url.cluster ?? url.batch)
  return (
    <span className="filter-tools">
      <Popover
        trigger="click"
        placement="bottomRight"
        content={
          <Checkbox.Group<Column>
            className="column-choice"
            value={columns}
            onChange={(chosen) => setUrl({ columns: writeColumns(chosen) })}
            options={allColumns.map((value) => ({ value, label: say(columnNames[value]) }))}
          />
        }
      >
        <Button icon={<TableOutlined />}>{t('columns')}</Button>
      </Popover>
      <Button
        icon={<LinkOutlined />}
        onClick={() => {
          void navigator.clipboard?.writeText(location.href).then(() => message.success(t('copied')))
        }}
      >
        {t('link')}
      </Button>
      <Tooltip title={partial ? t('notPartial') : ''}>
        <Button icon={<DownloadOutlined />} disabled={partial} loading={save.isPending} onClick={() => save.mutate()}>
          {save.isPending && bytes > 0 ? fileSize(bytes) : t('save')}
        </Button>
      </Tooltip>
    </span>
  )
}
