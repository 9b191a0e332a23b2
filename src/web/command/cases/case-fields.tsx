// The fields of a case, for the report and for its correction. A name is stored masked, a place is where somebody
// was and never where they come from; the form says so beside the fields.

import { Form, Input, InputNumber, Radio, Select } from 'antd'
import { caseOrigins, unitKinds, type CaseDetail, type CaseOrigin, type UnitKind } from '#modules/cases/api.ts'
import { originNames } from '#modules/cases/rules.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { RegionSelect } from '../places/region-select.tsx'
import { DayPicker } from './day-picker.tsx'
import { sexNames, unitKindNames } from './words.ts'

const texts = defineTexts('case-fields', {
  region: { zh: '所在地区', en: 'Region' },
  regionHint: { zh: '填到县（市、区），知道乡镇街道时填乡镇街道', en: 'The county, or the town if it is known' },
  regionMissing: { zh: '请选择地区', en: 'Choose the region' },
  reference: { zh: '病例编号', en: 'Case number' },
  personLabel: { zh: '姓名', en: 'Name' },
  personHint: { zh: '只存姓，如“王某”', en: 'Only the first letter is kept' },
  sex: { zh: '性别', en: 'Sex' },
  age: { zh: '年龄', en: 'Age' },
  reportedOn: { zh: '报告日期', en: 'Day of report' },
  dayMissing: { zh: '请选择日期', en: 'Choose the day' },
  onsetOn: { zh: '发病日期', en: 'Onset' },
  sampledOn: { zh: '采样日期', en: 'Day of sampling' },
  confirmedOn: { zh: '确诊日期', en: 'Day of confirmation' },
  outcomeOn: { zh: '转归日期', en: 'Day of outcome' },
  origin: { zh: '本地或输入', en: 'Local or imported' },
  places: { zh: '到过的地方', en: 'Places visited' },
  placesHint: {
    zh: '感染前到过的地方，不是籍贯；输入后按回车',
    en: 'Where the person had been, not where they come from; Enter adds one',
  },
  unitKind: { zh: '聚集场所', en: 'Kind of unit' },
  unitName: { zh: '场所名称', en: 'Name of the unit' },
  unitMissing: { zh: '请填写名称', en: 'Give its name' },
  none: { zh: '无', en: 'None' },
})

export type CaseFieldValues = {
  regionCode?: string
  reference?: string
  personLabel?: string
  sex: 'female' | 'male' | 'unknown'
  ageYears?: number | null
  reportedOn: string | null
  onsetOn?: string | null
  sampledOn?: string | null
  confirmedOn?: string | null
  outcomeOn?: string | null
  origin: CaseOrigin
  placesVisited?: string[]
  unitKind?: UnitKind
  unitName?: string
}

export const writtenFields = (one: CaseDetail): CaseFieldValues => ({
  regionCode: one.regionCode,
  reference: one.reference ?? '',
  personLabel: one.personLabel ?? '',
  sex: one.sex,
  ageYears: one.ageYears,
  reportedOn: one.reportedOn,
  onsetOn: one.onsetOn,
  sampledOn: one.sampledOn,
  confirmedOn: one.confirmedOn,
  outcomeOn: one.outcomeOn,
  origin: one.origin,
  placesVisited: one.placesVisited,
  ...(one.unit ? { unitKind: one.unit.kind, unitName: one.unit.name } : {}),
})

/** As the contract takes them: empty is null. */
export const readFields = (given: CaseFieldValues) => ({
  regionCode: given.regionCode ?? '',
  reference: given.reference?.trim() || null,
  personLabel: given.personLabel?.trim() || null,
  sex: given.sex,
  ageYears: given.ageYears ?? null,
  reportedOn: given.reportedOn ?? '',
  onsetOn: given.onsetOn ?? null,
  sampledOn: given.sampledOn ?? null,
  confirmedOn: given.confirmedOn ?? null,
  outcomeOn: given.outcomeOn ?? null,
  origin: given.origin,
  placesVisited: given.origin === 'imported' ? (given.placesVisited ?? []) : [],
  unit: given.unitKind && given.unitName?.trim() ? { kind: given.unitKind, name: given.unitName.trim() } : null,
})

export function CaseFields({ capability }: { capability: string }) {
  const t = useTexts(texts)
  const say = useSay()
  const origin = Form.useWatch<CaseOrigin | undefined>('origin')
  const unitKind = Form.useWatch<UnitKind | undefined>('unitKind')
  const reportedOn = Form.useWatch<string | undefined>('reportedOn')
  const dayField = (name: 'onsetOn' | 'sampledOn' | 'confirmedOn' | 'outcomeOn') => (
    <Form.Item name={name} label={t(name)}>
      <DayPicker />
    </Form.Item>
  )
  return (
    <>
      <Form.Item
        name="regionCode"
        label={t('region')}
        extra={t('regionHint')}
        className="case-form-wide"
        rules={[{ required: true, message: t('regionMissing') }]}
      >
        <RegionSelect capability={capability} levels={['county', 'town']} on={reportedOn ?? undefined} />
      </Form.Item>
      <Form.Item name="reportedOn" label={t('reportedOn')} rules={[{ required: true, message: t('dayMissing') }]}>
        <DayPicker />
      </Form.Item>
      {dayField('onsetOn')}
      {dayField('sampledOn')}
      {dayField('confirmedOn')}
      {dayField('outcomeOn')}
      <Form.Item name="reference" label={t('reference')}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="personLabel" label={t('personLabel')} extra={t('personHint')}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item name="sex" label={t('sex')}>
        <Radio.Group
          options={(['female', 'male', 'unknown'] as const).map((value) => ({ value, label: say(sexNames[value]) }))}
        />
      </Form.Item>
      <Form.Item name="ageYears" label={t('age')}>
        <InputNumber min={0} max={130} precision={0} />
      </Form.Item>
      <Form.Item name="origin" label={t('origin')}>
        <Radio.Group options={caseOrigins.map((value) => ({ value, label: say(originNames[value]) }))} />
      </Form.Item>
      {origin === 'imported' && (
        <Form.Item name="placesVisited" label={t('places')} extra={t('placesHint')} className="case-form-wide">
          <Select mode="tags" maxCount={20} open={false} suffixIcon={null} />
        </Form.Item>
      )}
      <Form.Item name="unitKind" label={t('unitKind')}>
        <Select
          allowClear
          placeholder={t('none')}
          options={unitKinds.map((value) => ({ value, label: say(unitKindNames[value]) }))}
        />
      </Form.Item>
      {unitKind && (
        <Form.Item
          name="unitName"
          label={t('unitName')}
          rules={[{ required: true, whitespace: true, message: t('unitMissing') }]}
        >
          <Input maxLength={120} />
        </Form.Item>
      )}
    </>
  )
}
