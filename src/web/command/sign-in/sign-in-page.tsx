// Sign-in by name and password. On a demo server the people of the scenario stand beside it: one click fills the form.

import { LockOutlined, UserOutlined } from '@ant-design/icons'
import { Alert, Button, Form, Input } from 'antd'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { api } from '#kit/client.ts'
import { defineTexts, useLanguage, useTexts } from '#kit/i18n.ts'
import { LanguageSwitch } from '#kit/language-switch.tsx'
import { sentenceOfError } from '#kit/problem.ts'
import { choosePurpose } from '#kit/purpose.ts'
import { meOptions } from '#kit/session.ts'
import logo from '#kit/icon.svg'
import { DemoPeople, peopleOf } from './demo-people.tsx'

export const signInTexts = defineTexts('sign-in', {
  title: { zh: '五色 · 指挥中心', en: 'Wuse command centre' },
  motto: { zh: '一图、一码、一指数', en: 'One map, one code, one index' },
  name: { zh: '用户名', en: 'Name' },
  password: { zh: '密码', en: 'Password' },
  nameMissing: { zh: '请输入用户名', en: 'Enter your name' },
  passwordMissing: { zh: '请输入密码', en: 'Enter your password' },
  signIn: { zh: '登录', en: 'Sign in' },
  oidc: { zh: '使用单位统一身份登录', en: 'Sign in with your organisation' },
  notice: {
    zh: '本系统的操作均留有记录，仅限授权人员在工作范围内使用。',
    en: 'Every action is recorded. For authorised staff, within their work, only.',
  },
  publicMap: { zh: '查看公众版风险图', en: 'See the public map' },
})

type Given = { name: string; password: string }

/** Only addresses of this app are followed after sign-in. */
const safeNext = (next: string | null): string => `/command${next && /^\/(?![/\\])/.test(next) ? next : ''}`

export function SignInPage() {
  const t = useTexts(signInTexts)
  const language = useLanguage()
  const [form] = Form.useForm<Given>()
  const [params] = useSearchParams()
  const next = safeNext(params.get('next'))
  const navigate = useNavigate()
  const queries = useQueryClient()
  const options = useQuery(api.access.signInOptions.queryOptions({ staleTime: Infinity }))
  const signIn = useMutation(
    api.access.signIn.mutationOptions({
      onSuccess: async ({ me }) => {
        choosePurpose(null)
        queries.clear()
        queries.setQueryData(meOptions().queryKey, me)
        await navigate(next.replace(/^\/command/, '') || '/', { replace: true })
      },
      onError: () => form.focusField('password'),
    }),
  )
  const title = t('title')
  useEffect(() => {
    document.title = title
  }, [title])
  const people = peopleOf(options.data?.demo ?? [])
  return (
    <div className="sign-in">
      <header className="sign-in-top">
        <a href="/">{t('publicMap')}</a>
        <LanguageSwitch className="plain-button" />
      </header>
      <main className={people.length > 0 ? 'sign-in-card sign-in-card-wide' : 'sign-in-card'}>
        <section className="sign-in-form">
          <div className="sign-in-brand">
            <img src={logo} width={44} height={44} alt="" />
            <div>
              <h1>{t('title')}</h1>
              <p>{t('motto')}</p>
            </div>
          </div>
          <Form<Given>
            form={form}
            layout="vertical"
            requiredMark={false}
            size="large"
            onFinish={(given) => signIn.mutate(given)}
            initialValues={{ name: '', password: '' }}
          >
            {signIn.error && (
              <Alert
                type="error"
                showIcon
                role="alert"
                title={sentenceOfError(signIn.error, language)}
                style={{ marginBottom: 16 }}
              />
            )}
            <Form.Item name="name" label={t('name')} rules={[{ required: true, message: t('nameMissing') }]}>
              <Input prefix={<UserOutlined />} autoComplete="username" spellCheck={false} />
            </Form.Item>
            <Form.Item
              name="password"
              label={t('password')}
              rules={[{ required: true, message: t('passwordMissing') }]}
            >
              <Input.Password prefix={<LockOutlined />} autoComplete="current-password" />
            </Form.Item>
            <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
              {t('signIn')}
            </Button>
            {options.data?.oidc && (
              <Button
                block
                href={`/api/access/oidc/start?returnTo=${encodeURIComponent(next)}`}
                className="sign-in-oidc"
              >
                {t('oidc')}
              </Button>
            )}
          </Form>
          <p className="sign-in-notice">{t('notice')}</p>
        </section>
        {options.data?.demoPassword && people.length > 0 && (
          <DemoPeople
            people={people}
            password={options.data.demoPassword}
            choose={(given) => {
              form.setFieldsValue(given)
              signIn.reset()
            }}
          />
        )}
      </main>
    </div>
  )
}
