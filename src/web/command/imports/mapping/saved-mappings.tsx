// Reuses a mapping that was saved before, or saves this one under a name.

import { App, Button, Input, Popover, Select } from 'antd'
import { SaveOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Batch, Mapping, SavedMapping } from '#modules/cases/api.ts'
import { api } from '#kit/client.ts'
import { defineTexts, useTexts } from '#kit/i18n.ts'
import { useFailureMessage } from '../../failure-message.ts'

const texts = defineTexts('saved-mappings', {
  use: { zh: '使用已保存的对应关系', en: 'Use a saved mapping' },
  save: { zh: '保存', en: 'Save' },
  name: { zh: '名称', en: 'Name' },
  nameHint: { zh: '例如：省卫健委日报', en: 'e.g. Daily report of the commission' },
  saved: { zh: '已保存“{name}”，下次同样的文件会自动采用。', en: 'Saved as “{name}”; the next such file will use it.' },
  replaces: { zh: '将替换同名的对应关系，旧版本保留。', en: 'Replaces the one of this name; the old version is kept.' },
})

type SavedMappingsProps = { batch: Batch; mapping: Mapping; source: string; onUse: (saved: SavedMapping) => void }

export function SavedMappings({ batch, mapping, source, onUse }: SavedMappingsProps) {
  const t = useTexts(texts)
  const failed = useFailureMessage()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState(batch.mappingName ?? '')
  const saved = useQuery(api.cases.listMappings.queryOptions({ input: { kind: batch.kind } }))
  const save = useMutation(
    api.cases.saveMapping.mutationOptions({
      onSuccess: async (answer) => {
        setOpen(false)
        void message.success(t('saved', { name: answer.name }))
        await queries.invalidateQueries({ queryKey: api.cases.listMappings.key() })
      },
      onError: failed,
    }),
  )
  const store = (): void => save.mutate({ name: name.trim(), kind: batch.kind, source, mapping })
  return (
    <div className="saved-mappings">
      {(saved.data?.length ?? 0) > 0 && (
        <Select
          size="small"
          aria-label={t('use')}
          placeholder={t('use')}
          popupMatchSelectWidth={false}
          value={null}
          onChange={(id: string | null) => {
            const chosen = saved.data?.find((one) => one.id === id)
            if (chosen) onUse(chosen)
          }}
          options={(saved.data ?? []).map((one) => ({ value: one.id, label: `${one.name} · ${one.source}` }))}
        />
      )}
      <Popover
        open={open}
        onOpenChange={setOpen}
        trigger="click"
        placement="bottomRight"
        content={
          <form
            className="save-mapping"
            onSubmit={(event) => {
              event.preventDefault()
              if (name.trim()) store()
            }}
          >
            <label htmlFor="mapping-name">{t('name')}</label>
            <Input
              id="mapping-name"
              maxLength={80}
              value={name}
              placeholder={t('nameHint')}
              onChange={(event) => setName(event.target.value)}
            />
            {saved.data?.some((one) => one.name === name.trim()) && <span className="quiet">{t('replaces')}</span>}
            <Button type="primary" htmlType="submit" disabled={!name.trim()} loading={save.isPending}>
              {t('save')}
            </Button>
          </form>
        }
      >
        <Button size="small" icon={<SaveOutlined />}>
          {t('save')}
        </Button>
      </Popover>
    </div>
  )
}
