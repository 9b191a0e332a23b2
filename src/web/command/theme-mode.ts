// Light or dark (the big screen), remembered on this device. Ant Design and the plain styles follow together.

import { useSyncExternalStore } from 'react'

export type ThemeMode = 'light' | 'dark'
const KEY = 'wuse.theme'
const listeners = new Set<() => void>()

const read = (): ThemeMode => (localStorage.getItem(KEY) === 'dark' ? 'dark' : 'light')

export function chooseThemeMode(mode: ThemeMode): void {
  localStorage.setItem(KEY, mode)
  document.documentElement.dataset.theme = mode
  for (const tell of listeners) tell()
}

if (typeof document !== 'undefined') document.documentElement.dataset.theme = read()

export const useThemeMode = (): ThemeMode =>
  useSyncExternalStore((tell) => {
    listeners.add(tell)
    return () => listeners.delete(tell)
  }, read)
