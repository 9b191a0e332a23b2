// Names of months and weekdays in Ant Design's calendars.

import dayjs from 'dayjs'
import 'dayjs/locale/en-gb'
import 'dayjs/locale/zh-cn'
import type { Language } from '#base/text.ts'

export function setDateLanguage(language: Language): void {
  dayjs.locale(language === 'zh' ? 'zh-cn' : 'en-gb')
}
