// Names the policy pack with its version; opens what it says: summary, cadence, what each level asks of people.

import { Button, Popover } from 'antd'
import { Link } from 'react-router'
import type { Text } from '#base/text.ts'
import { defineTexts, useLanguage, useSay, useTexts } from '#kit/i18n.ts'
import { RiskMark } from '#kit/risk-tag.tsx'
import { usePacks } from './data.ts'
import { levelTitle } from './names.ts'

const texts = defineTexts('riskmap-pack', {
  rules: { zh: '规则：{name}', en: 'Rules: {name}' },
  review: { zh: '每 {days} 天评估一次', en: 'Reviewed every {days} days' },
  reviewDaily: { zh: '每天评估', en: 'Reviewed every day' },
  all: { zh: '查看全部规则和参数', en: 'All rules and parameters' },
  notInForce: { zh: '该版本已不再用于新的评定。', en: 'This version is no longer used for new maps.' },
})

export function PackNote({ version, name }: { version: string; name: Text }) {
  const t = useTexts(texts)
  const say = useSay()
  return (
    <Popover trigger="click" title={say(name)} content={<PackSummary version={version} />}>
      <Button
        type="link"
        size="small"
        className="pack-note"
        aria-label={t('rules', { name: `${say(name)} ${version}` })}
      >
        {version}
      </Button>
    </Popover>
  )
}

function PackSummary({ version }: { version: string }) {
  const t = useTexts(texts)
  const say = useSay()
  const language = useLanguage()
  const packs = usePacks()
  const pack = packs.data?.find((one) => one.version === version)
  if (!packs.data) return null
  if (!pack) return <p>{t('notInForce')}</p>
  const { everyDays } = pack.review
  return (
    <div className="pack-summary">
      <p>{say(pack.summary)}</p>
      <p className="quiet">{everyDays === 1 ? t('reviewDaily') : t('review', { days: everyDays })}</p>
      <Link to={`/policies?pack=${version.split('@')[0]}`}>{t('all')}</Link>
      <ul>
        {pack.levels.toReversed().map((level) => (
          <li key={level.id}>
            <RiskMark colour={level.colour} /> <strong>{levelTitle(level, language)}</strong>
            <br />
            <span className="quiet">{say(level.guidance)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
