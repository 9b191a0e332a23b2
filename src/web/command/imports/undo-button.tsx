// Takes a whole import back, after saying what that restores. A refusal (later work stands on it) is shown in place.

import { Alert, App, Button, Form, Input, Modal } from 'antd'
import { UndoOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Batch } from '#modules/cases/api.ts'
import { api } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useLanguage, useTexts } from '#kit/i18n.ts'
import { sentenceOfError } from '#kit/problem.ts'

const texts = defineTexts('undo', {
  open: { zh: '撤销这次导入', en: 'Undo this import' },
  title: { zh: '撤销“{name}”的导入？', en: 'Undo the import of “{name}”?' },
  stored: {
    zh: '撤回这次入库的 {stored} 行；被它更正过的数字和病例恢复为导入前的内容。',
    en: 'Takes back the {stored} rows it stored; figures and cases it corrected become what they were before.',
  },
  conflicts: { zh: '{open} 行未处理的不再等待处理。', en: '{open} rows that still wait need no decision any more.' },
  kept: {
    zh: '文件、控制总数和历史保留，可随时查到；按“当时所知”查询仍得到当时的数字。',
    en: 'The file, its totals and the history are kept; asked “as known then”, the register still answers as it did.',
  },
  reason: { zh: '原因', en: 'Reason' },
  reasonHint: { zh: '例如：来源发来更正后的文件', en: 'e.g. the source has sent a corrected file' },
  short: { zh: '请写明原因（至少 3 个字）', en: 'Please give the reason (at least 3 characters)' },
  yes: { zh: '撤销导入', en: 'Undo the import' },
  no: { zh: '保留', en: 'Keep it' },
  done: { zh: '已撤销，数据已恢复。', en: 'Undone; the data is as it was before.' },
})

export function UndoButton({ batch }: { batch: Batch }) {
  const t = useTexts(texts)
  const format = useFormat()
  const language = useLanguage()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const [form] = Form.useForm<{ reason: string }>()
  const undo = useMutation(
    api.cases.undoImport.mutationOptions({
      onSuccess: async () => {
        setOpen(false)
        void message.success(t('done'))
        await queries.invalidateQueries({ queryKey: api.cases.key() })
      },
    }),
  )
  return (
    <>
      <Button danger icon={<UndoOutlined />} onClick={() => setOpen(true)}>
        {t('open')}
      </Button>
      <Modal
        open={open}
        title={t('title', { name: batch.fileName })}
        okText={t('yes')}
        cancelText={t('no')}
        okButtonProps={{ danger: true, loading: undo.isPending }}
        onOk={() => form.submit()}
        onCancel={() => {
          setOpen(false)
          undo.reset()
        }}
        destroyOnHidden
      >
        <ul className="undo-effects">
          <li>{t('stored', { stored: format.number(batch.totals?.stored ?? 0) })}</li>
          {batch.openConflicts > 0 && <li>{t('conflicts', { open: format.number(batch.openConflicts) })}</li>}
          <li>{t('kept')}</li>
        </ul>
        {undo.error && (
          <Alert type="error" showIcon title={sentenceOfError(undo.error, language)} style={{ marginBottom: 12 }} />
        )}
        <Form
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={({ reason }) => undo.mutate({ id: batch.id, reason })}
        >
          <Form.Item
            name="reason"
            label={t('reason')}
            rules={[{ required: true, whitespace: true, min: 3, message: t('short') }]}
          >
            <Input.TextArea maxLength={500} rows={2} placeholder={t('reasonHint')} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  )
}
