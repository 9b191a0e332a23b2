// The epidemic curve of a region: new cases by day, local and imported apart, and their sum. "As known at" shows what
// the register said on an earlier day.

import { Alert, Card } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { addDays, type Day } from '#base/dates.ts'
import { api } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useTexts } from '#kit/i18n.ts'
import { useNow } from '#kit/now.ts'
import { Empty, Failure, Loading } from '#kit/states.tsx'
import { useUrlValues } from '#kit/url-state.ts'
import { RegionSelect } from '../../places/region-select.tsx'
import { useJurisdictionRegions } from '../../places/regions.ts'
import { CasesPage } from '../cases-page.tsx'
import { DayPicker, DaySpanPicker } from '../day-picker.tsx'
import { CurveChart } from './curve-chart.tsx'
import { CurveTable } from './curve-table.tsx'

const texts = defineTexts('curve', {
  region: { zh: '地区', en: 'Region' },
  from: { zh: '开始日期', en: 'From' },
  to: { zh: '结束日期', en: 'To' },
  known: { zh: '当时所知（选填）', en: 'As known on (optional)' },
  knownNote: { zh: '按 {day} 结束时所知的数字。', en: 'Figures as known at the end of {day}.' },
  total: { zh: '{place}：{from} 至 {to} 确诊 {cases} 例', en: '{place}: {cases} confirmed, {from} to {to}' },
  differ: {
    zh: '有 {days} 天病例个案与汇总数不一致，每天只按一个来源计算。',
    en: 'On {days} days line list and counts disagree; each day is counted once.',
  },
  none: { zh: '这段时间没有病例', en: 'No case in this time' },
})

export function CurvePage() {
  const t = useTexts(texts)
  const format = useFormat()
  const { today } = useNow()
  const [url, setUrl] = useUrlValues(['region', 'from', 'to', 'known'])
  const sources = useQuery(api.cases.listSources.queryOptions())
  const { regions, loading } = useJurisdictionRegions('cases.read', url.to)
  const spans = sources.data ?? []
  const last = (spans.map(({ lastOn }) => lastOn).filter(Boolean) as Day[]).toSorted().at(-1) ?? today
  const to = (url.to ?? last) as Day
  const from = (url.from ?? addDays(to, -41)) as Day
  const region = regions.find(({ code }) => code === url.region) ?? regions[0]
  const regionCode = url.region ?? region?.code
  const curve = useQuery({
    ...api.cases.epidemicCurve.queryOptions({
      input: {
        regionCode: regionCode ?? '',
        from,
        to,
        ...(url.known ? { knownAt: `${url.known}T23:59:59+08:00` } : {}),
      },
    }),
    enabled: regionCode !== undefined && !sources.isPending,
  })
  const cases = (curve.data?.days ?? []).reduce((sum, { confirmed }) => sum + confirmed, 0)
  const place = region?.name[format.language] ?? regionCode ?? ''
  const title = t('total', {
    place,
    from: format.day(from, 'short'),
    to: format.day(to, 'short'),
    cases: format.number(cases),
  })
  return (
    <CasesPage>
      <div className="filters">
        <RegionSelect
          capability="cases.read"
          aria-label={t('region')}
          placeholder={t('region')}
          className="filter-region"
          allowClear={false}
          on={to}
          value={regionCode}
          onChange={(code) => setUrl({ region: code ?? null })}
        />
        <DaySpanPicker
          from={from}
          to={to}
          labels={[t('from'), t('to')]}
          onChange={(first, end) => setUrl({ from: first, to: end })}
        />
        <label className="filter-known">
          <span className="quiet">{t('known')}</span>
          <DayPicker aria-label={t('known')} value={url.known} onChange={(known) => setUrl({ known })} />
        </label>
      </div>
      {curve.error && !curve.data ? (
        <Failure error={curve.error} retry={() => void curve.refetch()} />
      ) : !curve.data ? (
        loading || curve.isPending ? (
          <Loading />
        ) : (
          <Empty title={t('none')} />
        )
      ) : (
        <>
          {url.known && <Alert type="warning" showIcon title={t('knownNote', { day: format.day(url.known) })} />}
          {curve.data.differences.length > 0 && (
            <Alert type="info" showIcon title={t('differ', { days: format.number(curve.data.differences.length) })} />
          )}
          <Card size="small" title={<span aria-live="polite">{title}</span>}>
            {cases === 0 && curve.data.days.every(({ cumulative }) => cumulative === 0) ? (
              <Empty title={t('none')} />
            ) : (
              <>
                <CurveChart days={curve.data.days} label={title} />
                <CurveTable days={curve.data.days} />
              </>
            )}
          </Card>
        </>
      )}
    </CasesPage>
  )
}
