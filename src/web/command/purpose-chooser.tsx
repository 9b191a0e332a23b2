// For accounts with several purposes only: what for they work now. It is sent with every request and stands in
// the audit log.

import { Select } from 'antd'
import { useLanguage, useTexts } from '#kit/i18n.ts'
import { choosePurpose, purposeName, usePurpose } from '#kit/purpose.ts'
import { shellTexts } from './shell-texts.ts'

export function PurposeChooser({ purposes }: { purposes: readonly string[] }) {
  const t = useTexts(shellTexts)
  const language = useLanguage()
  const chosen = usePurpose()
  if (purposes.length < 2) return null
  return (
    <Select
      className="frame-purpose"
      size="small"
      aria-label={t('purpose')}
      value={chosen ?? ''}
      popupMatchSelectWidth={false}
      onChange={(value: string) => choosePurpose(value || null)}
      options={[
        { value: '', label: `${t('purpose')}: ${t('purposeAutomatic')}` },
        ...purposes.map((purpose) => ({ value: purpose, label: purposeName(purpose)[language] })),
      ]}
    />
  )
}
