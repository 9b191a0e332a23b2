// The purpose for which somebody with several roles works now; kept for this tab only. Null: the server takes
// the usual purpose of each operation.

import { useSyncExternalStore } from 'react'
import type { Text } from '#base/text.ts'

const KEY = 'wuse.purpose'
const listeners = new Set<() => void>()

export const currentPurpose = (): string | null => sessionStorage.getItem(KEY)

export function choosePurpose(purpose: string | null): void {
  if (purpose === null) sessionStorage.removeItem(KEY)
  else sessionStorage.setItem(KEY, purpose)
  for (const tell of listeners) tell()
}

export const usePurpose = (): string | null =>
  useSyncExternalStore((tell) => {
    listeners.add(tell)
    return () => listeners.delete(tell)
  }, currentPurpose)

const names: Record<string, Text> = {
  'outbreak-control': { zh: '疫情防控', en: 'Outbreak control' },
  investigation: { zh: '流行病学调查', en: 'Investigation' },
  'gate-check': { zh: '卡口查验', en: 'Gate check' },
  'field-work': { zh: '网格走访', en: 'Field work' },
  resumption: { zh: '复工复产', en: 'Resumption of work' },
  audit: { zh: '审计', en: 'Audit' },
  administration: { zh: '系统管理', en: 'Administration' },
  'own-account': { zh: '本人账户', en: 'Own account' },
  'public-information': { zh: '公众信息', en: 'Public information' },
  operation: { zh: '系统运行', en: 'Operation' },
}

export const purposeName = (purpose: string): Text => names[purpose] ?? { zh: purpose, en: purpose }
