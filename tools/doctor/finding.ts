// What an examination finds: one line each, with a remedy in both languages where something is to be done.

import type { Text } from '#base/text.ts'

export type Finding = {
  check: string
  state: 'ok' | 'attention' | 'broken'
  found: Text
  remedy: Text | null
}

export const ok = (check: string, zh: string, en: string): Finding => ({
  check,
  state: 'ok',
  found: { zh, en },
  remedy: null,
})

export const attention = (check: string, found: Text, remedy: Text): Finding => ({
  check,
  state: 'attention',
  found,
  remedy,
})

export const broken = (check: string, found: Text, remedy: Text): Finding => ({ check, state: 'broken', found, remedy })
