// All editions and drafts the account can see, newest day first, with who did what; filtered by state.

import { Button, Segmented } from 'antd'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Publication, PublicationState } from '#modules/riskmap/api.ts'
import { isPublic } from '#modules/riskmap/rules/lifecycle.ts'
import { api } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { RiskMark } from '#kit/risk-tag.tsx'
import { useSession } from '#kit/session.ts'
import { Empty, Failure, Loading } from '#kit/states.tsx'
import { useUrlValue } from '#kit/url-state.ts'
import { ScrollBox } from '../scroll-box.tsx'
import { Page } from '../page.tsx'
import { seriesKey } from './address.ts'
import { MapTabs } from './map-tabs.tsx'
import { StateTag } from './state-tag.tsx'
import { mapTexts } from './texts.ts'

const texts = defineTexts('riskmap-editions', {
  show: { zh: '显示', en: 'Show' },
  allOf: { zh: '全部', en: 'All' },
  work: { zh: '办理中', en: 'In the works' },
  published: { zh: '已发布', en: 'Published' },
  caption: { zh: '各期与草稿', en: 'Editions and drafts' },
  map: { zh: '地图', en: 'Map' },
  day: { zh: '数据日期', en: 'Data date' },
  number: { zh: '期号', en: 'Edition' },
  state: { zh: '状态', en: 'State' },
  counts: { zh: '各等级数量', en: 'Places per level' },
  who: { zh: '经办', en: 'Who' },
  drafted: { zh: '{name} 起草', en: 'drafted by {name}' },
  reviewed: { zh: '{name} 复核', en: 'second look by {name}' },
  publishedBy: { zh: '{name} 发布', en: 'published by {name}' },
  deviations: { zh: '{count} 处专家调整', en: '{count} set by an expert' },
  more: { zh: '显示更多', en: 'Show more' },
  none: { zh: '这里还没有风险图', en: 'No map here yet' },
})

const filters: Record<string, PublicationState[]> = {
  work: ['draft', 'submitted', 'returned', 'approved'],
  published: ['published', 'superseded', 'withdrawn'],
}

export function EditionsPage() {
  const t = useTexts(texts)
  const shared = useTexts(mapTexts)
  const session = useSession()
  const [shown, setShown] = useUrlValue('show')
  const states = filters[shown]
  const list = useInfiniteQuery(
    api.riskmap.listPublications.infiniteOptions({
      input: (after: string | undefined) => ({ limit: 50, ...(states ? { states } : {}), ...(after ? { after } : {}) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
    }),
  )
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <Page
      title={shared('title')}
      actions={
        session.can('riskmap.draft') && (
          <Link to="/riskmap/drafts/new">
            <Button type="primary" tabIndex={-1}>
              {shared('newDraft')}
            </Button>
          </Link>
        )
      }
    >
      <MapTabs />
      <div className="map-bar">
        <Segmented
          aria-label={t('show')}
          value={states ? shown : 'all'}
          options={[
            { value: 'all', label: t('allOf') },
            { value: 'work', label: t('work') },
            { value: 'published', label: t('published') },
          ]}
          onChange={(value) => setShown(value === 'all' ? null : value)}
        />
      </div>
      {list.error ? (
        <Failure error={list.error} retry={() => void list.refetch()} />
      ) : !list.data ? (
        <Loading />
      ) : rows.length === 0 ? (
        <Empty title={t('none')} />
      ) : (
        <EditionTable rows={rows} />
      )}
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Page>
  )
}

function EditionTable({ rows }: { rows: readonly Publication[] }) {
  const t = useTexts(texts)
  return (
    <ScrollBox className="league" label={t('caption')}>
      <table>
        <caption className="visually-hidden">{t('caption')}</caption>
        <thead>
          <tr>
            {(['day', 'map', 'state', 'number', 'counts', 'who'] as const).map((key) => (
              <th scope="col" key={key}>
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <EditionRow key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}

function EditionRow({ row }: { row: Publication }) {
  const t = useTexts(texts)
  const shared = useTexts(mapTexts)
  const say = useSay()
  const format = useFormat()
  const who = [
    t('drafted', { name: row.author.name }),
    row.reviewed && t('reviewed', { name: row.reviewed.name }),
    row.published && t('publishedBy', { name: row.published.name }),
  ].filter(Boolean)
  const key = seriesKey({ root: row.root.code, tier: row.tier })
  return (
    <tr>
      <th scope="row">
        <Link to={isPublic(row.state) ? `/riskmap?map=${key}&edition=${row.id}` : `/riskmap/drafts/${row.id}`}>
          {format.day(row.on, 'weekday')}
        </Link>
      </th>
      <td>{shared(row.tier === 'county' ? 'counties' : 'towns', { place: say(row.root.name) })}</td>
      <td>
        <StateTag state={row.state} />
        {row.withdrawn && <span className="quiet">{row.withdrawn.reason}</span>}
      </td>
      <td className="league-number">{row.edition ?? '–'}</td>
      <td>
        <span className="edition-counts">
          {row.counts.map(({ level, regions }) => (
            <span key={level}>
              <RiskMark colour={level} size={12} /> {format.number(regions)}
            </span>
          ))}
        </span>
        {row.deviations > 0 && <span className="quiet">{t('deviations', { count: row.deviations })}</span>}
      </td>
      <td className="quiet edition-who">{who.join(' · ')}</td>
    </tr>
  )
}
