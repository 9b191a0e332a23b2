// League table: every place with its level in each of the last editions as small cells with letters, the worst first.

import { Button, Segmented } from 'antd'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { League, LevelInfo } from '#modules/riskmap/api.ts'
import { appearanceOf } from '#modules/riskmap/picture/colours.ts'
import { api } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useLanguage, useSay, useTexts } from '#kit/i18n.ts'
import { useUrlValue } from '#kit/url-state.ts'
import { RiskTag } from '#kit/risk-tag.tsx'
import { Failure, Loading } from '#kit/states.tsx'
import { ScrollBox } from '../scroll-box.tsx'
import { useMapAddress } from './address.ts'
import { useCurrentMap } from './current-map.tsx'
import { capital, levelById, levelLetter, levelTitle } from './names.ts'
import { MapChooser } from './map-chooser.tsx'
import { mapTexts } from './texts.ts'

const texts = defineTexts('riskmap-league', {
  caption: { zh: '各地历期风险等级，由高到低', en: 'Levels over the editions, the highest first' },
  place: { zh: '地区', en: 'Place' },
  level: { zh: '现行等级', en: 'Level now' },
  since: { zh: '起始', en: 'Since' },
  confirmed: { zh: '累计确诊', en: 'Confirmed' },
  caseFree: { zh: '无新增天数', en: 'Days without a case' },
  editions: { zh: '显示期数', en: 'Editions shown' },
  more: { zh: '显示更多', en: 'Show more' },
  shown: { zh: '已显示 {count} 个', en: '{count} shown' },
})

const amounts = ['6', '12', '24'] as const

export function LeaguePage() {
  const t = useTexts(texts)
  const { series } = useCurrentMap()
  const [asked, setAsked] = useUrlValue('editions')
  const amount = amounts.find((one) => one === asked) ?? '12'
  const [limit] = useState(200)
  const league = useInfiniteQuery(
    api.riskmap.getLeague.infiniteOptions({
      input: (after: string | undefined) => ({
        root: series.root,
        tier: series.tier,
        editions: Number(amount),
        limit,
        ...(after ? { after } : {}),
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
      placeholderData: keepPreviousData,
    }),
  )
  if (league.error) return <Failure error={league.error} retry={() => void league.refetch()} />
  const pages = league.data?.pages ?? []
  const first = pages[0]
  if (!first) return <Loading />
  const rows = pages.flatMap((page) => page.rows)
  return (
    <>
      <div className="map-bar">
        <span className="league-amount">
          {t('editions')}{' '}
          <Segmented
            aria-label={t('editions')}
            value={amount}
            options={[...amounts]}
            onChange={(value) => setAsked(value)}
          />
        </span>
        <span className="map-bar-end">
          <MapChooser />
        </span>
      </div>
      <LeagueTable league={first} rows={rows} />
      {league.hasNextPage && (
        <Button loading={league.isFetchingNextPage} onClick={() => void league.fetchNextPage()}>
          {t('more')} · {t('shown', { count: rows.length })}
        </Button>
      )}
    </>
  )
}

function LeagueTable({ league: { editions, levels }, rows }: { league: League; rows: League['rows'] }) {
  const t = useTexts(texts)
  const shared = useTexts(mapTexts)
  const say = useSay()
  const format = useFormat()
  const { to } = useMapAddress()
  const oldestFirst = editions.toReversed()
  return (
    <ScrollBox className="league" label={t('caption')}>
      <table>
        <caption className="visually-hidden">{t('caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('place')}</th>
            <th scope="col">{t('level')}</th>
            {oldestFirst.map((edition) => (
              <th scope="col" key={edition.publicationId} className="league-day">
                {format.day(edition.on, 'short')}
              </th>
            ))}
            <th scope="col">{t('since')}</th>
            <th scope="col" className="league-number">
              {t('confirmed')}
            </th>
            <th scope="col" className="league-number">
              {t('caseFree')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const level = levelById(levels, row.level)
            return (
              <tr key={row.code}>
                <th scope="row">
                  <Link to={to('', { place: row.code, at: null })}>{say(row.name)}</Link>
                  <span className="quiet"> {say(row.parent.name)}</span>
                </th>
                <td>
                  {level && <RiskTag colour={level.colour} name={{ zh: level.name.zh, en: capital(level.name.en) }} />}
                  {row.deviated && <span className="quiet"> · {shared('deviation')}</span>}
                </td>
                {row.history.toReversed().map((id, index) => (
                  <LevelCell key={oldestFirst[index]?.publicationId ?? index} level={levelById(levels, id)} />
                ))}
                <td className="league-day">{format.day(row.since, 'short')}</td>
                <td className="league-number">{format.number(row.confirmed)}</td>
                <td className="league-number">{row.caseFreeDays === null ? '–' : format.number(row.caseFreeDays)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </ScrollBox>
  )
}

function LevelCell({ level }: { level: LevelInfo | undefined }) {
  const language = useLanguage()
  const shared = useTexts(mapTexts)
  if (!level)
    return (
      <td className="league-cell">
        <span title={shared('notRated')}>–</span>
      </td>
    )
  const { fill } = appearanceOf(level.colour)
  return (
    <td className="league-cell">
      <span
        className={`level-cell level-cell-${level.colour}`}
        style={{ background: fill }}
        title={levelTitle(level, language)}
      >
        {levelLetter(level, language)}
      </span>
    </td>
  )
}
