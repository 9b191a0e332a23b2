// One place explained: its colour by name, why, since when, what changed, when it is looked at again, what to do.

import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import type { PublicEdition } from '#modules/riskmap/api.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { RiskMark } from '#kit/risk-tag.tsx'
import { editionsQuery } from '../data.ts'
import { levelName, levelOf, levelTitle, type Rated } from './names.ts'
import { addressOf, useMapAddress } from './use-map-address.ts'

const texts = defineTexts('place-card', {
  close: { zh: '关闭', en: 'Close' },
  why: { zh: '为什么是这种颜色', en: 'Why this colour' },
  illustrative: { zh: '门槛为示意值', en: 'illustrative threshold' },
  since: { zh: '自 {day} 起', en: 'Since {day}' },
  was: { zh: '上一期', en: 'Edition before' },
  next: { zh: '下次评定', en: 'Next review' },
  guidance: { zh: '当前对策', en: 'What holds now' },
  deviation: {
    zh: '专家会商后定为此级；按规则为{level}。理由：{reason}',
    en: 'Set by experts after discussion; the rules alone give {level}. Reason: {reason}',
  },
  towns: { zh: '查看乡镇（街道）地图', en: 'See the map of its towns' },
  share: { zh: '分享链接', en: 'Share the link' },
  copied: { zh: '链接已复制', en: 'Link copied' },
  contest: { zh: '有疑问？', en: 'A question about it?' },
})

type PlaceCardProps = { edition: PublicEdition; place: Rated; onClose: () => void }

export function PlaceCard({ edition, place, onClose }: PlaceCardProps) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const { language } = format
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  const level = levelOf(edition, place.level)
  const previous = levelOf(edition, place.previous)
  const parent = edition.parents.find(({ code }) => code === place.parent)
  const engine = place.deviation && levelOf(edition, place.deviation.engineLevel)
  return (
    <section className="place-card" data-colour={level?.colour} aria-labelledby="place-card-name">
      <header>
        <div>
          <h2 id="place-card-name" ref={heading} tabIndex={-1}>
            {say(place.name)}
          </h2>
          {parent && <span className="place-card-parent">{say(parent.name)}</span>}
        </div>
        <button type="button" className="place-card-close" aria-label={t('close')} onClick={onClose}>
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d="M3 3L13 13M13 3L3 13" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
          </svg>
        </button>
      </header>
      {level && (
        <p className="place-card-level">
          <RiskMark colour={level.colour} size={22} />
          <strong>{levelTitle(level, language)}</strong>
          <span>{t('since', { day: format.day(place.since) })}</span>
        </p>
      )}
      <h3>{t('why')}</h3>
      <ul className="place-card-why">
        {place.because.map(({ text, illustrative }) => (
          <li key={text.en}>
            {say(text)}
            {illustrative && <span className="illustrative">{t('illustrative')}</span>}
          </li>
        ))}
      </ul>
      {place.deviation && (
        <p className="map-notice">
          {t('deviation', {
            level: engine ? levelName(engine, language) : '–',
            reason: place.deviation.reason,
          })}
        </p>
      )}
      <dl className="place-card-facts">
        {previous && place.previous !== place.level && (
          <div>
            <dt>{t('was')}</dt>
            <dd>
              <RiskMark colour={previous.colour} size={12} /> {levelName(previous, language)}
            </dd>
          </div>
        )}
        <div>
          <dt>{t('next')}</dt>
          <dd>{format.day(edition.nextReviewOn, 'weekday')}</dd>
        </div>
        {level && (
          <div>
            <dt>{t('guidance')}</dt>
            <dd>{say(level.guidance)}</dd>
          </div>
        )}
      </dl>
      <footer>
        <TownLink code={place.code} tier={edition.tier} />
        <Share id={edition.id} code={place.code} />
        <Link to="/rules#contest">{t('contest')}</Link>
      </footer>
    </section>
  )
}

function TownLink({ code, tier }: { code: string; tier: PublicEdition['tier'] }) {
  const t = useTexts(texts)
  const { data } = useQuery({ ...editionsQuery(code, 'town'), enabled: tier === 'county' })
  if (!data || data.editions.length === 0) return null
  return <Link to={`/?root=${code}&tier=town`}>{t('towns')}</Link>
}

function Share({ id, code }: { id: string; code: string }) {
  const t = useTexts(texts)
  const { root, tier } = useMapAddress()
  const [copied, setCopied] = useState(false)
  const share = async (): Promise<void> => {
    const url = addressOf(id, code, root, tier)
    if (typeof navigator.share === 'function') {
      await navigator.share({ url, title: document.title }).catch(() => undefined)
      return
    }
    await navigator.clipboard?.writeText(url).catch(() => undefined)
    setCopied(true)
    setTimeout(() => setCopied(false), 4000)
  }
  return (
    <button type="button" className="text-button" onClick={() => void share()}>
      <span aria-live="polite">{copied ? t('copied') : t('share')}</span>
    </button>
  )
}
