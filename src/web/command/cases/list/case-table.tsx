// The rows of the line list: a table that draws only what is in view, and cards on a phone.

import { Grid, Table, type TableColumnsType } from 'antd'
import { useMemo, useRef } from 'react'
import { Link, useNavigate } from 'react-router'
import type { CaseRow } from '#modules/cases/api.ts'
import { originNames } from '#modules/cases/rules.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { useSize } from '#kit/region-map/use-size.ts'
import { useUrlValue } from '#kit/url-state.ts'
import { usePlaceNames, type PlaceNames } from '../../places/regions.ts'
import { StateTag } from '../state-tag.tsx'
import { chosenColumns, columnNames, type Column } from './columns.ts'

const texts = defineTexts('case-table', {
  reference: { zh: '编号', en: 'Number' },
  unnumbered: { zh: '无编号', en: 'No number' },
  reportedOn: { zh: '报告 {day}', en: 'Reported {day}' },
  confirmedOn: { zh: '确诊 {day}', en: 'Confirmed {day}' },
})

type Sort = 'reported' | 'confirmed'
type CaseTableProps = { rows: CaseRow[]; sort: Sort; onSort: (sort: Sort) => void; onEnd: () => void }

const widths: Record<Column, number> = {
  state: 120,
  place: 240,
  origin: 100,
  reported: 120,
  onset: 120,
  sampled: 120,
  confirmed: 120,
  outcome: 120,
  unit: 180,
  source: 160,
}

export function CaseTable(props: CaseTableProps) {
  const { md } = Grid.useBreakpoint()
  const paths = useMemo(() => props.rows.map(({ regionPath }) => regionPath), [props.rows])
  const names = usePlaceNames(props.rows[0]?.reportedOn, paths)
  return md === false ? <CaseCards rows={props.rows} names={names} /> : <WideTable {...props} names={names} />
}

function WideTable({ rows, sort, onSort, onEnd, names }: CaseTableProps & { names: PlaceNames }) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const navigate = useNavigate()
  const [written] = useUrlValue('columns')
  const box = useRef<HTMLDivElement>(null)
  const { width, height } = useSize(box)
  const day = (value: string | null) => (value ? format.day(value) : '–')
  const cells: Record<Column, (one: CaseRow) => React.ReactNode> = {
    state: (one) => <StateTag state={one.state} />,
    place: (one) => <span title={names.full(one.regionPath)}>{names.near(one.regionPath)}</span>,
    origin: (one) => say(originNames[one.origin]),
    reported: (one) => day(one.reportedOn),
    onset: (one) => day(one.onsetOn),
    sampled: (one) => day(one.sampledOn),
    confirmed: (one) => day(one.confirmedOn),
    outcome: (one) => day(one.outcomeOn),
    unit: (one) => one.unit?.name ?? '–',
    source: (one) => one.source,
  }
  const chosen = chosenColumns(written)
  const columns: TableColumnsType<CaseRow> = [
    {
      title: t('reference'),
      key: 'reference',
      width: 150,
      fixed: 'left',
      ellipsis: true,
      render: (_, one) => (
        <Link to={`/cases/${one.id}`} onClick={(event) => event.stopPropagation()}>
          {one.reference ?? t('unnumbered')}
        </Link>
      ),
    },
    ...chosen.map((column): TableColumnsType<CaseRow>[number] => ({
      title: say(columnNames[column]),
      key: column,
      width: widths[column],
      ellipsis: true,
      render: (_, one) => cells[column](one),
      ...(column === 'reported' || column === 'confirmed'
        ? {
            sorter: true,
            sortDirections: ['descend'],
            sortOrder: sort === column ? ('descend' as const) : null,
            showSorterTooltip: false,
          }
        : {}),
    })),
  ]
  const least = 150 + chosen.reduce((sum, column) => sum + widths[column], 0)
  return (
    <div ref={box} className="case-table">
      {width > 0 && (
        <Table<CaseRow>
          virtual
          size="small"
          rowKey="id"
          dataSource={rows}
          columns={columns}
          pagination={false}
          scroll={{ x: Math.max(least, width), y: Math.max(240, height - 44) }}
          onRow={({ id }) => ({ onClick: () => void navigate(`/cases/${id}`) })}
          onScroll={({ currentTarget: at }) => {
            if (at.scrollTop + at.clientHeight > at.scrollHeight - 600) onEnd()
          }}
          onChange={(_page, _filters, sorter) => {
            const key = Array.isArray(sorter) ? sorter[0]?.columnKey : sorter.columnKey
            if (key === 'reported' || key === 'confirmed') onSort(key)
          }}
        />
      )}
    </div>
  )
}

function CaseCards({ rows, names }: { rows: CaseRow[]; names: PlaceNames }) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  return (
    <ul className="case-cards">
      {rows.map((one) => (
        <li key={one.id}>
          <Link to={`/cases/${one.id}`}>
            <span className="case-card-head">
              <strong>{one.reference ?? t('unnumbered')}</strong>
              <StateTag state={one.state} />
            </span>
            <span>
              {names.full(one.regionPath)} · {say(originNames[one.origin])}
            </span>
            <span className="quiet">
              {t('reportedOn', { day: format.day(one.reportedOn) })}
              {one.confirmedOn && ` · ${t('confirmedOn', { day: format.day(one.confirmedOn) })}`}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
