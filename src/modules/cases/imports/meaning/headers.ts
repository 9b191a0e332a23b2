// Guesses what the columns of a file mean from their headers, in Chinese and English. A guess is shown and can be
// changed; columns about where people come from are never taken.

import { caseFields, countFields, type ImportField, type ImportKind } from '../api-types.ts'

const synonyms: Record<ImportField, string> = {
  regionCode:
    'regioncode countycode adcode districtcode divisioncode code 区划代码 行政区划代码 行政区划 区县代码 县代码 地区代码 现住址编码 地区编码',
  cityName: 'cityname city 城市 市 地市 设区市 所在市 地级市 市州',
  countyName:
    'countyname county district 区县 县市区 县区 县 区 区县名称 所在县 所在区县 地区 area areaname 区域 现住区县 报告地区 现住地区',
  townName: 'townname town township 乡镇 街道 乡镇街道 镇街 现住乡镇',
  on: 'on date day 日期 报道时间 报告日 统计日期 日 时间 发布日期 数据日期 截止日期 reportdate 确诊日期 confirmationdate updatetime',
  confirmed:
    'confirmed newconfirmed newcases cases 新增确诊 新增确诊病例 新增确诊数 确诊 确诊数 确诊病例 当日新增 新增 新增病例 当日新增确诊 confirmednew',
  imported:
    'imported newimported importedcases confirmedwithhubeitravel 其中输入 输入 输入病例 新增输入 外地输入 其中外地输入 其中输入病例 湖北旅居史 有湖北旅居史',
  cumulativeConfirmed:
    'cumulativeconfirmed cumulative confirmedcumulative totalconfirmed totalcases confirmedcount 累计确诊 累计 累计确诊病例 累计确诊数 累计病例 确诊累计',
  cumulativeImported: 'cumulativeimported totalimported 累计输入 其中累计输入 累计输入病例',
  reference: 'reference caseid caseno casenumber id 病例编号 编号 卡片编号 病例号 卡片id 病例id 报告卡编号',
  personLabel: 'name patient personlabel 姓名 患者姓名 病例姓名 患者',
  sex: 'sex gender 性别',
  ageYears: 'age ageyears 年龄 年龄岁',
  onsetOn: 'onset onseton onsetdate dateofonset 发病日期 发病时间 发病日',
  sampledOn: 'sampled sampledon sampledate samplingdate 采样日期 采样时间',
  reportedOn: 'reported reportedon reportdate 报告日期 报告时间 报告卡录入时间 上报日期',
  confirmedOn: 'confirmedon confirmdate confirmationdate dateconfirmed 确诊日期 确诊时间 诊断日期 诊断时间 confirmed',
  outcomeOn: 'outcomeon outcomedate 转归日期 出院日期 结局日期 治愈日期 转归时间',
  state: 'state status classification casestatus 病例分类 状态 诊断状态 病例状态 分类 病例类型 临床严重程度 诊断类型',
  origin: 'origin source importedorlocal 病例来源 感染来源 来源 输入本地 本地输入 输入或本地 是否输入',
  placesVisited:
    'placesvisited travel travelhistory travelled 旅居史 旅行史 到过的地方 外出史 旅居地 输入来源地 输入地',
  unitKind: 'unitkind unittype 聚集类型 场所类型 单位类型',
  unitName: 'unit unitname household 聚集单位 单位 场所 聚集场所 家庭编号 单位名称 场所名称 家庭',
}

const nativePlace = /籍贯|户籍|户口|民族|原籍|nativeplace|hukou|birthplace|hometown|ethnic/

export const normalHeader = (header: string): string =>
  header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-/、,.:;·*]+/g, '')
    .replace(/\([^)]*\)/g, (inside) => (/[市区县]/.test(inside) ? inside.slice(1, -1) : ''))

const byKind: Record<ImportKind, readonly ImportField[]> = { counts: countFields, cases: caseFields }

const wordsOf = (field: ImportField): Set<string> => new Set(synonyms[field].split(' '))

/** Field → header. A header that fits several fields goes to the first that has none yet. */
export function guessColumns(kind: ImportKind, headers: readonly string[]): Record<string, string> {
  const columns: Record<string, string> = {}
  const taken = new Set<string>()
  for (const field of byKind[kind]) {
    const words = wordsOf(field)
    const own = headers.find((header) => !taken.has(header) && normalHeader(header) === field.toLowerCase())
    const found =
      own ?? headers.find((header) => !taken.has(header) && words.has(normalHeader(header)) && !isNativePlace(header))
    if (found !== undefined && found.trim() !== '') {
      columns[field] = found
      taken.add(found)
    }
  }
  return columns
}

export const isNativePlace = (header: string): boolean => nativePlace.test(normalHeader(header))

export const fieldsOf = (kind: ImportKind): readonly ImportField[] => byKind[kind]

/** True when the row could be a header: enough of its cells are words that some field knows. */
export function looksLikeHeader(kind: ImportKind, cells: readonly string[]): boolean {
  return Object.keys(guessColumns(kind, cells)).length >= 2
}

/** Fields a mapping must have before anything can be read, as alternatives. */
export function missingFields(kind: ImportKind, columns: Record<string, string>, hasRegion: boolean): string[] {
  const has = (field: ImportField): boolean => columns[field] !== undefined
  const place = hasRegion || has('regionCode') || has('countyName') || has('cityName') || has('townName')
  const missing: string[] = place ? [] : ['regionCode']
  if (kind === 'counts') {
    if (!has('on')) missing.push('on')
    if (!has('confirmed') && !has('cumulativeConfirmed')) missing.push('confirmed')
  } else if (!has('reportedOn') && !has('confirmedOn')) missing.push('reportedOn')
  return missing
}
