// Who may open a screen, where an account lands, and what is shown when a page fails.

import { Navigate, Outlet, useRouteError } from 'react-router'
import { Failure, Forbidden } from '#kit/states.tsx'
import { useLanguage, useTexts } from '#kit/i18n.ts'
import { useSession, type Session } from '#kit/session.ts'
import { landing, screens, type Screen } from './screens.ts'
import { shellTexts } from './shell-texts.ts'

export const mayOpen = (session: Session, screen: Screen): boolean =>
  screen.capabilities.length === 0 || screen.capabilities.some((capability) => session.can(capability))

export function Guarded({ screen }: { screen: Screen }) {
  const session = useSession()
  const t = useTexts(shellTexts)
  const language = useLanguage()
  if (!mayOpen(session, screen)) return <Forbidden reason={t('screenForbidden', { screen: screen.title[language] })} />
  return <Outlet />
}

export function Landing() {
  const session = useSession()
  const open = landing
    .map((path) => screens.find((screen) => screen.path.replace(/\/?\*$/, '') === path))
    .find((screen) => screen && mayOpen(session, screen))
  return <Navigate to={`/${(open?.path ?? 'account').replace(/\/?\*$/, '')}`} replace />
}

export function PageFault() {
  const error = useRouteError()
  return <Failure error={error} retry={() => location.reload()} />
}
