// "More" below a list that is read page by page: how many are shown, and whether there are others.

import { Button } from 'antd'
import { useFormat } from '#kit/format.ts'
import { defineTexts, useTexts } from '#kit/i18n.ts'

const texts = defineTexts('more-rows', {
  shown: { zh: '已显示 {count} 条', en: '{count} shown' },
  all: { zh: '共 {count} 条', en: '{count} in all' },
  more: { zh: '显示更多', en: 'Show more' },
})

type MoreRowsProps = { shown: number; hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }

export function MoreRows({ shown, hasNextPage, isFetchingNextPage, fetchNextPage }: MoreRowsProps) {
  const t = useTexts(texts)
  const format = useFormat()
  return (
    <div className="more-rows">
      <span className="quiet">{t(hasNextPage ? 'shown' : 'all', { count: format.number(shown) })}</span>
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </div>
  )
}
