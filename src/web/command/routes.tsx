// Addresses of the command centre: sign-in, the frame with every screen of screens.ts, and what is not found.

import type { RouteObject } from 'react-router'
import { Loading } from '#kit/states.tsx'
import { Frame } from './frame.tsx'
import { Guarded, Landing, PageFault } from './guards.tsx'
import { NothingHere } from './nothing-here.tsx'
import { screens } from './screens.ts'
import { SignInPage } from './sign-in/sign-in-page.tsx'

export const routes: RouteObject[] = [
  {
    errorElement: <PageFault />,
    hydrateFallbackElement: <Loading />,
    children: [
      { path: '/sign-in', element: <SignInPage /> },
      { path: '/screen', lazy: async () => ({ Component: (await import('./screen/screen-page.tsx')).ScreenPage }) },
      {
        path: '/',
        element: <Frame />,
        children: [
          { index: true, element: <Landing /> },
          // A guard without a path: with one, it would win over its own splat child at the bare address.
          ...screens.map((screen): RouteObject => ({
            element: <Guarded screen={screen} />,
            errorElement: <PageFault />,
            children: [{ path: screen.path, lazy: screen.lazy! }],
          })),
          { path: '*', element: <NothingHere /> },
        ],
      },
    ],
  },
]
