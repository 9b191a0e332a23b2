// Changing the own password; ends all other sessions of the account.

import { App, Alert, Button, Card, Form, Input } from 'antd'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '#kit/client.ts'
import { defineTexts, useLanguage, useTexts } from '#kit/i18n.ts'
import { sentenceOfError } from '#kit/problem.ts'
import { meOptions, useSession } from '#kit/session.ts'

const texts = defineTexts('password', {
  title: { zh: '修改密码', en: 'Change the password' },
  current: { zh: '当前密码', en: 'Current password' },
  next: { zh: '新密码', en: 'New password' },
  again: { zh: '再输一次', en: 'Once more' },
  rule: {
    zh: '至少 12 个字符；不要求大小写或符号，建议用几个好记的词。',
    en: 'At least 12 characters; no other rule. A few words you remember do best.',
  },
  missing: { zh: '请填写', en: 'Fill this in' },
  short: { zh: '至少 12 个字符', en: 'At least 12 characters' },
  differ: { zh: '两次输入不一致', en: 'The two differ' },
  save: { zh: '修改密码', en: 'Change password' },
  saved: { zh: '密码已修改，其他设备上的会话已结束。', en: 'Changed; your sessions on other devices have ended.' },
})

type Given = { current: string; next: string; again: string }

export function PasswordForm() {
  const t = useTexts(texts)
  const language = useLanguage()
  const { message } = App.useApp()
  const { me } = useSession()
  const queries = useQueryClient()
  const [form] = Form.useForm<Given>()
  const change = useMutation(
    api.access.changePassword.mutationOptions({
      onSuccess: async () => {
        form.resetFields()
        void message.success(t('saved'))
        await queries.invalidateQueries({ queryKey: meOptions().queryKey })
        await queries.invalidateQueries({ queryKey: api.access.listSessions.key() })
      },
    }),
  )
  return (
    <Card title={t('title')} size="small">
      <Form<Given>
        form={form}
        layout="vertical"
        requiredMark={false}
        style={{ maxWidth: 380 }}
        onFinish={({ current, next }) => change.mutate({ current, next })}
      >
        <input type="text" autoComplete="username" value={me.signInName} readOnly hidden />
        {change.error && (
          <Alert type="error" showIcon title={sentenceOfError(change.error, language)} style={{ marginBottom: 12 }} />
        )}
        <Form.Item name="current" label={t('current')} rules={[{ required: true, message: t('missing') }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="next"
          label={t('next')}
          extra={t('rule')}
          rules={[
            { required: true, message: t('missing') },
            { min: 12, message: t('short') },
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('again')}
          dependencies={['next']}
          rules={[
            { required: true, message: t('missing') },
            ({ getFieldValue }) => ({
              validator: (_, value) =>
                !value || value === getFieldValue('next') ? Promise.resolve() : Promise.reject(new Error(t('differ'))),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={change.isPending}>
          {t('save')}
        </Button>
      </Form>
    </Card>
  )
}
