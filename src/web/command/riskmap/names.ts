// How places, levels and days are written where room is short: on the map, in cells, in tiles.

import type { Language, Text } from '#base/text.ts'
import type { LevelInfo } from '#modules/riskmap/api.ts'

/** "乐清" for 乐清市, "Yueqing" for Yueqing City; a name that would shrink to one character stays whole. */
export function shortName({ zh, en }: Text, language: Language): string {
  if (language === 'en')
    return en.replace(
      / (She Autonomous County|Autonomous County|Province|City|County|District|Town|Township|Subdistrict)$/,
      '',
    )
  const short = zh.replace(/(畲族自治县|自治县|省|市|县|区|街道|镇|乡)$/, '')
  return short.length >= 2 ? short : zh
}

/** One letter for a level in a small cell: 红, R. */
export const levelLetter = ({ name }: LevelInfo, language: Language): string =>
  language === 'zh' ? name.zh.slice(0, 1) : name.en.slice(0, 1).toUpperCase()

export const levelTitle = ({ name, meaning }: LevelInfo, language: Language): string => {
  const [title, sense] = [capital(name[language]), meaning[language]]
  if (title.toLowerCase() === sense.toLowerCase()) return title
  return language === 'zh' ? `${title} · ${sense}` : `${title} · ${sense}`
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export const levelById = (levels: readonly LevelInfo[], id: string | null | undefined): LevelInfo | undefined =>
  levels.find((level) => level.id === id)
