// Where on the map one is: province › city › county. Each step leads back up; the last one opens what lies below.

import { Dropdown } from 'antd'
import { DownOutlined } from '@ant-design/icons'
import type { RatedRegion } from '#modules/riskmap/api.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { useMapAddress } from './address.ts'
import { useCurrentMap } from './current-map.tsx'

const texts = defineTexts('riskmap-trail', {
  trail: { zh: '所在位置', en: 'Where on the map' },
  cities: { zh: '各市', en: 'Cities' },
  counties: { zh: '各县（市、区）', en: 'Counties' },
  below: { zh: '向下查看', en: 'Look below' },
})

export function PlaceTrail({ regions }: { regions: readonly RatedRegion[] }) {
  const t = useTexts(texts)
  const say = useSay()
  const { edition, series } = useCurrentMap()
  const { address, go } = useMapAddress()
  const parents = [...new Map(regions.map(({ parent }) => [parent.code, parent])).values()].sort((a, b) =>
    a.code.localeCompare(b.code),
  )
  const county = series.tier === 'county' ? regions.find(({ code }) => code === address.at) : undefined
  const city = county?.parent ?? parents.find(({ code }) => code === address.at)
  const counties = city && series.tier === 'county' ? regions.filter(({ parent }) => parent.code === city.code) : []
  const manyParents = parents.length > 1
  return (
    <nav className="map-trail" aria-label={t('trail')}>
      <button type="button" aria-current={!city} onClick={() => go({ at: null, place: null }, true)}>
        {say(edition.root.name)}
      </button>
      {manyParents && (
        <Step
          name={city ? say(city.name) : series.tier === 'county' ? t('cities') : t('counties')}
          current={Boolean(city && !county)}
          open={city ? () => go({ at: city.code, place: null }, true) : null}
          below={t('below')}
          options={parents.map(({ code, name }) => ({ code, name: say(name) }))}
          choose={(code) => go({ at: code, place: null }, true)}
        />
      )}
      {counties.length > 0 && (
        <Step
          name={county ? say(county.name) : t('counties')}
          current={Boolean(county)}
          open={county ? () => go({ at: county.code, place: null }, true) : null}
          below={t('below')}
          options={counties.map(({ code, name }) => ({ code, name: say(name) }))}
          choose={(code) => go({ at: code, place: null }, true)}
        />
      )}
    </nav>
  )
}

type StepProps = {
  name: string
  current: boolean
  open: (() => void) | null
  below: string
  options: { code: string; name: string }[]
  choose: (code: string) => void
}

function Step({ name, current, open, below, options, choose }: StepProps) {
  const menu = {
    items: options.map(({ code, name: label }) => ({ key: code, label })),
    onClick: ({ key }: { key: string }) => choose(key),
    style: { maxHeight: 360, overflow: 'auto' },
  }
  return (
    <>
      <span className="map-trail-mark" aria-hidden="true">
        ›
      </span>
      {open && (
        <button type="button" aria-current={current} onClick={open}>
          {name}
        </button>
      )}
      <Dropdown menu={menu} trigger={['click']}>
        <button type="button" className="map-trail-more" aria-label={open ? `${below}: ${name}` : undefined}>
          {open ? null : <span>{name}</span>}
          <DownOutlined aria-hidden="true" />
        </button>
      </Dropdown>
    </>
  )
}
