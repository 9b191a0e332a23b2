// Drag a file in or choose one, say what it is, and see it go up. Nothing is stored by that: the next screen shows
// what the file would become.

import { App, AutoComplete, Button, Card, Form, Progress, Segmented, Upload } from 'antd'
import { InboxOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { Batch, ImportKind } from '#modules/cases/api.ts'
import { api } from '#kit/client.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { uploadFile, type Upload as Sending } from '#kit/upload.ts'
import { useFailureMessage } from '../failure-message.ts'
import { fileSize, kindNames } from './texts.ts'

const texts = defineTexts('upload-box', {
  title: { zh: '导入文件', en: 'Import a file' },
  drop: { zh: '把文件拖到这里，或点击选择', en: 'Drop a file here, or click to choose one' },
  hint: {
    zh: 'CSV 或 XLSX，UTF-8 或 GB18030，最大 64 MB。上传后先预览核对，确认后才入库。',
    en: 'CSV or XLSX, UTF-8 or GB18030, at most 64 MB. You see what it would become before anything is stored.',
  },
  kind: { zh: '内容', en: 'Content' },
  source: { zh: '来源', en: 'Source' },
  sourceHint: { zh: '例如：省卫生健康委通报', en: 'e.g. Provincial Health Commission' },
  sourceMissing: { zh: '请先写明数据来源', en: 'Say first who reported the figures' },
  tooLarge: { zh: '文件超过 64 MB。', en: 'The file is larger than 64 MB.' },
  wrongType: { zh: '请选择 CSV 或 XLSX 文件。', en: 'Please choose a CSV or XLSX file.' },
  sending: { zh: '正在上传 {name}（{size}）', en: 'Uploading {name} ({size})' },
  reading: { zh: '已上传，正在识别格式…', en: 'Uploaded; recognising the format…' },
  cancel: { zh: '取消上传', en: 'Cancel the upload' },
})

const MOST = 64 * 1024 * 1024

export function UploadBox() {
  const t = useTexts(texts)
  const say = useSay()
  const failed = useFailureMessage()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const [kind, setKind] = useState<ImportKind>('counts')
  const [typed, setTyped] = useState<string | null>(null)
  const [asked, setAsked] = useState(false)
  const [share, setShare] = useState(0)
  const sending = useRef<Sending<Batch> | null>(null)
  const sources = useQuery(api.cases.listSources.queryOptions())
  const source = (typed ?? sources.data?.[0]?.name ?? '').trim()
  const upload = useMutation({
    mutationFn: (file: File) => {
      setShare(0)
      const fields = { file, kind, source }
      sending.current = uploadFile<Batch>('/cases/imports', fields, setShare)
      return sending.current.done
    },
    onSuccess: async (batch) => {
      void queries.invalidateQueries({ queryKey: api.cases.listBatches.key() })
      await navigate(`/imports/${batch.id}`)
    },
    onError: (error) => {
      if (error.name !== 'AbortError') failed(error)
    },
  })
  const take = (file: File): void => {
    if (!/\.(csv|txt|tsv|xlsx)$/i.test(file.name)) return void message.error(t('wrongType'))
    if (file.size > MOST) return void message.error(t('tooLarge'))
    if (source === '') {
      setAsked(true)
      document.getElementById('import-source')?.focus()
      return
    }
    upload.mutate(file)
  }
  return (
    <Card size="small" title={t('title')}>
      <Form layout="vertical" className="upload-form">
        <div className="upload-fields">
          <Form.Item label={t('kind')}>
            <Segmented<ImportKind>
              block
              value={kind}
              disabled={upload.isPending}
              onChange={setKind}
              options={(['counts', 'cases'] as const).map((value) => ({ value, label: say(kindNames[value]) }))}
            />
          </Form.Item>
          <Form.Item
            label={t('source')}
            htmlFor="import-source"
            {...(asked && source === '' ? { validateStatus: 'error' as const, help: t('sourceMissing') } : {})}
          >
            <AutoComplete
              id="import-source"
              value={typed ?? source}
              disabled={upload.isPending}
              onChange={setTyped}
              placeholder={t('sourceHint')}
              options={(sources.data ?? []).map(({ name }) => ({ value: name }))}
              showSearch={{ filterOption: (typed, option) => (option?.value ?? '').includes(typed) }}
            />
          </Form.Item>
        </div>
        {upload.isPending ? (
          <div className="upload-sending" aria-live="polite">
            <span>
              {share < 1
                ? t('sending', { name: upload.variables.name, size: fileSize(upload.variables.size) })
                : t('reading')}
            </span>
            <Progress percent={Math.floor(share * 100)} status="active" aria-label={upload.variables.name} />
            <Button onClick={() => sending.current?.cancel()}>{t('cancel')}</Button>
          </div>
        ) : (
          <Upload.Dragger
            accept=".csv,.txt,.tsv,.xlsx"
            maxCount={1}
            showUploadList={false}
            beforeUpload={(file) => {
              take(file)
              return false
            }}
          >
            <p className="upload-icon">
              <InboxOutlined />
            </p>
            <p className="upload-main">{t('drop')}</p>
            <p className="quiet">{t('hint')}</p>
          </Upload.Dragger>
        )}
      </Form>
    </Card>
  )
}
