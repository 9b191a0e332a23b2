// Export of the shown search, and the proof that nothing in the log was changed.

import { DownloadOutlined, SafetyCertificateOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#kit/client.ts'
import { downloadFile } from '#kit/download.ts'
import { useFormat } from '#kit/format.ts'
import { useLanguage, useTexts } from '#kit/i18n.ts'
import { sentenceOfError } from '#kit/problem.ts'
import { useFailureMessage } from '../failure-message.ts'
import { auditTexts } from './texts.ts'

export function ExportAudit({ search }: { search: Record<string, string | undefined> }) {
  const t = useTexts(auditTexts)
  const format = useFormat()
  const failed = useFailureMessage()
  const [bytes, setBytes] = useState(0)
  const run = useMutation({
    mutationFn: () => downloadFile('/access/audit.csv', { query: search, progress: setBytes }),
    onMutate: () => setBytes(0),
    onError: failed,
  })
  return (
    <Button icon={<DownloadOutlined />} loading={run.isPending} onClick={() => run.mutate()}>
      {run.isPending && bytes > 0 ? t('exporting', { size: format.number(Math.round(bytes / 1024)) }) : t('export')}
    </Button>
  )
}

export function VerifyAudit() {
  const t = useTexts(auditTexts)
  const format = useFormat()
  const language = useLanguage()
  const verify = useMutation(api.access.verifyAudit.mutationOptions())
  const button = (
    <Button
      size="small"
      icon={<SafetyCertificateOutlined />}
      loading={verify.isPending}
      onClick={() => verify.mutate(undefined)}
    >
      {verify.isPending ? t('verifying') : t('verify')}
    </Button>
  )
  if (verify.error)
    return <Alert type="error" showIcon title={sentenceOfError(verify.error, language)} action={button} />
  if (!verify.data) return <div>{button}</div>
  const { intact, entries, chains, faults } = verify.data
  if (intact) {
    return (
      <Alert
        type="success"
        showIcon
        title={t('intact', { entries: format.number(entries), chains: format.number(chains) })}
        action={button}
      />
    )
  }
  return (
    <Alert
      type="error"
      showIcon
      title={t('faulty', { count: format.number(faults.length) })}
      description={
        <ul className="plain-list">
          {faults.slice(0, 20).map(({ chain, seq, fault }) => (
            <li key={`${chain}-${seq}-${fault}`}>{t('where', { chain, seq, fault: t(fault) })}</li>
          ))}
        </ul>
      }
      action={button}
    />
  )
}
