// Everything that happened to a map, the latest first, with names and remarks.

import { Timeline } from 'antd'
import type { PublicationDetail } from '#modules/riskmap/api.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { eventNames } from './event-names.ts'

const texts = defineTexts('riskmap-events', { title: { zh: '办理经过', en: 'What happened' } })

export function EventList({ detail: { events, regions } }: { detail: PublicationDetail }) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  if (events.length === 0) return null
  const latestFirst = events.toSorted((a, b) => b.by.at.localeCompare(a.by.at))
  return (
    <section className="map-card draft-card">
      <h2>{t('title')}</h2>
      <Timeline
        items={latestFirst.map(({ kind, by, note, code }) => {
          const place = regions.find((region) => region.code === code)
          return {
            color: 'gray',
            content: (
              <>
                {say(eventNames[kind])}
                {place && ` · ${say(place.name)}`}{' '}
                <span className="quiet">
                  {by.name} · {format.instant(by.at)}
                </span>
                {note && kind !== 'superseded' && <div>“{note}”</div>}
              </>
            ),
          }
        })}
      />
    </section>
  )
}
