// Areas that the division of the day does not know (development zones, "origin abroad", "not published"): for each,
// a person says what becomes of it, once. The answers are part of the mapping and can be saved with it.

import { Select } from 'antd'
import type { AreaRule, Preview } from '#modules/cases/api.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { RegionSelect } from '../../places/region-select.tsx'

const texts = defineTexts('area-rules', {
  hint: {
    zh: '不作选择的行留待导入后处理。选择随对应关系保存，下次自动采用。',
    en: 'Rows without an answer wait for a decision after the import. Answers are saved with the mapping.',
  },
  area: { zh: '文件中的地区', en: 'Area in the file' },
  rows: { zh: '行数', en: 'Rows' },
  choice: { zh: '处理', en: 'What becomes of it' },
  later: { zh: '导入后再处理', en: 'Decide after the import' },
  assign: { zh: '归入县（市、区）', en: 'Assign to a county' },
  keep: { zh: '保留在市一级', en: 'Keep at the city' },
  refuse: { zh: '不采用', en: 'Refuse' },
  choiceOf: { zh: '“{area}”的处理', en: 'What becomes of “{area}”' },
  county: { zh: '县（市、区）', en: 'County' },
  city: { zh: '市', en: 'City' },
})

type Area = Pick<Preview['unknownAreas'][number], 'area' | 'city'> & {
  rows: number | null
  cityCode: string | null
  counties: Preview['unknownAreas'][number]['counties']
}

type AreaRulesProps = {
  unknown: Preview['unknownAreas']
  rules: AreaRule[]
  onChange: (rules: AreaRule[]) => void
}

const same = (a: { area: string; city: string | null }, b: { area: string; city: string | null }): boolean =>
  a.area === b.area && (a.city ?? '') === (b.city ?? '')

export function AreaRules({ unknown, rules, onChange }: AreaRulesProps) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const areas: Area[] = [
    ...unknown,
    ...rules
      .filter((rule) => !unknown.some((area) => same(area, rule)))
      .map((rule) => ({ area: rule.area, city: rule.city, rows: null, cityCode: null, counties: [] })),
  ]
  const set = (area: Area, rule: AreaRule | null): void =>
    onChange([...rules.filter((known) => !same(known, area)), ...(rule ? [rule] : [])])
  return (
    <>
      <p className="quiet">{t('hint')}</p>
      <table className="column-table area-table">
        <thead>
          <tr>
            <th scope="col">{t('area')}</th>
            <th scope="col" className="figure">
              {t('rows')}
            </th>
            <th scope="col">{t('choice')}</th>
          </tr>
        </thead>
        <tbody>
          {areas.map((area) => {
            const rule = rules.find((known) => same(known, area))
            const base = { area: area.area, city: area.city }
            return (
              <tr key={`${area.city ?? ''} ${area.area}`}>
                <th scope="row">
                  {area.area} {area.city && <span className="quiet">{area.city}</span>}
                </th>
                <td className="figure">{area.rows === null ? '' : format.number(area.rows)}</td>
                <td>
                  <div className="area-choice">
                    <Select<string>
                      aria-label={t('choiceOf', { area: area.area })}
                      value={rule?.action ?? 'later'}
                      popupMatchSelectWidth={false}
                      onChange={(action) => {
                        if (action === 'later') set(area, null)
                        if (action === 'refuse') set(area, { ...base, action, regionCode: null })
                        if (action === 'keep-at-city') set(area, { ...base, action, regionCode: area.cityCode })
                        if (action === 'assign')
                          set(area, { ...base, action, regionCode: area.counties[0]?.code ?? null })
                      }}
                      options={[
                        { value: 'later', label: t('later') },
                        { value: 'assign', label: t('assign') },
                        { value: 'keep-at-city', label: t('keep') },
                        { value: 'refuse', label: t('refuse') },
                      ]}
                    />
                    {rule?.action === 'assign' &&
                      (area.counties.length > 0 ? (
                        <Select
                          showSearch={{ optionFilterProp: 'label' }}
                          aria-label={t('county')}
                          value={rule.regionCode}
                          popupMatchSelectWidth={false}
                          onChange={(regionCode) => set(area, { ...rule, regionCode })}
                          options={area.counties.map(({ code, name }) => ({ value: code, label: say(name) }))}
                        />
                      ) : (
                        <RegionSelect
                          capability="cases.import"
                          aria-label={t('county')}
                          levels={['county']}
                          value={rule.regionCode ?? undefined}
                          onChange={(code) => set(area, { ...rule, regionCode: code ?? null })}
                        />
                      ))}
                    {rule?.action === 'keep-at-city' && (
                      <RegionSelect
                        capability="cases.import"
                        aria-label={t('city')}
                        levels={['city', 'province']}
                        value={rule.regionCode ?? undefined}
                        onChange={(code) => set(area, { ...rule, regionCode: code ?? null })}
                      />
                    )}
                  </div>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </>
  )
}
