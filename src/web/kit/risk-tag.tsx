// A risk colour as mark and word. The fill never carries the meaning alone.

import { appearanceOf } from '#modules/riskmap/picture/colours.ts'
import type { Text } from '#base/text.ts'
import { useSay } from './i18n.ts'

export function RiskMark({
  colour,
  size = 14,
  dark = false,
}: {
  colour: string | null
  size?: number
  dark?: boolean
}) {
  const look = appearanceOf(colour)
  return (
    <svg className="risk-mark" viewBox="0 0 16 16" width={size} height={size} aria-hidden="true">
      <path d={look.mark} fill={dark ? look.fillDark : look.fill} stroke={dark ? look.lineDark : look.line} />
    </svg>
  )
}

/** `name` is the level's name in the policy pack; without it the colour's own name is shown. */
export function RiskTag({ colour, name, dark }: { colour: string | null; name?: Text; dark?: boolean }) {
  const say = useSay()
  return (
    <span className="risk-tag">
      <RiskMark colour={colour} dark={dark ?? false} />
      {say(name ?? appearanceOf(colour).name)}
    </span>
  )
}
