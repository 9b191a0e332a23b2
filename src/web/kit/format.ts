// Days, instants and numbers as people read them, in either language. An instant is shown in the region's time.

import { REGION_TIME_ZONE } from '#base/dates.ts'
import type { Language } from '#base/text.ts'
import { useLanguage } from './i18n.ts'

const locale = { zh: 'zh-CN', en: 'en-GB' } as const

const cached = new Map<string, Intl.DateTimeFormat>()
function dateFormat(language: Language, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${timeZone} ${JSON.stringify(options)}`
  const found = cached.get(key) ?? new Intl.DateTimeFormat(locale[language], { ...options, timeZone })
  cached.set(key, found)
  return found
}

const noon = (day: string): Date => new Date(`${day}T12:00:00Z`)

export function formatDay(day: string, language: Language, style: 'full' | 'short' | 'weekday' = 'full'): string {
  if (style === 'short') return dateFormat(language, 'UTC', { month: 'short', day: 'numeric' }).format(noon(day))
  const options: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'short', day: 'numeric' }
  return dateFormat(language, 'UTC', style === 'weekday' ? { ...options, weekday: 'short' } : options).format(noon(day))
}

export function formatInstant(instant: string, language: Language, seconds = false): string {
  const options: Intl.DateTimeFormatOptions = {
    year: 'numeric',
    month: language === 'zh' ? '2-digit' : 'short',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
  }
  return dateFormat(language, REGION_TIME_ZONE, options).format(new Date(instant)).replaceAll('/', '-')
}

const numbers = { zh: new Intl.NumberFormat('zh-CN'), en: new Intl.NumberFormat('en-GB') }
export const formatNumber = (value: number, language: Language): string => numbers[language].format(value)

export const formatPercent = (share: number, language: Language, digits = 0): string =>
  new Intl.NumberFormat(locale[language], { style: 'percent', maximumFractionDigits: digits }).format(share)

/** "+3", "−2", "0": a change always says its direction. */
export const formatChange = (value: number, language: Language): string =>
  value === 0 ? '0' : `${value > 0 ? '+' : '−'}${formatNumber(Math.abs(value), language)}`

export function useFormat() {
  const language = useLanguage()
  return {
    language,
    day: (day: string, style?: 'full' | 'short' | 'weekday') => formatDay(day, language, style),
    instant: (instant: string, seconds?: boolean) => formatInstant(instant, language, seconds),
    number: (value: number) => formatNumber(value, language),
    percent: (share: number, digits?: number) => formatPercent(share, language, digits),
    change: (value: number) => formatChange(value, language),
  }
}

/** The instant at which a day of the region begins (the region has no summer time). */
export const startOfDay = (day: string): string => `${day}T00:00:00+08:00`
