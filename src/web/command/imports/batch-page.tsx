// One import, from the check of its columns to its conflicts and, if need be, its undoing.

import { Alert, Card, Steps, Tabs, Tag } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import type { Batch } from '#modules/cases/api.ts'
import { api } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { useSession } from '#kit/session.ts'
import { Loaded } from '#kit/states.tsx'
import { useUrlValues } from '#kit/url-state.ts'
import { Page } from '../page.tsx'
import { Totals } from './control-totals.tsx'
import { ConflictDesk } from './conflicts/conflict-desk.tsx'
import { FindingsPanel } from './findings-panel.tsx'
import { MappingDesk } from './mapping/mapping-desk.tsx'
import { RunningPanel } from './running-panel.tsx'
import { delimiterNames, fileSize, isMoving, kindNames, stateColours, stateNames } from './texts.ts'
import { UndoButton } from './undo-button.tsx'

const texts = defineTexts('batch', {
  desk: { zh: '数据导入', en: 'Imports' },
  upload: { zh: '上传', en: 'Upload' },
  check: { zh: '核对', en: 'Check' },
  run: { zh: '导入', en: 'Import' },
  decide: { zh: '处理', en: 'Decide' },
  sheet: { zh: '工作表“{sheet}”', en: 'sheet “{sheet}”' },
  headerRow: { zh: '表头在第 {row} 行', en: 'headers in row {row}' },
  rows: { zh: '{rows} 行', en: '{rows} rows' },
  uploaded: { zh: '{by} 上传于 {at}', en: 'Uploaded by {by}, {at}' },
  mapping: { zh: '对应关系“{name}”', en: 'mapping “{name}”' },
  sameFile: {
    zh: '这个文件以前导入过。重复导入不会重复入库：已有的行计为“无变化”。',
    en: 'This very file was imported before. Importing it again stores nothing twice: rows that are there count as unchanged.',
  },
  earlier: { zh: '查看那次导入', en: 'See that import' },
  undone: { zh: '{by} 于 {at} 撤销了这次导入：{reason}', en: 'Undone by {by}, {at}: {reason}' },
  cancelled: {
    zh: '导入已取消，没有留下任何数据。可以重新上传。',
    en: 'The import was cancelled and left nothing behind.',
  },
  failed: { zh: '导入失败', en: 'The import failed' },
  totals: { zh: '控制总数', en: 'Control totals' },
  conflicts: { zh: '待处理', en: 'To decide' },
  findings: { zh: '全部发现', en: 'Findings' },
})

export function BatchPage() {
  const { id = '' } = useParams()
  const t = useTexts(texts)
  const batch = useQuery(
    api.cases.getBatch.queryOptions({
      input: { id },
      refetchInterval: (query) => (query.state.data && isMoving(query.state.data.state) ? 800 : false),
    }),
  )
  return (
    <Page
      title={batch.data?.fileName ?? t('desk')}
      lead={<Link to="/imports">← {t('desk')}</Link>}
      actions={batch.data?.state === 'done' && <UndoButton batch={batch.data} />}
    >
      <Loaded query={batch}>{(data) => <BatchBody batch={data} />}</Loaded>
    </Page>
  )
}

const stepOf = (batch: Batch): number => {
  if (batch.state === 'uploaded') return 1
  if (batch.state === 'done') return batch.openConflicts > 0 ? 3 : 4
  return 2
}

function BatchBody({ batch }: { batch: Batch }) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  return (
    <>
      <BatchFacts batch={batch} />
      <Steps
        className="batch-steps"
        size="small"
        current={stepOf(batch)}
        status={batch.state === 'failed' ? 'error' : 'process'}
        responsive={false}
        items={[{ title: t('upload') }, { title: t('check') }, { title: t('run') }, { title: t('decide') }]}
      />
      {batch.sameFileAs && (
        <Alert
          type="info"
          showIcon
          title={t('sameFile')}
          action={<Link to={`/imports/${batch.sameFileAs}`}>{t('earlier')}</Link>}
        />
      )}
      {batch.notes.map(({ code, text }) => (
        <Alert key={code} type="info" showIcon title={say(text)} />
      ))}
      {batch.state === 'undone' && batch.undoneAt && (
        <Alert
          type="warning"
          showIcon
          title={t('undone', {
            by: batch.undoneBy ?? '',
            at: format.instant(batch.undoneAt),
            reason: batch.undoReason ?? '',
          })}
        />
      )}
      {batch.state === 'cancelled' && <Alert type="warning" showIcon title={t('cancelled')} />}
      {batch.state === 'failed' && (
        <Alert
          type="error"
          showIcon
          title={t('failed')}
          description={batch.failure ? say(batch.failure.text) : undefined}
        />
      )}
      {batch.state === 'uploaded' && <MappingDesk batch={batch} />}
      {isMoving(batch.state) && <RunningPanel batch={batch} />}
      {batch.totals && (batch.state === 'done' || batch.state === 'undone') && <BatchResult batch={batch} />}
    </>
  )
}

function BatchFacts({ batch }: { batch: Batch }) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const { encoding, delimiter, sheet, headerRow, type } = batch.format
  const facts = [
    say(kindNames[batch.kind]),
    batch.source,
    type.toUpperCase(),
    encoding?.toUpperCase(),
    delimiter && say(delimiterNames[delimiter] ?? { zh: delimiter, en: delimiter }),
    sheet && t('sheet', { sheet }),
    headerRow > 1 && t('headerRow', { row: headerRow }),
    t('rows', { rows: format.number(batch.rowsInFile) }),
    fileSize(batch.fileBytes),
    batch.mappingName && t('mapping', { name: batch.mappingName }),
  ].filter(Boolean)
  return (
    <div className="batch-facts">
      <Tag color={stateColours[batch.state]}>{say(stateNames[batch.state])}</Tag>
      {facts.map((fact) => (
        <span key={String(fact)} className="batch-fact">
          {fact}
        </span>
      ))}
      <span className="quiet">{t('uploaded', { by: batch.uploadedBy, at: format.instant(batch.uploadedAt) })}</span>
    </div>
  )
}

function BatchResult({ batch }: { batch: Batch }) {
  const t = useTexts(texts)
  const { can } = useSession()
  const [url, setFilter] = useUrlValues(['tab', 'reason', 'outcome'])
  const mayDecide = can('cases.resolve') && batch.state === 'done'
  // The last decision does not throw anybody over to another tab.
  const [first] = useState(mayDecide && batch.openConflicts > 0 ? 'conflicts' : 'findings')
  return (
    <>
      <Card size="small" title={t('totals')}>
        <Totals
          totals={batch.totals!}
          onReason={(reason, outcome) => setFilter({ tab: 'findings', reason, outcome })}
        />
      </Card>
      <Card size="small" className="tab-card">
        <Tabs
          activeKey={url.tab ?? first}
          onChange={(key) => setFilter({ tab: key, reason: null, outcome: null })}
          items={[
            ...(mayDecide
              ? [
                  {
                    key: 'conflicts',
                    label: `${t('conflicts')} (${batch.openConflicts})`,
                    children: <ConflictDesk batch={batch} />,
                  },
                ]
              : []),
            { key: 'findings', label: t('findings'), children: <FindingsPanel batch={batch} /> },
          ]}
        />
      </Card>
    </>
  )
}
