// Days as "YYYY-MM-DD" in Ant Design's calendars; the region's calendar, so that no time zone can shift one.

import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { useNow } from '#kit/now.ts'

const written = 'YYYY-MM-DD'
const read = (day: string | null | undefined) => (day ? dayjs(day, written) : null)

type DayPickerProps = {
  value?: string | null | undefined
  onChange?: (day: string | null) => void
  id?: string
  'aria-label'?: string
  disabled?: boolean
  allowClear?: boolean
}

export function DayPicker({ value, onChange, ...rest }: DayPickerProps) {
  const { today } = useNow()
  return (
    <DatePicker
      {...rest}
      className="day-picker"
      value={read(value)}
      format={written}
      maxDate={dayjs(today, written)}
      onChange={(day) => onChange?.(day ? day.format(written) : null)}
    />
  )
}

type DaySpanPickerProps = {
  from: string | undefined
  to: string | undefined
  onChange: (from: string | null, to: string | null) => void
  labels: [string, string]
}

export function DaySpanPicker({ from, to, onChange, labels }: DaySpanPickerProps) {
  return (
    <DatePicker.RangePicker
      className="day-span-picker"
      allowEmpty={[true, true]}
      value={[read(from), read(to)]}
      format={written}
      placeholder={labels}
      aria-label={labels.join(' – ')}
      onChange={(days) => onChange(days?.[0]?.format(written) ?? null, days?.[1]?.format(written) ?? null)}
    />
  )
}
