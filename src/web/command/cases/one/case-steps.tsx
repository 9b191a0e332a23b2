// What may happen to a case next. A step that is not possible is shown too, disabled, and says why.

import { Alert, App, Button, Form, Input, Modal, Tooltip } from 'antd'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CaseDetail, CaseEvent } from '#modules/cases/api.ts'
import { eventNames, needsReason } from '#modules/cases/rules.ts'
import { api } from '#kit/client.ts'
import { defineTexts, useLanguage, useSay, useTexts } from '#kit/i18n.ts'
import { useNow } from '#kit/now.ts'
import { sentenceOfError } from '#kit/problem.ts'
import { DayPicker } from '../day-picker.tsx'
import { capital } from '../words.ts'

const texts = defineTexts('case-steps', {
  on: { zh: '哪一天', en: 'On which day' },
  onMissing: { zh: '请选择日期', en: 'Choose the day' },
  reason: { zh: '原因', en: 'Reason' },
  reasonOptional: { zh: '说明（可不填）', en: 'Note (optional)' },
  reasonMissing: { zh: '请写明原因（至少 3 个字）', en: 'Please give the reason (at least 3 characters)' },
  save: { zh: '记录', en: 'Record' },
  cancel: { zh: '取消', en: 'Cancel' },
  done: { zh: '已记录', en: 'Recorded' },
  title: { zh: '记录：{event}', en: 'Record: {event}' },
  notNow: { zh: '目前不可', en: 'Not possible now' },
})

export function CaseSteps({ one }: { one: CaseDetail }) {
  const t = useTexts(texts)
  const say = useSay()
  const [chosen, setChosen] = useState<CaseEvent | null>(null)
  const possible = one.events.filter(({ why }) => why === null)
  const closed = one.events.filter(({ why }) => why !== null)
  return (
    <div className="case-steps">
      <div className="case-step-buttons">
        {possible.map(({ event }) => (
          <Button
            key={event}
            danger={event === 'die' || event === 'rule-out'}
            type={event === 'confirm' ? 'primary' : 'default'}
            onClick={() => setChosen(event)}
          >
            {capital(say(eventNames[event]))}
          </Button>
        ))}
      </div>
      {closed.length > 0 && (
        <div className="case-step-closed">
          <span className="quiet">{t('notNow')}</span>
          {closed.map(({ event, why }) => (
            <Tooltip key={event} title={why ? say(why) : ''}>
              <span role="note" tabIndex={0} aria-label={why ? say(why) : ''}>
                <Button size="small" disabled tabIndex={-1}>
                  {capital(say(eventNames[event]))}
                </Button>
              </span>
            </Tooltip>
          ))}
        </div>
      )}
      {chosen && <StepWindow one={one} event={chosen} onClose={() => setChosen(null)} />}
    </div>
  )
}

type Given = { on: string | null; reason?: string }

function StepWindow({ one, event, onClose }: { one: CaseDetail; event: CaseEvent; onClose: () => void }) {
  const t = useTexts(texts)
  const say = useSay()
  const language = useLanguage()
  const { today } = useNow()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [form] = Form.useForm<Given>()
  const reasoned = needsReason(event)
  const change = useMutation(
    api.cases.changeCase.mutationOptions({
      onSuccess: async () => {
        void message.success(t('done'))
        onClose()
        await queries.invalidateQueries({ queryKey: api.cases.key() })
      },
    }),
  )
  return (
    <Modal
      open
      title={t('title', { event: say(eventNames[event]) })}
      okText={t('save')}
      cancelText={t('cancel')}
      okButtonProps={{ loading: change.isPending, danger: event === 'die' || event === 'rule-out' }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {change.error && (
        <Alert type="error" showIcon title={sentenceOfError(change.error, language)} style={{ marginBottom: 12 }} />
      )}
      <Form<Given>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ on: today }}
        onFinish={({ on, reason }) =>
          change.mutate({
            id: one.id,
            version: one.version,
            event: { kind: event, on: on! },
            ...(reason?.trim() ? { reason: reason.trim() } : {}),
          })
        }
      >
        <Form.Item name="on" label={t('on')} rules={[{ required: true, message: t('onMissing') }]}>
          <DayPicker />
        </Form.Item>
        <Form.Item
          name="reason"
          label={reasoned ? t('reason') : t('reasonOptional')}
          rules={[{ required: reasoned, whitespace: true, min: 3, message: t('reasonMissing') }]}
        >
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
