// What is known of a case. Its course is drawn as a line of days, so that a gap catches the eye.

import { Descriptions } from 'antd'
import { Link } from 'react-router'
import type { CaseDetail } from '#modules/cases/api.ts'
import { originNames } from '#modules/cases/rules.ts'
import { daysBetween, type Day } from '#base/dates.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import type { PlaceNames } from '../../places/regions.ts'
import { sexNames, unitKindNames } from '../words.ts'

const texts = defineTexts('case-facts', {
  onsetOn: { zh: '发病', en: 'Onset' },
  sampledOn: { zh: '采样', en: 'Sampled' },
  reportedOn: { zh: '报告', en: 'Reported' },
  confirmedOn: { zh: '确诊', en: 'Confirmed' },
  outcomeOn: { zh: '转归', en: 'Outcome' },
  later: { zh: '+{days} 天', en: '+{days} d' },
  person: { zh: '患者', en: 'Person' },
  age: { zh: '{age} 岁', en: '{age} years' },
  region: { zh: '地区', en: 'Region' },
  origin: { zh: '本地/输入', en: 'Origin' },
  places: { zh: '到过的地方', en: 'Places visited' },
  unit: { zh: '聚集场所', en: 'Unit' },
  cluster: { zh: '聚集性疫情', en: 'Cluster' },
  clusterCases: { zh: '查看同一起的病例', en: 'Cases of this cluster' },
  batch: { zh: '来自导入', en: 'From the import' },
  openBatch: { zh: '查看这次导入', en: 'See the import' },
  known: { zh: '记录时间', en: 'Recorded' },
})

const courseDays = ['onsetOn', 'sampledOn', 'reportedOn', 'confirmedOn', 'outcomeOn'] as const

export function CaseFacts({ one, names }: { one: CaseDetail; names: PlaceNames }) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const person = [
    one.personLabel,
    one.sex !== 'unknown' && say(sexNames[one.sex]),
    one.ageYears !== null && t('age', { age: one.ageYears }),
  ].filter(Boolean)
  const items = [
    { key: 'person', label: t('person'), children: person.join(' · ') || '–' },
    { key: 'region', label: t('region'), children: names.full(one.regionPath) },
    { key: 'origin', label: t('origin'), children: say(originNames[one.origin]) },
    ...(one.placesVisited.length > 0
      ? [
          {
            key: 'places',
            label: t('places'),
            children: one.placesVisited.join(format.language === 'zh' ? '、' : ', '),
          },
        ]
      : []),
    ...(one.unit
      ? [{ key: 'unit', label: t('unit'), children: `${one.unit.name} · ${say(unitKindNames[one.unit.kind])}` }]
      : []),
    ...(one.clusterId
      ? [
          {
            key: 'cluster',
            label: t('cluster'),
            children: <Link to={`/cases?cluster=${one.clusterId}`}>{t('clusterCases')}</Link>,
          },
        ]
      : []),
    ...(one.batchId
      ? [
          {
            key: 'batch',
            label: t('batch'),
            children: <Link to={`/imports/${one.batchId}`}>{t('openBatch')}</Link>,
          },
        ]
      : []),
    { key: 'known', label: t('known'), children: format.instant(one.knownFrom) },
  ]
  return (
    <>
      <Course one={one} />
      <Descriptions size="small" column={{ xs: 1, sm: 2 }} items={items} />
    </>
  )
}

function Course({ one }: { one: CaseDetail }) {
  const t = useTexts(texts)
  const format = useFormat()
  const known = courseDays.flatMap((name) => {
    const on = one[name]
    return on ? [{ name, on }] : []
  })
  const sorted = known.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
  return (
    <ol className="course">
      {sorted.map(({ name, on }, at) => {
        const before = sorted[at - 1]
        const gap = before ? daysBetween(before.on as Day, on as Day) : 0
        return (
          <li key={name}>
            <span className="course-name">{t(name)}</span>
            <span className="course-day">{format.day(on)}</span>
            <span className="quiet">{gap > 0 ? t('later', { days: gap }) : ' '}</span>
          </li>
        )
      })}
    </ol>
  )
}
