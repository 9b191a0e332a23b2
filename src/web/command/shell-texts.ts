import { defineTexts } from '#kit/i18n.ts'

export const shellTexts = defineTexts('shell', {
  product: { zh: '五色 · 指挥中心', en: 'Wuse command centre' },
  productShort: { zh: '五色', en: 'Wuse' },
  toContent: { zh: '跳到正文', en: 'Skip to content' },
  menu: { zh: '菜单', en: 'Menu' },
  mainMenu: { zh: '主菜单', en: 'Main menu' },
  groupWork: { zh: '业务', en: 'Work' },
  groupGovern: { zh: '管理', en: 'Governance' },
  groupOwn: { zh: '个人', en: 'Own' },
  account: { zh: '账户菜单', en: 'Account menu' },
  myAccount: { zh: '我的账户', en: 'My account' },
  signOut: { zh: '退出登录', en: 'Sign out' },
  demo: { zh: '演示环境', en: 'Demo' },
  purpose: { zh: '办理目的', en: 'Purpose' },
  purposeAutomatic: { zh: '按操作自动确定', en: 'As each action needs' },
  publicMap: { zh: '公众版地图', en: 'Public map' },
  dark: { zh: '深色', en: 'Dark' },
  light: { zh: '浅色', en: 'Light' },
  screenForbidden: { zh: '您的岗位不包含“{screen}”。', en: 'Your role does not include “{screen}”.' },
  noSuchPage: { zh: '这个地址没有对应的页面。', en: 'There is no page at this address.' },
  toStart: { zh: '返回首页', en: 'To the start' },
})
