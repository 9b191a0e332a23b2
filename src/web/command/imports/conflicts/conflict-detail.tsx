// One row that waits: why, what is stored beside what the file says, the possible answers, and how far they reach.

import { App, Button, Checkbox, Input, Radio } from 'antd'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Conflict, ConflictChoice, ResolveConflict } from '#modules/cases/api.ts'
import { api } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { useFailureMessage } from '../../failure-message.ts'
import { RegionSelect } from '../../places/region-select.tsx'
import { useKeys } from '../keys.ts'
import { RawRow } from '../raw-row.tsx'
import { ConflictSides } from './conflict-sides.tsx'

const texts = defineTexts('conflict', {
  row: { zh: '第 {row} 行', en: 'Row {row}' },
  reach: { zh: '适用于', en: 'Applies to' },
  one: { zh: '只这一行', en: 'This row only' },
  area: { zh: '所有“{value}”（{count} 行）', en: 'Every “{value}” ({count} rows)' },
  reason: { zh: '同一原因的全部（{count} 行）', en: 'All of this reason ({count} rows)' },
  remember: { zh: '记住，以后导入自动采用', en: 'Remember it for later imports' },
  note: { zh: '说明（可不填）', en: 'Note (optional)' },
  region: { zh: '归入哪里', en: 'Where it belongs' },
  regionFirst: { zh: '请先选择地区', en: 'Choose the region first' },
  sureTitle: { zh: '对 {count} 行采用“{choice}”？', en: 'Apply “{choice}” to {count} rows?' },
  yes: { zh: '采用', en: 'Apply' },
  no: { zh: '取消', en: 'Cancel' },
  decided: { zh: '已处理 {resolved} 行，入库 {stored} 行。', en: '{resolved} decided, {stored} stored.' },
  again: {
    zh: '其中 {count} 行引出新的问题，仍待处理。',
    en: '{count} of them raised another question and still wait.',
  },
})

type Reach = 'one' | 'area' | 'reason'
const needsRegion = (choice: ConflictChoice): boolean => choice === 'assign' || choice === 'keep-at-city'

type ConflictDetailProps = {
  conflict: Conflict
  headers: string[] | null
  /** The loaded rows of the same file that wait for the same reason, this one included. */
  sameReason: Conflict[]
  mayBeMore: boolean
  onDecided: () => void
}

export function ConflictDetail({ conflict, headers, sameReason, mayBeMore, onDecided }: ConflictDetailProps) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const failed = useFailureMessage()
  const { message, modal } = App.useApp()
  const queries = useQueryClient()
  const aboutArea = conflict.choices.some(({ choice }) => needsRegion(choice))
  const [reach, setReach] = useState<Reach>('one')
  const [regionCode, setRegionCode] = useState<string | undefined>(conflict.regionCode ?? undefined)
  const [remember, setRemember] = useState(aboutArea)
  const [note, setNote] = useState('')
  const resolve = useMutation(
    api.cases.resolveConflict.mutationOptions({
      onSuccess: async ({ resolved, stored, parkedAgain }) => {
        const said = t('decided', { resolved: format.number(resolved), stored: format.number(stored) })
        if (parkedAgain > 0) void message.warning(`${said} ${t('again', { count: format.number(parkedAgain) })}`, 5)
        else void message.success(said)
        onDecided()
        await queries.invalidateQueries({ queryKey: api.cases.key() })
      },
      onError: failed,
    }),
  )
  const sameArea = sameReason.filter(({ value }) => value === conflict.value)
  const countOf = (rows: Conflict[]): string => `${format.number(rows.length)}${mayBeMore ? '+' : ''}`
  const decide = (choice: ConflictChoice, name: string): void => {
    if (resolve.isPending) return
    if (needsRegion(choice) && !regionCode) return void message.info(t('regionFirst'))
    const input: ResolveConflict = {
      choice,
      remember: aboutArea && remember,
      ...(note.trim() ? { reason: note.trim() } : {}),
      ...(needsRegion(choice) && regionCode ? { regionCode } : {}),
      ...(reach === 'one'
        ? { ids: [conflict.id] }
        : {
            batchId: conflict.batchId,
            reasonCode: conflict.reason,
            ...(reach === 'area' && conflict.value ? { value: conflict.value } : {}),
          }),
    }
    if (reach === 'one') return resolve.mutate(input)
    modal.confirm({
      title: t('sureTitle', { count: countOf(reach === 'area' ? sameArea : sameReason), choice: name }),
      okText: t('yes'),
      cancelText: t('no'),
      onOk: () => resolve.mutateAsync(input).catch(() => undefined),
    })
  }
  useKeys(
    Object.fromEntries(
      conflict.choices.map(({ choice, text }, at) => [String(at + 1), () => decide(choice, say(text))]),
    ),
  )
  return (
    <section className="conflict-detail" aria-label={t('row', { row: format.number(conflict.rowNumber) })}>
      <header>
        <h2>{say(conflict.message)}</h2>
        <p className="quiet">{say(conflict.remedy)}</p>
      </header>
      <ConflictSides conflict={conflict} />
      {headers && <RawRow headers={headers} raw={conflict.raw} column={conflict.column} />}
      {aboutArea && (
        <div className="conflict-area">
          <label htmlFor="conflict-region">{t('region')}</label>
          <RegionSelect
            id="conflict-region"
            capability="cases.resolve"
            value={regionCode}
            on={conflict.on ?? undefined}
            onChange={setRegionCode}
          />
          <Checkbox checked={remember} onChange={(event) => setRemember(event.target.checked)}>
            {t('remember')}
          </Checkbox>
        </div>
      )}
      {sameReason.length > 1 && (
        <div className="conflict-reach">
          <span id="conflict-reach">{t('reach')}</span>
          <Radio.Group
            aria-labelledby="conflict-reach"
            value={reach}
            onChange={(event) => setReach(event.target.value as Reach)}
            options={[
              { value: 'one', label: t('one') },
              ...(aboutArea && conflict.value && sameArea.length > 1
                ? [{ value: 'area', label: t('area', { value: conflict.value, count: countOf(sameArea) }) }]
                : []),
              { value: 'reason', label: t('reason', { count: countOf(sameReason) }) },
            ]}
          />
        </div>
      )}
      <Input
        className="conflict-note"
        aria-label={t('note')}
        placeholder={t('note')}
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <div className="conflict-choices">
        {conflict.choices.map(({ choice, text }, at) => (
          <Button
            key={choice}
            type={choice === 'take' || choice === 'assign' ? 'primary' : 'default'}
            danger={choice === 'refuse'}
            loading={resolve.isPending && resolve.variables.choice === choice}
            disabled={resolve.isPending}
            aria-keyshortcuts={String(at + 1)}
            onClick={() => decide(choice, say(text))}
          >
            <kbd>{at + 1}</kbd> {say(text)}
          </Button>
        ))}
      </div>
    </section>
  )
}
