// The risk map's screens below /command/riskmap: the map, the league table, the changes, editions and drafts.

import '../charts/charts.css'
import './riskmap.css'
import { FullscreenOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { lazy, Suspense, type ReactNode } from 'react'
import { Link, Navigate, useParams } from 'react-router'
import { useTexts } from '#kit/i18n.ts'
import { useSession } from '#kit/session.ts'
import { Loading } from '#kit/states.tsx'
import { Page } from '../page.tsx'
import { useMapAddress } from './address.ts'
import { CurrentMapProvider } from './current-map.tsx'
import { MapPage } from './map-page.tsx'
import { MapTabs } from './map-tabs.tsx'
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
