// One ECharts picture as SVG, only with the parts the command centre draws: bars, lines, axes, a tooltip. Loaded lazily.

import { BarChart, LineChart, type BarSeriesOption, type LineSeriesOption } from 'echarts/charts'
import {
  GridComponent,
  LegendComponent,
  TooltipComponent,
  type GridComponentOption,
  type LegendComponentOption,
  type TooltipComponentOption,
} from 'echarts/components'
import { init, use, type ComposeOption, type EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer])

export type ChartOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | LegendComponentOption | TooltipComponentOption
>

/** `label` says in words what the picture shows; a table beside it holds the figures. */
export function EChart({ option, height, label }: { option: ChartOption; height: number | string; label: string }) {
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType | null>(null)
  useEffect(() => {
    const made = init(box.current, null, { renderer: 'svg' })
    chart.current = made
    const watcher = new ResizeObserver(() => made.resize())
    watcher.observe(box.current!)
    return () => {
      watcher.disconnect()
      made.dispose()
    }
  }, [])
  useEffect(() => {
    // Measured by name: "inherit" would be measured in another font than it is drawn in.
    const { fontFamily } = getComputedStyle(document.body)
    chart.current?.setOption({ ...option, textStyle: { fontFamily } }, { notMerge: true })
  }, [option])
  return <div ref={box} className="chart" style={{ height }} role="img" aria-label={label} />
}
