// What each parameter of a rule is called in the handbook that officials read and sign.

import type { Text } from '#base/text.ts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const parameterNames: Record<string, Text> = {
  bands: t('各等级门槛(累计确诊，例)', 'thresholds of the levels (cumulative confirmed cases)'),
  newOutbreakAfterDays: t('连续多少天无病例后重新计数', 'days without a case after which counting starts anew'),
  atLeastShare: t('本地病例至少占等级门槛的比例', "local cases at least, as a share of the level's threshold"),
  lowersBy: t('降低级数', 'levels lowered'),
  neverBelow: t('不低于', 'never below'),
  minimumCases: t('聚集性疫情最少病例数', 'cases that make a cluster'),
  activeDays: t('末例在多少天内视为活动', 'days since its last case in which a cluster is active'),
  raisesAtCases: t('达到多少例时提高等级', 'cases of a cluster that raise the level'),
  raisesBy: t('提高级数', 'levels raised'),
  raisesAtMostTo: t('最高提高至', 'raised at most to'),
  presumedWhenUnknown: t('无聚集性疫情资料时的推定', 'presumed where nothing is known of clusters'),
  localCases: t('本地病例数', 'local cases'),
  withinDays: t('多少天内', 'within how many days'),
  afterCaseFreeDays: t('下调所需连续无新增天数', 'days without a new case before easing'),
  levelsPerReview: t('每期最多变动级数', 'levels per review at most'),
  daysBetweenSteps: t('两次下调至少间隔天数', 'days between two steps at least'),
  newLocalCaseWithinDays: t('多少天内有新本地病例即停止下调', 'days in which a new local case stops easing'),
  newClusterWithinDays: t('多少天内有新聚集即停止下调', 'days in which a new cluster stops easing'),
  newCases: t('上调所需新增病例数', 'new cases that raise the level'),
  manyCases: t('累计病例数界线', 'limit of cumulative cases'),
  recentDays: t('“近期”的天数', 'days that count as recent'),
  clusterMinimumCases: t('聚集性疫情最少病例数', 'cases that make a cluster'),
  low: t('低', 'low'),
  medium: t('中', 'medium'),
  high: t('高', 'high'),
}
