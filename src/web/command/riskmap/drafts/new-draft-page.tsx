// A new draft: which place, counties or towns, which day, by which pack; counts as known now, or then.

import { Alert, Button, Card, DatePicker, Form, Radio, Select } from 'antd'
import { useQuery } from '@tanstack/react-query'
import dayjs, { type Dayjs } from 'dayjs'
import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import type { Tier } from '#modules/riskmap/api.ts'
import { api, client } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { problemOf } from '#kit/problem.ts'
import { useSession } from '#kit/session.ts'
import { Failure, Forbidden, Loading } from '#kit/states.tsx'
import { Page } from '../../page.tsx'
import { seriesOf, useMapAddress } from '../address.ts'
import { useAboutRegions, usePacks } from '../data.ts'
import { MapTabs } from '../map-tabs.tsx'
import { mapTexts } from '../texts.ts'
import { useStep } from './steps.ts'

const texts = defineTexts('riskmap-new-draft', {
  lead: {
    zh: '按现有病例数评定各地等级，先成草稿，由另一人复核后才能发布。',
    en: 'Rates every place from the counts; it stays a draft until another person has approved it.',
  },
  place: { zh: '地区', en: 'Place' },
  tier: { zh: '评定到', en: 'Rate the' },
  county: { zh: '县（市、区）', en: 'counties' },
  town: { zh: '乡镇（街道）', en: 'towns' },
  on: { zh: '数据日期', en: 'Data date' },
  onHint: { zh: '看到这一天24时为止的病例数。', en: 'Counts to the end of this day.' },
  pack: { zh: '规则包', en: 'Policy pack' },
  knownAt: { zh: '以何时所知的数据为准', en: 'Counts as known at' },
  knownAtHint: {
    zh: '不填即以现在所知为准；填写可重现当时的数据，不含以后的更正。',
    en: 'Empty: as known now. A moment in the past leaves later corrections out.',
  },
  due: { zh: '下一次评估应在 {day}。', en: 'The next review is due on {day}.' },
  draft: { zh: '起草', en: 'Draft' },
  needed: { zh: '请选择。', en: 'Choose one.' },
  noRight: { zh: '您的岗位不能起草风险图。', en: 'Your role does not draft maps.' },
})

type Given = { root: string; tier: Tier; on: Dayjs; pack: string; knownAt?: Dayjs | null }

export function NewDraftPage() {
  const t = useTexts(texts)
  const shared = useTexts(mapTexts)
  const session = useSession()
  return (
    <Page title={shared('newDraft')} lead={t('lead')} narrow>
      <MapTabs />
      {session.can('riskmap.draft') ? <DraftForm /> : <Forbidden reason={t('noRight')} />}
    </Page>
  )
}

/** Places the account may draft for: its own, and those below it down to the counties. */
function useDraftPlaces() {
  const session = useSession()
  const about = useAboutRegions()
  const [scope = ''] = session.where('riskmap.draft')
  const own = scope.split('/').findLast((code) => code !== '') ?? about.data?.rootCode
  const top = useQuery(api.regions.get.queryOptions({ input: { code: own ?? '' }, enabled: own !== undefined }))
  const below = (level: 'city' | 'county') =>
    api.regions.list.queryOptions({ input: { within: own ?? '', level, limit: 500 }, enabled: own !== undefined })
  const cities = useQuery(below('city'))
  const counties = useQuery(below('county'))
  const all = [...(top.data ? [top.data.region] : []), ...(cities.data?.rows ?? []), ...(counties.data?.rows ?? [])]
  return {
    error: about.error ?? top.error,
    own,
    places: [...new Map(all.map((region) => [region.code, region])).values()],
    loading: top.isLoading || cities.isLoading || counties.isLoading,
  }
}

function DraftForm() {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const navigate = useNavigate()
  const { address } = useMapAddress()
  const asked = seriesOf(address.map ?? '')
  const { places, own, error, loading } = useDraftPlaces()
  const packs = usePacks()
  const [form] = Form.useForm<Given>()
  const root = Form.useWatch('root', form)
  const tier = Form.useWatch('tier', form)
  const level = places.find(({ code }) => code === root)?.level
  const due = useQuery(
    api.riskmap.getReviewDue.queryOptions({
      input: { root: root ?? '', tier: tier ?? 'county' },
      enabled: Boolean(root && tier),
    }),
  )
  const run = useStep(
    '',
    ({ root: code, tier: division, on, pack, knownAt }: Given) =>
      client.riskmap.draft({
        root: code,
        tier: division,
        on: on.format('YYYY-MM-DD'),
        pack,
        ...(knownAt ? { knownAt: knownAt.toISOString() } : {}),
      }),
    ({ publication }) => void navigate(`/riskmap/drafts/${publication.id}`),
  )
  const dueOn = due.data?.dueOn
  const duePack = due.data?.pack
  useEffect(() => {
    if (dueOn && !form.isFieldTouched('on')) form.setFieldValue('on', dayjs(dueOn))
    if (duePack && !form.isFieldTouched('pack')) form.setFieldValue('pack', duePack)
  }, [dueOn, duePack, form])
  useEffect(() => {
    if (level === 'county' || level === 'town') form.setFieldValue('tier', 'town')
  }, [level, form])
  if (error ?? packs.error) return <Failure error={error ?? packs.error} />
  if (loading || !packs.data) return <Loading />
  const problem = problemOf(run.error)
  return (
    <Card>
      <Form<Given>
        form={form}
        layout="vertical"
        initialValues={{ root: asked?.root ?? own, tier: asked?.tier ?? 'county' }}
        onFinish={(given) => run.mutate(given)}
        requiredMark={false}
      >
        <Form.Item name="root" label={t('place')} rules={[{ required: true, message: t('needed') }]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={places.map(({ code, name, level: of }) => ({
              value: code,
              label: say(name),
              className: of === 'county' ? 'draft-place-county' : '',
            }))}
          />
        </Form.Item>
        <Form.Item name="tier" label={t('tier')}>
          <Radio.Group optionType="button">
            <Radio.Button value="county" disabled={level === 'county' || level === 'town'}>
              {t('county')}
            </Radio.Button>
            <Radio.Button value="town">{t('town')}</Radio.Button>
          </Radio.Group>
        </Form.Item>
        <Form.Item
          name="on"
          label={t('on')}
          extra={dueOn ? `${t('onHint')}${t('due', { day: format.day(dueOn) })}` : t('onHint')}
          rules={[{ required: true, message: t('needed') }]}
        >
          <DatePicker allowClear={false} />
        </Form.Item>
        <Form.Item name="pack" label={t('pack')} rules={[{ required: true, message: t('needed') }]}>
          <Select
            options={packs.data.map(({ version, name }) => ({ value: version, label: `${say(name)} · ${version}` }))}
          />
        </Form.Item>
        <Form.Item name="knownAt" label={t('knownAt')} extra={t('knownAtHint')}>
          <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
        </Form.Item>
        {problem && <Alert type="error" showIcon title={say(problem.detail)} className="draft-problem" />}
        <Button type="primary" htmlType="submit" loading={run.isPending}>
          {t('draft')}
        </Button>
      </Form>
    </Card>
  )
}
