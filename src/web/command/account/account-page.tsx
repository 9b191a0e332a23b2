// The own account: posts and places, password, sessions.

import { Alert, Card, Descriptions, Tag } from 'antd'
import { useSay, useTexts, defineTexts } from '#kit/i18n.ts'
import { useSession } from '#kit/session.ts'
import { Page } from '../page.tsx'
import { Place } from '../place.tsx'
import { PasswordForm } from './password-form.tsx'
import { SessionList } from './session-list.tsx'

const texts = defineTexts('account', {
  title: { zh: '我的账户', en: 'My account' },
  who: { zh: '基本信息', en: 'Who you are' },
  name: { zh: '姓名', en: 'Name' },
  signInName: { zh: '用户名', en: 'Sign-in name' },
  posts: { zh: '岗位与辖区', en: 'Posts' },
  noPosts: { zh: '尚未授权任何岗位', en: 'No post has been granted yet' },
  mustChange: {
    zh: '这是首次登录或密码已被重置，请先修改密码。',
    en: 'This is the first sign-in, or the password was reset: change it first.',
  },
})

export function AccountPage() {
  const t = useTexts(texts)
  const say = useSay()
  const { me } = useSession()
  return (
    <Page title={t('title')} narrow>
      {me.mustChangePassword && <Alert type="warning" showIcon title={t('mustChange')} style={{ marginBottom: 16 }} />}
      <Card title={t('who')} size="small">
        <Descriptions
          column={1}
          size="small"
          items={[
            { key: 'name', label: t('name'), children: me.displayName },
            { key: 'sign-in', label: t('signInName'), children: me.signInName },
            {
              key: 'posts',
              label: t('posts'),
              children:
                me.grants.length === 0 ? (
                  t('noPosts')
                ) : (
                  <span>
                    {me.grants.map((grant) => (
                      <Tag key={`${grant.role} ${grant.regionPath}`}>
                        {say(grant.roleName)} · <Place path={grant.regionPath} />
                      </Tag>
                    ))}
                  </span>
                ),
            },
          ]}
        />
      </Card>
      <PasswordForm />
      {!me.mustChangePassword && <SessionList />}
    </Page>
  )
}
