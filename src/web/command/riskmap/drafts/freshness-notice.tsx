// Whether the counts have changed since the draft, what that would change, and the way to draft again.

import { Alert } from 'antd'
import { useQuery } from '@tanstack/react-query'
import type { Publication } from '#modules/riskmap/api.ts'
import { api, client } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { StepButton } from './step-button.tsx'
import { useStep, useWhyNot } from './steps.ts'

const texts = defineTexts('riskmap-freshness', {
  same: { zh: '与现有病例数一致（核对于 {at}）。', en: 'Agrees with the counts known now (checked {at}).' },
  changed: { zh: '起草之后情况有变化', en: 'Something has changed since this draft' },
  counts: {
    zh: '{count} 地的病例数已更正或补报：{list}',
    en: 'Counts of {count} places were corrected or added to: {list}',
  },
  item: { zh: '{place} {before}→{now}', en: '{place} {before} → {now}' },
  levels: {
    zh: '重新起草将改变 {count} 地的等级：{list}',
    en: 'Drafting again changes the level of {count} places: {list}',
  },
  previous: {
    zh: '期间发布或撤回了另一期，须重新起草。',
    en: 'Another edition was published or withdrawn: draft again.',
  },
  again: { zh: '重新起草', en: 'Draft again' },
  more: { zh: '等', en: '…' },
})

const MOST = 8

export function FreshnessNotice({ publication, undecided }: { publication: Publication; undecided: number }) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const why = useWhyNot(publication, undecided)
  const { id } = publication
  const check = useQuery(api.riskmap.checkDraft.queryOptions({ input: { id }, refetchInterval: 60_000 }))
  const again = useStep(id, () => client.riskmap.redraft({ id }))
  if (!check.data) return null
  const { same, checkedAt, inputs, levels, previousChanged } = check.data
  if (same) return <p className="quiet draft-fresh">{t('same', { at: format.instant(checkedAt) })}</p>
  const list = (names: string[]) =>
    names.slice(0, MOST).join(say({ zh: '、', en: ', ' })) + (names.length > MOST ? t('more') : '')
  const lines = [
    previousChanged && t('previous'),
    inputs.length > 0 &&
      t('counts', {
        count: inputs.length,
        list: list(
          inputs.map(({ name, confirmedBefore, confirmedNow }) =>
            t('item', { place: say(name), before: confirmedBefore, now: confirmedNow }),
          ),
        ),
      }),
    levels.length > 0 && t('levels', { count: levels.length, list: list(levels.map(({ name }) => say(name))) }),
  ].filter((line) => line !== false)
  return (
    <Alert
      type="warning"
      showIcon
      title={t('changed')}
      description={lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
      action={
        <StepButton why={why('redraft')} loading={again.isPending} onClick={() => again.mutate(undefined)}>
          {t('again')}
        </StepButton>
      }
    />
  )
}
