// Header of the file → meaning. What was guessed says so; one meaning belongs to one column.

import { Select, Tag } from 'antd'
import { caseFields, countFields, type ImportKind, type Preview } from '#modules/cases/api.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { fieldName } from '../texts.ts'

const texts = defineTexts('columns', {
  header: { zh: '文件中的列', en: 'Column of the file' },
  sample: { zh: '内容示例', en: 'Examples' },
  meaning: { zh: '含义', en: 'Meaning' },
  unused: { zh: '不使用', en: 'Not used' },
  guessed: { zh: '推测', en: 'guessed' },
  meaningOf: { zh: '“{header}”列的含义', en: 'Meaning of the column “{header}”' },
  empty: { zh: '（无表头）', en: '(no header)' },
})

type ColumnTableProps = {
  kind: ImportKind
  columns: Preview['columns']
  mapping: { columns: Record<string, string> }
  onChange: (columns: Record<string, string>) => void
}

export function ColumnTable({ kind, columns, mapping, onChange }: ColumnTableProps) {
  const t = useTexts(texts)
  const say = useSay()
  const keyed = columns.map((column, at) => ({ ...column, key: `${at} ${column.header}` }))
  const fieldOf = new Map(Object.entries(mapping.columns).map(([field, header]) => [header, field]))
  const fields = kind === 'counts' ? countFields : caseFields
  const choose = (header: string, field: string | null): void => {
    const next = Object.fromEntries(
      Object.entries(mapping.columns).filter(([known, column]) => column !== header && known !== field),
    )
    if (field) next[field] = header
    onChange(next)
  }
  return (
    <table className="column-table">
      <thead>
        <tr>
          <th scope="col">{t('header')}</th>
          <th scope="col">{t('sample')}</th>
          <th scope="col">{t('meaning')}</th>
        </tr>
      </thead>
      <tbody>
        {keyed.map(({ key, header, guessed, sample }) => {
          const field = fieldOf.get(header) ?? null
          return (
            <tr key={key}>
              <th scope="row">{header || <span className="quiet">{t('empty')}</span>}</th>
              <td className="column-sample">{sample.filter(Boolean).slice(0, 3).join(' · ')}</td>
              <td>
                <div className="column-meaning">
                  <Select<string>
                    aria-label={t('meaningOf', { header })}
                    value={field ?? ''}
                    popupMatchSelectWidth={200}
                    onChange={(value) => choose(header, value || null)}
                    options={[
                      { value: '', label: t('unused') },
                      ...fields.map((value) => ({ value: value as string, label: say(fieldName(value)) })),
                    ]}
                  />
                  {guessed && field && <Tag>{t('guessed')}</Tag>}
                </div>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
