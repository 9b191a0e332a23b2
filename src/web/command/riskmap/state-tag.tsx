// The state of a map as a word with a mark.

import type { PublicationState } from '#modules/riskmap/api.ts'
import { stateNames } from '#modules/riskmap/rules/lifecycle.ts'
import { useSay } from '#kit/i18n.ts'

export function StateTag({ state }: { state: PublicationState }) {
  const say = useSay()
  return <span className={`state-tag state-tag-${state}`}>{say(stateNames[state])}</span>
}
