// What happened to a map, in words.

import type { Text } from '#base/text.ts'
import type { PublicationEvent } from '#modules/riskmap/api.ts'

export const eventNames: Record<PublicationEvent['kind'], Text> = {
  drafted: { zh: '起草', en: 'drafted' },
  redrafted: { zh: '重新起草', en: 'drafted again' },
  submitted: { zh: '提交复核', en: 'submitted for the second look' },
  'taken-back': { zh: '收回', en: 'taken back' },
  approved: { zh: '复核通过', en: 'approved' },
  returned: { zh: '退回', en: 'returned' },
  published: { zh: '发布', en: 'published' },
  superseded: { zh: '被后一期替代', en: 'superseded by a later edition' },
  withdrawn: { zh: '撤回', en: 'withdrawn' },
  discarded: { zh: '作废', en: 'given up' },
  'deviation-proposed': { zh: '提出等级调整', en: 'another level proposed' },
  'deviation-confirmed': { zh: '确认等级调整', en: 'another level confirmed' },
  'deviation-refused': { zh: '否决等级调整', en: 'another level refused' },
  'deviation-taken-back': { zh: '收回等级调整', en: 'another level taken back' },
  'deviation-lapsed': { zh: '等级调整因数据变化失效', en: 'another level lapsed, the counts having changed' },
}
