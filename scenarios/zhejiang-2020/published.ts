// Published facts of Zhejiang in February 2020, stated with their sources: the official colour of all 90
// counties on the data date 9 February, and cumulative confirmed cases of the counties whose cities published them.

import { day, type Day } from '#base/dates.ts'

export type Colour = 'red' | 'orange' | 'yellow' | 'blue' | 'green'

/** Press conference of 10 Feb 2020 (zj.sina.com.cn 2020-02-11); 遂昌 by elimination. Short names, unique in the province. */
export const officialOn9February: Record<Colour, string> = {
  red: '乐清',
  orange: '海曙 鹿城 瑞安 温岭 瓯海 永嘉 桐庐 余杭 慈溪 平阳 江干 泰顺',
  yellow: '鄞州 萧山 龙湾 东阳 拱墅 黄岩 上城 西湖 义乌 秀洲 宁海 仙居',
  blue: '椒江 三门 文成 南湖 余姚 浦江 路桥 庆元 江北 越城 上虞 苍南 北仑 柯桥 临海 定海 青田 下城 诸暨 永康 洞头 天台 江山 金东 镇海 海宁 龙港 建德 衢江 临安 嘉善 常山 滨江 南浔 景宁 富阳 奉化 吴兴 桐乡 平湖 德清 莲都 象山 嵊州 新昌 柯城 长兴 海盐 婺城 兰溪 普陀 缙云 松阳',
  green: '淳安 安吉 武义 磐安 龙游 开化 岱山 嵊泗 玉环 龙泉 云和 遂昌',
}

type Published = { on: Day; source: string; totals: Record<string, number> }

/** Cumulative confirmed cases as the cities published them. */
export const publishedTotals: readonly Published[] = [
  {
    on: day('2020-02-17'),
    source: '66wz.com 2020-02-18 (Wenzhou: 504 cases, 464 of them by 9 February)',
    totals: {
      鹿城: 68,
      龙湾: 18,
      瓯海: 36,
      洞头: 5,
      乐清: 170,
      瑞安: 74,
      永嘉: 52,
      文成: 11,
      平阳: 30,
      泰顺: 20,
      苍南: 9,
      龙港: 9,
    },
  },
  {
    on: day('2020-02-08'),
    source: 'taizhou.com.cn 2020-02-09',
    totals: { 椒江: 9, 黄岩: 20, 路桥: 13, 临海: 8, 温岭: 49, 天台: 8, 仙居: 13, 三门: 14 },
  },
  {
    on: day('2020-02-04'),
    source: 'Ningbo Health Commission, 4 Feb 2020 (repost bankipay.com 103058)',
    totals: { 海曙: 49, 江北: 5, 镇海: 3, 北仑: 9, 鄞州: 11, 奉化: 3, 宁海: 10, 象山: 2, 余姚: 8, 慈溪: 16 },
  },
  {
    on: day('2020-02-17'),
    source: 'Jinhua Health Commission, 17 Feb 2020',
    totals: { 婺城: 1, 金东: 5, 兰溪: 1, 东阳: 19, 义乌: 16, 永康: 5, 浦江: 8 },
  },
  {
    on: day('2020-02-10'),
    source: 'Shaoxing Health Commission, 10 Feb 2020 (repost pasxw.com 2020211163299624)',
    totals: { 越城: 14, 柯桥: 8, 上虞: 8, 诸暨: 7, 嵊州: 2, 新昌: 2 },
  },
]

/** Data dates of the maps the province published; the first is the anchor of the review chain. */
export const mapDays: readonly Day[] = [
  '2020-02-09',
  '2020-02-12',
  '2020-02-15',
  '2020-02-18',
  '2020-02-21',
  '2020-02-24',
  '2020-02-27',
  '2020-03-02',
].map(day)
