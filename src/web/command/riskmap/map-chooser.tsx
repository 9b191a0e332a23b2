// Which map is shown, where there are several: a province's counties, a county's towns.

import { Select } from 'antd'
import { useNavigate } from 'react-router'
import { useLanguage, useSay, useTexts } from '#kit/i18n.ts'
import { seriesKey, seriesOf, useMapAddress } from './address.ts'
import { useCurrentMap } from './current-map.tsx'
import { mapTexts } from './texts.ts'

export function MapChooser() {
  const t = useTexts(mapTexts)
  const say = useSay()
  const language = useLanguage()
  const { choices, series } = useCurrentMap()
  const { to } = useMapAddress()
  const navigate = useNavigate()
  if (choices.length < 2) return null
  return (
    <Select
      className="map-chooser"
      aria-label={t('chooseMap')}
      popupMatchSelectWidth={false}
      showSearch={{ optionFilterProp: 'label' }}
      value={seriesKey(series)}
      options={choices.map((choice) => ({
        value: seriesKey(choice),
        label: t(choice.tier === 'county' ? 'counties' : 'towns', { place: say(choice.place.name) }),
      }))}
      onChange={(key) => seriesOf(key) && void navigate(to('', { map: key, edition: null, at: null, place: null }))}
      key={language}
    />
  )
}
