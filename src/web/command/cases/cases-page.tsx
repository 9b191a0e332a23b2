// A page of the case register: the four views as links, the actions beside the title.

import type { ReactNode } from 'react'
import { NavLink } from 'react-router'
import { defineTexts, useTexts } from '#kit/i18n.ts'
import { Page } from '../page.tsx'

const texts = defineTexts('cases-page', {
  title: { zh: '病例', en: 'Cases' },
  views: { zh: '病例登记的各个视图', en: 'Views of the case register' },
  list: { zh: '个案', en: 'Line list' },
  counts: { zh: '逐日数', en: 'Daily counts' },
  curve: { zh: '流行曲线', en: 'Curve' },
  clusters: { zh: '聚集性疫情', en: 'Clusters' },
})

export function CasesPage({ actions, children }: { actions?: ReactNode; children: ReactNode }) {
  const t = useTexts(texts)
  return (
    <Page title={t('title')} actions={actions}>
      <nav className="sub-nav" aria-label={t('views')}>
        <NavLink to="/cases" end>
          {t('list')}
        </NavLink>
        <NavLink to="/cases/counts">{t('counts')}</NavLink>
        <NavLink to="/cases/curve">{t('curve')}</NavLink>
        <NavLink to="/cases/clusters">{t('clusters')}</NavLink>
      </nav>
      {children}
    </Page>
  )
}
