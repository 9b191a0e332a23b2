// One frame of the big screen: map, data date, counts per level, what changed, and the curve of the place shown.

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { addDays, day } from '#base/dates.ts'
import type { ChangeList, PublicationDetail } from '#modules/riskmap/api.ts'
import { api } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { RegionMap } from '#kit/region-map/region-map.tsx'
import { useSize } from '#kit/region-map/use-size.ts'
import { RiskMark } from '#kit/risk-tag.tsx'
import { useSession } from '#kit/session.ts'
import { CurvePicture } from '../charts/case-curve.tsx'
import { useAboutRegions, useChangeList, useOutlines, usePublication } from '../riskmap/data.ts'
import { useMapPlaces } from '../riskmap/map-places.ts'
import { capital, levelById, shortName } from '../riskmap/names.ts'
import { TownTiles } from '../riskmap/town-tiles.tsx'
import type { Frame } from './frames.ts'

const texts = defineTexts('screen-board', {
  title: { zh: '{place}疫情风险地图', en: 'Risk map of {place}' },
  dataTo: { zh: '数据截至', en: 'Data to the end of' },
  edition: { zh: '第{number}期', en: 'Edition {number}' },
  past: { zh: '历史一期', en: 'past edition' },
  counts: { zh: '各等级数量', en: 'Places per level' },
  changes: { zh: '与上一期相比', en: 'Against the edition before' },
  none: { zh: '各地等级没有变化', en: 'No level has changed' },
  first: { zh: '第一期，没有可比的上一期', en: 'The first edition' },
  raised: { zh: '上升', en: 'Raised' },
  lowered: { zh: '下降', en: 'Lowered' },
  more: { zh: '等 {count} 地', en: 'and others, {count} in all' },
  curve: { zh: '{place} 病例曲线', en: 'Cases in {place}' },
  checked: { zh: '{at} 已核对', en: 'checked {at}' },
})

type BoardProps = { frame: Frame; dark: boolean; checkedAt: number }

export function ScreenBoard({ frame, dark, checkedAt }: BoardProps) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const detail = usePublication(frame.editionId)
  const changes = useChangeList(frame.editionId)
  const about = useAboutRegions()
  if (!detail.data) return null
  const { publication, regions } = detail.data
  const city = regions.find(({ parent }) => parent.code === frame.city)?.parent
  const place = city ?? publication.root
  return (
    <main className="screen-board">
      <header className="screen-head">
        <h1>{t('title', { place: say(publication.root.name) })}</h1>
        <p className="screen-date">
          <span>{t('dataTo')}</span> <strong>{format.day(publication.on)}</strong> <span>24:00</span>
          <span className="screen-edition">
            {publication.edition === null ? '' : t('edition', { number: publication.edition })}
            {publication.state === 'superseded' ? ` · ${t('past')}` : ''}
          </span>
        </p>
      </header>
      <section className="screen-map">
        {publication.tier === 'town' ? (
          <TownTiles detail={detail.data} only={frame.city} />
        ) : (
          <ScreenMap detail={detail.data} city={frame.city} dark={dark} />
        )}
        {city && <p className="screen-place">{say(city.name)}</p>}
      </section>
      <div className="screen-side">
        <Counts detail={detail.data} city={frame.city} dark={dark} />
        {changes.data && <Changes changes={changes.data} detail={detail.data} dark={dark} city={frame.city} />}
        <Curve code={place.code} name={say(place.name)} on={publication.on} dark={dark} />
      </div>
      <footer className="screen-foot">
        <span>{about.data?.notice ? say(about.data.notice) : ''}</span>
        <span>
          {publication.pack}
          {checkedAt > 0 ? ` · ${t('checked', { at: format.instant(new Date(checkedAt).toISOString()) })}` : ''}
        </span>
      </footer>
    </main>
  )
}

function ScreenMap({ detail, city, dark }: { detail: PublicationDetail; city: string | null; dark: boolean }) {
  const say = useSay()
  const format = useFormat()
  const box = useRef<HTMLDivElement>(null)
  const { width } = useSize(box)
  const { publication, regions } = detail
  const outlines = useOutlines(publication.on)
  const places = useMapPlaces(detail)
  const parents = useMemo(() => new Map(regions.map(({ code, parent }) => [code, parent.code])), [regions])
  const parentOf = useMemo(() => (code: string) => parents.get(code) ?? code.slice(0, 4), [parents])
  const focus = useMemo(() => {
    const whole = city === null && publication.root.path.split('/').length <= 2
    return whole ? null : regions.filter(({ parent }) => !city || parent.code === city).map(({ code }) => code)
  }, [regions, city, publication.root.path])
  return (
    <div ref={box} className="screen-map-box">
      {outlines.data && width > 0 && (
        <RegionMap
          topology={outlines.data}
          places={places}
          parentOf={parentOf}
          focus={focus}
          dark={dark}
          fontSize={Math.max(12, Math.round(width / 41))}
          label={`${say(publication.root.name)} ${format.day(publication.on)}`}
          height="100%"
        />
      )}
    </div>
  )
}

function Counts({ detail, city, dark }: { detail: PublicationDetail; city: string | null; dark: boolean }) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const shown = detail.regions.filter(({ parent }) => !city || parent.code === city)
  return (
    <section className="screen-card">
      <h2>{t('counts')}</h2>
      <ul className="screen-counts">
        {detail.levels.toReversed().map((level) => (
          <li key={level.id}>
            <RiskMark colour={level.colour} size={34} dark={dark} />
            <span>{capital(say(level.name))}</span>
            <strong>{format.number(shown.filter((region) => region.level === level.id).length)}</strong>
          </li>
        ))}
      </ul>
    </section>
  )
}

const MOST = 5
const CURVE_DAYS = 42

type ChangesProps = { changes: ChangeList; detail: PublicationDetail; dark: boolean; city: string | null }

function Changes({ changes, detail: { levels }, dark, city }: ChangesProps) {
  const t = useTexts(texts)
  const format = useFormat()
  const here = (one: ChangeList['raised'][number]) => !city || one.parent.code === city
  const groups = [
    { name: t('raised'), arrow: '↑', moves: changes.raised.filter(here) },
    { name: t('lowered'), arrow: '↓', moves: changes.lowered.filter(here) },
  ].filter(({ moves }) => moves.length > 0)
  return (
    <section className="screen-card screen-changes">
      <h2>{t('changes')}</h2>
      {groups.length === 0 && <p>{t(changes.against ? 'none' : 'first')}</p>}
      {groups.map(({ name, arrow, moves }) => (
        <p key={name}>
          <strong>
            {arrow} {name} {moves.length}
          </strong>{' '}
          {moves.slice(0, MOST).map(({ code, name: place, to }) => (
            <span key={code} className="screen-change">
              <RiskMark colour={levelById(levels, to)?.colour ?? null} size={24} dark={dark} />
              {shortName(place, format.language)}
            </span>
          ))}
          {moves.length > MOST && <span>{t('more', { count: moves.length })}</span>}
        </p>
      ))}
    </section>
  )
}

function Curve({ code, name, on, dark }: { code: string; name: string; on: string; dark: boolean }) {
  const t = useTexts(texts)
  const session = useSession()
  const box = useRef<HTMLDivElement>(null)
  const { width, height } = useSize(box)
  const curve = useQuery(
    api.cases.epidemicCurve.queryOptions({
      input: { regionCode: code, from: addDays(day(on), -CURVE_DAYS), to: day(on) },
      enabled: session.can('cases.read'),
      staleTime: 5 * 60_000,
      placeholderData: keepPreviousData,
    }),
  )
  const fontSize = Math.max(12, Math.round(width / 24))
  const look = useMemo(() => ({ dark, fontSize, height: '100%' }), [dark, fontSize])
  const points = useMemo(
    () => (curve.data?.days ?? []).map((one) => ({ ...one, imported: one.imported ?? 0 })),
    [curve.data],
  )
  if (!session.can('cases.read')) return null
  return (
    <section className="screen-card screen-curve">
      <h2>{t('curve', { place: name })}</h2>
      <div ref={box} className="screen-curve-box">
        {height > 0 && points.length > 0 && <CurvePicture points={points} look={look} />}
      </div>
    </section>
  )
}
