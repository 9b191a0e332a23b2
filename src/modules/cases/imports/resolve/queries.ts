// Parked rows with both sides side by side: what is stored and what the file says.

import { sql } from 'kysely'
import type { Db, Tx } from '#storage/postgres.ts'
import type { Conflict, ImportKind } from '../api-types.ts'
import { findingColumns, toFinding, type FindingRow } from '../queries.ts'
import { choicesFor, textOfChoice } from './choices.ts'

type Row = FindingRow & {
  kind: ImportKind
  source: string
  fileName: string
  uploadedAt: string
  uploadedBy: string
  stored: Record<string, string | number | null> | null
  storedSource: string | null
  storedBy: string | null
  storedAt: string | null
}

/** Newest batch first, then by id; the page key is the id. */
export async function listConflicts(
  db: Db | Tx,
  search: {
    after?: string | undefined
    limit: number
    batchId?: string | undefined
    reason?: string | undefined
    open: boolean
  },
): Promise<{ rows: Conflict[]; next: string | null }> {
  const found = await sql<Row>`
    select f.*, b.kind, b.source, b.file_name, b.uploaded_at, b.uploaded_by,
      coalesce(
        (select jsonb_build_object('confirmed', c.confirmed, 'imported', c.imported, 'on', c.counted_on, 'regionCode', c.region_code, 'scope', c.scope) where c.id is not null),
        (select jsonb_build_object('reference', r.reference, 'state', r.state, 'sex', r.sex, 'ageYears', r.age_years, 'onsetOn', r.onset_on, 'reportedOn', r.reported_on,
          'confirmedOn', r.confirmed_on, 'outcomeOn', r.outcome_on, 'origin', r.origin, 'regionCode', r.region_code, 'unitName', r.unit_name) where r.id is not null)) as stored,
      coalesce(c.source, r.source) as stored_source, coalesce(c.known_by, r.known_by) as stored_by, coalesce(c.known_from, r.known_from) as stored_at
    from (
      select ${findingColumns} from import_findings f
      where f.outcome = 'parked' and (f.resolved_at is null) = ${search.open}
        and (${search.batchId ?? null}::uuid is null or f.batch_id = ${search.batchId ?? null}::uuid)
        and (${search.reason ?? null}::text is null or f.reason = ${search.reason ?? null})
        and (${search.after ?? null}::bigint is null or f.id > ${search.after ?? null}::bigint)
        and f.batch_id in (select id from import_batches where state = 'done')
      order by f.id limit ${search.limit + 1}
    ) f
    join import_batches b on b.id = f.batch_id
    left join case_counts c on b.kind = 'counts' and c.source = b.source and c.region_code = f.item ->> 'regionCode' and c.scope = f.item ->> 'scope'
      and c.counted_on = (f.item ->> 'on')::date and c.known_to is null
    left join case_reports r on b.kind = 'cases' and r.id = (f.item ->> 'storedId')::uuid
    order by f.id`.execute(db)
  const rows = found.rows.slice(0, search.limit).map(toConflict)
  return { rows, next: found.rows.length > search.limit ? rows.at(-1)!.id : null }
}

function toConflict(row: Row): Conflict {
  const item = row.item ?? {}
  const values = Object.fromEntries(
    Object.entries(item)
      .filter(([key]) => !hidden.has(key))
      .map(([key, value]) => [key, Array.isArray(value) ? value.join(', ') : (value as string | number | null)]),
  )
  const hasStored = row.stored !== null
  return {
    ...toFinding(row),
    regionCode: (item.regionCode as string | null | undefined) ?? null,
    on: (item.on as string | undefined) ?? (item.confirmedOn as string | undefined) ?? null,
    existing:
      hasStored && row.stored
        ? { values: row.stored, source: row.storedSource ?? '–', by: row.storedBy, at: row.storedAt }
        : null,
    incoming: { values, source: `${row.source} · ${row.fileName}`, by: row.uploadedBy, at: row.uploadedAt },
    choices: choicesFor(row.kind, row.reason, item.storedId !== undefined).map((choice) => ({
      choice,
      text: textOfChoice(row.kind, choice),
    })),
  }
}

const hidden = new Set(['key', 'regionPath', 'storedId', 'personLabel', 'cumulative', 'level'])
