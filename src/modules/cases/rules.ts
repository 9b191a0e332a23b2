// Decisions about cases that the server and the screens share: what may happen to a case and why not, what is
// kept of a person, and the sentence of every refusal.

import type { Day } from '#base/dates.ts'
import { registerSentences } from '#base/sentences.ts'
import { fillText, type Text } from '#base/text.ts'
import type { CaseEvent, CaseOrigin, CaseState } from './api-types.ts'
import { eventNames, nextState, stateNames, type DayFault } from './rules/lifecycle.ts'

export * from './rules/lifecycle.ts'
export * from './rules/combine.ts'
export * from './rules/clusters.ts'

export type Why = { code: string } & Text

const transitionClosed: Text = {
  zh: '“{state}”病例不能{event}。',
  en: 'A case that is {state} cannot take the step "{event}".',
}

/** `caseCan.event(case, e)` for buttons and actions alike; `whyNot` gives the sentence. */
export const caseCan = {
  event: (one: { state: CaseState }, event: CaseEvent): boolean => nextState(one.state, event) !== null,
  whyNot: (one: { state: CaseState }, event: CaseEvent): Why | null => {
    if (nextState(one.state, event) !== null) return null
    const zh = { state: stateNames[one.state].zh, event: eventNames[event].zh }
    const en = { state: stateNames[one.state].en, event: eventNames[event].en }
    return {
      code: 'cases.step-not-possible',
      zh: fillText(transitionClosed, zh).zh,
      en: fillText(transitionClosed, en).en,
    }
  },
}

/** Steps that change what was known need a reason. */
export const needsReason = (event: CaseEvent | null): boolean =>
  event === null || event === 'rule-out' || event === 'reopen'

/** What is stored of a name: the family name and 某. Compound family names keep both characters. */
export function maskName(name: string | null | undefined): string | null {
  const text = name?.trim()
  if (!text) return null
  if (/^[\p{Script=Han}]/u.test(text)) {
    const family = compoundFamilyNames.has(text.slice(0, 2)) && [...text].length > 2 ? text.slice(0, 2) : [...text][0]!
    return `${family}某`
  }
  return `${[...text][0]!.toUpperCase()}.`
}

const compoundFamilyNames = new Set(
  '欧阳 上官 司马 诸葛 皇甫 尉迟 公孙 慕容 令狐 司徒 司空 夏侯 东方 端木 南宫 独孤 长孙 宇文 申屠 轩辕'.split(' '),
)

export const originNames: Record<CaseOrigin, Text> = {
  local: { zh: '本地', en: 'local' },
  imported: { zh: '输入', en: 'imported' },
  unknown: { zh: '不详', en: 'unknown' },
}

export const dayFaultTexts: Record<DayFault, Text> = {
  future: { zh: '日期晚于今天。', en: 'A day lies in the future.' },
  'confirmed-before-sampled': {
    zh: '确诊日期早于采样日期。',
    en: 'The case was confirmed before the sample was taken.',
  },
  'outcome-before-confirmed': {
    zh: '转归日期早于确诊（或采样、发病）日期。',
    en: 'The outcome lies before the beginning.',
  },
  'confirmed-without-day': { zh: '确诊病例缺少确诊日期。', en: 'A confirmed case needs the day of confirmation.' },
  'too-far-apart': {
    zh: '各日期相差两年以上，请核对年份。',
    en: 'The days lie more than two years apart; check the year.',
  },
}

export type CountFault = 'imported-over-confirmed' | 'imported-negative' | 'future'

export function countFault(
  count: { on: Day; confirmed: number; imported: number | null },
  today: Day,
): CountFault | null {
  if (count.on > today) return 'future'
  if (count.imported === null) return null
  if (count.imported < 0 && count.confirmed >= 0) return 'imported-negative'
  return count.confirmed >= 0 && count.imported > count.confirmed ? 'imported-over-confirmed' : null
}

registerSentences({
  'cases.case-unknown': {
    zh: '没有这个病例，或者它不在您的管辖范围内。',
    en: 'There is no such case, or it is outside your jurisdiction.',
  },
  'cases.region-unknown': {
    zh: '{day} 没有代码为 {regionCode} 的区划。',
    en: 'On {day} there was no division with the code {regionCode}.',
  },
  'cases.region-too-wide': {
    zh: '病例须填报到县（市、区）或乡镇街道，{regionCode} 范围过大。',
    en: 'A case is reported for a county or a town; {regionCode} is too wide.',
  },
  'cases.outside-jurisdiction': {
    zh: '{regionName}不在您的管辖范围内。',
    en: '{regionName} is outside your jurisdiction.',
  },
  'cases.version-differs': {
    zh: '病例已被他人更改（现为第 {version} 版）,请刷新后再试。',
    en: 'Somebody changed this case (now version {version}); reload and decide again.',
  },
  'cases.step-not-possible': {
    zh: '“{stateZh}”病例不能{eventZh}。',
    en: 'A case that is {stateEn} cannot take the step "{eventEn}".',
  },
  'cases.nothing-to-change': { zh: '没有需要更改的内容。', en: 'There is nothing to change.' },
  'cases.event-or-correction': {
    zh: '请只填一项：发生的事件，或对记录的更正。',
    en: 'Give one of the two: an event that happened, or a correction of what was written.',
  },
  'cases.reason-missing': { zh: '请写明原因。', en: 'Please give the reason.' },
  'cases.days-impossible': { zh: '日期互相矛盾：{faultsZh}', en: 'The days contradict each other: {faultsEn}' },
  'cases.reference-taken': {
    zh: '来源“{source}”的编号 {reference} 已被另一病例使用（可能在您的管辖范围之外）。',
    en: 'The number {reference} of "{source}" is already used by another case, perhaps outside your jurisdiction.',
  },
  'cases.places-without-import': {
    zh: '只有输入病例才填写到过的地方。',
    en: 'Only an imported case names places visited.',
  },
  'cases.count-version-differs': {
    zh: '该数字已更改（现为第 {version} 版）,请刷新后再试。',
    en: 'The figure has changed (now version {version}); reload and decide again.',
  },
  'cases.count-unchanged': {
    zh: '新旧数字相同，无需更正。',
    en: 'The figure is the same; there is nothing to correct.',
  },
  'cases.count-imported-over-confirmed': {
    zh: '输入病例数({imported})不能大于确诊数({confirmed})。',
    en: 'The imported cases ({imported}) cannot exceed the confirmed ({confirmed}).',
  },
  'cases.count-imported-negative': { zh: '输入病例数不能为负。', en: 'The imported cases cannot be negative.' },
  'cases.count-future': { zh: '不能填写将来的日期。', en: 'A figure cannot lie in the future.' },
  'cases.count-unplaced-town': {
    zh: '乡镇一级没有“未落到下级”的数字。',
    en: 'A town has no parts, so nothing can be unplaced in it.',
  },
  'cases.level-unknown': {
    zh: '{regionCode} 不是省、市、县或乡镇，不能记录汇总数。',
    en: '{regionCode} is not a province, city, county or town; counts are kept for these only.',
  },
  'cases.cluster-cases-missing': {
    zh: '部分病例不存在、不在您的管辖范围内或已排除：{ids}',
    en: 'Some cases do not exist, are outside your jurisdiction or were ruled out: {ids}',
  },
  'cases.cluster-taken': {
    zh: '病例 {ids} 已属于另一起聚集性疫情。',
    en: 'These cases already belong to another cluster: {ids}',
  },
  'cases.cluster-unknown': { zh: '没有这起聚集性疫情。', en: 'There is no such cluster.' },
  'cases.source-unknown': { zh: '没有名为“{name}”的来源。', en: 'There is no source named "{name}".' },
  'cases.days-backwards': { zh: '起始日期晚于截止日期。', en: 'The first day lies after the last.' },
  'cases.days-too-many': { zh: '一次最多查询 {most} 天。', en: 'Ask for at most {most} days at once.' },
})
