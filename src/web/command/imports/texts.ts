// Words of the import desk that several of its parts use: kinds, states, outcomes, fields.

import type { BatchState, ImportField, ImportKind, RowOutcome } from '#modules/cases/api.ts'
import type { Text } from '#base/text.ts'

export const kindNames: Record<ImportKind, Text> = {
  counts: { zh: '逐日汇总数', en: 'Daily counts' },
  cases: { zh: '病例个案', en: 'Line list of cases' },
}

export const stateNames: Record<BatchState, Text> = {
  uploaded: { zh: '待核对', en: 'To be checked' },
  queued: { zh: '排队中', en: 'Queued' },
  running: { zh: '导入中', en: 'Importing' },
  done: { zh: '已导入', en: 'Imported' },
  failed: { zh: '失败', en: 'Failed' },
  cancelling: { zh: '正在取消', en: 'Cancelling' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
  undone: { zh: '已撤销', en: 'Undone' },
}

export const stateColours: Record<BatchState, string> = {
  uploaded: 'warning',
  queued: 'processing',
  running: 'processing',
  done: 'success',
  failed: 'error',
  cancelling: 'warning',
  cancelled: 'default',
  undone: 'default',
}

export const outcomeNames: Record<RowOutcome, Text> = {
  stored: { zh: '入库', en: 'Stored' },
  unchanged: { zh: '无变化', en: 'Unchanged' },
  parked: { zh: '待处理', en: 'Parked' },
  refused: { zh: '不采用', en: 'Refused' },
}

export const outcomeHints: Record<RowOutcome, Text> = {
  stored: { zh: '新增或更正', en: 'new or corrected' },
  unchanged: { zh: '与已有记录相同', en: 'the same as what is stored' },
  parked: { zh: '等待人工决定', en: 'waiting for a decision' },
  refused: { zh: '有错误，未入库', en: 'at fault, not stored' },
}

/** Where work is under way and the screen should ask again. */
export const isMoving = (state: BatchState): boolean =>
  state === 'queued' || state === 'running' || state === 'cancelling'

export const fieldNames: Record<ImportField, Text> = {
  regionCode: { zh: '区划代码', en: 'Division code' },
  cityName: { zh: '市', en: 'City' },
  countyName: { zh: '县（市、区）', en: 'County' },
  townName: { zh: '乡镇（街道）', en: 'Town' },
  on: { zh: '日期', en: 'Day' },
  confirmed: { zh: '新增确诊', en: 'New confirmed' },
  imported: { zh: '其中输入', en: 'Of which imported' },
  cumulativeConfirmed: { zh: '累计确诊', en: 'Cumulative confirmed' },
  cumulativeImported: { zh: '累计输入', en: 'Cumulative imported' },
  reference: { zh: '病例编号', en: 'Case number' },
  personLabel: { zh: '姓名（只存姓）', en: 'Name (kept masked)' },
  sex: { zh: '性别', en: 'Sex' },
  ageYears: { zh: '年龄', en: 'Age' },
  onsetOn: { zh: '发病日期', en: 'Onset' },
  sampledOn: { zh: '采样日期', en: 'Sampled' },
  reportedOn: { zh: '报告日期', en: 'Reported' },
  confirmedOn: { zh: '确诊日期', en: 'Confirmed on' },
  outcomeOn: { zh: '转归日期', en: 'Outcome on' },
  state: { zh: '病例分类', en: 'State' },
  origin: { zh: '本地或输入', en: 'Local or imported' },
  placesVisited: { zh: '到过的地方', en: 'Places visited' },
  unitKind: { zh: '聚集场所类型', en: 'Kind of unit' },
  unitName: { zh: '聚集场所名称', en: 'Name of unit' },
}

const otherNames: Record<string, Text> = {
  level: { zh: '层级', en: 'Level' },
  scope: { zh: '范围', en: 'Scope' },
  regionName: { zh: '地区', en: 'Region' },
  region: { zh: '地区', en: 'Region' },
  area: { zh: '地区', en: 'Area' },
  unit: { zh: '聚集场所', en: 'Unit' },
  source: { zh: '来源', en: 'Source' },
  version: { zh: '版本', en: 'Version' },
}

export const fieldName = (field: string): Text =>
  (fieldNames as Record<string, Text>)[field] ?? otherNames[field] ?? { zh: field, en: field }

/** Sizes as people read them. */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} kB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

export const delimiterNames: Record<string, Text> = {
  ',': { zh: '逗号分隔', en: 'commas' },
  ';': { zh: '分号分隔', en: 'semicolons' },
  '\t': { zh: '制表符分隔', en: 'tabs' },
  '|': { zh: '竖线分隔', en: 'bars' },
}
