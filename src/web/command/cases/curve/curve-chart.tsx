// Bars for new cases (local, imported, not told), a line for their sum. Hatches beside colours; the table below the
// chart says the same to those who cannot see it.

import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import type { Curve } from '#modules/cases/api.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useTexts } from '#kit/i18n.ts'
import { useSize } from '#kit/region-map/use-size.ts'
import { useThemeMode } from '../../theme-mode.ts'

echarts.use([BarChart, LineChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, CanvasRenderer])

const texts = defineTexts('curve-chart', {
  local: { zh: '本地', en: 'Local' },
  imported: { zh: '输入', en: 'Imported' },
  untold: { zh: '来源未说明', en: 'Not told' },
  cumulative: { zh: '累计确诊（右轴）', en: 'Cumulative (right axis)' },
  perDay: { zh: '每日新增', en: 'New a day' },
})

const light = {
  local: '#17758a',
  imported: '#8fc3cf',
  untold: '#9aa7b1',
  line: '#3b2a6b',
  ink: '#46545f',
  rule: '#e3e8ec',
}
const dark = {
  local: '#3aa0b8',
  imported: '#9fd6e2',
  untold: '#7d8e99',
  line: '#c9aef0',
  ink: '#b8c8d1',
  rule: '#1f3644',
}

export function CurveChart({ days, label }: { days: Curve['days']; label: string }) {
  const t = useTexts(texts)
  const format = useFormat()
  const colours = useThemeMode() === 'dark' ? dark : light
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<echarts.ECharts | null>(null)
  const { width, height } = useSize(box)
  const names = {
    local: t('local'),
    imported: t('imported'),
    untold: t('untold'),
    cumulative: t('cumulative'),
    perDay: t('perDay'),
  }
  const { language } = format
  useEffect(() => {
    if (!box.current || width === 0) return
    chart.current ??= echarts.init(box.current)
    const told = days.some(({ imported }) => imported !== null)
    const untold = days.some(({ imported, confirmed }) => imported === null && confirmed !== 0)
    const bar = (name: string, colour: string, data: (number | null)[], hatch: object | null) => ({
      name,
      type: 'bar' as const,
      stack: 'new',
      barCategoryGap: '18%',
      itemStyle: { color: colour, ...(hatch ? { decal: hatch } : {}) },
      data,
    })
    const stripes = { symbol: 'rect', rotation: -Math.PI / 4, dashArrayX: [1, 0], dashArrayY: [2, 4] }
    chart.current.setOption(
      {
        animation: false,
        aria: { enabled: true, label: { description: label } },
        textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colours.ink },
        grid: { left: 8, right: 8, top: 44, bottom: 4, containLabel: true },
        legend: { top: 0, left: 0, icon: 'roundRect', textStyle: { color: colours.ink } },
        tooltip: {
          trigger: 'axis',
          confine: true,
          valueFormatter: (value: unknown) =>
            typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : '–',
        },
        xAxis: {
          type: 'category',
          data: days.map(({ on }) => format.day(on, 'short')),
          axisTick: { show: false },
          axisLine: { lineStyle: { color: colours.rule } },
          axisLabel: { color: colours.ink, hideOverlap: true },
        },
        yAxis: [
          {
            type: 'value',
            minInterval: 1,
            axisLabel: { color: colours.ink },
            splitLine: { lineStyle: { color: colours.rule } },
          },
          { type: 'value', minInterval: 1, axisLabel: { color: colours.ink }, splitLine: { show: false } },
        ],
        series: [
          ...(told
            ? [
                bar(
                  names.local,
                  colours.local,
                  days.map(({ local, imported }) => (imported === null ? null : local)),
                  null,
                ),
                bar(
                  names.imported,
                  colours.imported,
                  days.map(({ imported }) => imported),
                  { ...stripes, color: 'rgba(10,60,75,0.45)' },
                ),
              ]
            : []),
          ...(untold
            ? [
                bar(
                  told ? names.untold : names.perDay,
                  told ? colours.untold : colours.local,
                  days.map(({ imported, confirmed }) => (imported === null ? confirmed : null)),
                  null,
                ),
              ]
            : []),
          {
            name: names.cumulative,
            type: 'line',
            yAxisIndex: 1,
            symbol: 'none',
            lineStyle: { width: 2, color: colours.line },
            itemStyle: { color: colours.line },
            data: days.map(({ cumulative }) => cumulative),
          },
        ],
      },
      { notMerge: true },
    )
    chart.current.resize({ width, height })
  })
  useEffect(
    () => () => {
      chart.current?.dispose()
      chart.current = null
    },
    [],
  )
  return <div ref={box} className="curve-chart" role="img" aria-label={label} />
}
