// Aggregate counts as sources reported them, newest day first; each figure with its history and its correction.

import { Button, Select, Table, Tag } from 'antd'
import { DownloadOutlined } from '@ant-design/icons'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { CountRow } from '#modules/cases/api.ts'
import { api } from '#kit/client.ts'
import { downloadFile } from '#kit/download.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useTexts } from '#kit/i18n.ts'
import { useSession } from '#kit/session.ts'
import { Empty, Failure, Loading } from '#kit/states.tsx'
import { useUrlValues } from '#kit/url-state.ts'
import { useFailureMessage } from '../../failure-message.ts'
import { RegionSelect } from '../../places/region-select.tsx'
import { usePlaceNames } from '../../places/regions.ts'
import { CasesPage } from '../cases-page.tsx'
import { DaySpanPicker } from '../day-picker.tsx'
import { CountWindow } from './count-window.tsx'

const texts = defineTexts('counts', {
  region: { zh: '地区', en: 'Region' },
  day: { zh: '日期', en: 'Day' },
  from: { zh: '开始日期', en: 'From' },
  to: { zh: '结束日期', en: 'To' },
  source: { zh: '来源', en: 'Source' },
  confirmed: { zh: '新增确诊', en: 'New confirmed' },
  imported: { zh: '其中输入', en: 'Of which imported' },
  unplaced: { zh: '未落到下级', en: 'in none of its parts' },
  corrected: { zh: '已更正', en: 'corrected' },
  open: { zh: '历史与更正', en: 'History, correction' },
  history: { zh: '历史', en: 'History' },
  none: { zh: '没有符合条件的数字', en: 'No figure fits the filter' },
  more: { zh: '加载更多', en: 'Load more' },
  save: { zh: '导出 CSV', en: 'Export CSV' },
})

export function CountsPage() {
  const t = useTexts(texts)
  const [url, setUrl] = useUrlValues(['region', 'from', 'to', 'source'])
  const [open, setOpen] = useState<CountRow | null>(null)
  const sources = useQuery(api.cases.listSources.queryOptions())
  const counts = useInfiniteQuery(
    api.cases.listCounts.infiniteOptions({
      input: (after: string | undefined) => ({
        limit: 100,
        ...(url.region ? { regionCode: url.region } : {}),
        ...(url.from ? { from: url.from } : {}),
        ...(url.to ? { to: url.to } : {}),
        ...(url.source ? { source: url.source } : {}),
        ...(after ? { after } : {}),
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.next ?? undefined,
    }),
  )
  const failed = useFailureMessage()
  const { region: regionCode, from, to, source } = url
  const save = useMutation({
    mutationFn: () => downloadFile('/cases/counts/export.csv', { query: { regionCode, from, to, source } }),
    onError: failed,
  })
  const rows = counts.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <CasesPage>
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
        <DaySpanPicker
          from={url.from}
          to={url.to}
          labels={[t('from'), t('to')]}
          onChange={(from, to) => setUrl({ from, to })}
        />
        <Select
          allowClear
          aria-label={t('source')}
          placeholder={t('source')}
          popupMatchSelectWidth={false}
          className="filter-region"
          value={url.source ?? null}
          onChange={(source) => setUrl({ source: source ?? null })}
          options={(sources.data ?? []).map(({ name }) => ({ value: name, label: name }))}
        />
        <span className="panel-space" />
        <Button icon={<DownloadOutlined />} loading={save.isPending} onClick={() => save.mutate()}>
          {t('save')}
        </Button>
      </div>
      {counts.isPending ? (
        <Loading />
      ) : counts.error && rows.length === 0 ? (
        <Failure error={counts.error} retry={() => void counts.refetch()} />
      ) : rows.length === 0 ? (
        <Empty title={t('none')} />
      ) : (
        <CountTable rows={rows} onOpen={setOpen} />
      )}
      {counts.hasNextPage && (
        <div className="load-more">
          <Button loading={counts.isFetchingNextPage} onClick={() => void counts.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
      {open && <CountWindow count={open} onClose={() => setOpen(null)} />}
    </CasesPage>
  )
}

function CountTable({ rows, onOpen }: { rows: CountRow[]; onOpen: (count: CountRow) => void }) {
  const t = useTexts(texts)
  const format = useFormat()
  const { can } = useSession()
  const paths = useMemo(() => rows.map(({ regionPath }) => regionPath), [rows])
  const names = usePlaceNames(rows[0]?.on, paths)
  return (
    <Table<CountRow>
      className="plain-table card-table"
      size="small"
      rowKey="id"
      dataSource={rows}
      pagination={false}
      scroll={{ x: 'max-content' }}
      columns={[
        { title: t('day'), dataIndex: 'on', render: (on: string) => format.day(on, 'weekday') },
        {
          title: t('region'),
          key: 'region',
          render: (_, { regionPath, scope }) => (
            <>
              {names.full(regionPath)} {scope === 'unplaced' && <Tag>{t('unplaced')}</Tag>}
            </>
          ),
        },
        { title: t('confirmed'), dataIndex: 'confirmed', align: 'right', render: format.number },
        {
          title: t('imported'),
          dataIndex: 'imported',
          align: 'right',
          render: (value: number | null) => (value === null ? '–' : format.number(value)),
        },
        { title: t('source'), dataIndex: 'source' },
        {
          title: '',
          key: 'open',
          align: 'right',
          render: (_, count) => (
            <span className="count-tools">
              {count.version > 1 && <Tag>{t('corrected')}</Tag>}
              <Button size="small" onClick={() => onOpen(count)}>
                {can('cases.resolve', count.regionPath) ? t('open') : t('history')}
              </Button>
            </span>
          ),
        },
      ]}
    />
  )
}
