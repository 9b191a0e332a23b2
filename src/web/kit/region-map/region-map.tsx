// A region's map in risk colours, for the command centre and for the public page: patterns beside colours, names that
// never cover one another, hover and focus, arrow keys from place to place, zoom. What a click means (drill down,
// open a panel) is the page's business: `onSelect`. Drawn by the same layout as the exported picture.

import './region-map.css'
import { useCallback, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import type { Topology } from 'topojson-specification'
import { isColourName, type ColourName } from '#modules/riskmap/picture/colours.ts'
import { shapeTowards, viewOf, type Direction } from '#modules/riskmap/picture/labels.ts'
import { layoutMap, type MapShape } from '#modules/riskmap/picture/layout.ts'
import { defineTexts, useTexts } from '../i18n.ts'
import { Marked, Names, Patterns, PlaceNote, ToolButton, Tooltip } from './map-parts.tsx'
import { useMapView } from './use-map-view.ts'
import { useSize } from './use-size.ts'

export type MapPlace = {
  /** Full name, read aloud and shown in the tooltip. */
  name: string
  /** Written on the map; the full name if absent. */
  short?: string
  /** A colour of picture/colours.ts; null: not rated. */
  colour: string | null
  /** "高风险": said after the name. */
  level?: string
  /** One more line in the tooltip. */
  note?: string
}

export type RegionMapProps = {
  topology: Topology
  /** Level in the topology; the first one if absent. */
  object?: string
  places: ReadonlyMap<string, MapPlace>
  /** What the map shows, for screen readers: "浙江省五色图 2月9日". */
  label: string
  selected?: string | null
  /** Places with a heavy outline: what a draft changes. */
  marked?: ReadonlySet<string>
  onSelect?: (code: string) => void
  /** Places the map is zoomed to; the others stay in the background. */
  focus?: readonly string[] | null
  parentOf?: (code: string) => string
  /** The big screen: dark ground, larger names. */
  dark?: boolean
  fontSize?: number
  /** CSS height; by default as high as wide, within the window. */
  height?: string
  /** Replaces the tooltip's content. */
  tooltip?: (code: string, place: MapPlace | undefined) => ReactNode
  /** Stands over a corner of the map: legend, date. */
  children?: ReactNode
}

const LOGICAL = 1000
const arrows: Record<string, Direction> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' }

const texts = defineTexts('region-map', {
  zoomIn: { zh: '放大', en: 'Zoom in' },
  zoomOut: { zh: '缩小', en: 'Zoom out' },
  whole: { zh: '复位', en: 'Reset the view' },
  keys: { zh: '用方向键在各地之间移动，按回车键选择。', en: 'Arrow keys move between places, Enter chooses.' },
})

export function RegionMap(props: RegionMapProps) {
  const { topology, object, places, label, selected = null, onSelect, focus, dark = false, children } = props
  const { fontSize = dark ? 15 : 12, height = 'min(100vw, 72vh)', parentOf } = props
  const t = useTexts(texts)
  const prefix = useId().replaceAll(/[^a-zA-Z0-9_-]/g, '')
  const box = useRef<HTMLDivElement>(null)
  const svg = useRef<SVGSVGElement>(null)
  const size = useSize(box)
  const layout = useMemo(
    () =>
      layoutMap(topology, {
        width: LOGICAL,
        height: LOGICAL,
        padding: 0,
        tolerance: 0.2,
        ...(object ? { object } : {}),
        ...(parentOf ? { parentOf } : {}),
      }),
    [topology, object, parentOf],
  )
  const near = useMemo(() => (focus && focus.length > 0 ? new Set(focus) : null), [focus])
  const whole = useMemo(() => viewOf(layout.shapes, size, { padding: 14, most: 40 }), [layout, size])
  const target = useMemo(
    () =>
      near
        ? viewOf(
            layout.shapes.filter(({ code }) => near.has(code)),
            size,
            { padding: 36, most: 40 },
          )
        : whole,
    [layout, near, size, whole],
  )
  const map = useMapView(target, size, whole.k, svg)
  const [hovered, setHovered] = useState<string | null>(null)
  const [focused, setFocused] = useState<string | null>(null)
  const start = focused ?? selected ?? focus?.[0] ?? layout.shapes[0]?.code ?? null

  const move = useCallback(
    (event: KeyboardEvent) => {
      const direction = arrows[event.key]
      if (!direction || !start) return
      event.preventDefault()
      const shapes = near ? layout.shapes.filter(({ code }) => near.has(code)) : layout.shapes
      const next = shapeTowards(shapes, start, direction)
      if (next) svg.current?.querySelector<SVGPathElement>(`[data-code="${next}"]`)?.focus()
    },
    [layout.shapes, near, start],
  )
  const shown = hovered ?? focused
  const { view } = map

  return (
    <div ref={box} className={dark ? 'region-map region-map-dark' : 'region-map'} style={{ height }}>
      {size.width > 0 && (
        <svg
          ref={svg}
          width={size.width}
          height={size.height}
          role="group"
          aria-label={`${label} ${t('keys')}`}
          onKeyDown={move}
          style={{ touchAction: view.k > whole.k * 1.05 ? 'none' : 'pan-x pan-y' }}
          {...map.pointer}
        >
          <Patterns prefix={prefix} k={view.k} dark={dark} />
          <g transform={`translate(${view.x} ${view.y}) scale(${view.k})`}>
            {layout.shapes.map((shape) => (
              <Shape
                key={shape.code}
                shape={shape}
                place={places.get(shape.code)}
                prefix={prefix}
                far={near !== null && !near.has(shape.code)}
                selected={shape.code === selected}
                tabbable={shape.code === start}
                hover={setHovered}
                focus={setFocused}
                select={(code) => {
                  if (!map.wasDragged()) onSelect?.(code)
                }}
              />
            ))}
            <path className="region-map-inner" d={layout.borders.inner} />
            <path className="region-map-parents" d={layout.borders.parents} />
            <path className="region-map-outline" d={layout.borders.outline} />
            {layout.shapes
              .filter(({ code }) => props.marked?.has(code))
              .map(({ code, path }) => (
                <path key={code} className="region-map-marked region-map-changed" d={path} />
              ))}
            <Marked shapes={layout.shapes} code={selected} kind="selected" />
            <Marked shapes={layout.shapes} code={shown} kind={shown === focused ? 'focused' : 'hovered'} />
          </g>
          <Names
            shapes={layout.shapes}
            places={places}
            view={view}
            size={size}
            fontSize={fontSize}
            near={near}
            selected={selected}
          />
        </svg>
      )}
      <div className="region-map-tools">
        <ToolButton label={t('zoomIn')} path="M8 3V13M3 8H13" onClick={() => map.zoomBy(1.6)} />
        <ToolButton label={t('zoomOut')} path="M3 8H13" onClick={() => map.zoomBy(1 / 1.6)} />
        {map.moved && <ToolButton label={t('whole')} path="M3 7V3H7M9 3H13V7M13 9V13H9M7 13H3V9" onClick={map.reset} />}
      </div>
      {shown && (
        <Tooltip shape={layout.shapes.find(({ code }) => code === shown)} view={view} size={size}>
          {props.tooltip ? props.tooltip(shown, places.get(shown)) : <PlaceNote place={places.get(shown)} />}
        </Tooltip>
      )}
      {children}
    </div>
  )
}

const colourOf = (place: MapPlace | undefined): ColourName =>
  place?.colour && isColourName(place.colour) ? place.colour : 'grey'

const spoken = (place: MapPlace | undefined, code: string): string =>
  [place?.name ?? code, place?.level, place?.note].filter(Boolean).join(', ')

type ShapeProps = {
  shape: MapShape
  place: MapPlace | undefined
  prefix: string
  far: boolean
  selected: boolean
  tabbable: boolean
  hover: (code: string | null) => void
  focus: (code: string | null) => void
  select: (code: string) => void
}

function Shape({ shape: { code, path }, place, prefix, far, selected, tabbable, hover, focus, select }: ShapeProps) {
  return (
    <path
      d={path}
      data-code={code}
      data-colour={colourOf(place)}
      className={far ? 'region-map-place region-map-far' : 'region-map-place'}
      fill={`url(#${prefix}-${colourOf(place)})`}
      role="button"
      aria-label={spoken(place, code)}
      aria-pressed={selected}
      tabIndex={tabbable ? 0 : -1}
      onPointerEnter={(event) => event.pointerType === 'mouse' && hover(code)}
      onPointerLeave={() => hover(null)}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && focus(code)}
      onBlur={() => focus(null)}
      onClick={() => select(code)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        select(code)
      }}
    />
  )
}
