// The steps that come next for a map, each with its reason when it cannot be taken now. Publishing says first what
// the public will see; withdrawing asks for the reason that stays visible.

import { Alert, Button, Input, Modal } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { ChangeList, PublicationDetail, PublicationState } from '#modules/riskmap/api.ts'
import { client } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { useSession } from '#kit/session.ts'
import { ScrollBox } from '../../scroll-box.tsx'
import { seriesKey } from '../address.ts'
import { mapTexts } from '../texts.ts'
import { StepButton } from './step-button.tsx'
import { useStep, useWhyNot, type StepName } from './steps.ts'

const texts = defineTexts('riskmap-step-bar', {
  redraft: { zh: '按最新数据重新起草', en: 'Draft again from the counts now' },
  submit: { zh: '提交复核', en: 'Submit for the second look' },
  takeBack: { zh: '收回修改', en: 'Take back' },
  toLook: { zh: '去复核清单', en: 'To the checklist' },
  discard: { zh: '作废', en: 'Give up' },
  return: { zh: '退回', en: 'Return' },
  publish: { zh: '发布', en: 'Publish' },
  withdraw: { zh: '撤回本期', en: 'Withdraw this edition' },
  publishTitle: { zh: '发布这一期？', en: 'Publish this edition?' },
  publicSees: { zh: '发布后公众立即看到：', en: 'The public will see at once:' },
  replaces: {
    zh: '现行的 {day} 一期转为历史一期。已发布的内容不能再改，只能撤回或由新一期替代。',
    en: 'The edition of {day} in force becomes a past one. What is published never changes; it can only be withdrawn or superseded.',
  },
  first: {
    zh: '这是第一期。已发布的内容不能再改，只能撤回或由新一期替代。',
    en: 'This is the first edition. What is published never changes; it can only be withdrawn or superseded.',
  },
  published: { zh: '已发布，公众页面已更新。', en: 'Published; the public page shows it.' },
  withdrawTitle: { zh: '撤回这一期？', en: 'Withdraw this edition?' },
  withdrawHint: {
    zh: '公众页面会显示“已撤回”和下面的理由，在新一期发布之前没有现行风险图。',
    en: 'The public page will say “withdrawn” with the reason below; until the next edition is published no map is in force.',
  },
  discardTitle: { zh: '作废这一稿？', en: 'Give this draft up?' },
  returnTitle: { zh: '退回修改', en: 'Return it' },
  reason: { zh: '理由', en: 'Reason' },
  reasonNeeded: { zh: '请写明理由。', en: 'Give the reason.' },
})

const shown: Record<PublicationState, StepName[]> = {
  draft: ['submit', 'redraft', 'discard'],
  returned: ['submit', 'redraft', 'discard'],
  submitted: ['takeBack'],
  approved: ['publish', 'return'],
  published: ['withdraw'],
  superseded: [],
  withdrawn: [],
  discarded: [],
}

type StepBarProps = { detail: PublicationDetail; undecided: number; changes: ChangeList | undefined }

export function StepBar({ detail: { publication }, undecided, changes }: StepBarProps) {
  const t = useTexts(texts)
  const say = useSay()
  const navigate = useNavigate()
  const why = useWhyNot(publication, undecided)
  const [asking, setAsking] = useState<'publish' | 'withdraw' | 'return' | 'discard' | null>(null)
  const { id, revision } = publication
  const close = () => setAsking(null)
  const redraft = useStep(id, () => client.riskmap.redraft({ id }))
  const submit = useStep(id, () => client.riskmap.submit({ id }))
  const takeBack = useStep(id, () => client.riskmap.takeBack({ id }))
  const discard = useStep(id, () => client.riskmap.discard({ id }), close)
  const publish = useStep(
    id,
    () => client.riskmap.publish({ id }),
    ({ root, tier }) => {
      close()
      void navigate(`/riskmap?map=${seriesKey({ root: root.code, tier })}`)
    },
  )
  const withdraw = useStep(id, (reason: string) => client.riskmap.withdraw({ id, reason }), close)
  const giveBack = useStep(
    id,
    (comment: string) => client.riskmap.review({ id, verdict: 'return', revision, comment }),
    close,
  )
  const session = useSession()
  const steps = shown[publication.state].filter((step) => step !== 'takeBack' || session.can('riskmap.draft'))
  const run: Record<StepName, () => void> = {
    redraft: () => redraft.mutate(undefined),
    submit: () => submit.mutate(undefined),
    takeBack: () => takeBack.mutate(undefined),
    discard: () => setAsking('discard'),
    publish: () => setAsking('publish'),
    withdraw: () => setAsking('withdraw'),
    return: () => setAsking('return'),
    approve: () => undefined,
    deviate: () => undefined,
  }
  const busy = redraft.isPending || submit.isPending || takeBack.isPending || publish.isPending
  const blocked = steps.flatMap((step) => {
    const reason = why(step)
    return reason ? [say(reason)] : []
  })
  return (
    <div className="step-bar">
      {publication.state === 'submitted' && (
        <Button href="#second-look" type={steps.length === 0 ? 'primary' : 'default'}>
          {t('toLook')}
        </Button>
      )}
      {steps.map((step, index) => (
        <StepButton
          key={step}
          why={why(step)}
          type={index === 0 && step !== 'withdraw' ? 'primary' : 'default'}
          danger={step === 'withdraw'}
          loading={busy && index === 0}
          onClick={run[step]}
        >
          {t(step as 'publish')}
        </StepButton>
      ))}
      <span className="quiet">{[...new Set(blocked)].join(' ')}</span>
      <PublishModal
        open={asking === 'publish'}
        changes={changes}
        busy={publish.isPending}
        close={close}
        run={() => publish.mutate(undefined)}
      />
      <Modal
        open={asking === 'discard'}
        title={t('discardTitle')}
        okText={t('discard')}
        okButtonProps={{ danger: true }}
        confirmLoading={discard.isPending}
        onCancel={close}
        onOk={() => discard.mutate(undefined)}
      />
      {asking === 'withdraw' && (
        <ReasonModal
          title={t('withdrawTitle')}
          hint={t('withdrawHint')}
          ok={t('withdraw')}
          busy={withdraw.isPending}
          close={close}
          run={(reason) => withdraw.mutate(reason)}
        />
      )}
      {asking === 'return' && (
        <ReasonModal
          title={t('returnTitle')}
          ok={t('return')}
          busy={giveBack.isPending}
          close={close}
          run={(reason) => giveBack.mutate(reason)}
        />
      )}
    </div>
  )
}

type PublishProps = {
  open: boolean
  changes: ChangeList | undefined
  busy: boolean
  close: () => void
  run: () => void
}

function PublishModal({ open, changes, busy, close, run }: PublishProps) {
  const t = useTexts(texts)
  const shared = useTexts(mapTexts)
  const say = useSay()
  const format = useFormat()
  return (
    <Modal
      open={open}
      title={t('publishTitle')}
      okText={t('publish')}
      cancelText={shared('cancel')}
      confirmLoading={busy}
      onCancel={close}
      onOk={run}
      width={620}
    >
      <p>{t('publicSees')}</p>
      <ScrollBox className="public-sees" label={t('publicSees')}>
        {changes?.sentences.map((sentence) => (
          <p key={sentence.en}>{say(sentence)}</p>
        ))}
      </ScrollBox>
      <Alert
        type="info"
        showIcon
        title={changes?.against ? t('replaces', { day: format.day(changes.against.on) }) : t('first')}
      />
    </Modal>
  )
}

type ReasonProps = {
  title: string
  hint?: string
  ok: string
  busy: boolean
  close: () => void
  run: (reason: string) => void
}

export function ReasonModal({ title, hint, ok, busy, close, run }: ReasonProps) {
  const t = useTexts(texts)
  const shared = useTexts(mapTexts)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const good = reason.trim().length >= 2
  return (
    <Modal
      open
      title={title}
      okText={ok}
      cancelText={shared('cancel')}
      confirmLoading={busy}
      onCancel={close}
      onOk={() => (good ? run(reason.trim()) : setTried(true))}
    >
      {hint && <p>{hint}</p>}
      <Input.TextArea
        aria-label={t('reason')}
        placeholder={t('reason')}
        rows={4}
        maxLength={2000}
        showCount
        value={reason}
        status={tried && !good ? 'error' : ''}
        onChange={({ target }) => setReason(target.value)}
      />
      {tried && !good && (
        <p className="field-fault" role="alert">
          {t('reasonNeeded')}
        </p>
      )}
    </Modal>
  )
}
