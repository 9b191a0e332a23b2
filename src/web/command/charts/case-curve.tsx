// New cases by day as bars (imported ones apart) and the cumulative number as a line, with a table of the same figures.

import { Button } from 'antd'
import { lazy, Suspense, useMemo, useState } from 'react'
import type { Language } from '#base/text.ts'
import { formatDay, useFormat } from '#kit/format.ts'
import { defineTexts, useTexts } from '#kit/i18n.ts'
import { ScrollBox } from '../scroll-box.tsx'
import type { ChartOption } from './echart.tsx'

const EChart = lazy(async () => ({ default: (await import('./echart.tsx')).EChart }))

const texts = defineTexts('case-curve', {
  local: { zh: '本地新增', en: 'new, local' },
  imported: { zh: '输入新增', en: 'new, imported' },
  fresh: { zh: '新增', en: 'new' },
  cumulative: { zh: '累计', en: 'cumulative' },
  day: { zh: '日期', en: 'Day' },
  asTable: { zh: '看表格', en: 'as a table' },
  asCurve: { zh: '看曲线', en: 'as a curve' },
  label: {
    zh: '从{from}到{to}每日新增与累计确诊病例曲线，累计{total}例。',
    en: 'Curve of new and cumulative confirmed cases from {from} to {to}: {total} in total.',
  },
})

export type CurvePoint = { on: string; confirmed: number; imported: number; cumulative: number }

type CurveLook = { dark?: boolean; fontSize?: number; height?: number | string; animate?: boolean }

const plain: CurveLook = {}

const colours = {
  light: {
    local: '#b4541a',
    imported: '#d9a679',
    line: '#0e5a6b',
    text: '#46545f',
    grid: '#e6ebef',
    ground: '#ffffff',
  },
  dark: { local: '#f58b3c', imported: '#8a5a35', line: '#7fd6ea', text: '#c7d6de', grid: '#1f3644', ground: '#0e202c' },
}

export function CaseCurve({
  points,
  title,
  look = plain,
}: {
  points: readonly CurvePoint[]
  title: string
  look?: CurveLook
}) {
  const t = useTexts(texts)
  const [table, setTable] = useState(false)
  return (
    <div>
      <div className="chart-head">
        <h3>{title}</h3>
        <Button type="link" size="small" onClick={() => setTable(!table)}>
          {t(table ? 'asCurve' : 'asTable')}
        </Button>
      </div>
      {table ? <CurveTable points={points} /> : <CurvePicture points={points} look={look} />}
    </div>
  )
}

type Names = { local: string; imported: string; cumulative: string }

const bar = (name: string, color: string, data: number[]) => ({
  type: 'bar' as const,
  name,
  stack: 'new',
  data,
  itemStyle: { color },
  barCategoryGap: '18%',
})

function curveOption(points: readonly CurvePoint[], names: Names, look: CurveLook, language: Language): ChartOption {
  const { dark = false, fontSize = 12, animate = false } = look
  const ink = colours[dark ? 'dark' : 'light']
  const axis = {
    axisLabel: { color: ink.text, fontSize },
    axisLine: { lineStyle: { color: ink.grid } },
    axisTick: { show: false },
  }
  const legendText = { color: ink.text, fontSize }
  return {
    animation: animate,
    grid: {
      left: 4,
      right: 4,
      top: fontSize * 2.6,
      bottom: 2,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    legend: { top: 0, left: 0, itemWidth: fontSize, itemHeight: fontSize * 0.7, textStyle: legendText },
    tooltip: { trigger: 'axis', confine: true, textStyle: { fontSize } },
    xAxis: { type: 'category', data: points.map(({ on }) => formatDay(on, language, 'short')), ...axis },
    yAxis: [
      { type: 'value', minInterval: 1, splitNumber: 3, ...axis, splitLine: { lineStyle: { color: ink.grid } } },
      { type: 'value', minInterval: 1, splitNumber: 3, ...axis, splitLine: { show: false } },
    ],
    series: [
      bar(
        names.local,
        ink.local,
        points.map(({ confirmed, imported }) => confirmed - imported),
      ),
      bar(
        names.imported,
        ink.imported,
        points.map(({ imported }) => imported),
      ),
      {
        type: 'line',
        name: names.cumulative,
        yAxisIndex: 1,
        data: points.map(({ cumulative }) => cumulative),
        showSymbol: false,
        lineStyle: { color: ink.line, width: fontSize / 5 },
        itemStyle: { color: ink.line },
      },
    ],
  }
}

/** Without a heading and a table, for the big screen. */
export function CurvePicture({ points, look }: { points: readonly CurvePoint[]; look: CurveLook }) {
  const t = useTexts(texts)
  const format = useFormat()
  const { language } = format
  const { height = 210 } = look
  const [local, imported, cumulative] = [t('local'), t('imported'), t('cumulative')]
  const option = useMemo(
    () => curveOption(points, { local, imported, cumulative }, look, language),
    [points, local, imported, cumulative, look, language],
  )
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return null
  const label = t('label', { from: format.day(first.on), to: format.day(last.on), total: last.cumulative })
  return (
    <Suspense fallback={<div style={{ height }} />}>
      <EChart option={option} height={height} label={label} />
    </Suspense>
  )
}

function CurveTable({ points }: { points: readonly CurvePoint[] }) {
  const t = useTexts(texts)
  const format = useFormat()
  return (
    <ScrollBox className="chart-table" label={t('asTable')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('day')}</th>
            <th scope="col">{t('fresh')}</th>
            <th scope="col">{t('imported')}</th>
            <th scope="col">{t('cumulative')}</th>
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map(({ on, confirmed, imported, cumulative }) => (
            <tr key={on}>
              <td>{format.day(on, 'weekday')}</td>
              <td>{format.number(confirmed)}</td>
              <td>{format.number(imported)}</td>
              <td>{format.number(cumulative)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}
