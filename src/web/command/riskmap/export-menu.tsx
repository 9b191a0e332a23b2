// The files of an edition: pictures, bulletin, tables. Drafts have them too; the server marks those as drafts.

import { DownloadOutlined } from '@ant-design/icons'
import { App, Button, Dropdown } from 'antd'
import { useState } from 'react'
import { downloadPaths, type DownloadFile, type Publication } from '#modules/riskmap/api.ts'
import { downloadFile } from '#kit/download.ts'
import { defineTexts, useLanguage, useTexts } from '#kit/i18n.ts'
import { useFailureMessage } from '../failure-message.ts'

const texts = defineTexts('riskmap-export', {
  export: { zh: '导出', en: 'Export' },
  pictures: { zh: '地图图片', en: 'Map picture' },
  bulletins: { zh: '通报（PDF）', en: 'Bulletin (PDF)' },
  tables: { zh: '数据', en: 'Data' },
  pngWide: { zh: 'PNG 横版', en: 'PNG, wide' },
  pngPortrait: { zh: 'PNG 竖版', en: 'PNG, portrait' },
  svg: { zh: 'SVG 矢量图', en: 'SVG' },
  bulletinZh: { zh: '中文通报', en: 'in Chinese' },
  bulletinEn: { zh: '英文通报', en: 'in English' },
  csv: { zh: 'CSV 表格', en: 'CSV' },
  geojson: { zh: 'GeoJSON', en: 'GeoJSON' },
  working: { zh: '正在生成文件…', en: 'Making the file…' },
  done: { zh: '已下载', en: 'Downloaded' },
})

export function ExportMenu({ publication }: { publication: Publication }) {
  const t = useTexts(texts)
  const language = useLanguage()
  const { message } = App.useApp()
  const fail = useFailureMessage()
  const [busy, setBusy] = useState(false)
  const get =
    (file: DownloadFile, query: Record<string, string> = {}) =>
    async () => {
      setBusy(true)
      try {
        const path = downloadPaths.of(publication.id, file).replace(/^\/api/, '')
        await downloadFile(path, { query: { language, ...query } })
        void message.success(t('done'))
      } catch (error) {
        fail(error)
      } finally {
        setBusy(false)
      }
    }
  const files = {
    pngWide: get('map.png', { shape: 'wide' }),
    pngPortrait: get('map.png', { shape: 'portrait' }),
    svg: get('map.svg', { shape: 'wide' }),
    bulletinZh: get('bulletin.pdf', { language: 'zh' }),
    bulletinEn: get('bulletin.pdf', { language: 'en' }),
    csv: get('ratings.csv'),
    geojson: get('ratings.geojson'),
  }
  const group = (title: 'pictures' | 'bulletins' | 'tables', names: (keyof typeof files)[]) => ({
    key: title,
    type: 'group' as const,
    label: t(title),
    children: names.map((name) => ({ key: name, label: t(name) })),
  })
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          group('pictures', ['pngWide', 'pngPortrait', 'svg']),
          group('bulletins', ['bulletinZh', 'bulletinEn']),
          group('tables', ['csv', 'geojson']),
        ],
        onClick: ({ key }) => void files[key as keyof typeof files](),
      }}
    >
      <Button icon={<DownloadOutlined />} loading={busy} title={busy ? t('working') : undefined}>
        {t('export')}
      </Button>
    </Dropdown>
  )
}
