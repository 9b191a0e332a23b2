// Today's map: what it shows, one place explained, what changed, earlier editions, files to take along.

import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { PublicEdition } from '#modules/riskmap/api.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { Empty, Failure, Loading } from '#kit/states.tsx'
import { editionQuery, editionsQuery, rootQuery } from '../data.ts'
import { Changes } from './changes.tsx'
import { EditionBar } from './edition-bar.tsx'
import { EditionNotice } from './edition-notice.tsx'
import { Files } from './files.tsx'
import { MapView } from './map-view.tsx'
import { PlaceCard } from './place-card.tsx'
import { PlaceList } from './place-list.tsx'
import { PlaceSearch } from './place-search.tsx'
import { useMapAddress } from './use-map-address.ts'
import './map.css'

const texts = defineTexts('map-page', {
  title: { zh: '{place}疫情风险图', en: 'Risk map of {place}' },
  townTitle: { zh: '{place}乡镇（街道）疫情风险图', en: 'Risk map of the towns of {place}' },
  asOf: {
    zh: '数据截至 {day}，发布于 {at}，下次评定 {next}',
    en: 'Figures to {day}; published {at}; next review {next}',
  },
  none: { zh: '还没有发布过风险图', en: 'No map has been published yet' },
  noneHint: { zh: '发布后会显示在这里，无需登录。', en: 'It will appear here, without sign-in, once it is published.' },
  map: { zh: '地图', en: 'Map' },
  list: { zh: '列表', en: 'List' },
  views: { zh: '地图或列表', en: 'Map or list' },
  kept: {
    zh: '网络不通，显示的是上次看到的内容。',
    en: 'No network: this is what was seen last.',
  },
  whole: { zh: '← 返回全部', en: '← Back to the whole map' },
})

export function MapPage() {
  const t = useTexts(texts)
  const { root: asked, tier, edition: id } = useMapAddress()
  const found = useQuery({ ...rootQuery, enabled: !asked })
  const root = asked ?? found.data ?? ''
  const editions = useQuery(editionsQuery(root, tier))
  const newest = editions.data?.editions.at(-1)
  const edition = useQuery(editionQuery(id ?? newest?.id ?? ''))
  const error = found.error ?? editions.error ?? edition.error
  if (edition.data) {
    return <EditionPage edition={edition.data.data} kept={edition.data.kept} editions={editions.data?.editions ?? []} />
  }
  if (error) {
    const retry = (): void => {
      for (const query of [found, editions, edition]) if (query.error) void query.refetch()
    }
    return <Failure error={error} retry={retry} />
  }
  if (editions.data && !newest && !id) {
    return (
      <Empty title={t('none')}>
        <span>{t('noneHint')}</span>
        {asked && <Link to="/">{t('whole')}</Link>}
      </Empty>
    )
  }
  return <Loading />
}

type EditionPageProps = {
  edition: PublicEdition
  kept: boolean
  editions: Parameters<typeof EditionBar>[0]['editions']
}

function EditionPage({ edition, kept, editions }: EditionPageProps) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const { place, view, root, setUrl } = useMapAddress()
  const chosen = edition.regions.find(({ code }) => code === place)
  const onSelect = (code: string | null): void => setUrl({ place: code === place ? null : code })
  const onlyList = edition.outlines === null
  return (
    <div className="map-page">
      <div className="map-head">
        <div>
          {root && (
            <Link to="/" className="map-back">
              {t('whole')}
            </Link>
          )}
          <h1>{t(edition.tier === 'town' ? 'townTitle' : 'title', { place: say(edition.root.name) })}</h1>
          <p>
            {t('asOf', {
              day: format.day(edition.on),
              at: format.instant(edition.publishedAt),
              next: format.day(edition.nextReviewOn),
            })}
          </p>
        </div>
        <PlaceSearch edition={edition} onChoose={(code) => setUrl({ place: code })} />
      </div>
      {kept && (
        <p className="map-notice" role="status">
          {t('kept')}
        </p>
      )}
      <EditionNotice edition={edition} />
      <p className="map-headline">{say(edition.headline)}</p>
      <div className="map-body">
        <section className="map-main" aria-label={t('views')}>
          {!onlyList && (
            <div className="map-views" role="group" aria-label={t('views')}>
              {(['map', 'list'] as const).map((name) => (
                <button
                  key={name}
                  type="button"
                  aria-pressed={view === name}
                  onClick={() => setUrl({ view: name === 'map' ? null : name })}
                >
                  {t(name)}
                </button>
              ))}
            </div>
          )}
          {view === 'list' || onlyList ? (
            <PlaceList edition={edition} selected={place ?? null} onSelect={onSelect} />
          ) : (
            <MapView edition={edition} selected={place ?? null} onSelect={onSelect} />
          )}
        </section>
        <aside className="map-side">
          {chosen && <PlaceCard key={chosen.code} edition={edition} place={chosen} onClose={() => onSelect(null)} />}
          <EditionBar edition={edition} editions={editions} />
          <Changes edition={edition} onSelect={(code) => setUrl({ place: code })} />
          <Files edition={edition} />
        </aside>
      </div>
    </div>
  )
}
