// Clusters: those the rule finds in the line list, and those a person declared. A detected one can be declared (then
// it stands whatever the rule says) or dismissed, both with a reason.

import { Button, Card, InputNumber, Tag } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import type { Cluster } from '#modules/cases/api.ts'
import { api } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { useSession } from '#kit/session.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { useUrlValues } from '#kit/url-state.ts'
import { RegionSelect } from '../../places/region-select.tsx'
import { usePlaceNames, type PlaceNames } from '../../places/regions.ts'
import { CasesPage } from '../cases-page.tsx'
import { DayPicker } from '../day-picker.tsx'
import { unitKindNames } from '../words.ts'
import { ClusterCases } from './cluster-cases.tsx'
import { ClusterWindow, type ClusterStep } from './cluster-window.tsx'

const texts = defineTexts('clusters', {
  region: { zh: '地区', en: 'Region' },
  on: { zh: '截至', en: 'On' },
  rule: { zh: '同一场所 {days} 天内至少', en: 'In one unit within {days} days, at least' },
  cases: { zh: '例', en: 'cases' },
  minimum: { zh: '最少病例数', en: 'Fewest cases' },
  none: { zh: '没有聚集性疫情', en: 'No cluster' },
  detected: { zh: '按规则发现', en: 'Detected by the rule' },
  declared: { zh: '已认定', en: 'Declared' },
  count: { zh: '{cases} 例', en: '{cases} cases' },
  span: { zh: '{first} 至 {last}', en: '{first} to {last}' },
  reported: { zh: '{day}起达到标准', en: 'a cluster since {day}' },
  show: { zh: '病例', en: 'Cases' },
  hide: { zh: '收起', en: 'Hide' },
  declare: { zh: '认定', en: 'Declare' },
  dismiss: { zh: '不认定', en: 'Dismiss' },
  list: { zh: '在个案中查看', en: 'In the line list' },
})

export function ClustersPage() {
  const t = useTexts(texts)
  const [url, setUrl] = useUrlValues(['region', 'on', 'minimum'])
  const minimumCases = Number(url.minimum) || 2
  const clusters = useQuery(
    api.cases.listClusters.queryOptions({
      input: {
        minimumCases,
        withinDays: 14,
        ...(url.region ? { regionCode: url.region } : {}),
        ...(url.on ? { on: url.on } : {}),
      },
    }),
  )
  return (
    <CasesPage>
      <div className="filters">
        <RegionSelect
          capability="cases.read"
          aria-label={t('region')}
          placeholder={t('region')}
          className="filter-region"
          on={url.on}
          value={url.region}
          onChange={(region) => setUrl({ region: region ?? null })}
        />
        <label className="filter-known">
          <span className="quiet">{t('on')}</span>
          <DayPicker aria-label={t('on')} value={url.on} onChange={(on) => setUrl({ on })} />
        </label>
        <label className="filter-known">
          <span className="quiet">{t('rule', { days: 14 })}</span>
          <InputNumber
            aria-label={t('minimum')}
            min={2}
            max={100}
            precision={0}
            value={minimumCases}
            onChange={(value) => setUrl({ minimum: value && value > 2 ? String(value) : null })}
          />
          <span className="quiet">{t('cases')}</span>
        </label>
      </div>
      <Loaded query={clusters}>
        {(rows) => (rows.length === 0 ? <Empty title={t('none')} /> : <ClusterList rows={rows} />)}
      </Loaded>
    </CasesPage>
  )
}

function ClusterList({ rows }: { rows: Cluster[] }) {
  const paths = useMemo(() => rows.map(({ regionPath }) => regionPath), [rows])
  const names = usePlaceNames(rows[0]?.lastCaseOn, paths)
  const [step, setStep] = useState<{ cluster: Cluster; kind: ClusterStep } | null>(null)
  return (
    <div className="cluster-list">
      {rows.map((cluster) => (
        <ClusterCard key={cluster.key} cluster={cluster} names={names} onStep={(kind) => setStep({ cluster, kind })} />
      ))}
      {step && <ClusterWindow {...step} onClose={() => setStep(null)} />}
    </div>
  )
}

type ClusterCardProps = { cluster: Cluster; names: PlaceNames; onStep: (kind: ClusterStep) => void }

function ClusterCard({ cluster, names, onStep }: ClusterCardProps) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const { can } = useSession()
  const [open, setOpen] = useState(false)
  const { unit, basis, regionPath, firstCaseOn, lastCaseOn, reportedOn } = cluster
  return (
    <Card size="small">
      <div className="cluster-head">
        <strong>
          {unit.name} · {say(unitKindNames[unit.kind])}
        </strong>
        <Tag color={basis === 'declared' ? 'processing' : 'default'}>{t(basis)}</Tag>
      </div>
      <div className="cluster-facts">
        <span className="cluster-count">{t('count', { cases: format.number(cluster.cases) })}</span>
        <span>
          {names.full(regionPath)}
          <span className="quiet">
            {t('span', { first: format.day(firstCaseOn), last: format.day(lastCaseOn, 'short') })} ·{' '}
            {t('reported', { day: format.day(reportedOn, 'short') })}
          </span>
        </span>
      </div>
      <div className="cluster-tools">
        <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('hide') : t('show')}
        </Button>
        {basis === 'declared' && (
          <Link to={`/cases?cluster=${cluster.key}`}>
            <Button size="small">{t('list')}</Button>
          </Link>
        )}
        {can('cases.resolve', regionPath) && (
          <>
            {basis === 'detected' && (
              <Button size="small" onClick={() => onStep('declare')}>
                {t('declare')}
              </Button>
            )}
            <Button size="small" onClick={() => onStep('dismiss')}>
              {t('dismiss')}
            </Button>
          </>
        )}
      </div>
      {open && <ClusterCases cluster={cluster} />}
    </Card>
  )
}
