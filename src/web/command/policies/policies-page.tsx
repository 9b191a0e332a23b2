// The policy packs of this installation: one chosen (in the address), shown in full.

import { Segmented } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { api } from '#kit/client.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { PackView } from '#kit/policy/pack-view.tsx'
import { Empty, Loaded } from '#kit/states.tsx'
import { useUrlValue } from '#kit/url-state.ts'
import { Page } from '../page.tsx'

const texts = defineTexts('policies', {
  title: { zh: '政策包', en: 'Policy packs' },
  lead: {
    zh: '规则、参数和示例都是公开的数据；生效的版本不再改动，改动即为新版本。',
    en: 'Rules, numbers and examples are public data; a version in force never changes, a change is a new version.',
  },
  none: { zh: '没有政策包', en: 'There is no policy pack' },
  choose: { zh: '选择政策包', en: 'Choose a policy pack' },
})

export function PoliciesPage() {
  const t = useTexts(texts)
  const say = useSay()
  const [asked, choose] = useUrlValue('pack')
  const packs = useQuery(api.policies.list.queryOptions({ staleTime: Infinity }))
  const chosen = packs.data?.find(({ id }) => id === asked)?.id ?? packs.data?.at(-1)?.id
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Loaded query={packs}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={t('none')} />
          ) : (
            <>
              <Segmented<string>
                className="pack-choice"
                aria-label={t('choose')}
                value={chosen ?? ''}
                onChange={(id) => choose(id, { push: true })}
                options={rows.map(({ id, name }) => ({ value: id, label: say(name) }))}
              />
              {chosen && <ChosenPack id={chosen} />}
            </>
          )
        }
      </Loaded>
    </Page>
  )
}

function ChosenPack({ id }: { id: string }) {
  const pack = useQuery(api.policies.get.queryOptions({ input: { id }, staleTime: Infinity }))
  return <Loaded query={pack}>{(data) => <PackView pack={data} />}</Loaded>
}
