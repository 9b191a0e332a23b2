// One case: what is known, what may happen next and why not, corrections, and its history "as known at".

import { Alert, Button, Card } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { useMemo } from 'react'
import type { CaseDetail } from '#modules/cases/api.ts'
import { api } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useTexts } from '#kit/i18n.ts'
import { useSession } from '#kit/session.ts'
import { Loaded } from '#kit/states.tsx'
import { useUrlValue } from '#kit/url-state.ts'
import { Page } from '../../page.tsx'
import { usePlaceNames } from '../../places/regions.ts'
import { StateTag } from '../state-tag.tsx'
import { CaseFacts } from './case-facts.tsx'
import { CaseHistory } from './case-history.tsx'
import { CaseSteps } from './case-steps.tsx'
import { CorrectButton } from './correct-button.tsx'

const texts = defineTexts('case', {
  cases: { zh: '病例', en: 'Cases' },
  title: { zh: '病例 {reference}', en: 'Case {reference}' },
  unnumbered: { zh: '病例（无编号）', en: 'Case without a number' },
  facts: { zh: '基本情况', en: 'Facts' },
  steps: { zh: '状态变化', en: 'What happened' },
  history: { zh: '历史', en: 'History' },
  asKnown: {
    zh: '这是 {at} 时所知的内容，之后有过更改。',
    en: 'This is what was known at {at}; it has changed since.',
  },
  now: { zh: '看现在的内容', en: 'Show what is known now' },
  version: { zh: '第 {version} 版', en: 'version {version}' },
})

export function CasePage() {
  const { id = '' } = useParams()
  const t = useTexts(texts)
  const format = useFormat()
  const { can } = useSession()
  const [asKnown, setAsKnown] = useUrlValue('as')
  const found = useQuery(api.cases.getCase.queryOptions({ input: { id, ...(asKnown ? { knownAt: asKnown } : {}) } }))
  const data = found.data
  const may = data !== undefined && !asKnown && can('cases.report', data.regionPath)
  return (
    <Page
      title={data ? (data.reference ? t('title', { reference: data.reference }) : t('unnumbered')) : t('cases')}
      lead={<Link to="/cases">← {t('cases')}</Link>}
      actions={may && <CorrectButton one={data} />}
    >
      {asKnown && (
        <Alert
          type="warning"
          showIcon
          title={t('asKnown', { at: format.instant(asKnown, true) })}
          action={
            <Button size="small" onClick={() => setAsKnown(null)}>
              {t('now')}
            </Button>
          }
        />
      )}
      <Loaded query={found}>{(one) => <CaseBody one={one} may={may} />}</Loaded>
    </Page>
  )
}

function CaseBody({ one, may }: { one: CaseDetail; may: boolean }) {
  const t = useTexts(texts)
  const paths = useMemo(() => [one.regionPath], [one.regionPath])
  const names = usePlaceNames(one.reportedOn, paths)
  return (
    <>
      <div className="case-line">
        <StateTag state={one.state} />
        <span>{names.full(one.regionPath)}</span>
        <span className="quiet">
          {one.source} · {t('version', { version: one.version })}
        </span>
      </div>
      <div className="case-grid">
        <div className="case-main">
          <Card size="small" title={t('facts')}>
            <CaseFacts one={one} names={names} />
          </Card>
          {may && (
            <Card size="small" title={t('steps')}>
              <CaseSteps one={one} />
            </Card>
          )}
        </div>
        <Card size="small" title={t('history')}>
          <CaseHistory id={one.id} names={names} />
        </Card>
      </div>
    </>
  )
}
