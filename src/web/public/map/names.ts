// Names on the map, where room is short, and levels as this edition calls them.

import type { PublicEdition } from '#modules/riskmap/api.ts'
import type { Language, Text } from '#base/text.ts'

export type Level = PublicEdition['levels'][number]
export type Rated = PublicEdition['regions'][number]

/** "乐清" for 乐清市, "Yueqing" for Yueqing City; what would shrink to one character stays whole. */
export function shortName({ zh, en }: Text, language: Language): string {
  if (language === 'en')
    return en.replace(/ (She Autonomous County|City|County|District|Town|Township|Subdistrict)$/, '')
  const short = zh.replace(/(畲族自治县|自治县|市|县|区|街道|镇|乡)$/, '')
  return short.length >= 2 ? short : zh
}

export const levelOf = (edition: PublicEdition, id: string | null): Level | undefined =>
  edition.levels.find((level) => level.id === id)

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** "Red · high risk". */
export const levelTitle = ({ name, meaning }: Level, language: Language): string =>
  name[language].toLowerCase() === meaning[language].toLowerCase()
    ? capital(name[language])
    : `${capital(name[language])} · ${meaning[language]}`

export const levelName = ({ name }: Level, language: Language): string => capital(name[language])
