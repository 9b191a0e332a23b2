// The region's day now, for screens that offer "today". Taken once per page: a form does not change under the hand.

import { useState } from 'react'
import { systemClock } from '#base/clock.ts'
import { dayOf, type Day } from '#base/dates.ts'

export function useNow(): { today: Day } {
  const [today] = useState(() => dayOf(systemClock.now()))
  return { today }
}
