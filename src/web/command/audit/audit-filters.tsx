// The filters of the audit search. Typing waits for Enter or for leaving the field; choices act at once.

import { Button, DatePicker, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { useTexts } from '#kit/i18n.ts'
import { RegionPicker } from '../region-picker.tsx'
import { auditTexts } from './texts.ts'

export const auditFilterNames = ['from', 'to', 'actor', 'action', 'kind', 'subject', 'regionPath'] as const
type Name = (typeof auditFilterNames)[number]
export type AuditFilterValues = Partial<Record<Name, string>>

type AuditFiltersProps = {
  values: AuditFilterValues
  change: (change: Partial<Record<Name, string | null | undefined>>) => void
}

const asDay = (day: string | undefined) => (day && dayjs(day).isValid() ? dayjs(day) : null)

export function AuditFilters({ values, change }: AuditFiltersProps) {
  const t = useTexts(auditTexts)
  const typed = (name: 'actor' | 'action' | 'subject', placeholder: string) => (
    <Input
      key={`${name} ${values[name] ?? ''}`}
      allowClear
      defaultValue={values[name] ?? ''}
      placeholder={placeholder}
      aria-label={t(name)}
      onPressEnter={(event) => change({ [name]: event.currentTarget.value.trim() })}
      onBlur={(event) =>
        event.target.value.trim() !== (values[name] ?? '') && change({ [name]: event.target.value.trim() })
      }
      onClear={() => change({ [name]: null })}
    />
  )
  return (
    <div className="filters" role="search">
      <DatePicker.RangePicker
        className="filter-days"
        allowEmpty={[true, true]}
        value={[asDay(values.from), asDay(values.to)]}
        placeholder={[t('from'), t('to')]}
        aria-label={t('days')}
        onChange={(days) =>
          change({ from: days?.[0]?.format('YYYY-MM-DD') ?? null, to: days?.[1]?.format('YYYY-MM-DD') ?? null })
        }
      />
      <Select
        aria-label={t('kind')}
        value={values.kind ?? ''}
        onChange={(kind: string) => change({ kind })}
        options={[
          { value: '', label: t('kindAny') },
          ...(['write', 'read', 'sign-in', 'refused'] as const).map((kind) => ({ value: kind, label: t(kind) })),
        ]}
      />
      {typed('actor', t('actor'))}
      {typed('action', t('actionHint'))}
      {typed('subject', t('subjectHint'))}
      <RegionPicker
        label={t('region')}
        value={values.regionPath}
        allowAll={false}
        allowClear
        onChange={(path) => change({ regionPath: path })}
      />
      <Button onClick={() => change(Object.fromEntries(auditFilterNames.map((name) => [name, null])))}>
        {t('clear')}
      </Button>
    </div>
  )
}
