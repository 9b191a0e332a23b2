// Everything about one place in one edition: its level and why, the figures, the curve, who lies beside it, its
// levels over the editions, and when it is looked at again.

import { CloseOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import type { ReactNode } from 'react'
import type { LevelInfo, RegionPanel } from '#modules/riskmap/api.ts'
import { isPublic } from '#modules/riskmap/rules/lifecycle.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useLanguage, useSay, useTexts } from '#kit/i18n.ts'
import { RiskMark } from '#kit/risk-tag.tsx'
import { Failure, Loading } from '#kit/states.tsx'
import { CaseCurve } from '../charts/case-curve.tsx'
import { useMapAddress } from './address.ts'
import { useRegionPanel } from './data.ts'
import { capital, levelById, levelTitle } from './names.ts'
import { PackNote } from './pack-note.tsx'
import { PlaceHistory } from './place-history.tsx'
import { mapTexts } from './texts.ts'

const texts = defineTexts('riskmap-panel', {
  panel: { zh: '{name}的风险等级', en: 'Risk level of {name}' },
  since: { zh: '自{day}起', en: 'since {day}' },
  before: { zh: '上一期：{level}', en: 'Edition before: {level}' },
  why: { zh: '为什么是这个颜色', en: 'Why this colour' },
  figures: { zh: '依据的数据', en: 'The figures behind it' },
  confirmed: { zh: '本轮累计确诊', en: 'Confirmed, this outbreak' },
  imported: { zh: '其中输入', en: 'of these imported' },
  localShare: { zh: '本地病例占比', en: 'Share of local cases' },
  clusters: { zh: '聚集性疫情', en: 'Clusters' },
  clustersUnknown: { zh: '未报告', en: 'not told' },
  lastCase: { zh: '末例日期', en: 'Last case' },
  caseFree: { zh: '连续无新增', en: 'Without a new case' },
  days: { zh: '{count} 天', en: '{count} days' },
  ever: { zh: '历史累计', en: 'Confirmed ever' },
  curve: { zh: '病例曲线', en: 'Curve of cases' },
  noCases: { zh: '从未报告确诊病例。', en: 'No confirmed case has ever been reported.' },
  neighbours: { zh: '相邻地区', en: 'Neighbours' },
  noNeighbours: { zh: '没有登记相邻地区。', en: 'No neighbours are on record.' },
  review: { zh: '下次评估', en: 'Next review' },
  easesOn: {
    zh: '若不再出现病例，最早可在 {day} 的评估中降为{level}。',
    en: 'If no case comes, the review of {day} can ease it to {level} at the earliest.',
  },
  noEasing: { zh: '已是最低等级。', en: 'It is at the lowest level.' },
  engine: { zh: '按规则评定为', en: 'By the rules' },
  deviated: { zh: '经专家研判调整为', en: 'Set by an expert to' },
  proposedTo: { zh: '专家提议调整为（待第二人确认）', en: 'An expert proposes (waits for a second person)' },
  proposedBy: { zh: '{name} 提出', en: 'proposed by {name}' },
  confirmedBy: { zh: '{name} 确认', en: 'confirmed by {name}' },
  toCity: { zh: '看{name}', en: 'Show {name}' },
  toTowns: { zh: '看乡镇（街道）', en: 'Show its towns' },
  frozen: { zh: '数据为 {at} 所知', en: 'Counts as known at {at}' },
})

type PanelProps = { publicationId: string; code: string; close: () => void; children?: ReactNode }

export function PlacePanel({ publicationId, code, close, children }: PanelProps) {
  const t = useTexts(texts)
  const shared = useTexts(mapTexts)
  const say = useSay()
  const panel = useRegionPanel(publicationId, code)
  const name = panel.data ? say(panel.data.region.name) : code
  return (
    <aside className="place-panel" aria-label={t('panel', { name })}>
      <Button
        className="place-panel-close"
        type="text"
        icon={<CloseOutlined />}
        aria-label={shared('close')}
        onClick={close}
      />
      {panel.error ? (
        <Failure error={panel.error} retry={() => void panel.refetch()} />
      ) : panel.data ? (
        <PanelBody panel={panel.data}>{children}</PanelBody>
      ) : (
        <Loading />
      )}
    </aside>
  )
}

function PanelBody({ panel, children }: { panel: RegionPanel; children: ReactNode }) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const { address, go } = useMapAddress()
  const { region, levels, publication, curve, neighbours, history } = panel
  const easesTo = levelById(levels, region.next.easesTo)
  const county = publication.tier === 'county'
  const published = isPublic(publication.state)
  return (
    <>
      <header className="place-head">
        <span className="quiet">{say(region.parent.name)}</span>
        <h2>{say(region.name)}</h2>
        <LevelBar levels={levels} panel={panel} />
        {published && (
          <div className="place-links">
            {address.at !== region.parent.code && (
              <Button size="small" onClick={() => go({ at: region.parent.code }, true)}>
                {t('toCity', { name: say(region.parent.name) })}
              </Button>
            )}
            {county && address.at !== region.code && (
              <Button size="small" onClick={() => go({ at: region.code }, true)}>
                {t('toTowns')}
              </Button>
            )}
          </div>
        )}
      </header>
      <Deviation panel={panel} />
      {children}
      <section>
        <h3>{t('why')}</h3>
        <Reasons panel={panel} />
        <p className="quiet">
          <PackNote version={publication.pack} name={publication.packName} />
          <span> · {t('frozen', { at: format.instant(publication.knownAt) })}</span>
        </p>
      </section>
      <section>
        <h3>{t('figures')}</h3>
        <Figures panel={panel} />
      </section>
      <section>
        {curve.length > 0 ? (
          <CaseCurve points={curve} title={t('curve')} />
        ) : (
          <>
            <h3>{t('curve')}</h3>
            <p className="quiet">{t('noCases')}</p>
          </>
        )}
      </section>
      <section>
        <h3>{t('review')}</h3>
        <p>
          <strong>{format.day(region.next.reviewOn, 'weekday')}</strong>
          {easesTo && region.next.easesOn
            ? ` · ${t('easesOn', { day: format.day(region.next.easesOn), level: say(easesTo.name) })}`
            : region.rank === 0
              ? ` · ${t('noEasing')}`
              : ''}
        </p>
      </section>
      <section>
        <h3>{t('neighbours')}</h3>
        {neighbours.length === 0 && <p className="quiet">{t('noNeighbours')}</p>}
        <Neighbours panel={panel} choose={(place) => go({ place }, true)} />
      </section>
      <PlaceHistory history={history} current={publication.id} levels={levels} />
    </>
  )
}

function LevelBar({ panel: { region }, levels }: { panel: RegionPanel; levels: readonly LevelInfo[] }) {
  const t = useTexts(texts)
  const shared = useTexts(mapTexts)
  const say = useSay()
  const language = useLanguage()
  const format = useFormat()
  const level = levelById(levels, region.level)
  const before = levelById(levels, region.previous)
  if (!level) return null
  return (
    <div className="place-level" style={{ borderInlineStartColor: level.hex }}>
      <RiskMark colour={level.colour} size={22} />
      <span>
        <strong>{levelTitle(level, language)}</strong>{' '}
        <span className="quiet">{t('since', { day: format.day(region.since, 'short') })}</span>
        {region.deviation?.state === 'confirmed' && (
          <span className="state-tag state-tag-confirmed">{shared('deviation')}</span>
        )}
        <br />
        <span className="quiet">{say(level.guidance)}</span>
        {before && before.id !== level.id && (
          <span className="place-before">
            <RiskMark colour={before.colour} size={11} /> {t('before', { level: capital(say(before.name)) })}
          </span>
        )}
      </span>
    </div>
  )
}

function Deviation({ panel: { region, levels } }: { panel: RegionPanel }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const { deviation } = region
  if (!deviation) return null
  const [engine, level] = [levelById(levels, deviation.engineLevel), levelById(levels, deviation.level)]
  const confirmed = deviation.state === 'confirmed'
  return (
    <section className="place-deviation">
      <p>
        {t('engine')} <RiskMark colour={engine?.colour ?? null} /> {engine ? levelTitle(engine, language) : ''}
        <br />
        {t(confirmed ? 'deviated' : 'proposedTo')} <RiskMark colour={level?.colour ?? null} />{' '}
        <strong>{level ? levelTitle(level, language) : ''}</strong>
      </p>
      <p>“{deviation.reason}”</p>
      <p className="quiet">
        {t('proposedBy', { name: deviation.proposed.name })}
        {confirmed && deviation.decided ? ` · ${t('confirmedBy', { name: deviation.decided.name })}` : ''}
      </p>
    </section>
  )
}

function Reasons({ panel: { region } }: { panel: RegionPanel }) {
  const shared = useTexts(mapTexts)
  const say = useSay()
  return (
    <ol className="place-reasons">
      {region.because.map((reason) => (
        <li key={`${reason.rule} ${reason.key} ${reason.text.en}`}>
          <span>{say(reason.text)}</span>
          <span className="place-rule">
            <code>{reason.rule}</code>
            {reason.illustrative && (
              <Tooltip title={shared('illustrativeHint')}>
                <button type="button" className="place-illustrative">
                  {shared('illustrative')}
                </button>
              </Tooltip>
            )}
          </span>
        </li>
      ))}
    </ol>
  )
}

function Figures({ panel: { region, clusters } }: { panel: RegionPanel }) {
  const t = useTexts(texts)
  const format = useFormat()
  const { figures } = region
  const rows: [string, string][] = [
    [t('confirmed'), format.number(figures.confirmed)],
    [t('imported'), format.number(figures.imported)],
    [t('localShare'), figures.localShare === null ? '–' : format.percent(figures.localShare)],
    [t('clusters'), clusters === null ? t('clustersUnknown') : format.number(clusters.length)],
    [t('lastCase'), figures.lastCaseOn ? format.day(figures.lastCaseOn, 'short') : '–'],
    [t('caseFree'), figures.caseFreeDays === null ? '–' : t('days', { count: figures.caseFreeDays })],
    ...(figures.confirmedEver === figures.confirmed
      ? []
      : [[t('ever'), format.number(figures.confirmedEver)] as [string, string]]),
  ]
  return (
    <dl className="place-figures">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Neighbours({ panel: { neighbours, levels }, choose }: { panel: RegionPanel; choose: (code: string) => void }) {
  const shared = useTexts(mapTexts)
  const say = useSay()
  return (
    <ul className="place-neighbours">
      {neighbours.map(({ code, name, level: id }) => {
        const level = levelById(levels, id)
        return (
          <li key={code}>
            <button type="button" disabled={!level} onClick={() => choose(code)}>
              <RiskMark colour={level?.colour ?? null} />
              {say(name)}
              <span className="quiet">{level ? say(level.name) : shared('notRated')}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
