// Accounts of the own jurisdiction: search, create, open one. The search stands in the address.

import { PlusOutlined } from '@ant-design/icons'
import { Button, Input, Table, Tag, type TableColumnsType } from 'antd'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account } from '#modules/access/api.ts'
import { api } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { useSay, useTexts } from '#kit/i18n.ts'
import { Empty, Loaded } from '#kit/states.tsx'
import { useUrlValue } from '#kit/url-state.ts'
import { MoreRows } from '../more-rows.tsx'
import { Page } from '../page.tsx'
import { Place } from '../place.tsx'
import { AccountDrawer } from './account-drawer.tsx'
import { CreateAccount } from './create-account.tsx'
import { accountTexts } from './texts.ts'

export function AccountsPage() {
  const t = useTexts(accountTexts)
  const [search, setSearch] = useUrlValue('search')
  const [opened, setOpened] = useUrlValue('account')
  const [creating, setCreating] = useState(false)
  const accounts = useInfiniteQuery(
    api.access.listAccounts.infiniteOptions({
      input: (after: string | undefined) => ({ limit: 50, ...(after ? { after } : {}), ...(search ? { search } : {}) }),
      initialPageParam: undefined,
      getNextPageParam: (last) => last.next ?? undefined,
    }),
  )
  const rows = accounts.data?.pages.flatMap((page) => page.rows) ?? []
  const columns = useColumns(setOpened)
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
          {t('create')}
        </Button>
      }
    >
      <Input.Search
        className="list-search"
        allowClear
        defaultValue={search}
        placeholder={t('search')}
        aria-label={t('search')}
        onSearch={(value) => setSearch(value.trim() || null)}
      />
      <Loaded query={accounts}>
        {() => (
          <>
            <Table<Account>
              size="small"
              rowKey="id"
              columns={columns}
              dataSource={rows}
              pagination={false}
              scroll={{ x: 'max-content' }}
              locale={{ emptyText: <Empty title={t('none')} /> }}
              onRow={({ id }) => ({ onClick: () => setOpened(id, { push: true }), className: 'clickable' })}
            />
            <MoreRows shown={rows.length} {...accounts} />
          </>
        )}
      </Loaded>
      {creating && <CreateAccount close={() => setCreating(false)} />}
      {opened && <AccountDrawer account={rows.find(({ id }) => id === opened)} close={() => setOpened(null)} />}
    </Page>
  )
}

function useColumns(open: (id: string) => void): TableColumnsType<Account> {
  const t = useTexts(accountTexts)
  const format = useFormat()
  return [
    {
      title: t('name'),
      dataIndex: 'displayName',
      render: (name: string, { id, isDemo }) => (
        <>
          <Button
            type="link"
            size="small"
            className="cell-link"
            onClick={(event) => {
              event.stopPropagation()
              open(id)
            }}
          >
            {name}
          </Button>
          {isDemo && <Tag>{t('demo')}</Tag>}
        </>
      ),
    },
    { title: t('signInName'), dataIndex: 'signInName', responsive: ['md'] },
    { title: t('posts'), key: 'posts', render: (_, account) => <Posts account={account} /> },
    {
      title: t('status'),
      dataIndex: 'status',
      render: (status: Account['status']) =>
        status === 'active' ? t('active') : <Tag className="tag-locked">{t('locked')}</Tag>,
    },
    {
      title: t('createdAt'),
      dataIndex: 'createdAt',
      responsive: ['lg'],
      render: (at: string) => <span className="quiet">{format.instant(at)}</span>,
    },
  ]
}

function Posts({ account }: { account: Account }) {
  const t = useTexts(accountTexts)
  const say = useSay()
  const { data: roles } = useQuery(api.access.listRoles.queryOptions({ staleTime: Infinity }))
  if (account.grants.length === 0) return <span className="quiet">{t('noPosts')}</span>
  return (
    <span className="tags">
      {account.grants.map((grant) => {
        const name = roles?.find(({ code }) => code === grant.role)?.name
        return (
          <Tag key={grant.id}>
            {name ? say(name) : grant.role} · <Place path={grant.regionPath} />
          </Tag>
        )
      })}
    </span>
  )
}
