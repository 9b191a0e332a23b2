// What is shown when an address leads nowhere.

import { Button } from 'antd'
import { Link } from 'react-router'
import { NotFound } from '#kit/states.tsx'
import { useTexts } from '#kit/i18n.ts'
import { shellTexts } from './shell-texts.ts'

export function NothingHere() {
  const t = useTexts(shellTexts)
  return (
    <NotFound>
      <span>{t('noSuchPage')}</span>
      <Link to="/">
        <Button>{t('toStart')}</Button>
      </Link>
    </NotFound>
  )
}
