// Reports one case. What does not fit together is said before sending, in the same words as the server's.

import { Alert, App, Button, Card, Form, Radio } from 'antd'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from 'react-router'
import { dayFaultTexts, dayFaults } from '#modules/cases/rules.ts'
import { stateNames } from '#modules/cases/rules.ts'
import type { Day } from '#base/dates.ts'
import { api } from '#kit/client.ts'
import { defineTexts, useLanguage, useSay, useTexts } from '#kit/i18n.ts'
import { useNow } from '#kit/now.ts'
import { problemOf, sentenceOfError } from '#kit/problem.ts'
import { Page } from '../../page.tsx'
import { CaseFields, readFields, type CaseFieldValues } from '../case-fields.tsx'

const texts = defineTexts('report-case', {
  title: { zh: '报告病例', en: 'Report a case' },
  cases: { zh: '病例', en: 'Cases' },
  state: { zh: '状态', en: 'State' },
  save: { zh: '报告', en: 'Report' },
  done: { zh: '已报告', en: 'Reported' },
  faults: { zh: '请核对日期', en: 'Check the days' },
})

const states = ['suspected', 'confirmed', 'asymptomatic', 'severe'] as const
type Given = CaseFieldValues & { state: (typeof states)[number] }

export function ReportPage() {
  const t = useTexts(texts)
  const say = useSay()
  const language = useLanguage()
  const { today } = useNow()
  const { message } = App.useApp()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [form] = Form.useForm<Given>()
  const given = Form.useWatch([], form)
  const report = useMutation(
    api.cases.reportCase.mutationOptions({
      onSuccess: async (one) => {
        void message.success(t('done'))
        await queries.invalidateQueries({ queryKey: api.cases.key() })
        await navigate(`/cases/${one.id}`)
      },
      onError: (error) => {
        const issues = problemOf(error)?.issues ?? []
        form.setFields(
          issues.map(({ path, message: why }) => ({ name: path.split('.')[0] as keyof Given, errors: [why] })),
        )
      },
    }),
  )
  const faults = given?.reportedOn ? faultsOf(given, today) : []
  return (
    <Page title={t('title')} lead={<Link to="/cases">← {t('cases')}</Link>} narrow>
      <Card>
        <Form<Given>
          form={form}
          layout="vertical"
          requiredMark={false}
          className="case-form"
          initialValues={{ state: 'suspected', sex: 'unknown', origin: 'unknown', reportedOn: today }}
          onFinish={(values) => report.mutate({ ...readFields(values), state: values.state })}
        >
          <Form.Item name="state" label={t('state')} className="case-form-wide">
            <Radio.Group
              optionType="button"
              options={states.map((value) => ({ value, label: say(stateNames[value]) }))}
            />
          </Form.Item>
          <CaseFields capability="cases.report" />
          <div className="case-form-wide case-form-end">
            {faults.length > 0 && (
              <Alert
                type="warning"
                showIcon
                title={t('faults')}
                description={faults.map((fault) => say(dayFaultTexts[fault])).join(' ')}
              />
            )}
            {report.error && <Alert type="error" showIcon title={sentenceOfError(report.error, language)} />}
            <Button type="primary" htmlType="submit" disabled={faults.length > 0} loading={report.isPending}>
              {t('save')}
            </Button>
          </div>
        </Form>
      </Card>
    </Page>
  )
}

const faultsOf = (given: Given, today: Day) =>
  dayFaults(
    given.state,
    {
      onsetOn: (given.onsetOn ?? null) as Day | null,
      sampledOn: (given.sampledOn ?? null) as Day | null,
      reportedOn: given.reportedOn as Day,
      confirmedOn: (given.confirmedOn ?? null) as Day | null,
      outcomeOn: (given.outcomeOn ?? null) as Day | null,
    },
    today,
  )
