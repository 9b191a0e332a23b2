// The own sessions: where the account is signed in, and ending one.

import { Button, Card, Popconfirm, Tag } from 'antd'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#kit/client.ts'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useTexts } from '#kit/i18n.ts'
import { Loaded } from '#kit/states.tsx'
import { useFailureMessage } from '../failure-message.ts'
import { deviceName } from './device-name.ts'

const texts = defineTexts('sessions', {
  title: { zh: '我的会话', en: 'My sessions' },
  current: { zh: '当前设备', en: 'This device' },
  lastSeen: { zh: '最近使用 {at}', en: 'Last used {at}' },
  since: { zh: '登录于 {at}', en: 'Since {at}' },
  end: { zh: '结束', en: 'End' },
  endSure: { zh: '结束这个会话？', en: 'End this session?' },
  unknown: { zh: '未知设备', en: 'Unknown device' },
})

export function SessionList() {
  const t = useTexts(texts)
  const format = useFormat()
  const failed = useFailureMessage()
  const queries = useQueryClient()
  const sessions = useQuery(api.access.listSessions.queryOptions())
  const end = useMutation(
    api.access.revokeSession.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.access.listSessions.key() }),
      onError: failed,
    }),
  )
  return (
    <Card title={t('title')} size="small">
      <Loaded query={sessions}>
        {(rows) => (
          <ul className="session-list">
            {rows.map((session) => (
              <li key={session.id}>
                <div>
                  <strong>{deviceName(session.agent) ?? t('unknown')}</strong>{' '}
                  {session.current && <Tag>{t('current')}</Tag>}
                  <div className="quiet">
                    {[
                      session.address,
                      t('lastSeen', { at: format.instant(session.lastSeenAt) }),
                      t('since', { at: format.instant(session.createdAt) }),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </div>
                </div>
                {!session.current && (
                  <Popconfirm title={t('endSure')} onConfirm={() => end.mutate({ id: session.id })}>
                    <Button size="small" danger loading={end.isPending && end.variables?.id === session.id}>
                      {t('end')}
                    </Button>
                  </Popconfirm>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Card>
  )
}
