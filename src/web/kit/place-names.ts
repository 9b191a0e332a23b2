// Names as a map writes them: without "city", "county" and "district" where enough remains to be understood.

import type { Language, Text } from '#base/text.ts'

const zhEnding = /(?<=^.{2,})(?:(?:.{1,4}族)*自治[州县旗]|[省市县区镇乡]|街道)$/u
const enEnding = / (?:Province|City|County|District|Subdistrict|Town|Township|(?:[A-Z]\w+ )?Autonomous County)$/

export function shortPlaceName(name: Text, language: Language): string {
  const full = name[language]
  return full.replace(language === 'zh' ? zhEnding : enEnding, '')
}
