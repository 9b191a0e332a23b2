// The map with its legend. Choosing levels in the legend dims the others.

import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { Topology } from 'topojson-specification'
import type { PublicEdition } from '#modules/riskmap/api.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { RegionMap, type MapPlace } from '#kit/region-map/region-map.tsx'
import { RiskLegend } from '#kit/region-map/risk-legend.tsx'
import { Failure, Loading } from '#kit/states.tsx'
import { outlinesQuery } from '../data.ts'
import { levelName, levelOf, levelTitle, shortName } from './names.ts'

const texts = defineTexts('map-view', {
  label: { zh: '{place}风险图，数据截至 {day}', en: 'Risk map of {place}, figures to {day}' },
  noDetail: { zh: '点选一地，查看颜色的依据', en: 'Choose a place to see why it has its colour' },
})

type MapViewProps = { edition: PublicEdition; selected: string | null; onSelect: (code: string | null) => void }

export function MapView({ edition, selected, onSelect }: MapViewProps) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const { language } = format
  const outlines = useQuery(outlinesQuery(edition.outlines))
  const [chosen, setChosen] = useState<readonly string[]>([])
  const places = useMemo(() => {
    const all = new Map<string, MapPlace>()
    for (const { code, name, level: id } of edition.regions) {
      const level = levelOf(edition, id)
      const dimmed = level !== undefined && chosen.length > 0 && !chosen.includes(level.colour)
      all.set(code, {
        name: name[language],
        short: shortName(name, language),
        colour: dimmed ? null : (level?.colour ?? null),
        ...(level ? { level: levelTitle(level, language) } : {}),
      })
    }
    return all
  }, [edition, language, chosen])
  const parents = useMemo(() => new Map(edition.regions.map(({ code, parent }) => [code, parent])), [edition])
  const parentOf = useCallback((code: string) => parents.get(code) ?? '', [parents])
  const topology = useMemo(
    () => (outlines.data ? onlyOf(outlines.data.data, new Set(edition.regions.map(({ code }) => code))) : null),
    [outlines.data, edition],
  )
  const counts = new Map(edition.counts.map(({ level, regions }) => [level, regions]))
  const entries = edition.levels.toReversed().map((level) => ({
    colour: level.colour,
    name: { zh: levelName(level, 'zh'), en: levelName(level, 'en') },
    meaning: level.meaning,
    count: counts.get(level.id) ?? 0,
  }))
  if (outlines.error) return <Failure error={outlines.error} retry={() => void outlines.refetch()} />
  if (!topology) return <Loading />
  return (
    <>
      <RegionMap
        topology={topology}
        places={places}
        parentOf={parentOf}
        selected={selected}
        onSelect={onSelect}
        label={t('label', { place: say(edition.root.name), day: format.day(edition.on) })}
        height="min(112vw, max(420px, calc(100dvh - 330px)))"
      />
      <div className="map-legend">
        <RiskLegend
          entries={entries}
          chosen={chosen}
          onChoose={(colour) =>
            setChosen(chosen.includes(colour) ? chosen.filter((one) => one !== colour) : [...chosen, colour])
          }
        />
        <p className="map-hint">{t('noDetail')}</p>
      </div>
      {edition.notice && <p className="map-outlines">{say(edition.notice)}</p>}
    </>
  )
}

/** The outlines of the places of this edition: a city's map shows the city. */
function onlyOf(topology: Topology, codes: ReadonlySet<string>): Topology {
  const objects = Object.entries(topology.objects).map(([name, object]) => {
    if (object.type !== 'GeometryCollection') return [name, object] as const
    const geometries = object.geometries.filter(({ properties }) =>
      codes.has(String((properties as { code?: unknown } | undefined)?.code)),
    )
    return [name, { ...object, geometries }] as const
  })
  return { ...topology, objects: Object.fromEntries(objects) }
}
