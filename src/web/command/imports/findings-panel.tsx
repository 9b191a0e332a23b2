// Every finding of an import by row: what was found, what became of the row, what to do. The raw row is one click away.

import { Button, Grid, Select, Table, Tag } from 'antd'
import { DownloadOutlined } from '@ant-design/icons'
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { rowOutcomes, type Batch, type Finding, type RowOutcome } from '#modules/cases/api.ts'
import { api } from '#kit/client.ts'
import { downloadFile } from '#kit/download.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { Empty, Failure, Loading } from '#kit/states.tsx'
import { useUrlValues } from '#kit/url-state.ts'
import { useFailureMessage } from '../failure-message.ts'
import { OutcomeTag } from './control-totals.tsx'
import { RawRow } from './raw-row.tsx'
import { fieldName, outcomeNames } from './texts.ts'

const texts = defineTexts('findings', {
  row: { zh: '行', en: 'Row' },
  outcome: { zh: '结果', en: 'Outcome' },
  field: { zh: '内容', en: 'Field' },
  value: { zh: '原文', en: 'Raw text' },
  found: { zh: '发现与处理办法', en: 'Finding and remedy' },
  anyReason: { zh: '全部原因', en: 'All reasons' },
  anyOutcome: { zh: '全部结果', en: 'All outcomes' },
  resolved: { zh: '已处理', en: 'Decided' },
  none: { zh: '没有发现', en: 'No finding' },
  more: { zh: '加载更多', en: 'Load more' },
  save: { zh: '导出 CSV', en: 'Export CSV' },
  file: { zh: '问题清单', en: 'findings' },
})

export function FindingsPanel({ batch }: { batch: Batch }) {
  const t = useTexts(texts)
  const say = useSay()
  const failed = useFailureMessage()
  const [filter, setFilter] = useUrlValues(['reason', 'outcome'])
  const outcome = filter.outcome as RowOutcome | undefined
  const asked = {
    batchId: batch.id,
    ...(outcome ? { outcome } : {}),
    ...(filter.reason ? { reason: filter.reason } : {}),
  }
  const findings = useInfiniteQuery(
    api.cases.listFindings.infiniteOptions({
      input: (after: string | undefined) => ({ ...asked, limit: 100, ...(after ? { after } : {}) }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.next ?? undefined,
    }),
  )
  const save = useMutation({
    mutationFn: () =>
      downloadFile(`/cases/imports/${batch.id}/findings.csv`, {
        query: { outcome },
        name: `${batch.fileName.replace(/\.\w+$/, '')}-${t('file')}.csv`,
      }),
    onError: failed,
  })
  const rows = findings.data?.pages.flatMap((page) => page.rows) ?? []
  const reasons = [...new Map((batch.totals?.byReason ?? []).map(({ reason, text }) => [reason, text]))]
  return (
    <div className="panel">
      <div className="panel-tools">
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('anyReason')}
          placeholder={t('anyReason')}
          className="filter-wide"
          value={filter.reason ?? null}
          onChange={(value) => setFilter({ reason: value ?? null })}
          options={reasons.map(([value, text]) => ({ value, label: say(text) }))}
        />
        <Select
          allowClear
          aria-label={t('anyOutcome')}
          placeholder={t('anyOutcome')}
          popupMatchSelectWidth={false}
          value={outcome ?? null}
          onChange={(value) => setFilter({ outcome: value ?? null })}
          options={rowOutcomes.map((value) => ({ value, label: say(outcomeNames[value]) }))}
        />
        <span className="panel-space" />
        <Button icon={<DownloadOutlined />} loading={save.isPending} onClick={() => save.mutate()}>
          {t('save')}
        </Button>
      </div>
      {findings.isPending ? (
        <Loading />
      ) : findings.error && rows.length === 0 ? (
        <Failure error={findings.error} retry={() => void findings.refetch()} />
      ) : rows.length === 0 ? (
        <Empty title={t('none')} />
      ) : (
        <Findings rows={rows} headers={batch.headers} />
      )}
      {findings.hasNextPage && (
        <div className="load-more">
          <Button loading={findings.isFetchingNextPage} onClick={() => void findings.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Findings(props: { rows: Finding[]; headers: string[] }) {
  const { md } = Grid.useBreakpoint()
  return md === false ? <FindingCards {...props} /> : <FindingTable {...props} />
}

function FindingCards({ rows, headers }: { rows: Finding[]; headers: string[] }) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  return (
    <ul className="finding-cards">
      {rows.map((finding) => (
        <li key={finding.id}>
          <span className="finding-card-head">
            <strong>
              {t('row')} {format.number(finding.rowNumber)}
            </strong>
            <span>
              <OutcomeTag outcome={finding.outcome} /> {finding.resolved && <Tag>{t('resolved')}</Tag>}
            </span>
          </span>
          <span>{say(finding.message)}</span>
          <span className="quiet">{say(finding.remedy)}</span>
          <RawRow headers={headers} raw={finding.raw} column={finding.column} />
        </li>
      ))}
    </ul>
  )
}

function FindingTable({ rows, headers }: { rows: Finding[]; headers: string[] }) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  return (
    <Table<Finding>
      className="plain-table"
      size="small"
      rowKey="id"
      dataSource={rows}
      pagination={false}
      scroll={{ x: 760 }}
      expandable={{
        expandedRowRender: (finding) => <RawRow headers={headers} raw={finding.raw} column={finding.column} />,
      }}
      columns={[
        { title: t('row'), dataIndex: 'rowNumber', width: 76, align: 'right', render: format.number },
        {
          title: t('outcome'),
          key: 'outcome',
          width: 108,
          render: (_, { outcome, resolved }) => (
            <>
              <OutcomeTag outcome={outcome} />
              {resolved && <Tag>{t('resolved')}</Tag>}
            </>
          ),
        },
        {
          title: t('field'),
          key: 'field',
          width: 150,
          render: (_, { field, column }) => (
            <div className="two-lines">
              <span>{field ? say(fieldName(field)) : '–'}</span>
              {column && <span className="quiet">{column}</span>}
            </div>
          ),
        },
        {
          title: t('value'),
          dataIndex: 'value',
          width: 150,
          render: (value: string | null) => (value === null ? '–' : <span className="raw-text">{value}</span>),
        },
        {
          title: t('found'),
          key: 'found',
          render: (_, { message, remedy }) => (
            <div className="two-lines">
              <span>{say(message)}</span>
              <span className="quiet">{say(remedy)}</span>
            </div>
          ),
        },
      ]}
    />
  )
}
