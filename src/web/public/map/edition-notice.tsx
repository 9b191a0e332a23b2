// An edition that is no longer in force says so before anything else.

import { Link } from 'react-router'
import type { PublicEdition } from '#modules/riskmap/api.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useTexts } from '#kit/i18n.ts'
import { useMapAddress } from './use-map-address.ts'

const texts = defineTexts('edition-notice', {
  superseded: { zh: '这是一期旧图，已有新的一期。', en: 'This is an earlier map; a newer one is in force.' },
  newest: { zh: '看最新一期', en: 'See the newest' },
  withdrawn: { zh: '这一期已于 {at} 撤回。', en: 'This edition was withdrawn on {at}.' },
  reason: { zh: '原因：{reason}', en: 'Reason: {reason}' },
})

export function EditionNotice({ edition }: { edition: PublicEdition }) {
  const t = useTexts(texts)
  const format = useFormat()
  const { root, tier, place } = useMapAddress()
  const query = new URLSearchParams({
    ...(root ? { root } : {}),
    ...(tier === 'town' ? { tier } : {}),
    ...(place ? { place } : {}),
  }).toString()
  if (edition.withdrawn) {
    return (
      <div className="map-notice map-notice-strong" role="alert">
        <strong>{t('withdrawn', { at: format.instant(edition.withdrawn.at) })}</strong>{' '}
        {t('reason', { reason: edition.withdrawn.reason })}
      </div>
    )
  }
  if (edition.state !== 'superseded') return null
  return (
    <div className="map-notice">
      {t('superseded')} <Link to={query ? `/?${query}` : '/'}>{t('newest')}</Link>
    </div>
  )
}
