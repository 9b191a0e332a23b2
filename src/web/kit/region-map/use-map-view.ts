// The part of the map that is shown: follows `target` smoothly (at once for people who want no motion), and is moved
// by dragging, pinching, ctrl+wheel and buttons. Plain wheel and one finger keep scrolling the page until zoomed in.

import { useCallback, useEffect, useRef, useState, type PointerEvent as ReactPointerEvent, type RefObject } from 'react'
import type { View } from '#modules/riskmap/picture/labels.ts'

const DURATION = 380
const CLICK_SLACK = 5

export type MapView = {
  view: View
  /** True while it differs from the target by hand. */
  moved: boolean
  zoomBy: (factor: number) => void
  reset: () => void
  /** True when the pointer has just dragged: the click that follows is none. */
  wasDragged: () => boolean
  pointer: {
    onPointerDown: (event: ReactPointerEvent) => void
    onPointerMove: (event: ReactPointerEvent) => void
    onPointerUp: (event: ReactPointerEvent) => void
    onPointerCancel: (event: ReactPointerEvent) => void
  }
}

const still = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches
const middle = (view: View, length: number, offset: number): number => (length / 2 - offset) / view.k
const eased = (t: number): number => (t < 0.5 ? 4 * t ** 3 : 1 - (-2 * t + 2) ** 3 / 2)
const same = (a: View, b: View): boolean =>
  Math.abs(a.k - b.k) < 1e-3 && Math.abs(a.x - b.x) < 0.5 && Math.abs(a.y - b.y) < 0.5

export function useMapView(
  target: View,
  size: { width: number; height: number },
  least: number,
  element: RefObject<Element | null>,
): MapView {
  const [view, setView] = useState(target)
  const now = useRef(target)
  const frame = useRef(0)
  const show = useCallback((next: View) => {
    now.current = next
    setView(next)
  }, [])

  const glide = useCallback(
    (to: View) => {
      cancelAnimationFrame(frame.current)
      const from = now.current
      if (still() || same(from, to)) return show(to)
      let start: number | undefined
      const step = (time: number): void => {
        start ??= time
        const t = eased(Math.min(1, (time - start) / DURATION))
        const k = from.k * (to.k / from.k) ** t
        // The middle of the picture moves on a straight line while the scale grows evenly.
        const share = to.k === from.k ? t : (k - from.k) / (to.k - from.k)
        const cx = middle(from, size.width, from.x) * (1 - share) + middle(to, size.width, to.x) * share
        const cy = middle(from, size.height, from.y) * (1 - share) + middle(to, size.height, to.y) * share
        show(t >= 1 ? to : { k, x: size.width / 2 - cx * k, y: size.height / 2 - cy * k })
        if (t < 1) frame.current = requestAnimationFrame(step)
      }
      frame.current = requestAnimationFrame(step)
    },
    [show, size.height, size.width],
  )

  const first = useRef(true)
  useEffect(() => {
    if (first.current && size.width > 0) {
      first.current = false
      show(target)
    } else glide(target)
    return () => cancelAnimationFrame(frame.current)
  }, [target, glide, show, size.width])

  const scaleAt = useCallback(
    (k: number, x: number, y: number): View => {
      const { current } = now
      const limited = Math.max(least * 0.9, Math.min(k, least * 40))
      const ratio = limited / current.k
      return { k: limited, x: x - (x - current.x) * ratio, y: y - (y - current.y) * ratio }
    },
    [least],
  )

  useEffect(() => {
    const node = element.current
    if (!node) return undefined
    const onWheel = (event: Event): void => {
      const wheel = event as WheelEvent
      if (!wheel.ctrlKey && !wheel.metaKey) return
      wheel.preventDefault()
      cancelAnimationFrame(frame.current)
      const box = node.getBoundingClientRect()
      show(scaleAt(now.current.k * 2 ** (-wheel.deltaY / 120), wheel.clientX - box.left, wheel.clientY - box.top))
    }
    node.addEventListener('wheel', onWheel, { passive: false })
    return () => node.removeEventListener('wheel', onWheel)
  }, [element, scaleAt, show])

  const pointers = useRef(new Map<number, { x: number; y: number }>())
  const travelled = useRef(0)
  const onPointerDown = useCallback((event: ReactPointerEvent) => {
    if (event.button !== 0) return
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
    if (pointers.current.size === 1) travelled.current = 0
  }, [])
  const onPointerMove = useCallback(
    (event: ReactPointerEvent) => {
      const held = pointers.current
      const before = held.get(event.pointerId)
      if (!before) return
      const after = { x: event.clientX, y: event.clientY }
      const others = [...held].filter(([id]) => id !== event.pointerId).map(([, point]) => point)
      held.set(event.pointerId, after)
      travelled.current += Math.hypot(after.x - before.x, after.y - before.y)
      if (travelled.current < CLICK_SLACK) return
      cancelAnimationFrame(frame.current)
      const [other] = others
      if (other) {
        const box = event.currentTarget.getBoundingClientRect()
        const stretch =
          Math.hypot(after.x - other.x, after.y - other.y) /
          Math.max(1, Math.hypot(before.x - other.x, before.y - other.y))
        show(scaleAt(now.current.k * stretch, (after.x + other.x) / 2 - box.left, (after.y + other.y) / 2 - box.top))
        return
      }
      const zoomedIn = now.current.k > least * 1.05
      if (event.pointerType !== 'mouse' && !zoomedIn) return
      if (!event.currentTarget.hasPointerCapture(event.pointerId))
        event.currentTarget.setPointerCapture(event.pointerId)
      show({ ...now.current, x: now.current.x + after.x - before.x, y: now.current.y + after.y - before.y })
    },
    [least, scaleAt, show],
  )
  const onPointerUp = useCallback((event: ReactPointerEvent) => {
    pointers.current.delete(event.pointerId)
  }, [])

  return {
    view,
    moved: !same(view, target),
    zoomBy: (factor) => glide(scaleAt(now.current.k * factor, size.width / 2, size.height / 2)),
    reset: () => glide(target),
    wasDragged: () => travelled.current >= CLICK_SLACK,
    pointer: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp },
  }
}
