// What a screen shows when there is nothing to show yet: loading, empty, refused, failed. Loading appears after a
// moment only, so that quick answers do not flicker.

import { useEffect, useState, type ReactNode } from 'react'
import { defineTexts, useLanguage, useTexts } from './i18n.ts'
import { isForbidden, isNotFound, problemOf, sentenceOfError } from './problem.ts'

const texts = defineTexts('states', {
  loading: { zh: '正在加载…', en: 'Loading…' },
  slow: { zh: '数据较多，仍在加载…', en: 'Still loading; there is a lot of data…' },
  empty: { zh: '暂无数据', en: 'Nothing here yet' },
  retry: { zh: '重试', en: 'Try again' },
  failed: { zh: '出错了', en: 'Something went wrong' },
  forbidden: { zh: '无权访问', en: 'Not allowed' },
  forbiddenHint: {
    zh: '如工作需要，请联系管理员为您的岗位授权。',
    en: 'If your work needs this, ask an administrator for the right.',
  },
  notFound: { zh: '没有找到', en: 'Not found' },
  requestId: { zh: '请求编号：{id}', en: 'Request: {id}' },
})

const icon = (path: string) => (
  <svg viewBox="0 0 48 48" width="44" height="44" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
    <path d={path} strokeLinecap="round" strokeLinejoin="round" />
  </svg>
)
const icons = {
  empty: icon('M8 18h32v20H8zM8 18l6-8h20l6 8M18 25h12'),
  failed: icon('M24 8l18 31H6zM24 19v10M24 34v.5'),
  forbidden: icon('M12 22h24v18H12zM17 22v-6a7 7 0 0 1 14 0v6M24 29v5'),
  notFound: icon('M21 8a13 13 0 1 0 .01 0ZM31 31l10 10'),
}

export function Loading({ label }: { label?: string }) {
  const t = useTexts(texts)
  const [waited, setWaited] = useState(0)
  useEffect(() => {
    const timers = [setTimeout(() => setWaited(1), 250), setTimeout(() => setWaited(2), 4000)]
    return () => timers.forEach(clearTimeout)
  }, [])
  return (
    <div className="state" role="status">
      {waited > 0 && (
        <>
          <span className="spinner" />
          <span>{waited === 2 ? t('slow') : (label ?? t('loading'))}</span>
        </>
      )}
    </div>
  )
}

export function Empty({ title, children }: { title?: string; children?: ReactNode }) {
  const t = useTexts(texts)
  return (
    <div className="state">
      {icons.empty}
      <span className="state-title">{title ?? t('empty')}</span>
      {children}
    </div>
  )
}

export function Forbidden({ reason }: { reason?: string }) {
  const t = useTexts(texts)
  return (
    <div className="state" role="alert">
      {icons.forbidden}
      <span className="state-title">{t('forbidden')}</span>
      {reason && <span>{reason}</span>}
      <span className="state-small">{t('forbiddenHint')}</span>
    </div>
  )
}

export function NotFound({ children }: { children?: ReactNode }) {
  const t = useTexts(texts)
  return (
    <div className="state">
      {icons.notFound}
      <span className="state-title">{t('notFound')}</span>
      {children}
    </div>
  )
}

/** Shows the right state for an error of the server. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const sentence = sentenceOfError(error, language)
  if (isForbidden(error)) return <Forbidden reason={sentence} />
  if (isNotFound(error)) return <NotFound>{sentence}</NotFound>
  const id = problemOf(error)?.requestId
  return (
    <div className="state state-error" role="alert">
      {icons.failed}
      <span className="state-title">{t('failed')}</span>
      <span>{sentence}</span>
      {retry && (
        <button type="button" className="plain-button" onClick={retry}>
          {t('retry')}
        </button>
      )}
      {id && <span className="state-small">{t('requestId', { id })}</span>}
    </div>
  )
}

type Asked<T> = { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown }

/** Loading, failure or the children with the data: `<Loaded query={query}>{(rows) => …}</Loaded>`. */
export function Loaded<T>({ query, children }: { query: Asked<T>; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />
  return <Loading />
}
