// A first password, shown once.

import { Alert, Button, Descriptions, Modal, Typography } from 'antd'
import { useTexts } from '#kit/i18n.ts'
import { accountTexts } from './texts.ts'

type FirstPasswordProps = { title: string; signInName: string; password: string; close: () => void }

export function FirstPassword({ title, signInName, password, close }: FirstPasswordProps) {
  const t = useTexts(accountTexts)
  return (
    <Modal
      open
      title={title}
      closable={false}
      footer={
        <Button type="primary" onClick={close}>
          {t('copied')}
        </Button>
      }
    >
      <Descriptions
        column={1}
        size="small"
        items={[
          { key: 'name', label: t('signInName'), children: signInName },
          {
            key: 'password',
            label: t('firstPassword'),
            children: (
              <Typography.Text copyable code>
                {password}
              </Typography.Text>
            ),
          },
        ]}
      />
      <Alert type="warning" showIcon title={t('firstPasswordHint')} />
    </Modal>
  )
}
