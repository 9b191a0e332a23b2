// The only place that reads the time. A drill or a test moves it; everything else receives a Clock.

export type Clock = { now: () => Date }

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands still at `instant` until moved. */
export function fixedClock(instant: string | Date): Clock & { set: (to: string | Date) => void } {
  let current = new Date(instant)
  return {
    now: () => new Date(current),
    set: (to) => {
      current = new Date(to)
    },
  }
}

/** Milliseconds since an arbitrary start, for measuring how long something took. */
export const stopwatch = (): (() => number) => {
  const start = performance.now()
  return () => performance.now() - start
}
