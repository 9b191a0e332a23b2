// A place's levels over the published editions, the newest first; choosing one shows that edition.

import type { LevelInfo, RegionPanel } from '#modules/riskmap/api.ts'
import { stateNames } from '#modules/riskmap/rules/lifecycle.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { RiskMark } from '#kit/risk-tag.tsx'
import { useMapAddress } from './address.ts'
import { levelById } from './names.ts'
import { mapTexts } from './texts.ts'

const texts = defineTexts('riskmap-history', { title: { zh: '历期等级', en: 'Level over the editions' } })

type HistoryProps = { history: RegionPanel['history']; current: string; levels: readonly LevelInfo[] }

export function PlaceHistory({ history, current, levels }: HistoryProps) {
  const t = useTexts(texts)
  const shared = useTexts(mapTexts)
  const say = useSay()
  const format = useFormat()
  const { go } = useMapAddress()
  if (history.length === 0) return null
  return (
    <section>
      <h3>{t('title')}</h3>
      <ol className="place-history">
        {history.map((one) => (
          <li key={one.publicationId}>
            <button
              type="button"
              aria-current={one.publicationId === current}
              onClick={() => go({ edition: one.publicationId }, true)}
            >
              <span>{format.day(one.on, 'short')}</span>
              <span className="place-history-level">
                {levelById(levels, one.level) ? (
                  <RiskMark colour={levelById(levels, one.level)!.colour} />
                ) : (
                  <span className="place-history-dot" style={{ background: one.hex }} />
                )}
                {say(one.levelName)}
              </span>
              <span className="quiet">
                {[one.deviated ? shared('deviation') : '', one.state === 'withdrawn' ? say(stateNames.withdrawn) : '']
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  )
}
