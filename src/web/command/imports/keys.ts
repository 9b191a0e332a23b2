// Keys that act on a page unless somebody is writing or a window is open over it.

import { useEffect, useRef } from 'react'

const writing = 'input, textarea, select, [role="combobox"], [role="dialog"], [role="tablist"]'

export function useKeys(actions: Record<string, () => void>): void {
  const known = useRef(actions)
  useEffect(() => {
    known.current = actions
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { target } = event
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      if (target instanceof HTMLElement && target.closest(writing)) return
      if (document.querySelector('.ant-modal-wrap:not([style*="display: none"])')) return
      const act = known.current[event.key]
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
