// Rows that wait for a decision: the list on one side, what is stored against what the file says on the other.
// Arrow keys (or j and k) move, the digits decide; one row, all of one area, or all of one reason at once.

import { Select } from 'antd'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import type { Batch, Conflict } from '#modules/cases/api.ts'
import type { Text } from '#base/text.ts'
import { api } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { Empty, Failure, Loading } from '#kit/states.tsx'
import { useUrlValues } from '#kit/url-state.ts'
import { useKeys } from '../keys.ts'
import { ConflictDetail } from './conflict-detail.tsx'

const texts = defineTexts('conflicts', {
  anyReason: { zh: '全部原因', en: 'All reasons' },
  none: { zh: '没有等待处理的行', en: 'No row waits for a decision' },
  noneReason: { zh: '没有这一原因的行', en: 'No row of this reason waits' },
  list: { zh: '等待处理的行', en: 'Rows that wait' },
  row: { zh: '第 {row} 行', en: 'Row {row}' },
  count: { zh: '{count} 行待处理', en: '{count} rows wait' },
  keys: { zh: '↑ ↓ 换行，数字键决定', en: '↑ ↓ move, digits decide' },
})

export function ConflictDesk({ batch }: { batch?: Batch }) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const [url, setUrl] = useUrlValues(['why', 'at'])
  const conflicts = useInfiniteQuery(
    api.cases.listConflicts.infiniteOptions({
      input: (after: string | undefined) => ({
        open: true,
        limit: 100,
        ...(batch ? { batchId: batch.id } : {}),
        ...(url.why ? { reason: url.why } : {}),
        ...(after ? { after } : {}),
      }),
      initialPageParam: undefined,
      getNextPageParam: (page) => page.next ?? undefined,
    }),
  )
  const rows = useMemo(() => conflicts.data?.pages.flatMap((page) => page.rows) ?? [], [conflicts.data])
  const position = Math.max(
    0,
    rows.findIndex(({ id }) => id === url.at),
  )
  const current = rows[position]
  const go = (step: number): void => {
    const next = rows[Math.min(rows.length - 1, Math.max(0, position + step))]
    if (next) setUrl({ at: next.id })
  }
  useKeys({ ArrowDown: () => go(1), j: () => go(1), ArrowUp: () => go(-1), k: () => go(-1) })
  return (
    <div className="panel">
      <div className="panel-tools">
        <Select
          allowClear
          aria-label={t('anyReason')}
          placeholder={t('anyReason')}
          className="filter-wide"
          value={url.why ?? null}
          onChange={(value) => setUrl({ why: value ?? null, at: null })}
          options={reasonsOf(rows, batch).map(([value, text]) => ({ value, label: say(text) }))}
        />
        <span className="panel-space" />
        <span className="quiet conflict-keys">{t('keys')}</span>
        {batch && <span>{t('count', { count: format.number(batch.openConflicts) })}</span>}
      </div>
      {conflicts.isPending ? (
        <Loading />
      ) : conflicts.error && rows.length === 0 ? (
        <Failure error={conflicts.error} retry={() => void conflicts.refetch()} />
      ) : !current ? (
        <Empty title={url.why ? t('noneReason') : t('none')} />
      ) : (
        <div className="conflict-desk">
          <ConflictList
            rows={rows}
            current={current}
            onChoose={(id) => setUrl({ at: id })}
            onEnd={() => {
              if (conflicts.hasNextPage && !conflicts.isFetchingNextPage) void conflicts.fetchNextPage()
            }}
          />
          <ConflictDetail
            key={current.id}
            conflict={current}
            headers={batch?.headers ?? null}
            sameReason={rows.filter(({ reason, batchId }) => reason === current.reason && batchId === current.batchId)}
            mayBeMore={conflicts.hasNextPage}
            onDecided={() => setUrl({ at: (rows[position + 1] ?? rows[position - 1])?.id ?? null })}
          />
        </div>
      )}
    </div>
  )
}

function reasonsOf(rows: readonly Conflict[], batch: Batch | undefined): [string, Text][] {
  const parked = (batch?.totals?.byReason ?? []).filter(({ outcome }) => outcome === 'parked')
  const names = new Map(parked.map(({ reason, text }) => [reason, text]))
  for (const { reason, message } of rows) if (!names.has(reason)) names.set(reason, message)
  return [...names]
}

type ConflictListProps = {
  rows: Conflict[]
  current: Conflict
  onChoose: (id: string) => void
  onEnd: () => void
}

function ConflictList({ rows, current, onChoose, onEnd }: ConflictListProps) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [current.id])
  return (
    <ul
      ref={list}
      className="conflict-list"
      aria-label={t('list')}
      onScroll={({ currentTarget: box }) => {
        if (box.scrollTop + box.clientHeight > box.scrollHeight - 200) onEnd()
      }}
    >
      {rows.map((conflict) => (
        <li key={conflict.id}>
          <button
            type="button"
            aria-current={conflict.id === current.id}
            className={conflict.id === current.id ? 'conflict-item conflict-item-current' : 'conflict-item'}
            onClick={() => onChoose(conflict.id)}
          >
            <span className="conflict-item-row">
              {t('row', { row: format.number(conflict.rowNumber) })}
              {conflict.on && <span className="quiet">{format.day(conflict.on, 'short')}</span>}
            </span>
            <span className="conflict-item-text">{say(conflict.message)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
