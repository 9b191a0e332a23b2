// The change list against the edition before, in the words of a press office: counts per level, what was
// lowered and raised and from what, and who stands at which level, city by city. Chinese first.

import { daysBetween, type Day } from '#base/dates.ts'
import type { Text } from '#base/text.ts'
import type { ChangeList, LevelChange, LevelInfo, Tier } from '../api-publication.ts'

export type Standing = {
  code: string
  name: Text
  parent: { code: string; name: Text }
  level: string
  deviation: { engineLevel: string; reason: string } | null
}

export type ChangesGiven = {
  on: Day
  tier: Tier
  root: Text
  /** From the lowest risk to the highest. */
  levels: readonly LevelInfo[]
  regions: readonly Standing[]
  /** Levels of the edition before, by region code; null for a first edition or one by another pack. */
  before: { publicationId: string; on: Day; levels: ReadonlyMap<string, string> } | null
}

export const tierWords: Record<Tier, { zh: string; en: [one: string, many: string] }> = {
  county: { zh: '个县(市、区)', en: ['county', 'counties'] },
  town: { zh: '个乡镇(街道)', en: ['town', 'towns'] },
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const wideMarks: Record<string, string> = { ',': '，', ':': '：', ';': '；', '(': '（', ')': '）' }
/** Chinese punctuation as it is printed: full width, except inside numbers and codes. */
export const chineseMarks = (text: string): string =>
  text.replaceAll(/(?<![\w@])[,:;()]|[,:;()](?![\w@])/g, (mark) => wideMarks[mark] ?? mark)
const printed = ({ zh, en }: Text): Text => ({ zh: chineseMarks(zh), en })

/** "2月9日" / "9 February"; with `year` "2020年2月9日" / "9 February 2020". */
export function dayWords(on: Day, year = false): Text {
  const [y, m, d] = on.split('-').map(Number) as [number, number, number]
  return { zh: `${year ? `${y}年` : ''}${m}月${d}日`, en: `${d} ${months[m - 1]}${year ? ` ${y}` : ''}` }
}

const joinEn = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
const unitsEn = (count: number, tier: Tier): string => `${count} ${tierWords[tier].en[count === 1 ? 0 : 1]}`
/** "橙色(较高风险)"; only once where the pack calls the level by its risk. */
export const levelWords = ({ name, meaning }: LevelInfo): Text => ({
  zh: name.zh === meaning.zh ? name.zh : `${name.zh}（${meaning.zh}）`,
  en: name.en === meaning.en ? name.en : `${name.en} (${meaning.en})`,
})

type Named = Pick<Standing, 'code' | 'name' | 'parent'>

/** Regions below their parents, both in code order. */
function byParent<R extends Named>(regions: readonly R[]): { parent: Standing['parent']; regions: R[] }[] {
  const groups = new Map<string, { parent: Standing['parent']; regions: R[] }>()
  for (const region of [...regions].sort((a, b) => (a.code < b.code ? -1 : 1))) {
    const group = groups.get(region.parent.code) ?? { parent: region.parent, regions: [] }
    group.regions.push(region)
    groups.set(region.parent.code, group)
  }
  return [...groups.values()].sort((a, b) => (a.parent.code < b.parent.code ? -1 : 1))
}

function nameList(regions: readonly Named[]): Text {
  const groups = byParent(regions)
  if (regions.length <= 3 || groups.length === 1) {
    const all = groups.flatMap((group) => group.regions)
    return { zh: all.map((one) => one.name.zh).join('、'), en: joinEn(all.map((one) => one.name.en)) }
  }
  return {
    zh: groups
      .map(({ parent, regions: of }) => `${parent.name.zh}${of.map((one) => one.name.zh).join('、')}`)
      .join(';'),
    en: groups
      .map(({ parent, regions: of }) => `${parent.name.en}: ${of.map((one) => one.name.en).join(', ')}`)
      .join('; '),
  }
}

export function listChanges(given: ChangesGiven): ChangeList {
  const { levels, regions, before, tier, on } = given
  const rank = new Map(levels.map((level) => [level.id, level.rank]))
  const info = (id: string): LevelInfo => levels[rank.get(id) ?? 0]!
  const highestFirst = levels.toReversed()
  const at = (id: string): Standing[] => regions.filter((region) => region.level === id)

  const changes: LevelChange[] = regions.flatMap(({ code, name, parent, level }) => {
    const from = before?.levels.get(code)
    return from === undefined || from === level || !rank.has(from) ? [] : [{ code, name, parent, from, to: level }]
  })
  const risen = (change: LevelChange): boolean => rank.get(change.to)! > rank.get(change.from)!
  const [raised, lowered] = [changes.filter(risen), changes.filter((change) => !risen(change))]

  const headline = headlineOf(
    given,
    highestFirst.map((level) => ({ level, regions: at(level.id).length })),
  )
  const sentences = [
    headline,
    ...comparison(given, lowered, raised),
    ...moves(lowered, 'lowered', info, tier),
    ...moves(raised, 'raised', info, tier),
    ...highestFirst.slice(0, -1).flatMap((level) => standing(level, at(level.id), tier)),
    ...regions.flatMap((region) => deviationSentence(region, info)),
  ].map(printed)
  return {
    against: before ? { publicationId: before.publicationId, on: before.on } : null,
    on,
    headline: printed(headline),
    sentences,
    counts: highestFirst.map((level) => ({
      level: level.id,
      now: at(level.id).length,
      before: before ? [...before.levels.values()].filter((one) => one === level.id).length : null,
    })),
    lowered,
    raised,
    groups: byParent(regions).map(({ parent, regions: of }) => ({
      parent,
      levels: highestFirst.flatMap((level) => {
        const those = of.filter((one) => one.level === level.id)
        return those.length ? [{ level: level.id, regions: those.map(({ code, name }) => ({ code, name })) }] : []
      }),
    })),
  }
}

function headlineOf(given: ChangesGiven, counts: { level: LevelInfo; regions: number }[]): Text {
  const { on, tier, regions, root } = given
  const when = dayWords(on, true)
  const shown = counts.filter((one) => one.regions > 0)
  return {
    zh: `截至${when.zh}24时,${root.zh}${regions.length}${tierWords[tier].zh}中,${shown.map((one) => `${one.level.meaning.zh}${one.regions}个`).join('、')}。`,
    en: `At the end of ${when.en}, of the ${unitsEn(regions.length, tier)} of ${root.en}: ${joinEn(shown.map((one) => `${one.regions} ${one.level.meaning.en}`))}.`,
  }
}

function comparison({ before, on, tier }: ChangesGiven, lowered: LevelChange[], raised: LevelChange[]): Text[] {
  if (!before) return [{ zh: '本期没有可比较的上一期。', en: 'There is no earlier edition to compare with.' }]
  const then = dayWords(before.on, before.on.slice(0, 4) !== on.slice(0, 4))
  const span = daysBetween(before.on, on)
  const zh = `与${then.zh}${span > 0 ? `(${span}天前)` : ''}相比`
  const en = `Compared with ${then.en}${span > 0 ? ` (${span} ${span === 1 ? 'day' : 'days'} before)` : ''}`
  if (lowered.length + raised.length === 0)
    return [{ zh: `${zh},各地风险等级没有变化。`, en: `${en}, no level has changed.` }]
  const unit = tierWords[tier].zh
  return [
    {
      zh: `${zh},${lowered.length ? `${lowered.length}${unit}风险等级下降` : '没有等级下降'},${raised.length ? `${raised.length}${unit}风险等级上升` : '没有等级上升'}。`,
      en: `${en}, ${lowered.length ? unitsEn(lowered.length, tier) : 'none'} lowered and ${raised.length ? unitsEn(raised.length, tier) : 'none'} raised.`,
    },
  ]
}

/** One sentence per pair of levels, the highest first. */
function moves(changes: LevelChange[], way: 'lowered' | 'raised', info: (id: string) => LevelInfo, tier: Tier): Text[] {
  const pairs = new Map<string, LevelChange[]>()
  for (const change of changes) {
    const key = `${change.from} ${change.to}`
    pairs.set(key, [...(pairs.get(key) ?? []), change])
  }
  const rankOf = ([first]: LevelChange[]): number => info(first!.from).rank * 100 + info(first!.to).rank
  return [...pairs.values()]
    .sort((a, b) => rankOf(b) - rankOf(a))
    .map((those) => {
      const [from, to] = [levelWords(info(those[0]!.from)), levelWords(info(those[0]!.to))]
      const names = nameList(those)
      const verb = way === 'lowered' ? '降为' : '升为'
      return those.length === 1
        ? { zh: `${names.zh}由${from.zh}${verb}${to.zh}。`, en: `${names.en}: from ${from.en} to ${to.en}.` }
        : {
            zh: `${those.length}${tierWords[tier].zh}由${from.zh}${verb}${to.zh}:${names.zh}。`,
            en: `${unitsEn(those.length, tier)} ${way} from ${from.en} to ${to.en}: ${names.en}.`,
          }
    })
}

function standing(level: LevelInfo, those: Standing[], tier: Tier): Text[] {
  if (those.length === 0) return []
  const names = nameList(those)
  return [
    {
      zh: `${level.meaning.zh}${those.length}个:${names.zh}。`,
      en: `${capital(level.meaning.en)}, ${unitsEn(those.length, tier)}: ${names.en}.`,
    },
  ]
}

function deviationSentence(region: Standing, info: (id: string) => LevelInfo): Text[] {
  if (!region.deviation) return []
  const [engine, level] = [levelWords(info(region.deviation.engineLevel)), levelWords(info(region.level))]
  const { reason } = region.deviation
  return [
    {
      zh: `${region.name.zh}按规则评定为${engine.zh},经专家研判、第二人确认,调整为${level.zh},理由:${reason}${/[。.!?]$/.test(reason) ? '' : '。'}`,
      en: `${region.name.en}: ${engine.en} by the rules, set to ${level.en} by an expert and confirmed by a second person. Reason given: ${reason}${/[。.!?]$/.test(reason) ? '' : '.'}`,
    },
  ]
}
