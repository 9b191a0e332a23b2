// Texts that several screens of the map share.

import { defineTexts } from '#kit/i18n.ts'

export const mapTexts = defineTexts('riskmap', {
  title: { zh: '风险地图', en: 'Risk map' },
  pageMap: { zh: '地图', en: 'Map' },
  pageLeague: { zh: '等级一览', en: 'League table' },
  pageChanges: { zh: '变化清单', en: 'Changes' },
  pageEditions: { zh: '各期与草稿', en: 'Editions and drafts' },
  pages: { zh: '风险地图的各页', en: 'Pages of the risk map' },
  chooseMap: { zh: '选择地图', en: 'Choose a map' },
  counties: { zh: '{place} · 县（市、区）图', en: '{place} · counties' },
  towns: { zh: '{place} · 乡镇（街道）图', en: '{place} · towns' },
  newDraft: { zh: '起草新一期', en: 'Draft a new edition' },
  bigScreen: { zh: '大屏', en: 'Big screen' },
  dataOf: { zh: '数据截至 {day} 24时', en: 'Data to the end of {day}' },
  edition: { zh: '第{number}期', en: 'Edition {number}' },
  record: { zh: '本期档案', en: 'Record' },
  inForce: { zh: '现行', en: 'in force' },
  superseded: { zh: '已被后一期替代', en: 'superseded by a later edition' },
  withdrawnBanner: {
    zh: '本期已撤回（{at}，{name}）：{reason}',
    en: 'This edition was withdrawn ({at}, {name}): {reason}',
  },
  supersededBanner: { zh: '这是历史一期，已不是现行风险图。', en: 'This is a past edition; it is no longer in force.' },
  toCurrent: { zh: '看现行一期', en: 'Show the one in force' },
  noneTitle: { zh: '还没有发布过风险图', en: 'No risk map has been published yet' },
  noneHint: {
    zh: '三步即可发布：导入每日病例数；起草一期并查看变化；请另一位同事复核后发布。',
    en: 'Three steps: import the daily counts; draft an edition and look at what it says; publish it after a colleague has taken the second look.',
  },
  noneHintReader: {
    zh: '值班员起草、另一人复核并发布后，地图会显示在这里。',
    en: 'The map appears here once a duty officer has drafted one and a second person has approved it.',
  },
  toImports: { zh: '去导入病例数', en: 'Import counts' },
  illustrative: { zh: '示意性参数', en: 'illustrative parameter' },
  illustrativeHint: {
    zh: '这个参数是本规则包的建议值，正式使用前须由当地疾控机构审定。',
    en: 'This parameter is the pack’s own proposal; the responsible authority must approve it before it is used in earnest.',
  },
  deviation: { zh: '专家调整', en: 'Set by an expert' },
  notRated: { zh: '未评定', en: 'Not rated' },
  close: { zh: '关闭', en: 'Close' },
  cancel: { zh: '取消', en: 'Cancel' },
  copy: { zh: '复制全文', en: 'Copy the text' },
  copied: { zh: '已复制', en: 'Copied' },
  cannotCopy: {
    zh: '浏览器不允许复制，请手工选取。',
    en: 'The browser does not allow copying; select the text by hand.',
  },
  noCapability: { zh: '您的岗位不能{step}。', en: 'Your role may not do this: {step}.' },
  outside: { zh: '{place}不在您的辖区内，不能{step}。', en: '{place} is outside your jurisdiction: {step}.' },
})
