// The map of one edition with everything around it: trail and search above, time below, the panel of a place beside
// (below 1100 px: as a drawer). What is chosen lives in the address.

import { FileSearchOutlined } from '@ant-design/icons'
import { Alert, Button, Drawer, Grid } from 'antd'
import { Link } from 'react-router'
import { useMemo, useState } from 'react'
import type { PublicationDetail } from '#modules/riskmap/api.ts'
import { useFormat } from '#kit/format.ts'
import { useSay, useTexts } from '#kit/i18n.ts'
import { RegionMap } from '#kit/region-map/region-map.tsx'
import { RiskLegend } from '#kit/region-map/risk-legend.tsx'
import { Failure, Loading } from '#kit/states.tsx'
import { useMapAddress } from './address.ts'
import { useCurrentMap } from './current-map.tsx'
import { townMapFor, useAboutRegions, useOutlines, usePublication } from './data.ts'
import { ExportMenu } from './export-menu.tsx'
import { useMapPlaces } from './map-places.ts'
import { capital } from './names.ts'
import { PlacePanel } from './place-panel.tsx'
import { PlaceSearch } from './place-search.tsx'
import { PlaceTrail } from './place-trail.tsx'
import { MapChooser } from './map-chooser.tsx'
import { mapTexts } from './texts.ts'
import { TimeSlider } from './time-slider.tsx'
import { TownTiles, TownsOf } from './town-tiles.tsx'

export function MapPage() {
  const t = useTexts(mapTexts)
  const { series, edition, all } = useCurrentMap()
  const { address, go } = useMapAddress()
  const detail = usePublication(edition.id)
  const wide = Grid.useBreakpoint().lg !== false
  if (detail.error) return <Failure error={detail.error} retry={() => void detail.refetch()} />
  if (!detail.data) return <Loading />
  const { regions } = detail.data
  const drilled = series.tier === 'county' ? regions.find(({ code }) => code === address.at) : undefined
  const townMap = drilled ? townMapFor(all, drilled.path, edition.on) : null
  const inEdition = regions.some(({ code }) => code === address.place)
  const panelOf = address.place ? (inEdition ? edition.id : townMap?.id) : undefined
  const panel = address.place && panelOf && (
    <PlacePanel publicationId={panelOf} code={address.place} close={() => go({ place: null })} />
  )
  return (
    <>
      <EditionBanner />
      <div className="map-bar">
        <PlaceTrail regions={regions} />
        <span className="map-bar-end">
          <PlaceSearch regions={regions} />
          <MapChooser />
          <Link to={`/riskmap/drafts/${edition.id}`}>
            <Button icon={<FileSearchOutlined />} tabIndex={-1}>
              {t('record')}
            </Button>
          </Link>
          <ExportMenu publication={edition} />
        </span>
      </div>
      <div className={panel && wide ? 'map-split' : undefined}>
        <section className="map-card">
          {series.tier === 'town' ? (
            <TownTiles detail={detail.data} only={address.at ?? null} />
          ) : drilled ? (
            <TownsOf county={drilled} on={edition.on} townMap={townMap} />
          ) : (
            <CountyMap detail={detail.data} />
          )}
          <TimeSlider />
        </section>
        {wide
          ? panel
          : panel && (
              <Drawer
                open
                placement="bottom"
                size="82dvh"
                onClose={() => go({ place: null })}
                closable={false}
                styles={{ body: { padding: 0 } }}
              >
                {panel}
              </Drawer>
            )}
      </div>
    </>
  )
}

function CountyMap({ detail }: { detail: PublicationDetail }) {
  const t = useTexts(mapTexts)
  const say = useSay()
  const format = useFormat()
  const { address, go } = useMapAddress()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const outlines = useOutlines(detail.publication.on)
  const about = useAboutRegions()
  const places = useMapPlaces(detail, chosen.size > 0 ? chosen : null)
  const { publication, levels, regions } = detail
  const parents = useMemo(() => new Map(regions.map(({ code, parent }) => [code, parent.code])), [regions])
  const parentOf = useMemo(() => (code: string) => parents.get(code) ?? code.slice(0, 4), [parents])
  const focus = useMemo(() => {
    const shown = regions.filter(({ parent }) => !address.at || parent.code === address.at)
    const whole = !address.at && publication.root.path.split('/').length <= 2
    return whole || shown.length === 0 ? null : shown.map(({ code }) => code)
  }, [regions, address.at, publication.root.path])
  if (outlines.error) return <Failure error={outlines.error} retry={() => void outlines.refetch()} />
  if (!outlines.data) return <Loading />
  return (
    <div className="map-frame">
      <RegionMap
        topology={outlines.data}
        places={places}
        parentOf={parentOf}
        focus={focus}
        selected={address.place ?? null}
        onSelect={(code) => places.has(code) && go({ place: code })}
        label={`${say(publication.root.name)} ${format.day(publication.on)}`}
        height="var(--map-height)"
      />
      <div className="map-legend">
        <strong>{t('dataOf', { day: format.day(publication.on) })}</strong>
        <RiskLegend
          entries={levels.toReversed().map((level) => ({
            colour: level.colour,
            name: { zh: level.name.zh, en: capital(level.name.en) },
            ...(level.name.zh === level.meaning.zh ? {} : { meaning: level.meaning }),
            count: publication.counts.find((one) => one.level === level.id)?.regions ?? 0,
          }))}
          chosen={levels.filter(({ id }) => chosen.has(id)).map(({ colour }) => colour)}
          onChoose={(colour) =>
            setChosen((before) => {
              const id = levels.find((level) => level.colour === colour)?.id ?? ''
              const after = new Set(before)
              if (!after.delete(id)) after.add(id)
              return after
            })
          }
        />
      </div>
      {about.data?.notice && <p className="map-notice">{say(about.data.notice)}</p>}
    </div>
  )
}

function EditionBanner() {
  const t = useTexts(mapTexts)
  const format = useFormat()
  const { edition, inForce } = useCurrentMap()
  const { go } = useMapAddress()
  const back =
    inForce && inForce.id !== edition.id ? (
      <Button size="small" onClick={() => go({ edition: null })}>
        {t('toCurrent')}
      </Button>
    ) : null
  if (edition.withdrawn)
    return (
      <Alert
        type="error"
        showIcon
        action={back}
        title={t('withdrawnBanner', {
          at: format.instant(edition.withdrawn.at),
          name: edition.withdrawn.name,
          reason: edition.withdrawn.reason,
        })}
      />
    )
  return edition.state === 'superseded' ? (
    <Alert type="info" showIcon action={back} title={t('supersededBanner')} />
  ) : null
}
