// Levels that experts set otherwise: each with the engine's own level, the reason, who proposed it, and the decision
// of a second person.

import { App, Input, Space } from 'antd'
import { useState } from 'react'
import type { Deviation, DeviationState, PublicationDetail } from '#modules/riskmap/api.ts'
import { whyNotDecide } from '#modules/riskmap/rules/lifecycle.ts'
import { client } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { RiskTag } from '#kit/risk-tag.tsx'
import { useSession } from '#kit/session.ts'
import type { Text } from '#base/text.ts'
import { capital, levelById } from '../names.ts'
import { StepButton } from './step-button.tsx'
import { useStep, whyNoRight } from './steps.ts'

const texts = defineTexts('riskmap-deviations', {
  title: { zh: '专家调整', en: 'Set otherwise by experts' },
  none: {
    zh: '没有。专家可在地图上点选一地后提出。',
    en: 'None. An expert can propose one after choosing a place on the map.',
  },
  engine: { zh: '按规则', en: 'by the rules' },
  to: { zh: '调整为', en: 'set to' },
  proposedBy: { zh: '{name} 提出 · {at}', en: 'proposed by {name} · {at}' },
  decidedBy: { zh: '{name} · {at}', en: '{name} · {at}' },
  confirm: { zh: '确认', en: 'Confirm' },
  refuse: { zh: '否决', en: 'Refuse' },
  takeBack: { zh: '收回', en: 'Take back' },
  note: { zh: '意见（可不填）', en: 'Note (not needed)' },
  confirmTitle: { zh: '确认{place}的调整？', en: 'Confirm the other level of {place}?' },
  refuseTitle: { zh: '否决{place}的调整？', en: 'Refuse the other level of {place}?' },
})

const stateTexts: Record<DeviationState, Text> = {
  proposed: { zh: '待第二人确认', en: 'waits for a second person' },
  confirmed: { zh: '已确认', en: 'confirmed' },
  refused: { zh: '已否决', en: 'refused' },
  'taken-back': { zh: '已收回', en: 'taken back' },
  lapsed: { zh: '已失效', en: 'lapsed' },
}
export function Deviations({ detail }: { detail: PublicationDetail }) {
  const t = useTexts(texts)
  return (
    <section className="map-card draft-card">
      <h2>{t('title')}</h2>
      {detail.deviations.length === 0 && <p className="quiet">{t('none')}</p>}
      <ul className="deviations">
        {detail.deviations.map((deviation) => (
          <DeviationRow key={deviation.id} deviation={deviation} detail={detail} />
        ))}
      </ul>
    </section>
  )
}

function DeviationRow({ deviation, detail }: { deviation: Deviation; detail: PublicationDetail }) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const { publication, regions, levels } = detail
  const region = regions.find(({ code }) => code === deviation.code)
  const place = region ? say(region.name) : deviation.code
  const tag = (id: string) => {
    const level = levelById(levels, id)
    return level && <RiskTag colour={level.colour} name={{ zh: level.name.zh, en: capital(level.name.en) }} />
  }
  const open = ['draft', 'submitted', 'returned'].includes(publication.state)
  return (
    <li>
      <div className="deviation-head">
        <strong>{place}</strong>
        <span>
          {t('engine')} {tag(deviation.engineLevel)}
        </span>
        <span>
          {t('to')} {tag(deviation.level)}
        </span>
        <span className={`state-tag state-tag-${deviation.state}`}>{say(stateTexts[deviation.state])}</span>
      </div>
      <p>“{deviation.reason}”</p>
      <p className="quiet">
        {t('proposedBy', { name: deviation.proposed.name, at: format.instant(deviation.proposed.at) })}
        {deviation.decided && (
          <>
            {' · '}
            {t('decidedBy', { name: deviation.decided.name, at: format.instant(deviation.decided.at) })}
            {deviation.decided.note ? ` “${deviation.decided.note}”` : ''}
          </>
        )}
      </p>
      {open && (deviation.state === 'proposed' || deviation.state === 'confirmed') && (
        <DeviationButtons deviation={deviation} detail={detail} place={place} />
      )}
    </li>
  )
}

type ButtonsProps = { deviation: Deviation; detail: PublicationDetail; place: string }

function DeviationButtons({ deviation, detail: { publication }, place }: ButtonsProps) {
  const t = useTexts(texts)
  const session = useSession()
  const { modal } = App.useApp()
  const decide = useStep(publication.id, (given: { decision: 'confirm' | 'refuse'; note: string }) =>
    client.riskmap.decideDeviation({
      id: deviation.id,
      decision: given.decision,
      ...(given.note.trim() ? { note: given.note.trim() } : {}),
    }),
  )
  const takeBack = useStep(publication.id, () => client.riskmap.takeBackDeviation({ id: deviation.id }))
  const why = (step: 'confirm' | 'refuse' | 'take-back') =>
    whyNoRight(session, step === 'take-back' ? 'riskmap.deviate' : 'riskmap.review', publication) ??
    whyNotDecide(deviation, step, session.me.accountId)?.text ??
    null
  const ask = (decision: 'confirm' | 'refuse') => {
    const given = { decision, note: '' }
    modal.confirm({
      title: t(decision === 'confirm' ? 'confirmTitle' : 'refuseTitle', { place }),
      content: <Note label={t('note')} change={(note) => (given.note = note)} />,
      okText: t(decision),
      okButtonProps: { danger: decision === 'refuse' },
      onOk: () => decide.mutateAsync(given).catch(() => undefined),
    })
  }
  const mine = deviation.proposed.key === session.me.accountId
  return (
    <Space wrap>
      {deviation.state === 'proposed' && (
        <>
          <StepButton size="small" type="primary" why={why('confirm')} onClick={() => ask('confirm')}>
            {t('confirm')}
          </StepButton>
          <StepButton size="small" why={why('refuse')} onClick={() => ask('refuse')}>
            {t('refuse')}
          </StepButton>
        </>
      )}
      {mine && (
        <StepButton
          size="small"
          why={why('take-back')}
          loading={takeBack.isPending}
          onClick={() => takeBack.mutate(undefined)}
        >
          {t('takeBack')}
        </StepButton>
      )}
    </Space>
  )
}

function Note({ label, change }: { label: string; change: (note: string) => void }) {
  const [note, setNote] = useState('')
  return (
    <Input.TextArea
      aria-label={label}
      placeholder={label}
      rows={3}
      maxLength={2000}
      value={note}
      onChange={({ target }) => {
        setNote(target.value)
        change(target.value)
      }}
    />
  )
}
