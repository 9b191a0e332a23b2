// The big screen of the duty room: one map, its counts, its changes, the curve, in letters that are read from five
// metres. It runs by itself, asks for news every minute, and needs nobody; the few buttons fade when unused.

import './screen.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Navigate, useLocation, useNavigate } from 'react-router'
import { api } from '#kit/client.ts'
import { defineTexts, useTexts } from '#kit/i18n.ts'
import { isUnauthenticated } from '#kit/problem.ts'
import { meOptions, sessionOf } from '#kit/session.ts'
import { Failure, Forbidden, Loading } from '#kit/states.tsx'
import { useUrlValue } from '#kit/url-state.ts'
import { CurrentMapProvider, useCurrentMap } from '../riskmap/current-map.tsx'
import { usePublication } from '../riskmap/data.ts'
import { framesOf } from './frames.ts'
import { ScreenBoard } from './screen-board.tsx'
import { ScreenButtons } from './screen-buttons.tsx'

const texts = defineTexts('screen-page', {
  title: { zh: '风险地图大屏', en: 'Risk map, big screen' },
  forbidden: { zh: '您的岗位不包含风险地图。', en: 'Your role does not include the risk map.' },
})

const MINUTE = 60_000

export function ScreenPage() {
  const t = useTexts(texts)
  const me = useQuery({ ...meOptions(), refetchInterval: 10 * MINUTE })
  const { pathname, search } = useLocation()
  const [mode] = useUrlValue('mode')
  const title = t('title')
  useEffect(() => {
    document.title = title
  }, [title])
  if (isUnauthenticated(me.error))
    return <Navigate to={`/sign-in?next=${encodeURIComponent(`${pathname}${search}`)}`} replace />
  const theme = mode === 'light' ? 'light' : 'dark'
  return (
    <div className={`screen screen-${theme}`} data-theme={theme}>
      {me.data ? (
        sessionOf(me.data).can('riskmap.read') ? (
          <CurrentMapProvider>
            <Running dark={theme === 'dark'} />
          </CurrentMapProvider>
        ) : (
          <Forbidden reason={t('forbidden')} />
        )
      ) : me.error ? (
        <Failure error={me.error} retry={() => void me.refetch()} />
      ) : (
        <Loading />
      )}
    </div>
  )
}

function Running({ dark }: { dark: boolean }) {
  const { editions, inForce, edition } = useCurrentMap()
  const navigate = useNavigate()
  const [step, setStep] = useState(0)
  const [paused, setPaused] = useState(false)
  const queries = useQueryClient()
  useEffect(() => {
    const timer = setInterval(() => void queries.invalidateQueries({ queryKey: api.riskmap.key() }), MINUTE)
    return () => clearInterval(timer)
  }, [queries])
  const newest = inForce ?? edition
  const known = usePublication(newest.id)
  const frames = framesOf(editions.slice(0, editions.indexOf(newest) + 1), known.data?.regions ?? [])
  const frame = frames[step % Math.max(1, frames.length)]
  useEffect(() => {
    if (paused || !frame) return undefined
    const timer = setTimeout(() => setStep(step + 1), frame.milliseconds)
    return () => clearTimeout(timer)
  }, [paused, frame, step])
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === 'ArrowRight') setStep((before) => before + 1)
      if (key === 'ArrowLeft') setStep((before) => Math.max(0, before - 1))
      if (key === 'Escape' && !document.fullscreenElement) void navigate('/riskmap')
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [navigate])
  if (!known.data || !frame) return <Loading />
  return (
    <>
      <ScreenBoard frame={frame} dark={dark} checkedAt={known.dataUpdatedAt} />
      <ScreenButtons paused={paused} pause={() => setPaused(!paused)} />
    </>
  )
}
