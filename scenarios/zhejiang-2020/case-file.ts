// The scenario's cases as a line list the import desk reads: Chinese headers, as a county would send it.

import { stringify } from 'csv-stringify/sync'
import type { GeneratedCase } from './generate.ts'

const columns: { header: string; value: (found: GeneratedCase) => string | number }[] = [
  { header: '病例编号', value: (found) => found.reference },
  { header: '区划代码', value: (found) => found.regionCode },
  { header: '性别', value: (found) => (found.sex === 'female' ? '女' : '男') },
  { header: '年龄', value: (found) => found.age },
  { header: '发病日期', value: (found) => found.onsetOn },
  { header: '采样日期', value: (found) => found.sampledOn },
  { header: '报告日期', value: (found) => found.reportedOn },
  { header: '确诊日期', value: (found) => found.confirmedOn },
  { header: '病例分类', value: () => '确诊' },
  { header: '感染来源', value: (found) => (found.origin === 'imported' ? '输入' : '本地') },
  { header: '旅居史', value: (found) => found.visited ?? '' },
  { header: '聚集类型', value: (found) => (found.unit ? '家庭' : '') },
  { header: '聚集单位', value: (found) => found.unit ?? '' },
]

export const caseFile = (cases: readonly GeneratedCase[]): string =>
  stringify(
    cases.map((found) => columns.map(({ value }) => value(found))),
    { header: true, columns: columns.map(({ header }) => header) },
  )
