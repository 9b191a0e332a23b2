// The auditor's screen: search (its filters are the address), one entry in full, proof of the chain, export.

import { Button, Drawer, Table, Tag, type TableColumnsType } from 'antd'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AuditEntry } from '#modules/access/api.ts'
import { addDays, isDay } from '#base/dates.ts'
import { api } from '#kit/client.ts'
import { startOfDay, useFormat } from '#kit/format.ts'
import { useLanguage, useTexts } from '#kit/i18n.ts'
import { purposeName } from '#kit/purpose.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { useUrlValues } from '#kit/url-state.ts'
import { MoreRows } from '../more-rows.tsx'
import { Page } from '../page.tsx'
import { AuditEntryDetails } from './audit-entry.tsx'
import { AuditFilters, auditFilterNames, type AuditFilterValues } from './audit-filters.tsx'
import { ExportAudit, VerifyAudit } from './audit-actions.tsx'
import { auditTexts } from './texts.ts'

const kinds = ['write', 'read', 'sign-in', 'refused'] as const

/** What the address says, as the server wants it; nonsense in the address is left out. */
export function searchOf({ from, to, kind, ...rest }: AuditFilterValues) {
  const known = kinds.find((each) => each === kind)
  return {
    ...rest,
    ...(from && isDay(from) ? { from: startOfDay(from) } : {}),
    ...(to && isDay(to) ? { to: startOfDay(addDays(to, 1)) } : {}),
    ...(known ? { kind: known } : {}),
  }
}

const entryKey = ({ chain, seq }: AuditEntry): string => `${chain}-${seq}`

export function AuditPage() {
  const t = useTexts(auditTexts)
  const [filters, setFilters] = useUrlValues(auditFilterNames)
  const [opened, setOpened] = useState<AuditEntry | null>(null)
  const search = searchOf(filters)
  const entries = useInfiniteQuery(
    api.access.searchAudit.infiniteOptions({
      input: (after: string | undefined) => ({ limit: 50, ...search, ...(after ? { after } : {}) }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
  )
  const rows = entries.data?.pages.flatMap((page) => page.rows) ?? []
  const columns = useColumns(setOpened)
  return (
    <Page title={t('title')} lead={t('lead')} actions={<ExportAudit search={search} />}>
      <VerifyAudit />
      <AuditFilters values={filters} change={setFilters} />
      <Loaded query={entries}>
        {() => (
          <>
            <Table<AuditEntry>
              size="small"
              rowKey={entryKey}
              columns={columns}
              dataSource={rows}
              pagination={false}
              loading={entries.isFetching && !entries.isFetchingNextPage}
              scroll={{ x: 'max-content' }}
              locale={{ emptyText: <Empty title={t('none')} /> }}
              onRow={(entry) => ({ onClick: () => setOpened(entry), className: 'clickable' })}
            />
            <MoreRows shown={rows.length} {...entries} />
          </>
        )}
      </Loaded>
      <Drawer open={opened !== null} size={600} title={t('entry')} onClose={() => setOpened(null)}>
        {opened && <AuditEntryDetails entry={opened} />}
      </Drawer>
    </Page>
  )
}

function useColumns(open: (entry: AuditEntry) => void): TableColumnsType<AuditEntry> {
  const t = useTexts(auditTexts)
  const format = useFormat()
  const language = useLanguage()
  return [
    {
      title: t('at'),
      dataIndex: 'at',
      render: (at: string, entry) => (
        <Button
          type="link"
          size="small"
          className="cell-link"
          onClick={(event) => {
            event.stopPropagation()
            open(entry)
          }}
        >
          {format.instant(at, true)}
        </Button>
      ),
    },
    { title: t('actor'), dataIndex: 'actorName' },
    {
      title: t('kind'),
      dataIndex: 'kind',
      render: (kind: AuditEntry['kind']) => <Tag className={kind === 'refused' ? 'tag-locked' : ''}>{t(kind)}</Tag>,
    },
    { title: t('action'), dataIndex: 'action', render: (action: string) => <code>{action}</code> },
    {
      title: t('subject'),
      dataIndex: 'subjects',
      ellipsis: true,
      render: (subjects: string[]) => (
        <span className="quiet subjects">
          {subjects.slice(0, 2).join(', ')}
          {subjects.length > 2 && ` +${subjects.length - 2}`}
        </span>
      ),
    },
    {
      title: t('purpose'),
      dataIndex: 'purpose',
      responsive: ['lg'],
      render: (purpose: string) => purposeName(purpose)[language],
    },
  ]
}
