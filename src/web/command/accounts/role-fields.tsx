// Which role, where: the two fields of a grant. Only regions where the own account may manage accounts are offered.

import { Form, Select } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { api } from '#kit/client.ts'
import { useSay, useTexts } from '#kit/i18n.ts'
import { useSession } from '#kit/session.ts'
import { RegionPicker } from '../region-picker.tsx'
import { accountTexts } from './texts.ts'

export type RoleGiven = { role: string; regionPath: string }

const roleOption = ({ data }: { data: { label: string; description: string } }) => (
  <div>
    {data.label}
    <div className="quiet option-note">{data.description}</div>
  </div>
)

export function RoleFields() {
  const t = useTexts(accountTexts)
  const say = useSay()
  const { where } = useSession()
  const roles = useQuery(api.access.listRoles.queryOptions({ staleTime: Infinity }))
  return (
    <>
      <Form.Item name="role" label={t('role')} rules={[{ required: true, message: t('missing') }]}>
        <Select
          loading={roles.isPending}
          options={(roles.data ?? []).map(({ code, name, description }) => ({
            value: code,
            label: say(name),
            description: say(description),
          }))}
          optionRender={roleOption}
        />
      </Form.Item>
      <Form.Item
        name="regionPath"
        label={t('region')}
        rules={[
          {
            validator: (_, value) =>
              value === undefined ? Promise.reject(new Error(t('missing'))) : Promise.resolve(),
          },
        ]}
      >
        <RegionPicker within={where('accounts.manage')} />
      </Form.Item>
    </>
  )
}
