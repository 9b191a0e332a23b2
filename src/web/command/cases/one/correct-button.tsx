// Corrects what was written wrong, with a reason; the earlier version is kept and can be looked at.

import { Alert, App, Button, Form, Input, Modal } from 'antd'
import { EditOutlined } from '@ant-design/icons'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CaseCorrection, CaseDetail } from '#modules/cases/api.ts'
import { api } from '#kit/client.ts'
import { defineTexts, useLanguage, useTexts } from '#kit/i18n.ts'
import { sentenceOfError } from '#kit/problem.ts'
import { CaseFields, readFields, writtenFields, type CaseFieldValues } from '../case-fields.tsx'

const texts = defineTexts('correct-case', {
  open: { zh: '更正', en: 'Correct' },
  title: { zh: '更正病例', en: 'Correct the case' },
  hint: {
    zh: '只改写错的内容。病情变化请用“状态变化”记录。',
    en: 'Change only what was written wrong. What happened to the case is recorded under “What happened”.',
  },
  reason: { zh: '更正原因', en: 'Reason of the correction' },
  reasonMissing: { zh: '请写明原因（至少 3 个字）', en: 'Please give the reason (at least 3 characters)' },
  nothing: { zh: '没有改动。', en: 'Nothing was changed.' },
  save: { zh: '保存更正', en: 'Save the correction' },
  cancel: { zh: '取消', en: 'Cancel' },
  done: { zh: '已更正', en: 'Corrected' },
})

type Given = CaseFieldValues & { why?: string }

export function CorrectButton({ one }: { one: CaseDetail }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const [nothing, setNothing] = useState(false)
  const [form] = Form.useForm<Given>()
  const change = useMutation(
    api.cases.changeCase.mutationOptions({
      onSuccess: async () => {
        void message.success(t('done'))
        setOpen(false)
        await queries.invalidateQueries({ queryKey: api.cases.key() })
      },
    }),
  )
  const send = ({ why, ...given }: Given): void => {
    const correction = differences(one, readFields(given))
    setNothing(Object.keys(correction).length === 0)
    if (Object.keys(correction).length === 0) return
    change.mutate({ id: one.id, version: one.version, correction, reason: why?.trim() ?? '' })
  }
  return (
    <>
      <Button icon={<EditOutlined />} onClick={() => setOpen(true)}>
        {t('open')}
      </Button>
      <Modal
        open={open}
        title={t('title')}
        width={760}
        okText={t('save')}
        cancelText={t('cancel')}
        okButtonProps={{ loading: change.isPending }}
        onOk={() => form.submit()}
        onCancel={() => {
          setOpen(false)
          change.reset()
        }}
        destroyOnHidden
      >
        <p className="quiet">{t('hint')}</p>
        {change.error && <Alert type="error" showIcon title={sentenceOfError(change.error, language)} />}
        {nothing && <Alert type="info" showIcon title={t('nothing')} />}
        <Form<Given>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={writtenFields(one)}
          onFinish={send}
          className="case-form"
        >
          <CaseFields capability="cases.report" />
          <Form.Item
            name="why"
            label={t('reason')}
            className="case-form-wide"
            rules={[{ required: true, whitespace: true, min: 3, message: t('reasonMissing') }]}
          >
            <Input.TextArea rows={2} maxLength={500} />
          </Form.Item>
        </Form>
      </Modal>
    </>
  )
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

function differences(one: CaseDetail, given: ReturnType<typeof readFields>): CaseCorrection {
  const before: Record<string, unknown> = one
  const changed = Object.entries(given).filter(([field, value]) => !same(before[field], value))
  return Object.fromEntries(changed)
}
