// An import at work: how far it is, how long it may take, and a way to stop it.

import { Button, Card, Progress } from 'antd'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Batch } from '#modules/cases/api.ts'
import { api } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useSay, useTexts } from '#kit/i18n.ts'
import { useFailureMessage } from '../failure-message.ts'
import { stateNames } from './texts.ts'

const texts = defineTexts('running', {
  done: { zh: '{done} / {all} 行', en: '{done} of {all} rows' },
  leave: {
    zh: '可以离开本页，导入会在后台继续。',
    en: 'You may leave this page; the import goes on in the background.',
  },
  cancel: { zh: '取消导入', en: 'Cancel the import' },
})

export function RunningPanel({ batch }: { batch: Batch }) {
  const t = useTexts(texts)
  const say = useSay()
  const format = useFormat()
  const failed = useFailureMessage()
  const queries = useQueryClient()
  const cancel = useMutation(
    api.cases.cancelImport.mutationOptions({
      onSuccess: (answer) => queries.setQueryData(api.cases.getBatch.queryKey({ input: { id: batch.id } }), answer),
      onError: failed,
    }),
  )
  const share = batch.rowsInFile > 0 ? batch.rowsDone / batch.rowsInFile : 0
  return (
    <Card size="small">
      <div className="running" aria-live="polite">
        <strong>{say(stateNames[batch.state])}</strong>
        <Progress percent={Math.floor(share * 100)} status="active" aria-label={say(stateNames[batch.state])} />
        <span className="quiet">
          {t('done', { done: format.number(batch.rowsDone), all: format.number(batch.rowsInFile) })} · {t('leave')}
        </span>
        <Button
          danger
          disabled={batch.state === 'cancelling'}
          loading={cancel.isPending}
          onClick={() => cancel.mutate({ id: batch.id })}
        >
          {t('cancel')}
        </Button>
      </div>
    </Card>
  )
}
