// The map to take along: picture, bulletin, table; and how anybody can check that it was not changed.

import { Link } from 'react-router'
import type { PublicEdition } from '#modules/riskmap/api.ts'
import { downloadPaths, type DownloadFile } from '#modules/riskmap/download-paths.ts'
import { defineTexts, useLanguage, useTexts } from '#kit/i18n.ts'

const texts = defineTexts('files', {
  title: { zh: '下载', en: 'Downloads' },
  'map.png': { zh: '图片（PNG）', en: 'Picture (PNG)' },
  'map.svg': { zh: '矢量图（SVG）', en: 'Drawing (SVG)' },
  'bulletin.pdf': { zh: '公报（PDF）', en: 'Bulletin (PDF)' },
  'ratings.csv': { zh: '表格（CSV）', en: 'Table (CSV)' },
  'ratings.geojson': { zh: '地理数据（GeoJSON）', en: 'Geodata (GeoJSON)' },
  rules: { zh: '评定规则 {pack}', en: 'Rules {pack}' },
  seal: { zh: '校验码 {hash}', en: 'Seal {hash}' },
  sealHint: {
    zh: '发布内容的 SHA-256 校验码。内容若被改动，校验码随之不同。',
    en: 'SHA-256 over everything that was published: a changed map would have another one.',
  },
})

const files: readonly DownloadFile[] = ['map.png', 'bulletin.pdf', 'ratings.csv', 'map.svg', 'ratings.geojson']

export function Files({ edition }: { edition: PublicEdition }) {
  const t = useTexts(texts)
  const language = useLanguage()
  return (
    <section className="side-part map-files" aria-labelledby="files-title">
      <h2 id="files-title">{t('title')}</h2>
      <ul>
        {files
          .filter((file) => edition.outlines !== null || !file.endsWith('geojson'))
          .map((file) => (
            <li key={file}>
              <a href={`${downloadPaths.open(edition.id, file)}?language=${language}`} download>
                {t(file as 'map.png')}
              </a>
            </li>
          ))}
      </ul>
      <p className="map-seal">
        <Link to={`/rules?pack=${edition.pack.split('@')[0]}`}>{t('rules', { pack: edition.pack })}</Link>
        <span title={t('sealHint')}>{t('seal', { hash: edition.hash.slice(0, 16) })}</span>
      </p>
    </section>
  )
}
