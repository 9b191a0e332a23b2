// A new account with its first role. Its first password is shown once.

import { Alert, Form, Input, Modal } from 'antd'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '#kit/client.ts'
import { useLanguage, useTexts } from '#kit/i18n.ts'
import { sentenceOfError } from '#kit/problem.ts'
import { FirstPassword } from './first-password.tsx'
import { RoleFields, type RoleGiven } from './role-fields.tsx'
import { accountTexts } from './texts.ts'

type Given = RoleGiven & { signInName: string; displayName: string }

export function CreateAccount({ close }: { close: () => void }) {
  const t = useTexts(accountTexts)
  const language = useLanguage()
  const queries = useQueryClient()
  const [form] = Form.useForm<Given>()
  const create = useMutation(
    api.access.createAccount.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.access.listAccounts.key() }),
    }),
  )
  if (create.data) {
    const { account, firstPassword } = create.data
    return <FirstPassword title={t('created')} signInName={account.signInName} password={firstPassword} close={close} />
  }
  return (
    <Modal
      open
      title={t('create')}
      okText={t('create')}
      cancelText={t('cancel')}
      confirmLoading={create.isPending}
      onOk={form.submit}
      onCancel={close}
    >
      <Form<Given> form={form} layout="vertical" requiredMark={false} onFinish={(given) => create.mutate(given)}>
        {create.error && (
          <Alert type="error" showIcon title={sentenceOfError(create.error, language)} className="form-alert" />
        )}
        <Form.Item name="displayName" label={t('name')} rules={[{ required: true, message: t('missing') }]}>
          <Input autoComplete="off" maxLength={100} />
        </Form.Item>
        <Form.Item
          name="signInName"
          label={t('signInName')}
          rules={[
            { required: true, message: t('missing') },
            { min: 2, message: t('tooShort') },
          ]}
        >
          <Input autoComplete="off" spellCheck={false} maxLength={100} />
        </Form.Item>
        <RoleFields />
      </Form>
    </Modal>
  )
}
