// The pages of the public, in the order of the menu. The map is the first one.

import type { RouteObject } from 'react-router'
import type { publicTexts } from './texts.ts'

export type PublicPage = {
  path: string
  title: keyof typeof publicTexts.texts
  lazy: NonNullable<RouteObject['lazy']>
}

export const publicPages: PublicPage[] = [
  {
    path: '/',
    title: 'map',
    lazy: async () => ({ Component: (await import('./map/map-page.tsx')).MapPage }),
  },
  {
    path: '/rules',
    title: 'rules',
    lazy: async () => ({ Component: (await import('./rules-page.tsx')).RulesPage }),
  },
  {
    path: '/about',
    title: 'about',
    lazy: async () => ({ Component: (await import('./about-page.tsx')).AboutPage }),
  },
]
