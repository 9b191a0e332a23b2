// A row exactly as the file has it, under its headers; the column at fault stands out.

import { defineTexts, useTexts } from '#kit/i18n.ts'
import { ScrollBox } from '../scroll-box.tsx'

const texts = defineTexts('raw-row', { raw: { zh: '这一行的原文', en: 'The row as the file has it' } })

export function RawRow({ headers, raw, column }: { headers: string[]; raw: string[]; column?: string | null }) {
  const t = useTexts(texts)
  const cells = raw.map((cell, at) => ({ key: `${at} ${headers[at] ?? ''}`, header: headers[at] ?? '', cell }))
  return (
    <ScrollBox className="raw-row" label={t('raw')}>
      <table>
        <thead>
          <tr>
            {cells.map(({ key, header }) => (
              <th key={key} scope="col">
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            {cells.map(({ key, header, cell }) => (
              <td key={key} className={column !== null && header === column ? 'raw-fault' : ''}>
                {cell}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </ScrollBox>
  )
}
