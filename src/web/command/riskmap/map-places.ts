// What each place shows on the map of an edition: colour, short name, what is said of it.

import { useMemo } from 'react'
import type { PublicationDetail } from '#modules/riskmap/api.ts'
import { useLanguage, useTexts } from '#kit/i18n.ts'
import type { MapPlace } from '#kit/region-map/region-map.tsx'
import { capital, levelById, shortName } from './names.ts'
import { mapTexts } from './texts.ts'

/** With `only`, places of other levels are shown without their colour. */
export function useMapPlaces(detail: PublicationDetail | undefined, only: ReadonlySet<string> | null = null) {
  const language = useLanguage()
  const t = useTexts(mapTexts)
  const [notRated, deviation] = [t('notRated'), t('deviation')]
  return useMemo(() => {
    const places = new Map<string, MapPlace>()
    for (const region of detail?.regions ?? []) {
      const level = levelById(detail!.levels, region.level)
      places.set(region.code, {
        name: `${region.parent.name[language]} ${region.name[language]}`,
        short: shortName(region.name, language),
        colour: level && (!only || only.has(region.level)) ? level.colour : null,
        level: level ? `${capital(level.name[language])} ${level.meaning[language]}` : notRated,
        ...(region.deviation?.state === 'confirmed' ? { note: deviation } : {}),
      })
    }
    return places
  }, [detail, language, only, notRated, deviation])
}
