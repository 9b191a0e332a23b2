// Every version of a case, newest first: who changed what, why, and what was known then.

import { Button, Timeline } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { caseEvents, type CaseEvent, type CaseVersion } from '#modules/cases/api.ts'
import { eventNames } from '#modules/cases/rules.ts'
import { api } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { Loaded } from '#kit/states.tsx'
import { useUrlValue } from '#kit/url-state.ts'
import { fieldName } from '../../imports/texts.ts'
import { valueText } from '../../imports/value-text.ts'
import type { PlaceNames } from '../../places/regions.ts'
import { capital, unitKindNames } from '../words.ts'

const texts = defineTexts('case-history', {
  reported: { zh: '报告', en: 'Reported' },
  corrected: { zh: '更正', en: 'Corrected' },
  imported: { zh: '导入', en: 'Imported' },
  undone: { zh: '撤销导入', en: 'Import undone' },
  reason: { zh: '原因：{reason}', en: 'Reason: {reason}' },
  asThen: { zh: '看当时所知', en: 'As known then' },
  current: { zh: '现在', en: 'now' },
  was: { zh: '原为', en: 'was' },
})

const isEvent = (change: string): change is CaseEvent => (caseEvents as readonly string[]).includes(change)

export function CaseHistory({ id, names }: { id: string; names: PlaceNames }) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const [asKnown, setAsKnown] = useUrlValue('as')
  const history = useQuery(api.cases.caseHistory.queryOptions({ input: { id } }))
  const named = (change: string): string => {
    if (isEvent(change)) return capital(say(eventNames[change]))
    return change === 'corrected' || change === 'imported' || change === 'undone' ? t(change) : t('reported')
  }
  return (
    <Loaded query={history}>
      {(versions) => (
        <Timeline
          className="case-history"
          items={versions.map((version, at) => ({
            key: version.version,
            color: at === 0 ? 'blue' : 'gray',
            content: (
              <>
                <div className="case-history-head">
                  <strong>{named(version.change)}</strong>
                  {at === 0 ? (
                    <span className="quiet">{t('current')}</span>
                  ) : (
                    <Button
                      size="small"
                      type="link"
                      disabled={asKnown === version.knownFrom}
                      onClick={() => setAsKnown(version.knownFrom, { push: true })}
                    >
                      {t('asThen')}
                    </Button>
                  )}
                </div>
                <div className="quiet">
                  {format.instant(version.knownFrom)} · {version.by}
                </div>
                {version.reason && <div>{t('reason', { reason: version.reason })}</div>}
                <Changes changes={version.changes} names={names} />
              </>
            ),
          }))}
        />
      )}
    </Loaded>
  )
}

function Changes({ changes, names }: { changes: CaseVersion['changes']; names: PlaceNames }) {
  const say = useSay()
  const format = useFormat()
  const shown = (field: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return '–'
    if (field === 'regionCode') return names.name(typeof value === 'string' ? value : '')
    if (field === 'unit' && typeof value === 'object') {
      const unit = value as { kind: keyof typeof unitKindNames; name: string }
      return `${unit.name} · ${say(unitKindNames[unit.kind])}`
    }
    if (Array.isArray(value)) return value.join(', ') || '–'
    return typeof value === 'number' || typeof value === 'string' ? valueText(field, value, format) : '–'
  }
  if (changes.length === 0) return null
  return (
    <ul className="case-changes">
      {changes
        .filter(({ field }) => field !== 'regionPath' && field !== 'version')
        .map(({ field, from, to }) => (
          <li key={field}>
            {say(fieldName(field))}: <s>{shown(field, from)}</s> → {shown(field, to)}
          </li>
        ))}
    </ul>
  )
}
