// The same map in words: places grouped by the city (or county) they belong to, the highest risk first.

import type { PublicEdition } from '#modules/riskmap/api.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { useFormat } from '#kit/format.ts'
import { RiskMark } from '#kit/risk-tag.tsx'
import { levelOf, levelTitle } from './names.ts'

const texts = defineTexts('place-list', {
  all: { zh: '各地等级', en: 'Levels by place' },
  since: { zh: '{day} 起', en: 'since {day}' },
})

type PlaceListProps = { edition: PublicEdition; selected: string | null; onSelect: (code: string | null) => void }

export function PlaceList({ edition, selected, onSelect }: PlaceListProps) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const rank = (id: string): number => levelOf(edition, id)?.rank ?? -1
  return (
    <div className="place-list" aria-label={t('all')} role="group">
      {edition.parents.map((parent) => (
        <section key={parent.code} aria-labelledby={`list-${parent.code}`}>
          <h2 id={`list-${parent.code}`}>{say(parent.name)}</h2>
          <ul>
            {edition.regions
              .filter((region) => region.parent === parent.code)
              .toSorted((a, b) => rank(b.level) - rank(a.level))
              .map(({ code, name, level: id, since }) => {
                const level = levelOf(edition, id)
                return (
                  <li key={code}>
                    <button type="button" aria-pressed={code === selected} onClick={() => onSelect(code)}>
                      <span className="place-list-name">{say(name)}</span>
                      <span className="place-list-level">
                        <RiskMark colour={level?.colour ?? null} />
                        {level && levelTitle(level, format.language)}
                      </span>
                      <span className="place-list-since">{t('since', { day: format.day(since, 'short') })}</span>
                    </button>
                  </li>
                )
              })}
          </ul>
        </section>
      ))}
    </div>
  )
}
