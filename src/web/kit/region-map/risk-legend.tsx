// What the colours and patterns of a map mean, from the highest risk to the lowest, with the number of places each.

import './region-map.css'
import { useId } from 'react'
import type { Text } from '#base/text.ts'
import { appearanceOf, isColourName, patternSvg } from '#modules/riskmap/picture/colours.ts'
import { useFormat } from '../format.ts'
import { defineTexts, useSay, useTexts } from '../i18n.ts'
import { RiskMark } from '../risk-tag.tsx'

const texts = defineTexts('risk-legend', { title: { zh: '图例', en: 'Legend' } })

export type LegendEntry = { colour: string; name?: Text; meaning?: Text; count?: number }

const nothing: readonly string[] = []

type RiskLegendProps = {
  entries: readonly LegendEntry[]
  dark?: boolean
  /** Chosen entries; with `onChoose` each entry is a switch. */
  chosen?: readonly string[]
  onChoose?: (colour: string) => void
}

export function RiskLegend({ entries, dark = false, chosen = nothing, onChoose }: RiskLegendProps) {
  const t = useTexts(texts)
  return (
    <ul className={dark ? 'risk-legend region-map-dark' : 'risk-legend'} aria-label={t('title')}>
      {entries.map((entry) => (
        <li key={entry.colour}>
          {onChoose ? (
            <button type="button" aria-pressed={chosen.includes(entry.colour)} onClick={() => onChoose(entry.colour)}>
              <Entry entry={entry} dark={dark} />
            </button>
          ) : (
            <Entry entry={entry} dark={dark} />
          )}
        </li>
      ))}
    </ul>
  )
}

function Entry({ entry: { colour, name, meaning, count }, dark }: { entry: LegendEntry; dark: boolean }) {
  const say = useSay()
  const format = useFormat()
  return (
    <>
      <Swatch colour={colour} dark={dark} />
      <RiskMark colour={colour} size={12} dark={dark} />
      <span>
        {say(name ?? appearanceOf(colour).name)}
        {meaning && <span className="risk-legend-meaning"> {say(meaning)}</span>}
      </span>
      {count !== undefined && <strong>{format.number(count)}</strong>}
    </>
  )
}

function Swatch({ colour, dark }: { colour: string; dark: boolean }) {
  const id = useId().replaceAll(/[^a-zA-Z0-9_-]/g, '')
  const name = isColourName(colour) ? colour : 'grey'
  return (
    <svg className="risk-swatch" width="24" height="16" aria-hidden="true">
      <defs dangerouslySetInnerHTML={{ __html: patternSvg(name, id, { dark }) }} />
      <rect width="24" height="16" rx="2" fill={`url(#${id})`} />
    </svg>
  )
}
