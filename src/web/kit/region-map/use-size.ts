// The size of an element in whole pixels, followed as it changes; zero until it is known.

import { useLayoutEffect, useState, type RefObject } from 'react'

export type Size = { width: number; height: number }

export function useSize(element: RefObject<Element | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const node = element.current
    if (!node) return undefined
    const read = (): void => {
      const width = Math.floor(node.clientWidth)
      const height = Math.floor(node.clientHeight)
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }))
    }
    read()
    const observer = new ResizeObserver(read)
    observer.observe(node)
    return () => observer.disconnect()
  }, [element])
  return size
}
