// A screen's head and body: one title, its actions, the content below.

import { useEffect, type ReactNode } from 'react'
import { useTexts } from '#kit/i18n.ts'
import { shellTexts } from './shell-texts.ts'

type PageProps = {
  title: string
  /** One quiet line below the title. */
  lead?: ReactNode
  actions?: ReactNode
  /** For forms and reading: at most 880 px wide. */
  narrow?: boolean
  children: ReactNode
}

export function Page({ title, lead, actions, narrow = false, children }: PageProps) {
  const t = useTexts(shellTexts)
  const product = t('product')
  useEffect(() => {
    document.title = `${title} – ${product}`
  }, [title, product])
  return (
    <div className={narrow ? 'page page-narrow' : 'page'}>
      <div className="page-head">
        <div>
          <h1>{title}</h1>
          {lead && <div className="quiet">{lead}</div>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </div>
      <div className="page-body">{children}</div>
    </div>
  )
}
