// Which map and edition the screens speak of, found once from the address and the account: the map of the account's
// own place if the address names none, the newest edition that was published if it names none.

import { createContext, useContext, type ReactNode } from 'react'
import { Button, Space } from 'antd'
import { Link } from 'react-router'
import type { Publication } from '#modules/riskmap/api.ts'
import { useTexts } from '#kit/i18n.ts'
import { useSession, type Session } from '#kit/session.ts'
import { Empty, Failure, Loading } from '#kit/states.tsx'
import { seriesKey, seriesOf, useMapAddress, type Series } from './address.ts'
import { useAllPublications, useEditions, usePublication } from './data.ts'
import { mapTexts } from './texts.ts'

export type SeriesChoice = Series & { place: Publication['root'] }

export type CurrentMap = {
  /** Maps to choose from, the widest first. */
  choices: SeriesChoice[]
  series: Series
  /** Published editions, the oldest first; at least one. */
  editions: Publication[]
  edition: Publication
  inForce: Publication | null
  all: Publication[]
}

const Context = createContext<CurrentMap | null>(null)

export function useCurrentMap(): CurrentMap {
  const found = useContext(Context)
  if (!found) throw new Error('useCurrentMap is used outside CurrentMapProvider')
  return found
}

export function choicesOf(all: readonly Publication[]): SeriesChoice[] {
  const choices = new Map<string, SeriesChoice>()
  for (const { root, tier } of all) {
    const choice = { root: root.code, tier, place: root }
    if (!choices.has(seriesKey(choice))) choices.set(seriesKey(choice), choice)
  }
  return [...choices.values()].sort(
    (a, b) => a.place.path.length - b.place.path.length || a.root.localeCompare(b.root) || a.tier.localeCompare(b.tier),
  )
}

/** The map of the narrowest place that holds all of the account's, counties before towns; else the widest map. */
export function ownSeries(choices: readonly SeriesChoice[], session: Session): SeriesChoice | null {
  const [own = ''] = session.where('riskmap.read')
  const holding = choices.filter(({ place, tier }) => tier === 'county' && own.startsWith(place.path))
  return holding.at(-1) ?? choices[0] ?? null
}

export function CurrentMapProvider({ children }: { children: ReactNode }) {
  const { address } = useMapAddress()
  const session = useSession()
  const all = useAllPublications()
  const asked = usePublication(address.map ? null : address.edition)
  const published = all.data?.rows.filter(({ edition }) => edition !== null) ?? []
  const choices = choicesOf(published)
  const fromEdition = asked.data && { root: asked.data.publication.root.code, tier: asked.data.publication.tier }
  const waiting = address.edition !== undefined && !address.map && asked.isLoading
  const series = seriesOf(address.map ?? '') ?? fromEdition ?? (waiting ? null : ownSeries(choices, session))
  const editions = useEditions(series && { root: series.root, tier: series.tier })

  const error = all.error ?? editions.error ?? (address.map ? null : asked.error)
  if (error) return <Failure error={error} retry={() => void all.refetch().then(() => editions.refetch())} />
  if (!all.data || waiting || (series && !editions.data)) return <Loading />
  const rows = editions.data ?? []
  const newest = rows.at(-1)
  if (!series || !newest) return <NoneYet />
  const edition = rows.find(({ id }) => id === address.edition) ?? newest
  const inForce = rows.find(({ state }) => state === 'published') ?? null
  const current = { choices, series, editions: rows, edition, inForce, all: all.data.rows }
  return <Known current={current}>{children}</Known>
}

const Known = ({ current, children }: { current: CurrentMap; children: ReactNode }) => (
  <Context value={current}>{children}</Context>
)

function NoneYet() {
  const t = useTexts(mapTexts)
  const session = useSession()
  const { to } = useMapAddress()
  const mayDraft = session.can('riskmap.draft')
  return (
    <Empty title={t('noneTitle')}>
      <p style={{ maxWidth: '34em' }}>{t(mayDraft ? 'noneHint' : 'noneHintReader')}</p>
      {mayDraft && (
        <Space wrap>
          {session.can('cases.import') && (
            <Link to="/imports">
              <Button>{t('toImports')}</Button>
            </Link>
          )}
          <Link to={to('drafts/new')}>
            <Button type="primary">{t('newDraft')}</Button>
          </Link>
        </Space>
      )}
    </Empty>
  )
}
