// Who is signed in: name and posts, own account, theme, sign-out.

import { DownOutlined, UserOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { api } from '#kit/client.ts'
import { useSay, useTexts } from '#kit/i18n.ts'
import { choosePurpose } from '#kit/purpose.ts'
import type { Session } from '#kit/session.ts'
import { shellTexts } from './shell-texts.ts'
import { chooseThemeMode, useThemeMode } from './theme-mode.ts'

export function AccountMenu({ session: { me } }: { session: Session }) {
  const t = useTexts(shellTexts)
  const say = useSay()
  const mode = useThemeMode()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const signOut = useMutation(
    api.access.signOut.mutationOptions({
      onSettled: async () => {
        choosePurpose(null)
        await navigate('/sign-in')
        queries.clear()
      },
    }),
  )
  const posts = [...new Set(me.grants.map((grant) => say(grant.roleName)))].join(' · ')
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items: [
          {
            key: 'who',
            type: 'group',
            label: (
              <span className="account-who">
                <strong>{me.displayName}</strong>
                <span>{posts}</span>
              </span>
            ),
          },
          { key: 'account', label: t('myAccount') },
          { key: 'theme', label: mode === 'dark' ? t('light') : t('dark') },
          { key: 'public', label: t('publicMap') },
          { type: 'divider' },
          { key: 'sign-out', label: t('signOut'), danger: true },
        ],
        onClick: ({ key }) => {
          if (key === 'account') void navigate('/account')
          if (key === 'theme') chooseThemeMode(mode === 'dark' ? 'light' : 'dark')
          if (key === 'public') location.assign('/')
          if (key === 'sign-out') signOut.mutate(undefined)
        },
      }}
    >
      <Button type="text" className="frame-account" aria-label={`${t('account')}: ${me.displayName}`}>
        <UserOutlined />
        <span className="frame-account-name">{me.displayName}</span>
        <DownOutlined style={{ fontSize: 10 }} />
      </Button>
    </Dropdown>
  )
}
