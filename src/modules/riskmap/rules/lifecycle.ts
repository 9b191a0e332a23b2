// The life of a map edition as a total table state × step, and who may take which step now. The action
// refuses with the same answer that disables the button: `publicationCan.publish(p)`, `.publish.whyNot(p)`.

import { registerSentences } from '#base/sentences.ts'
import type { Text } from '#base/text.ts'
import type { DeviationState, PublicationState } from '../api-publication.ts'

export const publicationSteps = [
  'redraft',
  'submit',
  'take-back',
  'approve',
  'return',
  'publish',
  'supersede',
  'withdraw',
  'discard',
] as const
export type PublicationStep = (typeof publicationSteps)[number]

const none: Record<PublicationStep, PublicationState | null> = {
  redraft: null,
  submit: null,
  'take-back': null,
  approve: null,
  return: null,
  publish: null,
  supersede: null,
  withdraw: null,
  discard: null,
}

/** Null: the step is not possible in this state. */
export const publicationLife: Record<PublicationState, Record<PublicationStep, PublicationState | null>> = {
  draft: { ...none, redraft: 'draft', submit: 'submitted', discard: 'discarded' },
  submitted: { ...none, 'take-back': 'draft', approve: 'approved', return: 'returned' },
  returned: { ...none, redraft: 'draft', submit: 'submitted', discard: 'discarded' },
  approved: { ...none, return: 'returned', publish: 'published' },
  published: { ...none, supersede: 'superseded', withdraw: 'withdrawn' },
  superseded: none,
  withdrawn: none,
  discarded: none,
}

export const afterStep = (state: PublicationState, step: PublicationStep): PublicationState | null =>
  publicationLife[state][step]

export const publicStates = ['published', 'superseded', 'withdrawn'] as const satisfies PublicationState[]
export const isPublic = (state: PublicationState): state is (typeof publicStates)[number] =>
  publicStates.some((one) => one === state)

/** Deviations are proposed and decided until the map has had its second look. */
const deviable: ReadonlySet<PublicationState> = new Set(['draft', 'returned', 'submitted'])

export const stateNames: Record<PublicationState, Text> = {
  draft: { zh: '草稿', en: 'draft' },
  submitted: { zh: '待复核', en: 'waiting for the second look' },
  returned: { zh: '已退回', en: 'returned' },
  approved: { zh: '已复核', en: 'approved' },
  published: { zh: '已发布', en: 'in force' },
  superseded: { zh: '已被替代', en: 'superseded' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  discarded: { zh: '已作废', en: 'given up' },
}

export const stepNames: Record<PublicationStep | 'deviate', Text> = {
  redraft: { zh: '重新起草', en: 'drafted again' },
  submit: { zh: '提交复核', en: 'submitted' },
  'take-back': { zh: '收回', en: 'taken back' },
  approve: { zh: '复核通过', en: 'approved' },
  return: { zh: '退回', en: 'returned' },
  publish: { zh: '发布', en: 'published' },
  supersede: { zh: '替代', en: 'superseded' },
  withdraw: { zh: '撤回', en: 'withdrawn' },
  discard: { zh: '作废', en: 'given up' },
  deviate: { zh: '调整等级', en: 'changed by deviations' },
}

/** What a capability looks at; a `Publication` of the contract is one. */
export type PublicationLike = {
  state: PublicationState
  author: { key: string }
  submitted?: { key: string } | null
}

export type WhyNot = { code: string; facts: Record<string, string | number>; text: Text }
type Why = (publication: PublicationLike, who?: string, openDeviations?: number) => WhyNot | null
type Can = ((publication: PublicationLike, who?: string, openDeviations?: number) => boolean) & { whyNot: Why }

const because = (code: string, facts: Record<string, string | number>, text: Text): WhyNot => ({ code, facts, text })

const wrongState = (state: PublicationState, step: PublicationStep | 'deviate'): WhyNot => {
  const [of, name] = [stateNames[state], stepNames[step]]
  const facts = { stateZh: of.zh, stateEn: of.en, stepZh: name.zh, stepEn: name.en }
  return because('riskmap.wrong-state', facts, {
    zh: `“${of.zh}”的风险图不能${name.zh}。`,
    en: `A map that is ${of.en} cannot be ${name.en}.`,
  })
}

const ownMap = because(
  'riskmap.own-map',
  {},
  { zh: '起草人不能复核自己的风险图。', en: 'Whoever drafted a map cannot take its second look.' },
)

const can = (why: Why): Can => Object.assign((...given: Parameters<Why>) => why(...given) === null, { whyNot: why })

const step = (name: PublicationStep, further?: Why): Can =>
  can((publication, who, openDeviations) =>
    afterStep(publication.state, name) === null
      ? wrongState(publication.state, name)
      : (further?.(publication, who, openDeviations) ?? null),
  )

/** The second person: not the author and not who submitted it. */
const secondPerson: Why = (publication, who) =>
  who !== undefined && (who === publication.author.key || who === publication.submitted?.key) ? ownMap : null

const decided: Why = (_publication, _who, openDeviations = 0) =>
  openDeviations > 0
    ? because(
        'riskmap.deviations-open',
        { count: openDeviations },
        {
          zh: `还有 ${openDeviations} 项等级偏离等待第二人确认。`,
          en: `${openDeviations} deviations still wait for a second person.`,
        },
      )
    : null

/** `who` is the person's key (account id); without it only the state is looked at. */
export const publicationCan = {
  redraft: step('redraft'),
  submit: step('submit'),
  takeBack: step('take-back'),
  approve: step('approve', (...given) => secondPerson(...given) ?? decided(...given)),
  return: step('return', secondPerson),
  publish: step('publish', decided),
  supersede: step('supersede'),
  withdraw: step('withdraw'),
  discard: step('discard'),
  deviate: can(({ state }) => (deviable.has(state) ? null : wrongState(state, 'deviate'))),
} as const

export type DeviationLike = { state: DeviationState; proposed: { key: string } }
export type DeviationStep = 'confirm' | 'refuse' | 'take-back' | 'lapse'

export const deviationLife: Record<DeviationState, Record<DeviationStep, DeviationState | null>> = {
  proposed: { confirm: 'confirmed', refuse: 'refused', 'take-back': 'taken-back', lapse: 'lapsed' },
  confirmed: { confirm: null, refuse: null, 'take-back': 'taken-back', lapse: 'lapsed' },
  refused: { confirm: null, refuse: null, 'take-back': null, lapse: null },
  'taken-back': { confirm: null, refuse: null, 'take-back': null, lapse: null },
  lapsed: { confirm: null, refuse: null, 'take-back': null, lapse: null },
}

/** Null when the person may take the step; confirming and refusing need another person than the proposer. */
export function whyNotDecide(deviation: DeviationLike, decision: DeviationStep, who: string): WhyNot | null {
  if (deviationLife[deviation.state][decision] === null) {
    return because(
      'riskmap.deviation-decided',
      {},
      { zh: '该偏离已经处理。', en: 'This deviation has already been decided.' },
    )
  }
  const own = who === deviation.proposed.key
  if ((decision === 'confirm' || decision === 'refuse') && own) {
    return because(
      'riskmap.own-deviation',
      {},
      { zh: '提出人不能确认自己的偏离。', en: 'Whoever proposed a deviation cannot decide it.' },
    )
  }
  if (decision === 'take-back' && !own) {
    return because(
      'riskmap.not-own-deviation',
      {},
      { zh: '只有提出人可以收回。', en: 'Only the person who proposed it can take it back.' },
    )
  }
  return null
}

registerSentences({
  'riskmap.wrong-state': {
    zh: '“{stateZh}”的风险图不能{stepZh}。',
    en: 'A map that is {stateEn} cannot be {stepEn}.',
  },
  'riskmap.own-map': ownMap.text,
  'riskmap.deviations-open': {
    zh: '还有 {count} 项等级偏离等待第二人确认。',
    en: '{count} deviations still wait for a second person.',
  },
  'riskmap.deviation-decided': { zh: '该偏离已经处理。', en: 'This deviation has already been decided.' },
  'riskmap.own-deviation': { zh: '提出人不能确认自己的偏离。', en: 'Whoever proposed a deviation cannot decide it.' },
  'riskmap.not-own-deviation': {
    zh: '只有提出人可以收回。',
    en: 'Only the person who proposed it can take it back.',
  },
})
