// The figures behind the curve, folded away under it.

import type { Curve } from '#modules/cases/api.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useTexts } from '#kit/i18n.ts'
import { ScrollBox } from '../../scroll-box.tsx'

const texts = defineTexts('curve-table', {
  show: { zh: '数字', en: 'Figures' },
  day: { zh: '日期', en: 'Day' },
  confirmed: { zh: '新增确诊', en: 'New confirmed' },
  local: { zh: '本地', en: 'Local' },
  imported: { zh: '输入', en: 'Imported' },
  cumulative: { zh: '累计', en: 'Cumulative' },
})

export function CurveTable({ days }: { days: Curve['days'] }) {
  const t = useTexts(texts)
  const format = useFormat()
  const figure = (value: number | null): string => (value === null ? '–' : format.number(value))
  return (
    <details className="curve-figures">
      <summary>{t('show')}</summary>
      <ScrollBox className="preview-scroll" label={t('show')}>
        <table className="figure-table">
          <thead>
            <tr>
              <th scope="col">{t('day')}</th>
              <th scope="col">{t('confirmed')}</th>
              <th scope="col">{t('local')}</th>
              <th scope="col">{t('imported')}</th>
              <th scope="col">{t('cumulative')}</th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map(({ on, confirmed, local, imported, cumulative }) => (
              <tr key={on}>
                <th scope="row">{format.day(on)}</th>
                <td>{figure(confirmed)}</td>
                <td>{figure(local)}</td>
                <td>{figure(imported)}</td>
                <td>{figure(cumulative)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </details>
  )
}
