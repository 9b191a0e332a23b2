// Whether this person may take a step with this map now, and what happens when they take it. The reason is the same
// that the server would give; a step that somebody else took meanwhile is told with the name of who it was.

import { App } from 'antd'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Text } from '#base/text.ts'
import type { Publication, PublicationEvent } from '#modules/riskmap/api.ts'
import { publicationCan } from '#modules/riskmap/rules/lifecycle.ts'
import { api, client } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { problemOf, sentenceOfError } from '#kit/problem.ts'
import { useSession, type Session } from '#kit/session.ts'
import { eventNames } from './event-names.ts'

export type StepName = Exclude<keyof typeof publicationCan, 'supersede'>

const needed: Record<StepName, string> = {
  redraft: 'riskmap.draft',
  submit: 'riskmap.draft',
  takeBack: 'riskmap.draft',
  discard: 'riskmap.draft',
  approve: 'riskmap.review',
  return: 'riskmap.review',
  publish: 'riskmap.publish',
  withdraw: 'riskmap.publish',
  deviate: 'riskmap.deviate',
}

const noRight: Record<string, Text> = {
  'riskmap.draft': { zh: '您的岗位不能起草风险图。', en: 'Your role does not draft maps.' },
  'riskmap.review': { zh: '您的岗位不能复核风险图。', en: 'Your role does not take the second look.' },
  'riskmap.publish': { zh: '您的岗位不能发布风险图。', en: 'Your role does not publish maps.' },
  'riskmap.deviate': { zh: '只有专家可以提出等级调整。', en: 'Only experts propose another level.' },
}

/** Null when the capability is held at the place of the map. */
export function whyNoRight(session: Session, capability: string, { root }: Pick<Publication, 'root'>): Text | null {
  if (!session.can(capability)) return noRight[capability] ?? null
  if (session.can(capability, root.path)) return null
  return { zh: `${root.name.zh}不在您的辖区内。`, en: `${root.name.en} is outside your jurisdiction.` }
}

function whyNotStep(session: Session, publication: Publication, step: StepName, openDeviations: number): Text | null {
  return (
    whyNoRight(session, needed[step], publication) ??
    publicationCan[step].whyNot(publication, session.me.accountId, openDeviations)?.text ??
    null
  )
}

export function useWhyNot(publication: Publication, openDeviations: number): (step: StepName) => Text | null {
  const session = useSession()
  return (step) => whyNotStep(session, publication, step, openDeviations)
}

const texts = defineTexts('riskmap-steps', {
  meanwhile: { zh: '情况已有变化', en: 'Something happened meanwhile' },
  who: { zh: '{name} 于 {at}：{event}', en: '{name}, {at}: {event}' },
  reload: { zh: '重新载入', en: 'Reload' },
})

const staleCodes = new Set([
  'riskmap.wrong-state',
  'riskmap.other-revision',
  'riskmap.another-published',
  'riskmap.deviation-decided',
])

/** Runs a step; afterwards every screen of the map asks anew. */
export function useStep<Input, Output>(
  publicationId: string,
  run: (input: Input) => Promise<Output>,
  done?: (output: Output) => void,
) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const { modal, message } = App.useApp()
  const queries = useQueryClient()
  const renew = () => queries.invalidateQueries({ queryKey: api.riskmap.key() })
  const tellWho = async (error: unknown) => {
    const sentence = sentenceOfError(error, format.language)
    const problem = problemOf(error)
    if (!problem || !(problem.status === 409 || staleCodes.has(problem.code))) {
      void message.error(sentence, 6)
      return
    }
    const last = await newestEvent(publicationId)
    modal.warning({
      title: t('meanwhile'),
      content: last
        ? `${sentence} ${t('who', { name: last.by.name, at: format.instant(last.by.at), event: say(eventNames[last.kind]) })}`
        : sentence,
      okText: t('reload'),
      onOk: renew,
    })
  }
  return useMutation({
    mutationFn: run,
    onSuccess: async (output) => {
      await renew()
      done?.(output)
    },
    onError: tellWho,
  })
}

async function newestEvent(id: string): Promise<PublicationEvent | null> {
  try {
    const { events } = await client.riskmap.getPublication({ id })
    return events.toSorted((a, b) => b.by.at.localeCompare(a.by.at))[0] ?? null
  } catch {
    return null
  }
}
