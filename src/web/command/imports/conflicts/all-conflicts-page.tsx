// Every row that waits for a decision, whichever file brought it.

import { Card } from 'antd'
import { Link } from 'react-router'
import { defineTexts, useTexts } from '#kit/i18n.ts'
import { Page } from '../../page.tsx'
import { ConflictDesk } from './conflict-desk.tsx'

const texts = defineTexts('all-conflicts', {
  title: { zh: '待处理的行', en: 'Rows waiting for a decision' },
  desk: { zh: '数据导入', en: 'Imports' },
})

export function AllConflictsPage() {
  const t = useTexts(texts)
  return (
    <Page title={t('title')} lead={<Link to="/imports">← {t('desk')}</Link>}>
      <Card size="small" className="tab-card">
        <ConflictDesk />
      </Card>
    </Page>
  )
}
