// English names of divisions: pinyin of the proper name, then the kind ("乐清市" → "Yueqing City"). Readings that a
// dictionary of common words gets wrong are listed here; an apostrophe stands where a syllable begins with a vowel (Lin'an).

import { pinyin } from 'pinyin-pro'

/** Place names whose reading differs from the everyday one. Keys match anywhere in the proper name. */
const readings: Record<string, string[]> = {
  乐清: ['yue', 'qing'],
  丽水: ['li', 'shui'],
  台州: ['tai', 'zhou'],
  天台: ['tian', 'tai'],
  嵊泗: ['sheng', 'si'],
  嵊州: ['sheng', 'zhou'],
  嵊山: ['sheng', 'shan'],
  鄞州: ['yin', 'zhou'],
  鄞江: ['yin', 'jiang'],
  缙云: ['jin', 'yun'],
  瓯海: ['ou', 'hai'],
  莲都: ['lian', 'du'],
  洞头: ['dong', 'tou'],
  衢州: ['qu', 'zhou'],
  衢江: ['qu', 'jiang'],
  衢山: ['qu', 'shan'],
  婺城: ['wu', 'cheng'],
  浔: ['xun'],
  岱: ['dai'],
  暨: ['ji'],
  磐: ['pan'],
  瓯: ['ou'],
  畲: ['she'],
  岙: ['ao'],
  垟: ['yang'],
  埭: ['dai'],
  嵩: ['song'],
  硖石: ['xia', 'shi'],
  硖: ['xia'],
  澉浦: ['gan', 'pu'],
  乍浦: ['zha', 'pu'],
  柯桥: ['ke', 'qiao'],
  长兴: ['chang', 'xing'],
  长乐: ['chang', 'le'],
  乐成: ['yue', 'cheng'],
  重石: ['chong', 'shi'],
  大麦屿: ['da', 'mai', 'yu'],
  六横: ['liu', 'heng'],
  大荆: ['da', 'jing'],
  单家: ['shan', 'jia'],
  都: ['du'],
  厦: ['xia'],
  大厦: ['da', 'sha'],
  弄: ['long'],
  於: ['yu'],
  莘: ['xin'],
  剡: ['shan'],
  峃: ['xue'],
}

const kinds: [RegExp, string][] = [
  [/^(.+?)(畲族)自治县$/, ' She Autonomous County'],
  [/^(.+?)(畲族)乡$/, ' She Ethnic Township'],
  [/^(.+)县直辖村级区划$/, ' (villages directly under the city)'],
  [/^(.+)自然保护区$/, ' Nature Reserve'],
  [/^(.+)经济技术开发区$/, ' Economic and Technological Development Zone'],
  [/^(.+)经济开发区$/, ' Economic Development Zone'],
  [/^(.+)工业区$/, ' Industrial Zone'],
  [/^(.+)工业城$/, ' Industrial Town'],
  [/^(.+)商业城$/, ' Commercial Town'],
  [/^(.+)钱江世纪城$/, ' Qianjiang Century City'],
  [/^(.+)保税区$/, ' Bonded Zone'],
  [/^(.+)农垦场$/, ' Reclamation Farm'],
  [/^(.+)林场$/, ' Forest Farm'],
  [/^(.+)农场$/, ' Farm'],
  [/^(.+)新城$/, ' New Town'],
  [/^(.+)新区$/, ' New Area'],
  [/^(.+)社区村(?:民委员会|委会)$/, ' Village'],
  [/^(.+)村村(?:民委员会|委会)$/, ' Village'],
  [/^(.+)(?:村民委员会|村委会)$/, ' Village'],
  [/^(.+)社区(?:居民委员会|居委会)?$/, ' Community'],
  [/^(.+)(?:居民委员会|居委会)$/, ' Community'],
  [/^(.+)街道(?:办事处)?$/, ' Subdistrict'],
  [/^(.+)镇$/, ' Town'],
  [/^(.+)乡$/, ' Township'],
  [/^(.+)省$/, ' Province'],
  [/^(.+)县$/, ' County'],
  [/^(.+)市$/, ' City'],
  [/^(.+)区$/, ' District'],
]

const whole: Record<string, string> = {
  保税区: 'Bonded Zone',
  围垦区: 'Reclamation Area',
  县特产场场区: 'County Speciality Farm',
}

/** Longer names overrule the single characters in them. */
const byLength = Object.keys(readings).sort((a, b) => a.length - b.length)

function syllables(name: string): string[] {
  const heard = pinyin(name, { toneType: 'none', type: 'array', nonZh: 'consecutive' })
  const letters = Array.from(name)
  if (heard.length !== letters.length) return heard
  for (const known of byLength) {
    for (let from = name.indexOf(known); from !== -1; from = name.indexOf(known, from + 1)) {
      readings[known]?.forEach((syllable, i) => {
        heard[from + i] = syllable
      })
    }
  }
  return heard
}

/** Rare characters that the source writes as their parts, and the mark it leaves for one it lost. */
const mended: [RegExp, string][] = [
  [/（石玄）/g, '碹'],
  [/（土夭）/g, '夭'],
  [/[?？]/g, ''],
]

/** "临安" → "Lin'an". */
function properName(written: string): string {
  const aside = /^(.+)（(.+)）$/.exec(written)
  if (aside?.[1] && aside[2] && !mended.some(([pattern]) => written.search(pattern) >= 0)) {
    return `${properName(aside[1])} (${properName(aside[2])})`
  }
  const name = mended.reduce((text, [pattern, character]) => text.replace(pattern, character), written)
  const [first = '', ...rest] = syllables(name)
  const joined = rest.reduce((text, next) => text + (/^[aoe]/.test(next) ? `'${next}` : next), first)
  return joined.charAt(0).toUpperCase() + joined.slice(1)
}

/** The English name of a division: its proper name and its kind. */
export function englishName(name: string): string {
  const known = whole[name]
  if (known) return known
  for (const [pattern, kind] of kinds) {
    const found = pattern.exec(name)
    if (found?.[1]) return properName(found[1]) + kind
  }
  return properName(name)
}
