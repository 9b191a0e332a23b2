// What is stored and what the file says, field by field; where they differ, both stand out.

import type { Conflict } from '#modules/cases/api.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { fieldName } from '../texts.ts'
import { valueText } from '../value-text.ts'

const texts = defineTexts('conflict-sides', {
  field: { zh: '内容', en: 'Field' },
  existing: { zh: '已有', en: 'Stored' },
  incoming: { zh: '文件', en: 'File' },
  differs: { zh: '不同', en: 'differs' },
})

type Side = Conflict['incoming']

export function ConflictSides({ conflict: { existing, incoming } }: { conflict: Conflict }) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const fields = [...new Set([...Object.keys(existing?.values ?? {}), ...Object.keys(incoming.values)])].filter(
    (field) => field !== 'scope' && (existing?.values[field] ?? incoming.values[field] ?? null) !== null,
  )
  const told = (side: Side): string =>
    [side.source, side.by, side.at ? format.instant(side.at) : null].filter(Boolean).join(' · ')
  return (
    <table className="sides">
      <thead>
        <tr>
          <th scope="col">{t('field')}</th>
          {existing && (
            <th scope="col">
              {t('existing')}
              <span className="quiet">{told(existing)}</span>
            </th>
          )}
          <th scope="col">
            {t('incoming')}
            <span className="quiet">{told(incoming)}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => {
          const was = existing?.values[field] ?? null
          const is = incoming.values[field] ?? null
          const differs = existing !== null && was !== is && field in incoming.values
          return (
            <tr key={field} className={differs ? 'sides-differ' : ''}>
              <th scope="row">
                {say(fieldName(field))}
                {differs && <span className="visually-hidden"> ({t('differs')})</span>}
              </th>
              {existing && <td>{valueText(field, was, format)}</td>}
              <td>{valueText(field, is, format)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
