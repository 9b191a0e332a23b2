// The cases of one cluster.

import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Cluster } from '#modules/cases/api.ts'
import { api } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useTexts } from '#kit/i18n.ts'
import { Loaded } from '#kit/states.tsx'
import { StateTag } from '../state-tag.tsx'

const texts = defineTexts('cluster-cases', {
  unnumbered: { zh: '无编号', en: 'No number' },
  confirmed: { zh: '确诊 {day}', en: 'confirmed {day}' },
})

export function ClusterCases({ cluster }: { cluster: Cluster }) {
  const t = useTexts(texts)
  const format = useFormat()
  const { regionCode, firstCaseOn, lastCaseOn } = cluster
  const cases = useQuery(
    api.cases.listCases.queryOptions({
      input: { regionCode, from: firstCaseOn, to: lastCaseOn, sort: 'confirmed', limit: 500 },
    }),
  )
  const ids = new Set(cluster.caseIds)
  return (
    <Loaded query={cases}>
      {({ rows }) => (
        <ul className="cluster-cases">
          {rows
            .filter(({ id }) => ids.has(id))
            .map((one) => (
              <li key={one.id}>
                <Link to={`/cases/${one.id}`}>{one.reference ?? t('unnumbered')}</Link>
                <StateTag state={one.state} />
                {one.confirmedOn && (
                  <span className="quiet">{t('confirmed', { day: format.day(one.confirmedOn, 'short') })}</span>
                )}
              </li>
            ))}
        </ul>
      )}
    </Loaded>
  )
}
