// Judges a published map again from its frozen inputs and pack, and shows whether the very same bytes come out.

import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { Button } from 'antd'
import { useQuery } from '@tanstack/react-query'
import type { Publication } from '#modules/riskmap/api.ts'
import { api } from '#kit/client.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { Failure } from '#kit/states.tsx'

const texts = defineTexts('riskmap-judge', {
  title: { zh: '再评一次', en: 'Judge again' },
  lead: {
    zh: '用冻结的病例数和当时的规则包重新评定，逐字节比对。',
    en: 'Rates it again from the frozen counts and the pack of that time, and compares every byte.',
  },
  run: { zh: '再评一次', en: 'Judge again' },
  same: { zh: '结果完全一致', en: 'The very same result' },
  differs: { zh: '结果不一致', en: 'The result differs' },
  inputs: { zh: '输入', en: 'Inputs' },
  stored: { zh: '发布时的结果', en: 'Result as published' },
  now: { zh: '本次的结果', en: 'Result now' },
})

export function JudgeAgain({ publication: { id } }: { publication: Publication }) {
  const t = useTexts(texts)
  const say = useSay()
  const judged = useQuery(api.riskmap.judge.queryOptions({ input: { id }, enabled: false }))
  const { data } = judged
  return (
    <section className="map-card draft-card">
      <h2>{t('title')}</h2>
      <p className="quiet">{t('lead')}</p>
      <Button loading={judged.isFetching} onClick={() => void judged.refetch()}>
        {t('run')}
      </Button>
      {judged.error && <Failure error={judged.error} />}
      {data && (
        <div role="status" className={data.same ? 'judged judged-same' : 'judged judged-differs'}>
          <strong>
            {data.same ? <CheckCircleFilled /> : <CloseCircleFilled />} {t(data.same ? 'same' : 'differs')}
          </strong>
          <dl>
            <dt>{t('inputs')}</dt>
            <dd>{data.inputsHash}</dd>
            <dt>{t('stored')}</dt>
            <dd>{data.resultHash}</dd>
            <dt>{t('now')}</dt>
            <dd>{data.recomputedHash}</dd>
          </dl>
          <ul>
            {data.faults.map(({ what, code, text }) => (
              <li key={`${what} ${code}`}>{say(text)}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}
