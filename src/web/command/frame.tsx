// The frame of every signed-in screen: header, menu by capability, content. Without a session it leads to sign-in
// and back; a first password must be changed before anything else.

import { MenuOutlined } from '@ant-design/icons'
import { Button, Drawer, Layout, Menu, type MenuProps } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { Navigate, Outlet, useLocation, useNavigate, useNavigation } from 'react-router'
import { useLanguage, useTexts, type Say } from '#kit/i18n.ts'
import { LanguageSwitch } from '#kit/language-switch.tsx'
import { isUnauthenticated } from '#kit/problem.ts'
import { meOptions, sessionOf, type Session } from '#kit/session.ts'
import { Failure, Loading } from '#kit/states.tsx'
import type { Language } from '#base/text.ts'
import logo from '#kit/icon.svg'
import { AccountMenu } from './account-menu.tsx'
import { mayOpen } from './guards.tsx'
import { menuIcon } from './menu-icons.tsx'
import { PurposeChooser } from './purpose-chooser.tsx'
import { screens, type Screen } from './screens.ts'
import { shellTexts } from './shell-texts.ts'

export function Frame() {
  const me = useQuery(meOptions())
  const { pathname, search } = useLocation()
  if (isUnauthenticated(me.error)) {
    const next = pathname === '/' ? '' : `?next=${encodeURIComponent(`${pathname}${search}`)}`
    return <Navigate to={`/sign-in${next}`} replace />
  }
  if (me.error && !me.data) return <Failure error={me.error} retry={() => void me.refetch()} />
  if (!me.data) return <Loading />
  if (me.data.mustChangePassword && pathname !== '/account') return <Navigate to="/account" replace />
  return <SignedIn session={sessionOf(me.data)} />
}

function SignedIn({ session }: { session: Session }) {
  const t = useTexts(shellTexts)
  const [menuOpen, setMenuOpen] = useState(false)
  const moving = useNavigation().state === 'loading'
  return (
    <Layout className="frame">
      <a className="skip-link" href="#content">
        {t('toContent')}
      </a>
      <Layout.Header className="frame-header">
        <Button
          className="frame-menu-button"
          type="text"
          icon={<MenuOutlined />}
          aria-label={t('menu')}
          onClick={() => setMenuOpen(true)}
        />
        <a href="/command" className="frame-brand">
          <img src={logo} width={26} height={26} alt="" />
          <span className="frame-brand-long">{t('product')}</span>
          <span className="frame-brand-short">{t('productShort')}</span>
        </a>
        {session.me.isDemo && <span className="frame-demo">{t('demo')}</span>}
        <span className="frame-space" />
        <PurposeChooser purposes={session.me.purposes} />
        <LanguageSwitch className="frame-language" />
        <AccountMenu session={session} />
      </Layout.Header>
      {moving && <div className="frame-progress" role="progressbar" aria-label={t('menu')} />}
      <Layout>
        <Layout.Sider className="frame-sider" width={196} theme="light">
          <nav aria-label={t('mainMenu')}>
            <MainMenu session={session} />
          </nav>
        </Layout.Sider>
        <Drawer
          open={menuOpen}
          placement="left"
          size={260}
          title={t('menu')}
          onClose={() => setMenuOpen(false)}
          styles={{ body: { padding: 8 } }}
        >
          <MainMenu session={session} onChosen={() => setMenuOpen(false)} />
        </Drawer>
        <Layout.Content className="frame-content" id="content" tabIndex={-1}>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </Layout.Content>
      </Layout>
    </Layout>
  )
}

const groups = ['work', 'govern', 'own'] as const

function MainMenu({ session, onChosen }: { session: Session; onChosen?: () => void }) {
  const t = useTexts(shellTexts)
  const language = useLanguage()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const shown = screens.filter((screen) => screen.icon && mayOpen(session, screen))
  return (
    <Menu
      mode="inline"
      style={{ borderInlineEnd: 0 }}
      selectedKeys={[pathname.split('/')[1] ?? '']}
      items={menuItems(shown, t, language)}
      onClick={({ key }) => {
        void navigate(`/${key}`)
        onChosen?.()
      }}
    />
  )
}

function menuItems(
  shown: readonly Screen[],
  t: Say<keyof typeof shellTexts.texts>,
  language: Language,
): NonNullable<MenuProps['items']> {
  const titles = { work: t('groupWork'), govern: t('groupGovern'), own: t('groupOwn') }
  return groups.flatMap((group) => {
    const children = shown
      .filter((screen) => screen.group === group)
      .map((screen) => ({
        key: screen.path.replace(/\/?\*$/, ''),
        icon: menuIcon(screen.icon!),
        label: screen.title[language],
      }))
    return children.length > 0 ? [{ key: group, type: 'group' as const, label: titles[group], children }] : []
  })
}
