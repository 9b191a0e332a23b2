// Declares a detected cluster, or says that it is none; the reason is kept.

import { Alert, App, Form, Input, Modal } from 'antd'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Cluster } from '#modules/cases/api.ts'
import { api } from '#kit/client.ts'
import { defineTexts, useLanguage, useTexts } from '#kit/i18n.ts'
import { sentenceOfError } from '#kit/problem.ts'

const texts = defineTexts('cluster-window', {
  declare: { zh: '认定“{unit}”为聚集性疫情', en: 'Declare “{unit}” a cluster' },
  dismiss: { zh: '“{unit}”不是聚集性疫情', en: '“{unit}” is no cluster' },
  declareHint: {
    zh: '认定后，这 {cases} 例固定为同一起，规则变化也不影响。',
    en: 'The {cases} cases then belong together whatever the rule says.',
  },
  dismissHint: {
    zh: '不再计入风险评估；原因会保留。',
    en: 'It no longer counts when risk is rated; the reason is kept.',
  },
  reason: { zh: '原因', en: 'Reason' },
  reasonMissing: { zh: '请写明原因（至少 3 个字）', en: 'Please give the reason (at least 3 characters)' },
  save: { zh: '保存', en: 'Save' },
  cancel: { zh: '取消', en: 'Cancel' },
  done: { zh: '已保存', en: 'Saved' },
})

export type ClusterStep = 'declare' | 'dismiss'
type ClusterWindowProps = { cluster: Cluster; kind: ClusterStep; onClose: () => void }

export function ClusterWindow({ cluster, kind, onClose }: ClusterWindowProps) {
  const t = useTexts(texts)
  const language = useLanguage()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [form] = Form.useForm<{ reason: string }>()
  const onSuccess = async (): Promise<void> => {
    void message.success(t('done'))
    onClose()
    await queries.invalidateQueries({ queryKey: api.cases.key() })
  }
  const declare = useMutation(api.cases.declareCluster.mutationOptions({ onSuccess }))
  const dismiss = useMutation(api.cases.dismissCluster.mutationOptions({ onSuccess }))
  const error = declare.error ?? dismiss.error
  const send = ({ reason }: { reason: string }): void => {
    const { caseIds, unit, reportedOn, key } = cluster
    if (kind === 'declare') declare.mutate({ caseIds, unit, reportedOn, reason })
    else dismiss.mutate({ key, reason })
  }
  return (
    <Modal
      open
      title={t(kind, { unit: cluster.unit.name })}
      okText={t('save')}
      cancelText={t('cancel')}
      okButtonProps={{ loading: declare.isPending || dismiss.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="quiet">{t(kind === 'declare' ? 'declareHint' : 'dismissHint', { cases: cluster.cases })}</p>
      {error && <Alert type="error" showIcon title={sentenceOfError(error, language)} style={{ marginBottom: 12 }} />}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={send}>
        <Form.Item
          name="reason"
          label={t('reason')}
          rules={[{ required: true, whitespace: true, min: 3, message: t('reasonMissing') }]}
        >
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
