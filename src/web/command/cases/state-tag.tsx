// State of a case: its name in a quiet colour.

import { Tag } from 'antd'
import type { CaseState } from '#modules/cases/api.ts'
import { stateNames } from '#modules/cases/rules.ts'
import { useSay } from '#kit/i18n.ts'
import { stateColours } from './words.ts'

export function StateTag({ state }: { state: CaseState }) {
  const say = useSay()
  return <Tag color={stateColours[state]}>{say(stateNames[state])}</Tag>
}
