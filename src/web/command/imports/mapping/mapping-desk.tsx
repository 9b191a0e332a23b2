// The check before an import: what each column means, what the first rows become, what running it would give.
// Every change asks the server again; nothing is stored until "Import".

import { Alert, App, Button, Card } from 'antd'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import type { Batch, Mapping } from '#modules/cases/api.ts'
import { api } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useTexts } from '#kit/i18n.ts'
import { sentenceOfError } from '#kit/problem.ts'
import { Failure, Loading } from '#kit/states.tsx'
import { useFailureMessage } from '../../failure-message.ts'
import { Totals } from '../control-totals.tsx'
import { AreaRules } from './area-rules.tsx'
import { ColumnTable } from './column-table.tsx'
import { MappingOptions } from './mapping-options.tsx'
import { PreviewTable } from './preview-table.tsx'
import { SavedMappings } from './saved-mappings.tsx'

const texts = defineTexts('mapping', {
  columns: { zh: '列的含义', en: 'What the columns mean' },
  options: { zh: '选项', en: 'Options' },
  areas: { zh: '区划中没有的地区', en: 'Areas that are no division' },
  totals: { zh: '试算结果', en: 'Trial run' },
  partly: {
    zh: '文件很长，试算只看了前 {rows} 行。',
    en: 'The file is long; the trial looked at the first {rows} rows only.',
  },
  preview: { zh: '前 {rows} 行预览', en: 'The first {rows} rows' },
  computing: { zh: '正在重新试算…', en: 'Trying again…' },
  run: { zh: '导入 {rows} 行', en: 'Import {rows} rows' },
  runHint: {
    zh: '导入后可以整批撤销。',
    en: 'An import can be undone as a whole.',
  },
  discard: { zh: '放弃', en: 'Discard' },
  nothing: {
    zh: '按现在的对应关系没有可入库的行，请检查列的含义。',
    en: 'With this mapping no row can be stored; check what the columns mean.',
  },
})

export function MappingDesk({ batch }: { batch: Batch }) {
  const t = useTexts(texts)
  const format = useFormat()
  const failed = useFailureMessage()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [changed, setChanged] = useState<Mapping | null>(null)
  const [source, setSource] = useState(batch.source)
  const asked = useDeferredValue(changed)
  const preview = useQuery(
    api.cases.previewImport.queryOptions({
      input: { id: batch.id, rows: 30, ...(asked ? { mapping: asked } : {}) },
      placeholderData: keepPreviousData,
      staleTime: 0,
    }),
  )
  const show = (answer: Batch) => {
    queries.setQueryData(api.cases.getBatch.queryKey({ input: { id: batch.id } }), answer)
    void queries.invalidateQueries({ queryKey: api.cases.listBatches.key() })
  }
  const run = useMutation(api.cases.runImport.mutationOptions({ onSuccess: show, onError: failed }))
  const discard = useMutation(api.cases.cancelImport.mutationOptions({ onSuccess: show, onError: failed }))
  // A mapping that cannot be tried (no column for the day) leaves the last trial on screen, so that it can be mended.
  const [last, setLast] = useState(preview.data)
  if (preview.data && preview.data !== last) setLast(preview.data)
  const shown = preview.data ?? last
  if (!shown) {
    return preview.error ? <Failure error={preview.error} retry={() => void preview.refetch()} /> : <Loading />
  }
  const { columns, rows, totals, unknownAreas, whole } = shown
  const mapping = changed ?? shown.mapping
  const change = (part: Partial<Mapping>): void => setChanged({ ...mapping, ...part })
  const useful = totals.stored + totals.parked + totals.unchanged > 0
  return (
    <>
      <div className="mapping-grid">
        <div className="mapping-side">
          <Card
            size="small"
            title={t('columns')}
            className="mapping-columns"
            extra={
              <SavedMappings
                batch={batch}
                mapping={mapping}
                source={source}
                onUse={(saved) => {
                  setChanged(saved.mapping)
                  setSource(saved.source)
                  void message.success(saved.name)
                }}
              />
            }
          >
            <ColumnTable
              kind={batch.kind}
              columns={columns}
              mapping={mapping}
              onChange={(next) => change({ columns: next })}
            />
          </Card>
          <Card size="small" title={t('options')}>
            <MappingOptions mapping={mapping} source={source} onSource={setSource} onChange={change} />
          </Card>
        </div>
        <div className="mapping-side">
          <Card
            size="small"
            title={t('totals')}
            extra={preview.isFetching && <span className="quiet">{t('computing')}</span>}
          >
            {!whole && <p className="quiet">{t('partly', { rows: format.number(totals.read) })}</p>}
            <Totals totals={totals} />
          </Card>
        </div>
      </div>
      {(unknownAreas.length > 0 || mapping.areas.length > 0) && (
        <Card size="small" title={t('areas')}>
          <AreaRules unknown={unknownAreas} rules={mapping.areas} onChange={(areas) => change({ areas })} />
        </Card>
      )}
      <Card size="small" title={t('preview', { rows: format.number(rows.length) })} className="preview-card">
        <PreviewTable headers={batch.headers} rows={rows} columns={mapping.columns} />
      </Card>
      <div className="run-bar">
        {preview.error ? (
          <Alert type="error" showIcon title={sentenceOfError(preview.error, format.language)} />
        ) : (
          !useful && <Alert type="warning" showIcon title={t('nothing')} />
        )}
        <span className="quiet">{t('runHint')}</span>
        <Button loading={discard.isPending} onClick={() => discard.mutate({ id: batch.id })}>
          {t('discard')}
        </Button>
        <Button
          type="primary"
          size="large"
          disabled={!useful || preview.isFetching || preview.error !== null}
          loading={run.isPending}
          onClick={() => run.mutate({ id: batch.id, mapping, source })}
        >
          {t('run', { rows: format.number(batch.rowsInFile) })}
        </Button>
      </div>
    </>
  )
}
