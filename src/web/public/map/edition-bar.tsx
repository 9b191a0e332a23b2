// Earlier maps: a slider over the editions, with the colours of each as a small bar.

import type { PublicEdition, PublicEditions } from '#modules/riskmap/api.ts'
import { appearanceOf } from '#modules/riskmap/picture/colours.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useTexts } from '#kit/i18n.ts'
import { levelName, levelOf } from './names.ts'
import { useMapAddress } from './use-map-address.ts'

const texts = defineTexts('edition-bar', {
  title: { zh: '历次风险图', en: 'Editions' },
  choose: { zh: '选择一期', en: 'Choose an edition' },
  number: { zh: '第 {edition} 期', en: 'Edition {edition}' },
  of: { zh: '第 {edition} 期，共 {all} 期', en: 'Edition {edition} of {all}' },
  earlier: { zh: '上一期', en: 'Earlier' },
  later: { zh: '下一期', en: 'Later' },
  newest: { zh: '回到最新', en: 'To the newest' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
})

type EditionBarProps = { edition: PublicEdition; editions: PublicEditions['editions'] }

export function EditionBar({ edition, editions }: EditionBarProps) {
  const t = useTexts(texts)
  const format = useFormat()
  const { setUrl } = useMapAddress()
  const at = editions.findIndex(({ id }) => id === edition.id)
  if (editions.length < 2 || at < 0) return null
  const last = editions.length - 1
  const go = (to: number): void => {
    const target = editions[to]
    if (target) setUrl({ edition: to === last ? null : target.id })
  }
  const shown = editions[at]!
  const told = `${format.day(shown.on)} · ${t('of', { edition: shown.edition, all: editions.length })}`
  return (
    <section className="side-part" aria-labelledby="editions-title">
      <h2 id="editions-title">{t('title')}</h2>
      <p className="edition-told">
        <strong>{format.day(shown.on)}</strong>{' '}
        <span>
          {t('number', { edition: shown.edition })}
          {shown.state === 'withdrawn' && ` · ${t('withdrawn')}`}
        </span>
      </p>
      <div className="edition-slider">
        <button type="button" aria-label={t('earlier')} disabled={at === 0} onClick={() => go(at - 1)}>
          ‹
        </button>
        <input
          type="range"
          min={0}
          max={last}
          step={1}
          value={at}
          aria-label={t('choose')}
          aria-valuetext={told}
          onChange={(event) => go(Number(event.target.value))}
        />
        <button type="button" aria-label={t('later')} disabled={at === last} onClick={() => go(at + 1)}>
          ›
        </button>
      </div>
      <Strip edition={edition} editions={editions} current={at} onChoose={go} />
      {at !== last && (
        <button type="button" className="text-button" onClick={() => go(last)}>
          {t('newest')}
        </button>
      )}
    </section>
  )
}

/** How the colours moved over the last editions. */
function Strip({
  edition,
  editions,
  current,
  onChoose,
}: EditionBarProps & { current: number; onChoose: (at: number) => void }) {
  const format = useFormat()
  const from = Math.max(0, Math.min(current - 6, editions.length - 12))
  return (
    <ol className="edition-strip">
      {editions.slice(from, from + 12).map(({ id, on, counts }, at) => {
        const words = counts
          .map(({ level, regions }) => {
            const known = levelOf(edition, level)
            return known ? `${levelName(known, format.language)} ${regions}` : ''
          })
          .filter(Boolean)
          .join(', ')
        return (
          <li key={id}>
            <button
              type="button"
              aria-current={from + at === current ? 'true' : undefined}
              title={`${format.day(on)}: ${words}`}
              onClick={() => onChoose(from + at)}
            >
              <span className="edition-bar">
                {counts
                  .filter(({ regions }) => regions > 0)
                  .map(({ level, regions }) => (
                    <span
                      key={level}
                      style={{ flexGrow: regions, background: appearanceOf(levelOf(edition, level)?.colour).fill }}
                    />
                  ))}
              </span>
              <span className="edition-day">{on.slice(5).replace('-', '/')}</span>
              <span className="visually-hidden">{words}</span>
            </button>
          </li>
        )
      })}
    </ol>
  )
}
