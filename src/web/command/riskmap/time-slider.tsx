// Time over the published editions of a map: a slider for pointer and keyboard, and a button that plays them.

import { CaretRightOutlined, PauseOutlined, StepBackwardOutlined, StepForwardOutlined } from '@ant-design/icons'
import { Button, Slider } from 'antd'
import { useEffect, useState } from 'react'
import { stateNames } from '#modules/riskmap/rules/lifecycle.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { useMapAddress } from './address.ts'
import { useCurrentMap } from './current-map.tsx'
import { mapTexts } from './texts.ts'

const texts = defineTexts('riskmap-time', {
  slider: { zh: '各期风险图', en: 'Editions over time' },
  play: { zh: '逐期播放', en: 'Play the editions' },
  pause: { zh: '暂停', en: 'Pause' },
  before: { zh: '上一期', en: 'Edition before' },
  after: { zh: '下一期', en: 'Edition after' },
})

const STEP_MILLISECONDS = 1400
const MARKS = 9

export function TimeSlider() {
  const t = useTexts(texts)
  const shared = useTexts(mapTexts)
  const say = useSay()
  const format = useFormat()
  const { editions, edition } = useCurrentMap()
  const { go } = useMapAddress()
  const [playing, setPlaying] = useState(false)
  const last = editions.length - 1
  const at = editions.findIndex(({ id }) => id === edition.id)
  const show = (index: number) => {
    const next = editions[Math.max(0, Math.min(last, index))]
    if (next) go({ edition: next.id })
  }
  useEffect(() => {
    if (!playing) return undefined
    const timer = setTimeout(() => (at >= last ? setPlaying(false) : show(at + 1)), STEP_MILLISECONDS)
    return () => clearTimeout(timer)
  })
  const step = Math.max(1, Math.ceil(editions.length / MARKS))
  const marks = Object.fromEntries(
    editions.flatMap((one, index) =>
      (last - index) % step === 0 ? [[index, format.day(one.on, 'short')] as const] : [],
    ),
  )
  return (
    <div className="map-time">
      <span className="map-time-buttons">
        <Button
          type="text"
          icon={<StepBackwardOutlined />}
          aria-label={t('before')}
          title={t('before')}
          disabled={at <= 0}
          onClick={() => show(at - 1)}
        />
        <Button
          shape="circle"
          icon={playing ? <PauseOutlined /> : <CaretRightOutlined />}
          aria-label={t(playing ? 'pause' : 'play')}
          title={t(playing ? 'pause' : 'play')}
          disabled={last < 1}
          onClick={() => {
            if (!playing && at >= last) show(0)
            setPlaying(!playing)
          }}
        />
        <Button
          type="text"
          icon={<StepForwardOutlined />}
          aria-label={t('after')}
          title={t('after')}
          disabled={at >= last}
          onClick={() => show(at + 1)}
        />
      </span>
      {last > 0 && (
        <Slider
          className="map-time-slider"
          min={0}
          max={last}
          step={1}
          marks={marks}
          value={at}
          onChange={(index) => {
            setPlaying(false)
            show(index)
          }}
          ariaLabelForHandle={t('slider')}
          ariaValueTextFormatterForHandle={(index) => format.day(editions[index]?.on ?? edition.on)}
          tooltip={{ formatter: (index) => format.day(editions[index ?? 0]?.on ?? edition.on) }}
        />
      )}
      <span className="map-time-now">
        <strong>{format.day(edition.on)}</strong>
        <span className="quiet">
          {edition.edition === null ? '' : `${shared('edition', { number: edition.edition })} · `}
          {say(stateNames[edition.state])}
        </span>
      </span>
    </div>
  )
}
