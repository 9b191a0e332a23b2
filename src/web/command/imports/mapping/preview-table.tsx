// The first rows as the file has them, with what each would become and what was found, beside the raw text.

import type { Preview } from '#modules/cases/api.ts'
import { usePlaceNames } from '../../places/regions.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { ScrollBox } from '../../scroll-box.tsx'
import { OutcomeTag } from '../control-totals.tsx'
import { fieldName } from '../texts.ts'
import { valueText } from '../value-text.ts'

const texts = defineTexts('preview', {
  row: { zh: '行', en: 'Row' },
  outcome: { zh: '结果', en: 'Outcome' },
  becomes: { zh: '理解为', en: 'Taken as' },
  found: { zh: '发现', en: 'Findings' },
  place: { zh: '地区', en: 'Region' },
  fine: { zh: '无', en: 'None' },
  table: { zh: '预览，可左右滚动', en: 'Preview; scrolls sideways' },
})

type PreviewTableProps = { headers: string[]; rows: Preview['rows']; columns: Record<string, string> }

export function PreviewTable({ headers, rows, columns }: PreviewTableProps) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const first = rows.find(({ values }) => typeof values.on === 'string')?.values.on
  const names = usePlaceNames(typeof first === 'string' ? first : undefined)
  const named = headers.map((header, at) => ({ key: `${at} ${header}`, header }))
  const used = new Set(Object.values(columns))
  return (
    <ScrollBox className="preview-scroll" label={t('table')}>
      <table className="preview-table">
        <thead>
          <tr>
            <th scope="col" className="figure">
              {t('row')}
            </th>
            {named.map(({ key, header }) => (
              <th key={key} scope="col" className={used.has(header) ? '' : 'unused'}>
                {header}
              </th>
            ))}
            <th scope="col">{t('outcome')}</th>
            <th scope="col">{t('becomes')}</th>
            <th scope="col">{t('found')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ rowNumber, raw, outcome, values, findings }) => {
            const faulty = new Set(findings.flatMap(({ field }) => (field && columns[field] ? [columns[field]] : [])))
            return (
              <tr key={rowNumber} className={`row-${outcome}`}>
                <td className="figure quiet">{format.number(rowNumber)}</td>
                {named.map(({ key, header }, at) => (
                  <td
                    key={key}
                    className={[used.has(header) ? '' : 'unused', faulty.has(header) ? 'raw-fault' : ''].join(' ')}
                  >
                    {raw[at] ?? ''}
                  </td>
                ))}
                <td>
                  <OutcomeTag outcome={outcome} />
                </td>
                <td>
                  <dl className="becomes">
                    {Object.entries(values)
                      .filter(([field, value]) => value !== null && value !== '' && field !== 'scope')
                      .map(([field, value]) => (
                        <div key={field}>
                          <dt>{field === 'regionCode' ? t('place') : say(fieldName(field))}</dt>
                          <dd>
                            {field === 'regionCode' ? names.name(String(value)) : valueText(field, value, format)}
                          </dd>
                        </div>
                      ))}
                  </dl>
                </td>
                <td className="preview-findings">
                  {findings.length === 0 ? (
                    <span className="quiet">{t('fine')}</span>
                  ) : (
                    findings.map(({ reason, message }) => <p key={reason}>{say(message)}</p>)
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </ScrollBox>
  )
}
