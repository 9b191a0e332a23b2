// What the map is, how a colour comes about, what data it uses and does not use.

import { colourNames } from '#modules/riskmap/picture/colours.ts'
import { defineTexts, useTexts } from '#kit/i18n.ts'
import { RiskTag } from '#kit/risk-tag.tsx'

const texts = defineTexts('about', {
  title: { zh: '关于风险图', en: 'About the map' },
  what: {
    zh: '风险图用五种颜色表示各县（市、区）的疫情风险等级，供公众和各单位了解当前形势。它由县级以上卫生健康部门根据公布的规则评定，经复核后发布。',
    en: 'The map shows the epidemic risk of each county in five colours, so that people and organisations know where things stand. Health authorities rate it by published rules; it is published after a second look.',
  },
  coloursTitle: { zh: '五种颜色', en: 'The five colours' },
  coloursHint: {
    zh: '颜色不是唯一的标志：每种颜色另有名称、形状和图案。从高风险到低风险依次为：',
    en: 'Colour is never the only sign: each has a name, a shape and a pattern too. From high to low risk:',
  },
  howTitle: { zh: '颜色怎样得出', en: 'How a colour comes about' },
  how: {
    zh: '依据累计确诊病例、本地病例占比和聚集性疫情评估等级，再看连续无新增病例的天数调整。每次评定最多调整一级；出现新的本地病例时停止下调。点选地图上的任一县，可以看到它为什么是这种颜色。',
    en: 'The level follows from confirmed cases, the share of local cases and clusters, and is adjusted by the days without a new case: at most one level a review, and a new local case stops easing. Choose any county on the map to see why it has its colour.',
  },
  dataTitle: { zh: '数据说明', en: 'Data' },
  data: {
    zh: '风险图只使用各县每日的病例数，不含任何个人信息；颜色只与地方的疫情有关，与个人的籍贯、职业无关。浏览本页无需登录，也不收集您的位置和身份。',
    en: 'The map uses daily counts per county only and holds no personal data. A colour tells about a place, never about where a person comes from or what they do. This page needs no sign-in and collects neither your location nor your identity.',
  },
  outlinesTitle: { zh: '界线说明', en: 'Outlines' },
  outlines: {
    zh: '地图界线为示意，不代表法定界线。',
    en: 'The outlines are schematic and no legal borders.',
  },
})

export function AboutPage() {
  const t = useTexts(texts)
  return (
    <article className="public-text">
      <h1>{t('title')}</h1>
      <p>{t('what')}</p>
      <h2>{t('coloursTitle')}</h2>
      <p>{t('coloursHint')}</p>
      <ul className="public-colours">
        {colourNames
          .filter((name) => name !== 'grey')
          .map((name) => (
            <li key={name}>
              <RiskTag colour={name} />
            </li>
          ))}
      </ul>
      <h2>{t('howTitle')}</h2>
      <p>{t('how')}</p>
      <h2>{t('dataTitle')}</h2>
      <p>{t('data')}</p>
      <h2>{t('outlinesTitle')}</h2>
      <p>{t('outlines')}</p>
    </article>
  )
}
