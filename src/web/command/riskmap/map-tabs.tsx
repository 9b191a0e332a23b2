// The tabs above every screen of the risk map; they keep the map and the edition that are chosen.

import { NavLink } from 'react-router'
import { useTexts } from '#kit/i18n.ts'
import { useMapAddress } from './address.ts'
import { mapTexts } from './texts.ts'

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
