// The risk map's screens below /command/riskmap: the map, the league table, the changes, editions and drafts.

import '../charts/charts.css'
import './riskmap.css'
import { FullscreenOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { lazy, Suspense, type ReactNode } from 'react'
import { Link, Navigate, NavLink, useNavigate, useParams } from 'react-router'
import { useLanguage, useSay, useTexts } from '#kit/i18n.ts'
import { useSession } from '#kit/session.ts'
import { Loading } from '#kit/states.tsx'
import { Page } from '../page.tsx'
import { seriesKey, seriesOf, useMapAddress } from './address.ts'
import { CurrentMapProvider, useCurrentMap } from './current-map.tsx'
import { MapPage } from './map-page.tsx'
import { mapTexts } from './texts.ts'

const LeaguePage = lazy(async () => ({ default: (await import('./league-page.tsx')).LeaguePage }))
const ChangesPage = lazy(async () => ({ default: (await import('./changes-page.tsx')).ChangesPage }))
const NewDraftPage = lazy(async () => ({ default: (await import('./drafts/new-draft-page.tsx')).NewDraftPage }))
const DraftPage = lazy(async () => ({ default: (await import('./drafts/draft-page.tsx')).DraftPage }))
const EditionsPage = lazy(async () => ({ default: (await import('./editions-page.tsx')).EditionsPage }))

export function RiskmapPages() {
  const [page = '', id] = (useParams()['*'] ?? '').split('/')
  if (page === 'editions') return <Plain page={<EditionsPage />} />
  if (page === 'drafts') return <Plain page={id === 'new' || !id ? <NewDraftPage /> : <DraftPage />} />
  const Shown = { '': MapPage, league: LeaguePage, changes: ChangesPage }[page]
  if (!Shown) return <Navigate to="/riskmap" replace />
  return (
    <WithCurrentMap>
      <Plain page={<Shown />} />
    </WithCurrentMap>
  )
}

const Plain = ({ page }: { page: ReactNode }) => <Suspense fallback={<Loading />}>{page}</Suspense>

function WithCurrentMap({ children }: { children: ReactNode }) {
  const t = useTexts(mapTexts)
  return (
    <Page title={t('title')} actions={<Actions />}>
      <MapTabs />
      <CurrentMapProvider>{children}</CurrentMapProvider>
    </Page>
  )
}

function Actions() {
  const t = useTexts(mapTexts)
  const { to, address } = useMapAddress()
  const session = useSession()
  return (
    <>
      <Link to={`/screen${address.map ? `?map=${address.map}` : ''}`}>
        <Button icon={<FullscreenOutlined />} tabIndex={-1}>
          {t('bigScreen')}
        </Button>
      </Link>
      {session.can('riskmap.draft') && (
        <Link to={to('drafts/new')}>
          <Button type="primary" icon={<PlusOutlined />} tabIndex={-1}>
            {t('newDraft')}
          </Button>
        </Link>
      )}
    </>
  )
}

export function MapTabs() {
  const t = useTexts(mapTexts)
  const { to } = useMapAddress()
  const tabs = [
    ['', t('pageMap')],
    ['league', t('pageLeague')],
    ['changes', t('pageChanges')],
    ['editions', t('pageEditions')],
  ] as const
  return (
    <nav className="map-tabs" aria-label={t('pages')}>
      {tabs.map(([page, title]) => (
        <NavLink key={page} to={to(page, { place: null, at: null })} end={page === ''}>
          {title}
        </NavLink>
      ))}
    </nav>
  )
}

/** Which map, where there are several. */
export function MapChooser() {
  const t = useTexts(mapTexts)
  const say = useSay()
  const language = useLanguage()
  const { choices, series } = useCurrentMap()
  const { to } = useMapAddress()
  const navigate = useNavigate()
  if (choices.length < 2) return null
  return (
    <Select
      className="map-chooser"
      aria-label={t('chooseMap')}
      popupMatchSelectWidth={false}
      showSearch={{ optionFilterProp: 'label' }}
      value={seriesKey(series)}
      options={choices.map((choice) => ({
        value: seriesKey(choice),
        label: t(choice.tier === 'county' ? 'counties' : 'towns', { place: say(choice.place.name) }),
      }))}
      onChange={(key) => seriesOf(key) && void navigate(to('', { map: key, edition: null, at: null, place: null }))}
      key={language}
    />
  )
}
