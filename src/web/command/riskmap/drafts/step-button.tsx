// A button that is never mutely disabled: it keeps its place and its focus, and says why it cannot be used now.

import { App, Button, Tooltip, type ButtonProps } from 'antd'
import type { Text } from '#base/text.ts'
import { useSay } from '#kit/i18n.ts'

type StepButtonProps = Omit<ButtonProps, 'disabled' | 'onClick'> & { why: Text | null; onClick: () => void }

export function StepButton({ why, onClick, children, type, danger, ...rest }: StepButtonProps) {
  const say = useSay()
  const { message } = App.useApp()
  if (!why)
    return (
      <Button {...rest} {...(type ? { type } : {})} {...(danger ? { danger } : {})} onClick={onClick}>
        {children}
      </Button>
    )
  return (
    <Tooltip title={say(why)} trigger={['hover', 'focus']}>
      <Button {...rest} className="step-blocked" aria-disabled="true" onClick={() => void message.info(say(why))}>
        {children}
      </Button>
    </Tooltip>
  )
}
