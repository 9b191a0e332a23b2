// The public page: today's map for everybody, without sign-in, small enough for an old phone on a slow network.
// No Ant Design and no charts library here: first load stays under 200 kB (test/web-size.test.ts).

import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect } from 'react'
import { createBrowserRouter, Link, NavLink, Outlet, RouterProvider, useRouteError } from 'react-router'
import { useTexts } from '#kit/i18n.ts'
import { LanguageSwitch } from '#kit/language-switch.tsx'
import { newQueryClient } from '#kit/query.ts'
import { Failure, Loading, NotFound } from '#kit/states.tsx'
import logo from '#kit/icon.svg'
import { publicTexts } from './texts.ts'
import { publicPages } from './pages.ts'

const queries = newQueryClient()

function Shell() {
  const t = useTexts(publicTexts)
  const title = t('product')
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <div className="public">
      <a className="skip-link" href="#content">
        {t('toContent')}
      </a>
      <header className="public-header">
        <Link to="/" className="public-brand">
          <img src={logo} width={28} height={28} alt="" />
          <span>{title}</span>
        </Link>
        <nav aria-label={t('menu')}>
          {publicPages.map((page) => (
            <NavLink key={page.path} to={page.path} end>
              {t(page.title)}
            </NavLink>
          ))}
        </nav>
        <LanguageSwitch className="plain-button" />
      </header>
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
      <footer className="public-footer">
        <span>{t('footer')}</span>
        <a href="/command">{t('staff')}</a>
      </footer>
    </div>
  )
}

function Nowhere() {
  const t = useTexts(publicTexts)
  return (
    <NotFound>
      <span>{t('noSuchPage')}</span>
      <Link to="/">{t('toStart')}</Link>
    </NotFound>
  )
}

function Fault() {
  return <Failure error={useRouteError()} retry={() => location.reload()} />
}

const router = createBrowserRouter([
  {
    element: <Shell />,
    errorElement: <Fault />,
    hydrateFallbackElement: <Loading />,
    children: [
      ...publicPages.map(({ path, lazy }) => ({ path, lazy, errorElement: <Fault /> })),
      { path: '*', element: <Nowhere /> },
    ],
  },
])

export function PublicApp() {
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  )
}
