// Ant Design in the colours of the house (kit/base.css): deep teal leads, because it is none of the five risk colours.

import { theme as antd, type ThemeConfig } from 'antd'

const font = 'var(--font)'

const shared = {
  fontFamily: font,
  fontSize: 14,
  lineHeight: 1.6,
  borderRadius: 6,
  wireframe: false,
  motionDurationMid: '0.15s',
}

export const lightTheme: ThemeConfig = {
  algorithm: antd.defaultAlgorithm,
  token: {
    ...shared,
    colorPrimary: '#0e5a6b',
    colorInfo: '#0e5a6b',
    colorLink: '#0e5a6b',
    colorError: '#b3261e',
    colorSuccess: '#1f7a4d',
    colorWarning: '#9a5b00',
    colorPrimaryHover: '#13738a',
    colorPrimaryBg: '#e3f0f3',
    colorPrimaryBorder: '#9cc7d1',
    colorInfoBg: '#e9f3f6',
    colorInfoBorder: '#b9d8df',
    colorSuccessBg: '#e9f5ee',
    colorSuccessBorder: '#b3d9c3',
    colorErrorBg: '#fdeeec',
    colorErrorBorder: '#f0c4bf',
    colorWarningBg: '#fdf4e3',
    colorWarningBorder: '#ecd7a8',
    colorText: '#14202b',
    colorTextSecondary: '#46545f',
    colorTextTertiary: '#5f6d78',
    colorTextDescription: '#5f6d78',
    colorTextPlaceholder: '#6b7883',
    colorTextDisabled: '#6b7883',
    colorBorder: '#c3ccd3',
    colorBorderSecondary: '#dde3e8',
    colorBgLayout: '#f4f6f8',
  },
  components: {
    Layout: {
      headerBg: '#0b3440',
      headerColor: '#ffffff',
      headerHeight: 52,
      headerPadding: '0 16px',
      siderBg: '#ffffff',
    },
    Menu: { itemBorderRadius: 6, itemHeight: 38, itemSelectedBg: '#e3f0f3', itemSelectedColor: '#0a4351' },
    Table: { headerBg: '#f0f3f5', headerColor: '#46545f', cellPaddingBlock: 10, cellPaddingBlockSM: 7 },
    Card: { headerHeight: 46 },
  },
}

/** The big screen of the duty room. */
export const darkTheme: ThemeConfig = {
  algorithm: antd.darkAlgorithm,
  token: {
    ...shared,
    colorPrimary: '#4fb3ca',
    colorInfo: '#3aa0b8',
    colorLink: '#58b8cd',
    colorBgBase: '#07131b',
    colorBgContainer: '#0e202c',
    colorBgElevated: '#12293a',
    colorBgLayout: '#07131b',
    colorText: '#eaf2f6',
    colorTextSecondary: '#b8c8d1',
    colorTextTertiary: '#9fb2bd',
    colorTextDescription: '#9fb2bd',
    colorTextPlaceholder: '#8fa3ae',
    colorTextDisabled: '#8fa3ae',
    colorTextLightSolid: '#04141a',
    colorError: '#ff8f85',
    colorWarning: '#f0b75a',
    colorSuccess: '#5cc795',
    colorBorder: '#2b4656',
    colorBorderSecondary: '#1f3644',
  },
  components: {
    Menu: { itemBorderRadius: 6, itemHeight: 38, itemSelectedBg: '#14384a', itemSelectedColor: '#c9ebf3' },
    Layout: { headerBg: '#040c11', headerHeight: 52, headerPadding: '0 16px', siderBg: '#0b1a24' },
  },
}
