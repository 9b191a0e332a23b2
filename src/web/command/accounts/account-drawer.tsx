// One account: its roles, granting and revoking, password, locking. What the own account may not do is disabled and
// says why; the server refuses the same.

import { App, Button, Card, Descriptions, Drawer, Form, Popconfirm, Tag, Tooltip } from 'antd'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Account } from '#modules/access/api.ts'
import { api } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { useSay, useTexts } from '#kit/i18n.ts'
import { useSession } from '#kit/session.ts'
import { Loading } from '#kit/states.tsx'
import { useFailureMessage } from '../failure-message.ts'
import { Place } from '../place.tsx'
import { FirstPassword } from './first-password.tsx'
import { RoleFields, type RoleGiven } from './role-fields.tsx'
import { accountTexts } from './texts.ts'

export function AccountDrawer({ account, close }: { account: Account | undefined; close: () => void }) {
  const t = useTexts(accountTexts)
  return (
    <Drawer open size={560} title={account?.displayName ?? t('title')} onClose={close} className="account-drawer">
      {account ? <Details account={account} /> : <Loading />}
    </Drawer>
  )
}

function Details({ account }: { account: Account }) {
  const t = useTexts(accountTexts)
  const format = useFormat()
  const { me } = useSession()
  const own = me.accountId === account.id
  return (
    <div className="page-body">
      <Descriptions
        column={1}
        size="small"
        items={[
          { key: 'sign-in', label: t('signInName'), children: account.signInName },
          {
            key: 'status',
            label: t('status'),
            children: account.status === 'active' ? t('active') : <Tag className="tag-locked">{t('locked')}</Tag>,
          },
          { key: 'created', label: t('createdAt'), children: format.instant(account.createdAt) },
        ]}
      />
      <Actions account={account} own={own} />
      <Grants account={account} own={own} />
    </div>
  )
}

function useChanged(): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: api.access.listAccounts.key() })
}

function Actions({ account, own }: { account: Account; own: boolean }) {
  const t = useTexts(accountTexts)
  const changed = useChanged()
  const failed = useFailureMessage()
  const reset = useMutation(api.access.resetPassword.mutationOptions({ onError: failed }))
  const status = useMutation(api.access.setAccountStatus.mutationOptions({ onSuccess: changed, onError: failed }))
  const why = own ? t('ownAccount') : undefined
  return (
    <div className="page-actions">
      <Popconfirm
        title={t('reset')}
        description={t('resetSure')}
        disabled={own}
        onConfirm={() => reset.mutate({ id: account.id })}
      >
        <Tooltip title={why}>
          <Button disabled={own} loading={reset.isPending}>
            {t('reset')}
          </Button>
        </Tooltip>
      </Popconfirm>
      {account.status === 'active' ? (
        <Popconfirm
          title={t('lock')}
          description={t('lockSure')}
          disabled={own}
          onConfirm={() => status.mutate({ id: account.id, status: 'locked' })}
        >
          <Tooltip title={why}>
            <Button danger disabled={own} loading={status.isPending}>
              {t('lock')}
            </Button>
          </Tooltip>
        </Popconfirm>
      ) : (
        <Button loading={status.isPending} onClick={() => status.mutate({ id: account.id, status: 'active' })}>
          {t('unlock')}
        </Button>
      )}
      {reset.data && (
        <FirstPassword
          title={t('reset')}
          signInName={account.signInName}
          password={reset.data.firstPassword}
          close={reset.reset}
        />
      )}
    </div>
  )
}

function Grants({ account, own }: { account: Account; own: boolean }) {
  const t = useTexts(accountTexts)
  const say = useSay()
  const format = useFormat()
  const { message } = App.useApp()
  const changed = useChanged()
  const failed = useFailureMessage()
  const [form] = Form.useForm<RoleGiven>()
  const { data: roles } = useQuery(api.access.listRoles.queryOptions({ staleTime: Infinity }))
  const grant = useMutation(
    api.access.grantRole.mutationOptions({
      onSuccess: async () => {
        form.resetFields()
        void message.success(t('granted'))
        await changed()
      },
      onError: failed,
    }),
  )
  const revoke = useMutation(
    api.access.revokeGrant.mutationOptions({
      onSuccess: async () => {
        void message.success(t('revoked'))
        await changed()
      },
      onError: failed,
    }),
  )
  return (
    <>
      <Card size="small" title={t('posts')}>
        {account.grants.length === 0 && <span className="quiet">{t('noPosts')}</span>}
        <ul className="session-list">
          {account.grants.map(({ id, role, regionPath, validTo }) => {
            const name = roles?.find(({ code }) => code === role)?.name
            return (
              <li key={id}>
                <div>
                  <strong>{name ? say(name) : role}</strong> · <Place path={regionPath} />
                  {validTo && <div className="quiet">{t('until', { at: format.instant(validTo) })}</div>}
                </div>
                <Popconfirm title={t('revokeSure')} disabled={own} onConfirm={() => revoke.mutate({ id })}>
                  <Tooltip title={own ? t('ownAccount') : undefined}>
                    <Button size="small" danger disabled={own} loading={revoke.isPending && revoke.variables.id === id}>
                      {t('revoke')}
                    </Button>
                  </Tooltip>
                </Popconfirm>
              </li>
            )
          })}
        </ul>
      </Card>
      {!own && (
        <Card size="small" title={t('grant')}>
          <Form<RoleGiven>
            form={form}
            layout="vertical"
            requiredMark={false}
            onFinish={(given) => grant.mutate({ id: account.id, ...given })}
          >
            <RoleFields />
            <Button htmlType="submit" type="primary" loading={grant.isPending}>
              {t('grant')}
            </Button>
          </Form>
        </Card>
      )}
    </>
  )
}
