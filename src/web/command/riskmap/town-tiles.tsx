// Towns as a field of equal tiles, county by county: nobody gives free outlines of towns, so the picture is schematic
// and says so. Towns without a rating are shown too, grey and named, so that none is forgotten.

import { Alert, Button } from 'antd'
import { Link } from 'react-router'
import { useRef, type KeyboardEvent } from 'react'
import type { Text } from '#base/text.ts'
import type { LevelInfo, Publication, PublicationDetail, RatedRegion } from '#modules/riskmap/api.ts'
import { isColourName, patternSvg } from '#modules/riskmap/picture/colours.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useLanguage, useSay, useTexts } from '#kit/i18n.ts'
import { RiskLegend } from '#kit/region-map/risk-legend.tsx'
import { RiskMark } from '#kit/risk-tag.tsx'
import { useSession } from '#kit/session.ts'
import { Failure, Loading } from '#kit/states.tsx'
import { useMapAddress } from './address.ts'
import { useChildren, usePublication } from './data.ts'
import { capital, levelById, shortName } from './names.ts'
import { mapTexts } from './texts.ts'

const texts = defineTexts('riskmap-towns', {
  schematic: {
    zh: '示意图：每格一个乡镇（街道），按区划代码排列，不表示位置和面积。',
    en: 'Schematic: one tile per town in the order of the codes; it shows neither place nor size.',
  },
  towns: { zh: '{place}的乡镇（街道）', en: 'Towns of {place}' },
  none: { zh: '{place}还没有发布过乡镇（街道）图。', en: 'No town map of {place} has been published yet.' },
  draftOne: { zh: '起草乡镇（街道）图', en: 'Draft a town map' },
  noTowns: { zh: '{place}没有登记乡镇（街道）。', en: '{place} has no towns on record.' },
  dataOf: { zh: '乡镇数据截至 {day} 24时', en: 'Town data to the end of {day}' },
})

type Tile = { code: string; name: Text; region?: RatedRegion }

/** All towns of a town map, grouped by county. */
export function TownTiles({ detail, only }: { detail: PublicationDetail; only: string | null }) {
  const t = useTexts(texts)
  const say = useSay()
  const groups = new Map<string, { name: Text; tiles: Tile[] }>()
  for (const region of detail.regions) {
    if (only && region.parent.code !== only) continue
    const group = groups.get(region.parent.code) ?? { name: region.parent.name, tiles: [] }
    group.tiles.push({ code: region.code, name: region.name, region })
    groups.set(region.parent.code, group)
  }
  return (
    <div className="town-field">
      <TownLegend detail={detail} />
      {[...groups].map(([code, { name, tiles }]) => (
        <section key={code}>
          <h2>{t('towns', { place: say(name) })}</h2>
          <Tiles tiles={tiles} levels={detail.levels} label={t('towns', { place: say(name) })} />
        </section>
      ))}
    </div>
  )
}

/** The towns of one county, in the levels of the town map that holds them. */
export function TownsOf({ county, on, townMap }: { county: RatedRegion; on: string; townMap: Publication | null }) {
  const t = useTexts(texts)
  const say = useSay()
  const session = useSession()
  const towns = useChildren(county.code, on)
  const detail = usePublication(townMap?.id)
  const place = say(county.name)
  if (towns.error) return <Failure error={towns.error} retry={() => void towns.refetch()} />
  if (!towns.data || (townMap && !detail.data)) return <Loading />
  const rated = new Map((townMap ? detail.data?.regions : [])?.map((region) => [region.code, region]))
  const tiles = towns.data.map(({ code, name }): Tile => {
    const region = rated.get(code)
    return region ? { code, name, region } : { code, name }
  })
  return (
    <div className="town-field">
      {townMap && detail.data ? (
        <TownLegend detail={detail.data} />
      ) : (
        <Alert
          type="info"
          showIcon
          title={t('none', { place })}
          action={
            session.can('riskmap.draft', county.path) && (
              <Link to={`/riskmap/drafts/new?map=${county.code}.town`}>
                <Button size="small" tabIndex={-1}>
                  {t('draftOne')}
                </Button>
              </Link>
            )
          }
        />
      )}
      <section>
        <h2>{t('towns', { place })}</h2>
        {tiles.length === 0 ? (
          <p className="quiet">{t('noTowns', { place })}</p>
        ) : (
          <Tiles tiles={tiles} levels={detail.data?.levels ?? []} label={t('towns', { place })} />
        )}
      </section>
    </div>
  )
}

function TownLegend({ detail: { publication, levels } }: { detail: PublicationDetail }) {
  const t = useTexts(texts)
  const format = useFormat()
  return (
    <div className="town-legend">
      <strong>{t('dataOf', { day: format.day(publication.on) })}</strong>
      <RiskLegend
        entries={levels.toReversed().map((level) => ({
          colour: level.colour,
          name: { zh: level.name.zh, en: capital(level.name.en) },
          count: publication.counts.find((one) => one.level === level.id)?.regions ?? 0,
        }))}
      />
      <span className="quiet">{t('schematic')}</span>
    </div>
  )
}

/** The colour with its pattern, as on the map. */
function groundOf(colour: string | undefined): string {
  const name = colour && isColourName(colour) ? colour : 'grey'
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><defs>${patternSvg(name, 'p')}</defs><rect width="8" height="8" fill="url(#p)"/></svg>`
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}")`
}

const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 }

function Tiles({ tiles, levels, label }: { tiles: readonly Tile[]; levels: readonly LevelInfo[]; label: string }) {
  const shared = useTexts(mapTexts)
  const language = useLanguage()
  const { address, go } = useMapAddress()
  const list = useRef<HTMLUListElement>(null)
  const walk = (event: KeyboardEvent) => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const at = buttons.findIndex((one) => one === event.target)
    const step = steps[event.key]
    if (step === undefined || at < 0) return
    event.preventDefault()
    buttons[Math.max(0, Math.min(buttons.length - 1, at + step))]?.focus()
  }
  return (
    <ul className="town-tiles" ref={list} aria-label={label} onKeyDown={walk}>
      {tiles.map(({ code, name, region }) => {
        const level = levelById(levels, region?.level)
        const said = level ? `${capital(level.name[language])} ${level.meaning[language]}` : shared('notRated')
        return (
          <li key={code}>
            <button
              type="button"
              aria-pressed={code === address.place}
              aria-disabled={!region}
              title={`${name[language]} · ${said}`}
              style={{ backgroundImage: groundOf(level?.colour) }}
              className="town-tile"
              onClick={() => region && go({ place: code }, true)}
            >
              <span>
                <RiskMark colour={level?.colour ?? null} size={12} />
                {shortName(name, language)}
                <i className="visually-hidden">, {said}</i>
              </span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
