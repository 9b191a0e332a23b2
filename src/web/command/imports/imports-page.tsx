// Start of the import desk: upload a file, see every earlier import.

import { Button, Card, Select, Table, Tag } from 'antd'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from 'react-router'
import { batchStates, importKinds, type Batch, type BatchState, type ImportKind } from '#modules/cases/api.ts'
import { api } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { useSession } from '#kit/session.ts'
import { Empty, Failure, Loading } from '#kit/states.tsx'
import { useUrlValues } from '#kit/url-state.ts'
import { Page } from '../page.tsx'
import { TotalsBar } from './control-totals.tsx'
import { isMoving, kindNames, stateColours, stateNames } from './texts.ts'
import { UploadBox } from './upload-box.tsx'

const texts = defineTexts('imports', {
  title: { zh: '数据导入', en: 'Imports' },
  lead: {
    zh: '每一行都有交代：读入 = 入库 + 无变化 + 待处理 + 不采用。',
    en: 'Every row is accounted for: read = stored + unchanged + parked + refused.',
  },
  batches: { zh: '历次导入', en: 'Earlier imports' },
  file: { zh: '文件', en: 'File' },
  kind: { zh: '内容', en: 'Content' },
  anyKind: { zh: '全部内容', en: 'All contents' },
  state: { zh: '状态', en: 'State' },
  anyState: { zh: '全部状态', en: 'All states' },
  rows: { zh: '行数', en: 'Rows' },
  result: { zh: '结果', en: 'Result' },
  by: { zh: '上传', en: 'Uploaded' },
  open: { zh: '{count} 行待处理', en: '{count} waiting' },
  waiting: { zh: '待处理的行', en: 'Rows waiting' },
  more: { zh: '加载更多', en: 'Load more' },
  none: { zh: '还没有导入过文件', en: 'Nothing has been imported yet' },
  noneFiltered: { zh: '没有符合条件的导入', en: 'No import fits the filter' },
})

export function ImportsPage() {
  const t = useTexts(texts)
  const { can } = useSession()
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        can('cases.resolve') && (
          <Link to="/imports/conflicts">
            <Button>{t('waiting')}</Button>
          </Link>
        )
      }
    >
      <UploadBox />
      <BatchList />
    </Page>
  )
}

function BatchList() {
  const t = useTexts(texts)
  const say = useSay()
  const [filter, setFilter] = useUrlValues(['kind', 'state'])
  const kind = filter.kind as ImportKind | undefined
  const state = filter.state as BatchState | undefined
  const batches = useInfiniteQuery(
    api.cases.listBatches.infiniteOptions({
      input: (after: string | undefined) => ({
        limit: 20,
        ...(kind ? { kind } : {}),
        ...(state ? { state } : {}),
        ...(after ? { after } : {}),
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.next ?? undefined,
      refetchInterval: (query) =>
        query.state.data?.pages.some(({ rows }) => rows.some((batch) => isMoving(batch.state))) ? 2000 : false,
    }),
  )
  const rows = batches.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <Card
      size="small"
      title={t('batches')}
      extra={
        <span className="batch-filters">
          <Select
            allowClear
            size="small"
            aria-label={t('kind')}
            placeholder={t('anyKind')}
            value={kind ?? null}
            popupMatchSelectWidth={false}
            onChange={(value) => setFilter({ kind: value ?? null })}
            options={importKinds.map((value) => ({ value, label: say(kindNames[value]) }))}
          />
          <Select
            allowClear
            size="small"
            aria-label={t('state')}
            placeholder={t('anyState')}
            value={state ?? null}
            popupMatchSelectWidth={false}
            onChange={(value) => setFilter({ state: value ?? null })}
            options={batchStates.map((value) => ({ value, label: say(stateNames[value]) }))}
          />
        </span>
      }
      styles={{ body: { padding: 0 } }}
    >
      {batches.isPending ? (
        <Loading />
      ) : batches.error && rows.length === 0 ? (
        <Failure error={batches.error} retry={() => void batches.refetch()} />
      ) : rows.length === 0 ? (
        <Empty title={kind || state ? t('noneFiltered') : t('none')} />
      ) : (
        <BatchTable rows={rows} />
      )}
      {batches.hasNextPage && (
        <div className="load-more">
          <Button loading={batches.isFetchingNextPage} onClick={() => void batches.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
    </Card>
  )
}

function BatchTable({ rows }: { rows: Batch[] }) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const navigate = useNavigate()
  return (
    <Table<Batch>
      className="plain-table"
      size="middle"
      rowKey="id"
      dataSource={rows}
      pagination={false}
      scroll={{ x: 'max-content' }}
      onRow={(batch) => ({ onClick: () => void navigate(`/imports/${batch.id}`) })}
      columns={[
        {
          title: t('file'),
          key: 'file',
          render: (_, batch) => (
            <div className="batch-file">
              <Link to={`/imports/${batch.id}`} onClick={(event) => event.stopPropagation()}>
                {batch.fileName}
              </Link>
              <span className="quiet">
                {say(kindNames[batch.kind])} · {batch.source}
              </span>
            </div>
          ),
        },
        {
          title: t('state'),
          key: 'state',
          render: (_, batch) => (
            <>
              <Tag color={stateColours[batch.state]}>{say(stateNames[batch.state])}</Tag>
              {batch.openConflicts > 0 && (
                <span className="open-conflicts">{t('open', { count: format.number(batch.openConflicts) })}</span>
              )}
            </>
          ),
        },
        {
          title: t('rows'),
          key: 'rows',
          align: 'right',
          render: (_, batch) => format.number(batch.rowsInFile),
        },
        {
          title: t('result'),
          key: 'result',
          width: 260,
          render: (_, batch) => (batch.totals ? <TotalsBar totals={batch.totals} /> : <span className="quiet">–</span>),
        },
        {
          title: t('by'),
          key: 'by',
          render: (_, batch) => (
            <div className="batch-file">
              <span>{format.instant(batch.uploadedAt)}</span>
              <span className="quiet">{batch.uploadedBy}</span>
            </div>
          ),
        },
      ]}
    />
  )
}
