// Control totals: what became of every row, as a bar and as a table per reason. Patterns beside colours, figures
// beside both.

import { Table } from 'antd'
import { rowOutcomes, type ControlTotals, type RowOutcome } from '#modules/cases/api.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { outcomeHints, outcomeNames } from './texts.ts'

const texts = defineTexts('control-totals', {
  read: { zh: '读入', en: 'Read' },
  rows: { zh: '行', en: 'rows' },
  balance: { zh: '{read} = {parts}', en: '{read} = {parts}' },
  balanced: { zh: '账目相符', en: 'The totals agree' },
  unbalanced: { zh: '账目不符，请联系运维', en: 'The totals do not agree; tell the operator' },
  reason: { zh: '原因', en: 'Reason' },
  outcome: { zh: '结果', en: 'Outcome' },
  count: { zh: '行数', en: 'Rows' },
  show: { zh: '查看', en: 'Show' },
  clean: { zh: '没有需要说明的行。', en: 'No row needs a word.' },
})

export function OutcomeMark({ outcome }: { outcome: RowOutcome }) {
  return <span className={`outcome-mark outcome-${outcome}`} aria-hidden="true" />
}

export function OutcomeTag({ outcome }: { outcome: RowOutcome }) {
  const say = useSay()
  return (
    <span className="outcome-tag">
      <OutcomeMark outcome={outcome} />
      {say(outcomeNames[outcome])}
    </span>
  )
}

const shown = (totals: ControlTotals): { outcome: RowOutcome; rows: number }[] =>
  rowOutcomes.map((outcome) => ({ outcome, rows: totals[outcome] })).filter(({ rows }) => rows > 0)

/** The bar alone, with its figures in words for those who cannot see it. */
export function TotalsBar({ totals, high = false }: { totals: ControlTotals; high?: boolean }) {
  const say = useSay()
  const format = useFormat()
  const parts = shown(totals)
  const words = parts.map(({ outcome, rows }) => `${say(outcomeNames[outcome])} ${format.number(rows)}`)
  return (
    <div className="totals">
      <div className={high ? 'totals-bar totals-bar-high' : 'totals-bar'} role="img" aria-label={words.join(', ')}>
        {parts.map(({ outcome, rows }) => (
          <span key={outcome} className={`outcome-${outcome}`} style={{ flexGrow: rows }} />
        ))}
      </div>
      {!high && <span className="totals-words">{words.join(' · ')}</span>}
    </div>
  )
}

type TotalsProps = {
  totals: ControlTotals
  /** Leads to the rows of one reason. */
  onReason?: (reason: string, outcome: RowOutcome) => void
}

export function Totals({ totals, onReason }: TotalsProps) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const sum = totals.stored + totals.unchanged + totals.parked + totals.refused
  return (
    <div className="totals-whole">
      <div className="totals-figures">
        <div className="totals-figure">
          <span className="totals-label">{t('read')}</span>
          <strong>{format.number(totals.read)}</strong>
          <span className={sum === totals.read ? 'quiet' : 'totals-wrong'}>
            {sum === totals.read ? t('balanced') : t('unbalanced')}
          </span>
        </div>
        {rowOutcomes.map((outcome) => (
          <div key={outcome} className="totals-figure">
            <span className="totals-label">
              <OutcomeMark outcome={outcome} /> {say(outcomeNames[outcome])}
            </span>
            <strong>{format.number(totals[outcome])}</strong>
            <span className="quiet">{say(outcomeHints[outcome])}</span>
          </div>
        ))}
      </div>
      <TotalsBar totals={totals} high />
      {totals.byReason.length > 0 && (
        <Table
          size="small"
          className="reason-table"
          rowKey={({ reason, outcome }) => `${reason} ${outcome}`}
          dataSource={totals.byReason}
          pagination={false}
          columns={[
            { title: t('reason'), key: 'reason', render: (_, { text }) => <span>{say(text)}</span> },
            {
              title: t('outcome'),
              key: 'outcome',
              width: 110,
              render: (_, { outcome }) => <OutcomeTag outcome={outcome} />,
            },
            {
              title: t('count'),
              key: 'rows',
              align: 'right',
              width: 90,
              render: (_, { rows, reason, outcome }) =>
                onReason ? (
                  <button
                    type="button"
                    className="link-button"
                    aria-label={`${t('show')} ${format.number(rows)}`}
                    onClick={() => onReason(reason, outcome)}
                  >
                    {format.number(rows)}
                  </button>
                ) : (
                  format.number(rows)
                ),
            },
          ]}
        />
      )}
    </div>
  )
}
