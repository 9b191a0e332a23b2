// What changed against the edition before: raised first, because that asks something of people.

import type { PublicEdition } from '#modules/riskmap/api.ts'
import { useLanguage, useSay, defineTexts, useTexts } from '#kit/i18n.ts'
import { RiskMark } from '#kit/risk-tag.tsx'
import { levelName, levelOf, type Rated } from './names.ts'

const texts = defineTexts('changes', {
  title: { zh: '与上一期相比', en: 'Changes since the edition before' },
  raised: { zh: '风险上调', en: 'Raised' },
  lowered: { zh: '风险下调', en: 'Lowered' },
  same: { zh: '各地等级没有变化。', en: 'No place has changed.' },
  to: { zh: '变为', en: 'to' },
})

type ChangesProps = { edition: PublicEdition; onSelect: (code: string) => void }

export function Changes({ edition, onSelect }: ChangesProps) {
  const t = useTexts(texts)
  const rank = (id: string): number => levelOf(edition, id)?.rank ?? 0
  const judged = edition.regions.filter(({ previous }) => previous !== null)
  if (judged.length === 0) return null
  const raised = judged.filter(({ level, previous }) => rank(level) > rank(previous!))
  const lowered = judged.filter(({ level, previous }) => rank(level) < rank(previous!))
  return (
    <section className="side-part" aria-labelledby="changes-title">
      <h2 id="changes-title">{t('title')}</h2>
      {raised.length + lowered.length === 0 && <p>{t('same')}</p>}
      <ChangeList title={t('raised')} edition={edition} regions={raised} onSelect={onSelect} />
      <ChangeList title={t('lowered')} edition={edition} regions={lowered} onSelect={onSelect} />
    </section>
  )
}

function ChangeList({
  title,
  edition,
  regions,
  onSelect,
}: ChangesProps & { title: string; regions: readonly Rated[] }) {
  const t = useTexts(texts)
  const say = useSay()
  const language = useLanguage()
  if (regions.length === 0) return null
  return (
    <>
      <h3>
        {title} <span className="count">{regions.length}</span>
      </h3>
      <ul className="change-list">
        {regions.map(({ code, name, level, previous }) => {
          const [from, to] = [levelOf(edition, previous), levelOf(edition, level)]
          return (
            <li key={code}>
              <button type="button" onClick={() => onSelect(code)}>
                <span>{say(name)}</span>
                <span className="change-levels">
                  <RiskMark colour={from?.colour ?? null} size={12} />
                  {from && levelName(from, language)}
                  <span aria-hidden="true">→</span>
                  <span className="visually-hidden">{t('to')}</span>
                  <RiskMark colour={to?.colour ?? null} size={12} />
                  {to && levelName(to, language)}
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </>
  )
}
