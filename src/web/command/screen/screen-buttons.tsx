// The few buttons of the big screen: pause, light or dark, language, whole screen, back. They fade when unused.

import {
  BulbOutlined,
  CaretRightOutlined,
  CloseOutlined,
  FullscreenExitOutlined,
  FullscreenOutlined,
  PauseOutlined,
} from '@ant-design/icons'
import { useEffect, useState, type ReactNode } from 'react'
import { useNavigate } from 'react-router'
import { defineTexts, useTexts } from '#kit/i18n.ts'
import { LanguageSwitch } from '#kit/language-switch.tsx'
import { useUrlValue } from '#kit/url-state.ts'

const texts = defineTexts('screen-buttons', {
  pause: { zh: '暂停轮播', en: 'Pause' },
  go: { zh: '继续轮播', en: 'Continue' },
  light: { zh: '浅色', en: 'Light' },
  dark: { zh: '深色', en: 'Dark' },
  whole: { zh: '全屏', en: 'Whole screen' },
  window: { zh: '退出全屏', en: 'Leave the whole screen' },
  back: { zh: '返回地图', en: 'Back to the map' },
})

const REST = 4_000

const toggleWhole = () =>
  void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen())

export function ScreenButtons({ paused, pause }: { paused: boolean; pause: () => void }) {
  const t = useTexts(texts)
  const navigate = useNavigate()
  const [mode, setMode] = useUrlValue('mode')
  const [whole, setWhole] = useState(false)
  const [resting, setResting] = useState(false)
  useEffect(() => {
    let timer = setTimeout(() => setResting(true), REST)
    const wake = () => {
      setResting(false)
      clearTimeout(timer)
      timer = setTimeout(() => setResting(true), REST)
    }
    const onWhole = () => setWhole(document.fullscreenElement !== null)
    const events = ['pointermove', 'keydown', 'focusin'] as const
    for (const name of events) addEventListener(name, wake)
    document.addEventListener('fullscreenchange', onWhole)
    return () => {
      clearTimeout(timer)
      for (const name of events) removeEventListener(name, wake)
      document.removeEventListener('fullscreenchange', onWhole)
    }
  }, [])
  return (
    <div className={resting ? 'screen-buttons screen-buttons-resting' : 'screen-buttons'}>
      <Round
        label={t(paused ? 'go' : 'pause')}
        run={pause}
        icon={paused ? <CaretRightOutlined /> : <PauseOutlined />}
      />
      <Round
        label={t(mode === 'light' ? 'dark' : 'light')}
        run={() => setMode(mode === 'light' ? null : 'light')}
        icon={<BulbOutlined />}
      />
      <Round
        label={t(whole ? 'window' : 'whole')}
        run={toggleWhole}
        icon={whole ? <FullscreenExitOutlined /> : <FullscreenOutlined />}
      />
      <LanguageSwitch className="screen-language" />
      <Round label={t('back')} run={() => void navigate('/riskmap')} icon={<CloseOutlined />} />
    </div>
  )
}

function Round({ label, run, icon }: { label: string; run: () => void; icon: ReactNode }) {
  return (
    <button type="button" aria-label={label} title={label} onClick={run}>
      {icon}
    </button>
  )
}
