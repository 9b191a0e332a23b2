// Parts of the region map: patterns, names, outlines of hover and focus, tools, tooltip.

import type { ReactNode } from 'react'
import { colourNames, patternSvg } from '#modules/riskmap/picture/colours.ts'
import { placeLabels, type View } from '#modules/riskmap/picture/labels.ts'
import type { MapShape } from '#modules/riskmap/picture/layout.ts'
import type { MapPlace } from './region-map.tsx'
import type { Size } from './use-size.ts'

export function Patterns({ prefix, k, dark }: { prefix: string; k: number; dark: boolean }) {
  const html = colourNames.map((name) => patternSvg(name, `${prefix}-${name}`, { dark, scale: 1 / k })).join('')
  return <defs dangerouslySetInnerHTML={{ __html: html }} />
}

export function Marked({ shapes, code, kind }: { shapes: readonly MapShape[]; code: string | null; kind: string }) {
  const shape = code === null ? undefined : shapes.find((candidate) => candidate.code === code)
  return shape ? <path className={`region-map-marked region-map-${kind}`} d={shape.path} /> : null
}

type NamesProps = {
  shapes: readonly MapShape[]
  places: ReadonlyMap<string, MapPlace>
  view: View
  size: Size
  fontSize: number
  near: ReadonlySet<string> | null
  selected: string | null
}

export function Names({ shapes, places, view, size, fontSize, near, selected }: NamesProps) {
  const labels = placeLabels(near ? shapes.filter(({ code }) => near.has(code)) : shapes, {
    ...size,
    text: (code) => places.get(code)?.short ?? places.get(code)?.name ?? '',
    view,
    fontSize,
    first: (code) => code === selected,
  })
  return (
    <g className="region-map-names" fontSize={fontSize} aria-hidden="true">
      {labels.map(({ code, text, x, y }) => (
        <text key={code} x={x} y={y}>
          {text}
        </text>
      ))}
    </g>
  )
}

export function ToolButton({ label, path, onClick }: { label: string; path: string; onClick: () => void }) {
  return (
    <button type="button" aria-label={label} title={label} onClick={onClick}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d={path} fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
      </svg>
    </button>
  )
}

export function PlaceNote({ place }: { place: MapPlace | undefined }) {
  if (!place) return null
  return (
    <>
      <strong>{place.name}</strong>
      {place.level && <span>{place.level}</span>}
      {place.note && <span className="region-map-note">{place.note}</span>}
    </>
  )
}

type TooltipProps = {
  shape: MapShape | undefined
  view: View
  size: Size
  children: ReactNode
}

/** Above the place's middle, kept inside the map; the place's own label says the same to screen readers. */
export function Tooltip({ shape, view, size, children }: TooltipProps) {
  if (!shape) return null
  const x = Math.min(Math.max(shape.at[0] * view.k + view.x, 90), size.width - 90)
  const y = shape.at[1] * view.k + view.y
  const below = y < 110
  return (
    <div
      className={below ? 'region-map-tooltip region-map-tooltip-below' : 'region-map-tooltip'}
      style={{ left: x, top: Math.min(Math.max(y + (below ? 14 : -14), 0), size.height) }}
      aria-hidden="true"
    >
      {children}
    </div>
  )
}
