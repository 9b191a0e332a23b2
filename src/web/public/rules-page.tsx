// The rules behind the map, for everybody.

import { useQuery } from '@tanstack/react-query'
import { api } from '#kit/client.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { PackView } from '#kit/policy/pack-view.tsx'
import { Loaded } from '#kit/states.tsx'
import { useUrlValue } from '#kit/url-state.ts'
import { Contest } from './contest.tsx'

const texts = defineTexts('public-rules', {
  title: { zh: '评定规则', en: 'Rules' },
  lead: {
    zh: '每一期风险图都注明所用的政策包和版本。下面是规则全文，任何人都可以据此重新核算。',
    en: 'Every map names the policy pack and version it was made by. These are the rules in full; anybody can judge a map again by them.',
  },
  choose: { zh: '政策包', en: 'Policy pack' },
})

export function RulesPage() {
  const t = useTexts(texts)
  const say = useSay()
  const [asked, choose] = useUrlValue('pack')
  const packs = useQuery(api.policies.list.queryOptions({ staleTime: Infinity }))
  const chosen = packs.data?.find(({ id }) => id === asked)?.id ?? packs.data?.at(-1)?.id
  const pack = useQuery({
    ...api.policies.get.queryOptions({ input: { id: chosen ?? '' }, staleTime: Infinity }),
    enabled: chosen !== undefined,
  })
  return (
    <div className="public-rules">
      <h1>{t('title')}</h1>
      <p>{t('lead')}</p>
      <Contest />
      <Loaded query={packs}>
        {(rows) => (
          <label className="public-choice">
            {t('choose')}{' '}
            <select value={chosen ?? ''} onChange={(event) => choose(event.target.value)}>
              {rows.map(({ id, name }) => (
                <option key={id} value={id}>
                  {say(name)}
                </option>
              ))}
            </select>
          </label>
        )}
      </Loaded>
      {chosen && <Loaded query={pack}>{(data) => <PackView pack={data} />}</Loaded>}
    </div>
  )
}
