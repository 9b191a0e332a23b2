// One entry of the audit log in full.

import { Descriptions } from 'antd'
import { useQuery } from '@tanstack/react-query'
import type { AuditEntry } from '#modules/access/api.ts'
import { api } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { useLanguage, useSay, useTexts } from '#kit/i18n.ts'
import { purposeName } from '#kit/purpose.ts'
import { Place } from '../place.tsx'
import { auditTexts } from './texts.ts'

export function AuditEntryDetails({ entry }: { entry: AuditEntry }) {
  const t = useTexts(auditTexts)
  const say = useSay()
  const format = useFormat()
  const language = useLanguage()
  const { data: roles } = useQuery(api.access.listRoles.queryOptions({ staleTime: Infinity }))
  const roleName = (code: string): string => {
    const name = roles?.find((role) => role.code === code)?.name
    return name ? say(name) : code
  }
  return (
    <Descriptions
      column={1}
      size="small"
      bordered
      styles={{ label: { width: 120 } }}
      items={[
        { key: 'at', label: t('at'), children: format.instant(entry.at, true) },
        { key: 'actor', label: t('actor'), children: entry.actorName },
        { key: 'roles', label: t('roles'), children: entry.roles.map(roleName).join(' · ') || '–' },
        { key: 'kind', label: t('kind'), children: t(entry.kind) },
        { key: 'action', label: t('action'), children: <code>{entry.action}</code> },
        { key: 'purpose', label: t('purpose'), children: purposeName(entry.purpose)[language] },
        { key: 'region', label: t('region'), children: <Place path={entry.regionPath} /> },
        {
          key: 'subjects',
          label: t('subject'),
          children:
            entry.subjects.length === 0
              ? '–'
              : entry.subjects.map((subject) => (
                  <div key={subject}>
                    <code>{subject}</code>
                  </div>
                )),
        },
        {
          key: 'detail',
          label: t('detail'),
          children: <pre className="audit-detail">{JSON.stringify(entry.detail, null, 2)}</pre>,
        },
        { key: 'address', label: t('address'), children: entry.address ?? '–' },
        { key: 'request', label: t('requestId'), children: <code>{entry.requestId ?? '–'}</code> },
        { key: 'position', label: t('position'), children: `${entry.chain} / ${format.number(entry.seq)}` },
        { key: 'hash', label: t('hash'), children: <code className="breakable">{entry.hash}</code> },
      ]}
    />
  )
}
