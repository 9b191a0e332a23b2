// One figure: every version of it, and its correction with a reason.

import { Alert, App, Button, Drawer, Form, Input, InputNumber, Timeline } from 'antd'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { countFault } from '#modules/cases/rules.ts'
import type { CountRow } from '#modules/cases/api.ts'
import type { Day } from '#base/dates.ts'
import { api } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useLanguage, useTexts } from '#kit/i18n.ts'
import { useNow } from '#kit/now.ts'
import { sentenceOfError } from '#kit/problem.ts'
import { useSession } from '#kit/session.ts'
import { Loaded } from '#kit/states.tsx'
import { usePlaceNames } from '../../places/regions.ts'

const texts = defineTexts('count-window', {
  title: { zh: '{place} {day}', en: '{place}, {day}' },
  correct: { zh: '更正', en: 'Correct' },
  confirmed: { zh: '新增确诊', en: 'New confirmed' },
  imported: { zh: '其中输入（来源未说明则留空）', en: 'Of which imported (empty when the source does not say)' },
  missing: { zh: '请填写', en: 'Fill this in' },
  over: { zh: '输入病例数不能大于确诊数。', en: 'The imported cases cannot exceed the confirmed.' },
  negative: { zh: '输入病例数不能为负。', en: 'The imported cases cannot be negative.' },
  reason: { zh: '原因', en: 'Reason' },
  reasonMissing: { zh: '请写明原因（至少 3 个字）', en: 'Please give the reason (at least 3 characters)' },
  save: { zh: '保存更正', en: 'Save the correction' },
  done: { zh: '已更正，原数字保留在历史中。', en: 'Corrected; the earlier figure stays in the history.' },
  history: { zh: '历史', en: 'History' },
  figure: { zh: '确诊 {confirmed}', en: '{confirmed} confirmed' },
  ofWhich: { zh: '其中输入 {imported}', en: '{imported} of them imported' },
  until: { zh: '{from} 至 {to}', en: '{from} to {to}' },
  since: { zh: '{from} 起', en: 'since {from}' },
})

type Given = { confirmed: number; imported?: number | null; reason: string }

export function CountWindow({ count, onClose }: { count: CountRow; onClose: () => void }) {
  const t = useTexts(texts)
  const format = useFormat()
  const { can } = useSession()
  const names = usePlaceNames(count.on, [count.regionPath])
  const { regionCode, on, source, scope } = count
  const history = useQuery(api.cases.countHistory.queryOptions({ input: { regionCode, on, source, scope } }))
  return (
    <Drawer
      open
      size={440}
      title={t('title', { place: names.full(count.regionPath), day: format.day(on) })}
      onClose={onClose}
    >
      {can('cases.resolve', count.regionPath) && <CorrectForm count={history.data?.[0] ?? count} onDone={onClose} />}
      <h2 className="drawer-title">{t('history')}</h2>
      <Loaded query={history}>
        {(versions) => (
          <Timeline
            items={versions.map((version, at) => ({
              key: version.version,
              color: at === 0 ? 'blue' : 'gray',
              content: (
                <>
                  <strong>{t('figure', { confirmed: format.number(version.confirmed) })}</strong>
                  {version.imported !== null && ` · ${t('ofWhich', { imported: format.number(version.imported) })}`}
                  <div className="quiet">
                    {version.knownTo
                      ? t('until', { from: format.instant(version.knownFrom), to: format.instant(version.knownTo) })
                      : t('since', { from: format.instant(version.knownFrom) })}
                    {` · ${version.by}`}
                  </div>
                  {version.reason && <div>{version.reason}</div>}
                </>
              ),
            }))}
          />
        )}
      </Loaded>
    </Drawer>
  )
}

function CorrectForm({ count, onDone }: { count: CountRow; onDone: () => void }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const { today } = useNow()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const correct = useMutation(
    api.cases.correctCount.mutationOptions({
      onSuccess: async () => {
        void message.success(t('done'))
        onDone()
        await queries.invalidateQueries({ queryKey: api.cases.key() })
      },
    }),
  )
  const { regionCode, on, source, scope, version } = count
  return (
    <Form<Given>
      key={version}
      layout="vertical"
      requiredMark={false}
      initialValues={{ confirmed: count.confirmed, imported: count.imported }}
      onFinish={({ confirmed, imported, reason }) =>
        correct.mutate({ regionCode, on, source, scope, version, confirmed, imported: imported ?? null, reason })
      }
    >
      <Form.Item name="confirmed" label={t('confirmed')} rules={[{ required: true, message: t('missing') }]}>
        <InputNumber precision={0} />
      </Form.Item>
      <Form.Item
        name="imported"
        label={t('imported')}
        dependencies={['confirmed']}
        rules={[
          ({ getFieldValue }) => ({
            validator: (_, imported: number | null | undefined) => {
              const confirmed = getFieldValue('confirmed') as number
              const fault = countFault({ on: on as Day, confirmed, imported: imported ?? null }, today)
              if (fault === 'imported-over-confirmed') return Promise.reject(new Error(t('over')))
              return fault === 'imported-negative' ? Promise.reject(new Error(t('negative'))) : Promise.resolve()
            },
          }),
        ]}
      >
        <InputNumber precision={0} />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('reason')}
        rules={[{ required: true, whitespace: true, min: 3, message: t('reasonMissing') }]}
      >
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      {correct.error && (
        <Alert type="error" showIcon title={sentenceOfError(correct.error, language)} style={{ marginBottom: 12 }} />
      )}
      <Button type="primary" htmlType="submit" loading={correct.isPending}>
        {t('save')}
      </Button>
    </Form>
  )
}
