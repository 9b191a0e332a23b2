// The line list: filters and columns live in the address, so a link opens the same list; rows come page by page.

import { Button } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { caseOrigins, caseStates, type CaseOrigin, type CaseState } from '#modules/cases/api.ts'
import { api } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useTexts } from '#kit/i18n.ts'
import { useSession } from '#kit/session.ts'
import { Empty, Failure, Loading } from '#kit/states.tsx'
import { useUrlValues } from '#kit/url-state.ts'
import { CasesPage } from '../cases-page.tsx'
import { CaseFilters, filterNames } from './case-filters.tsx'
import { CaseTable } from './case-table.tsx'

const texts = defineTexts('case-list', {
  report: { zh: '报告病例', en: 'Report a case' },
  none: { zh: '还没有病例', en: 'No case yet' },
  noneFiltered: { zh: '没有符合条件的病例', en: 'No case fits the filter' },
  clear: { zh: '清除筛选', en: 'Clear the filter' },
  shown: { zh: '已显示 {count} 例', en: '{count} cases shown' },
  all: { zh: '共 {count} 例', en: '{count} cases' },
  more: { zh: '加载更多', en: 'Load more' },
})

const one = <T extends string>(all: readonly T[], value: string | undefined): T | undefined =>
  all.find((known) => known === value)

export function CaseListPage() {
  const t = useTexts(texts)
  const format = useFormat()
  const { can } = useSession()
  const [url, setUrl] = useUrlValues([...filterNames, 'sort'])
  const state = one<CaseState>(caseStates, url.state)
  const origin = one<CaseOrigin>(caseOrigins, url.origin)
  const filter = {
    sort: url.sort === 'confirmed' ? ('confirmed' as const) : ('reported' as const),
    ...(url.region ? { regionCode: url.region } : {}),
    ...(state ? { state } : {}),
    ...(origin ? { origin } : {}),
    ...(url.from ? { from: url.from } : {}),
    ...(url.to ? { to: url.to } : {}),
    ...(url.cluster ? { clusterId: url.cluster } : {}),
    ...(url.batch ? { batchId: url.batch } : {}),
    ...(url.search ? { reference: url.search } : {}),
  }
  const cases = useInfiniteQuery(
    api.cases.listCases.infiniteOptions({
      input: (after: string | undefined) => ({ ...filter, limit: 100, ...(after ? { after } : {}) }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.next ?? undefined,
    }),
  )
  const rows = cases.data?.pages.flatMap((page) => page.rows) ?? []
  const filtered = filterNames.some((name) => url[name])
  const more = (): void => {
    if (cases.hasNextPage && !cases.isFetchingNextPage) void cases.fetchNextPage()
  }
  return (
    <CasesPage
      actions={
        can('cases.report') && (
          <Link to="/cases/report">
            <Button type="primary" icon={<PlusOutlined />}>
              {t('report')}
            </Button>
          </Link>
        )
      }
    >
      <CaseFilters sort={filter.sort} />
      {cases.isPending ? (
        <Loading />
      ) : cases.error && rows.length === 0 ? (
        <Failure error={cases.error} retry={() => void cases.refetch()} />
      ) : rows.length === 0 ? (
        <Empty title={filtered ? t('noneFiltered') : t('none')}>
          {filtered && (
            <Button onClick={() => setUrl(Object.fromEntries(filterNames.map((name) => [name, null])))}>
              {t('clear')}
            </Button>
          )}
        </Empty>
      ) : (
        <>
          <CaseTable rows={rows} sort={filter.sort} onSort={(sort) => setUrl({ sort })} onEnd={more} />
          <div className="list-foot" aria-live="polite">
            <span className="quiet">
              {t(cases.hasNextPage ? 'shown' : 'all', { count: format.number(rows.length) })}
            </span>
            {cases.hasNextPage && (
              <Button size="small" loading={cases.isFetchingNextPage} onClick={more}>
                {t('more')}
              </Button>
            )}
          </div>
        </>
      )}
    </CasesPage>
  )
}
