// Whom to ask, and how to contest a colour. The help line is the operator's (policy/public.json).

import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useLocation } from 'react-router'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { informationQuery } from './data.ts'

const texts = defineTexts('contest', {
  title: { zh: '有疑问或异议', en: 'Questions and objections' },
  lead: {
    zh: '如果您认为某地的颜色与公布的规则不符，请联系当地卫生健康部门，写明地区、日期和依据。每一期都可用封存的数据和规则重新核算。',
    en: 'If you think that a colour does not follow from the published rules, tell the local health authority: the place, the day and why. Every map can be judged again from its sealed figures and rules.',
  },
  phone: { zh: '咨询电话', en: 'Help line' },
})

export function Contest() {
  const t = useTexts(texts)
  const say = useSay()
  const { hash } = useLocation()
  const section = useRef<HTMLElement>(null)
  const information = useQuery(informationQuery)
  const help = information.data?.data.helpLine
  useEffect(() => {
    if (hash === '#contest') section.current?.scrollIntoView()
  }, [hash])
  return (
    <section id="contest" ref={section} className="public-contest">
      <h2>{t('title')}</h2>
      <p>{t('lead')}</p>
      {help && (
        <p>
          {t('phone')}{' '}
          <a href={`tel:${help.phone}`}>
            <strong>{help.phone}</strong>
          </a>{' '}
          {say(help.note)}
        </p>
      )}
    </section>
  )
}
