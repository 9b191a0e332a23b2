// What access sends as a file: the entries an audit search finds, as CSV. The export is itself audited.

import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import { holding } from '#base/contract.ts'
import { defineDownload } from '#base/download.ts'
import type { Work } from '#storage/work.ts'
import { auditSearchInput, type AuditEntry } from './api.ts'
import { eachAuditEntry } from './audit-queries.ts'

const columns = [
  'at',
  'kind',
  'action',
  'actorName',
  'accountId',
  'roles',
  'purpose',
  'subjects',
  'regionPath',
  'detail',
  'address',
  'requestId',
  'chain',
  'seq',
  'hash',
] as const satisfies (keyof AuditEntry)[]

const cell = (value: unknown): string => {
  if (Array.isArray(value)) return value.join(' ')
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Lines for spreadsheets: with the mark that makes them read UTF-8, and no cell that they would run as a formula. */
export async function* auditLines(entries: AsyncIterable<AuditEntry>): AsyncIterable<string> {
  yield `\uFEFF${columns.join(',')}\r\n`
  for await (const entry of entries) {
    yield stringify([columns.map((column) => cell(entry[column]))], {
      record_delimiter: 'windows',
      escape_formulas: true,
    })
  }
}

export const downloads = [
  defineDownload<Work>()({
    path: '/access/audit.csv',
    summary: { zh: '导出审计日志', en: 'The entries an audit search finds, as CSV' },
    meta: holding('audit.read', 'read-person', 'audit'),
    query: z.object(auditSearchInput),
    contentType: 'text/csv; charset=utf-8',
    filename: () => 'audit.csv',
    open: async (work, input) => {
      work.detail({ search: input })
      return auditLines(eachAuditEntry(work.db, input))
    },
  }),
]
