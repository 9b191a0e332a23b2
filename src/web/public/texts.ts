import { defineTexts } from '#kit/i18n.ts'

export const publicTexts = defineTexts('public', {
  product: { zh: '五色疫情风险图', en: 'Five-colour risk map' },
  toContent: { zh: '跳到正文', en: 'Skip to content' },
  menu: { zh: '栏目', en: 'Pages' },
  map: { zh: '风险图', en: 'Map' },
  rules: { zh: '规则', en: 'Rules' },
  about: { zh: '说明', en: 'About' },
  footer: {
    zh: '每一种颜色都有依据，每一期风险图都可重新核算。',
    en: 'Every colour has its reasons; every map can be judged again.',
  },
  staff: { zh: '工作人员登录', en: 'Staff sign-in' },
  noSuchPage: { zh: '这个地址没有对应的页面。', en: 'There is no page at this address.' },
  toStart: { zh: '返回首页', en: 'To the start' },
})
