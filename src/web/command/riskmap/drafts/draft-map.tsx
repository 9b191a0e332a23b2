// The draft on the map beside the edition before: this draft, the one before, or only what changes. Changed places
// carry a heavy outline.

import { Segmented } from 'antd'
import { useMemo, useState } from 'react'
import type { ChangeList, PublicationDetail } from '#modules/riskmap/api.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useTexts } from '#kit/i18n.ts'
import { RegionMap } from '#kit/region-map/region-map.tsx'
import { RiskLegend } from '#kit/region-map/risk-legend.tsx'
import { Failure, Loading } from '#kit/states.tsx'
import { useMapAddress } from '../address.ts'
import { useOutlines, usePublication } from '../data.ts'
import { useMapPlaces } from '../map-places.ts'
import { capital } from '../names.ts'
import { TownTiles } from '../town-tiles.tsx'

const texts = defineTexts('riskmap-draft-map', {
  show: { zh: '显示', en: 'Show' },
  draft: { zh: '本期', en: 'This map' },
  before: { zh: '上一期', en: 'The one before' },
  changes: { zh: '只看变化', en: 'Only changes' },
  label: { zh: '{day} 的风险图', en: 'Risk map of {day}' },
  marked: { zh: '粗线：与上一期不同', en: 'Heavy outline: differs from the edition before' },
})

type Show = 'draft' | 'before' | 'changes'

export function DraftMap({ detail, changes }: { detail: PublicationDetail; changes: ChangeList | undefined }) {
  const t = useTexts(texts)
  const format = useFormat()
  const { address, go } = useMapAddress()
  const [show, setShow] = useState<Show>('draft')
  const { publication, levels, regions } = detail
  const outlines = useOutlines(publication.tier === 'county' ? publication.on : undefined)
  const before = usePublication(publication.previousId)
  const marked = useMemo(
    () => new Set([...(changes?.raised ?? []), ...(changes?.lowered ?? [])].map(({ code }) => code)),
    [changes],
  )
  const all = useMapPlaces(show === 'before' ? before.data : detail)
  const places = useMemo(
    () =>
      show === 'changes'
        ? new Map([...all].map(([code, place]) => [code, marked.has(code) ? place : { ...place, colour: null }]))
        : all,
    [all, marked, show],
  )
  const parents = useMemo(() => new Map(regions.map(({ code, parent }) => [code, parent.code])), [regions])
  const parentOf = useMemo(() => (code: string) => parents.get(code) ?? code.slice(0, 4), [parents])
  const focus = useMemo(
    () => (publication.root.path.split('/').length <= 2 ? null : regions.map(({ code }) => code)),
    [publication.root.path, regions],
  )
  if (publication.tier === 'town')
    return (
      <section className="map-card">
        <TownTiles detail={detail} only={null} />
      </section>
    )
  if (outlines.error) return <Failure error={outlines.error} retry={() => void outlines.refetch()} />
  if (!outlines.data) return <Loading />
  return (
    <section className="map-card">
      <div className="draft-map-head">
        <Segmented
          aria-label={t('show')}
          value={show}
          onChange={(value) => setShow(value as Show)}
          options={[
            { value: 'draft', label: t('draft') },
            ...(publication.previousId ? [{ value: 'before', label: t('before') }] : []),
            { value: 'changes', label: t('changes') },
          ]}
        />
        {marked.size > 0 && <span className="quiet">{t('marked')}</span>}
      </div>
      <RegionMap
        topology={outlines.data}
        places={places}
        parentOf={parentOf}
        focus={focus}
        marked={marked}
        selected={address.place ?? null}
        onSelect={(code) => places.has(code) && go({ place: code })}
        label={t('label', { day: format.day(publication.on) })}
        height="clamp(340px, 58vh, 620px)"
      />
      <div className="draft-map-legend">
        <RiskLegend
          entries={levels.toReversed().map((level) => ({
            colour: level.colour,
            name: { zh: level.name.zh, en: capital(level.name.en) },
            count: publication.counts.find((one) => one.level === level.id)?.regions ?? 0,
          }))}
        />
      </div>
    </section>
  )
}
