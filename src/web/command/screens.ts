// The screens of the command centre, in the order of the menu. Add yours here: the menu, the permission and the
// route follow. A screen whose capability the account does not hold is not in its menu, and its address says why.

import type { RouteObject } from 'react-router'
import type { Text } from '#base/text.ts'

export type Screen = {
  /** Below /command, no slash in front; `*` for a screen with routes of its own. */
  path: string
  title: Text
  /** Name of an icon in menu-icons.tsx; a screen without one is not in the menu. */
  icon?: string
  group: 'work' | 'govern' | 'own'
  /** Any one of these; empty: everybody signed in. */
  capabilities: readonly string[]
  lazy: RouteObject['lazy']
}

export const screens: Screen[] = [
  // --- work: risk map, cases, imports
  {
    path: 'riskmap/*',
    title: { zh: '风险地图', en: 'Risk map' },
    icon: 'map',
    group: 'work',
    capabilities: ['riskmap.read'],
    lazy: async () => ({ Component: (await import('./riskmap/riskmap-pages.tsx')).RiskmapPages }),
  },
  {
    path: 'cases/*',
    title: { zh: '病例', en: 'Cases' },
    icon: 'cases',
    group: 'work',
    capabilities: ['cases.read'],
    lazy: async () => ({ Component: (await import('./cases/cases-screen.tsx')).CasesScreen }),
  },
  {
    path: 'imports/*',
    title: { zh: '数据导入', en: 'Imports' },
    icon: 'imports',
    group: 'work',
    capabilities: ['cases.import'],
    lazy: async () => ({ Component: (await import('./imports/imports-screen.tsx')).ImportsScreen }),
  },
  // --- govern
  {
    path: 'accounts',
    title: { zh: '账户与授权', en: 'Accounts' },
    icon: 'accounts',
    group: 'govern',
    capabilities: ['accounts.manage'],
    lazy: async () => ({ Component: (await import('./accounts/accounts-page.tsx')).AccountsPage }),
  },
  {
    path: 'audit',
    title: { zh: '操作日志', en: 'Audit log' },
    icon: 'audit',
    group: 'govern',
    capabilities: ['audit.read'],
    lazy: async () => ({ Component: (await import('./audit/audit-page.tsx')).AuditPage }),
  },
  {
    path: 'policies',
    title: { zh: '政策包', en: 'Policy packs' },
    icon: 'policies',
    group: 'govern',
    capabilities: [],
    lazy: async () => ({ Component: (await import('./policies/policies-page.tsx')).PoliciesPage }),
  },
  // --- own
  {
    path: 'account',
    title: { zh: '我的账户', en: 'My account' },
    icon: 'account',
    group: 'own',
    capabilities: [],
    lazy: async () => ({ Component: (await import('./account/account-page.tsx')).AccountPage }),
  },
]

/** The first screen of this list that the account may open is where it lands. */
export const landing = ['riskmap', 'cases', 'accounts', 'audit', 'account'] as const
