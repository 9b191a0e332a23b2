// The second person's checklist: control totals of the counts, the changes, the deviations, day and rules. Approving
// names the revision that was looked at; whoever drafted the map cannot approve it.

import { Checkbox, Space } from 'antd'
import { useState } from 'react'
import type { ChangeList, PublicationDetail, RatedRegion } from '#modules/riskmap/api.ts'
import { client } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { usePublication } from '../data.ts'
import { ReasonModal } from './step-bar.tsx'
import { StepButton } from './step-button.tsx'
import { useStep, useWhyNot } from './steps.ts'

const texts = defineTexts('riskmap-second-look', {
  title: { zh: '复核', en: 'Second look' },
  lead: {
    zh: '请逐项核对后通过；有疑问请退回并写明意见。',
    en: 'Check each item, then approve; return it with a comment if in doubt.',
  },
  counts: {
    zh: '病例数：{regions} 地合计累计确诊 {confirmed} 例（其中输入 {imported} 例），{without} 地从未报告病例',
    en: 'Counts: {confirmed} confirmed in {regions} places ({imported} imported); {without} places never reported a case',
  },
  countsBefore: { zh: '，较上一期 {change} 例', en: '; {change} against the edition before' },
  day: { zh: '数据截至 {day} 24时，按 {pack} 评定', en: 'Counts to the end of {day}, rated by {pack}' },
  changes: {
    zh: '变化：{raised} 地上升，{lowered} 地下降，与疫情相符',
    en: 'Changes: {raised} raised, {lowered} lowered, in keeping with what is known',
  },
  deviations: { zh: '专家调整 {count} 处，理由充分', en: '{count} set by experts, with sufficient reasons' },
  noDeviations: { zh: '没有专家调整', en: 'Nothing set by experts' },
  words: { zh: '通报文字已读', en: 'The communiqué has been read' },
  approve: { zh: '复核通过', en: 'Approve' },
  return: { zh: '退回', en: 'Return' },
  returnTitle: { zh: '退回修改', en: 'Return it' },
})

const checkFirst = { zh: '请先逐项核对。', en: 'Check every item first.' }
const sum = (regions: readonly RatedRegion[], of: 'confirmed' | 'imported' | 'confirmedEver') =>
  regions.reduce((total, { figures }) => total + figures[of], 0)

type SecondLookProps = { detail: PublicationDetail; changes: ChangeList; undecided: number }

export function SecondLook({ detail, changes, undecided }: SecondLookProps) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const { publication, regions, deviations } = detail
  const before = usePublication(publication.previousId)
  const why = useWhyNot(publication, undecided)
  const [checked, setChecked] = useState<string[]>([])
  const [returning, setReturning] = useState(false)
  const { id, revision } = publication
  const approve = useStep(id, () => client.riskmap.review({ id, verdict: 'approve', revision }))
  const giveBack = useStep(
    id,
    (comment: string) => client.riskmap.review({ id, verdict: 'return', revision, comment }),
    () => setReturning(false),
  )
  const confirmed = sum(regions, 'confirmedEver')
  const change = before.data ? confirmed - sum(before.data.regions, 'confirmedEver') : null
  const standing = deviations.filter(({ state }) => state === 'confirmed' || state === 'proposed').length
  const items = [
    t('day', { day: format.day(publication.on), pack: publication.pack }),
    t('counts', {
      regions: regions.length,
      confirmed: format.number(confirmed),
      imported: format.number(sum(regions, 'imported')),
      without: regions.filter(({ figures }) => figures.confirmedEver === 0).length,
    }) + (change === null ? '' : t('countsBefore', { change: format.change(change) })),
    t('changes', { raised: changes.raised.length, lowered: changes.lowered.length }),
    standing > 0 ? t('deviations', { count: standing }) : t('noDeviations'),
    t('words'),
  ]
  const whyApprove = why('approve') ?? (checked.length < items.length ? checkFirst : null)
  const whyReturn = why('return')
  return (
    <section className="map-card draft-card second-look-card" id="second-look">
      <h2>{t('title')}</h2>
      <p className="quiet">{t('lead')}</p>
      <Checkbox.Group
        className="second-look"
        value={checked}
        onChange={setChecked}
        disabled={why('approve') !== null}
        options={items.map((label, index) => ({ label, value: String(index) }))}
      />
      <details className="second-look-words">
        <summary>{say(changes.headline)}</summary>
        {changes.sentences.slice(1).map((sentence) => (
          <p key={sentence.en}>{say(sentence)}</p>
        ))}
      </details>
      <Space wrap>
        <StepButton
          type="primary"
          why={whyApprove}
          loading={approve.isPending}
          onClick={() => approve.mutate(undefined)}
        >
          {t('approve')}
        </StepButton>
        <StepButton why={whyReturn} onClick={() => setReturning(true)}>
          {t('return')}
        </StepButton>
        {whyApprove && <span className="quiet">{say(whyApprove)}</span>}
      </Space>
      {returning && (
        <ReasonModal
          title={t('returnTitle')}
          ok={t('return')}
          busy={giveBack.isPending}
          close={() => setReturning(false)}
          run={(comment) => giveBack.mutate(comment)}
        />
      )}
    </section>
  )
}
