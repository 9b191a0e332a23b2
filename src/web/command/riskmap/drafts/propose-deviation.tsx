// An expert proposes another level for one place: with a reason, for a second person to decide.

import { Form, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import type { PublicationDetail } from '#modules/riskmap/api.ts'
import { client } from '#kit/client.ts'
import { defineTexts, useLanguage, useSay, useTexts } from '#kit/i18n.ts'
import { RiskMark } from '#kit/risk-tag.tsx'
import { levelTitle } from '../names.ts'
import { mapTexts } from '../texts.ts'
import { StepButton } from './step-button.tsx'
import { useStep, useWhyNot } from './steps.ts'

const texts = defineTexts('riskmap-propose', {
  propose: { zh: '提出等级调整', en: 'Propose another level' },
  title: { zh: '{place}：提出等级调整', en: '{place}: propose another level' },
  level: { zh: '调整为', en: 'Set to' },
  reason: { zh: '理由（将随图公布）', en: 'Reason (published with the map)' },
  reasonNeeded: { zh: '请写明理由。', en: 'Give the reason.' },
  levelNeeded: { zh: '请选择等级。', en: 'Choose a level.' },
  hint: {
    zh: '须由另一人确认才生效；规则评定的等级会一并显示。',
    en: 'It counts only when another person confirms it; the level by the rules stays visible beside it.',
  },
  send: { zh: '提出', en: 'Propose' },
})

export function ProposeDeviation({ detail, code }: { detail: PublicationDetail; code: string }) {
  const t = useTexts(texts)
  const shared = useTexts(mapTexts)
  const say = useSay()
  const language = useLanguage()
  const [open, setOpen] = useState(false)
  const [form] = Form.useForm<{ level: string; reason: string }>()
  const { publication, levels, regions } = detail
  const why = useWhyNot(publication, 0)
  const region = regions.find((one) => one.code === code)
  const propose = useStep(
    publication.id,
    (given: { level: string; reason: string }) =>
      client.riskmap.proposeDeviation({ id: publication.id, code, level: given.level, reason: given.reason.trim() }),
    () => setOpen(false),
  )
  if (!region || region.deviation) return null
  return (
    <section>
      <StepButton why={why('deviate')} onClick={() => setOpen(true)}>
        {t('propose')}
      </StepButton>
      <Modal
        open={open}
        title={t('title', { place: say(region.name) })}
        okText={t('send')}
        cancelText={shared('cancel')}
        confirmLoading={propose.isPending}
        onCancel={() => setOpen(false)}
        onOk={() => form.submit()}
        destroyOnHidden
      >
        <p className="quiet">{t('hint')}</p>
        <Form form={form} layout="vertical" onFinish={(given) => propose.mutate(given)}>
          <Form.Item name="level" label={t('level')} rules={[{ required: true, message: t('levelNeeded') }]}>
            <Radio.Group
              vertical
              options={levels
                .toReversed()
                .filter(({ id }) => id !== region.engineLevel)
                .map((level) => ({
                  value: level.id,
                  label: (
                    <span className="risk-tag">
                      <RiskMark colour={level.colour} /> {levelTitle(level, language)}
                    </span>
                  ),
                }))}
            />
          </Form.Item>
          <Form.Item
            name="reason"
            label={t('reason')}
            rules={[{ required: true, whitespace: true, min: 2, message: t('reasonNeeded') }]}
          >
            <Input.TextArea rows={4} maxLength={2000} showCount />
          </Form.Item>
        </Form>
      </Modal>
    </section>
  )
}
