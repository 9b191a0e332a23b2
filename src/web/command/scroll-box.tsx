// A part of a page that scrolls by itself, for wide tables. It takes the keyboard's focus, because without a mouse
// nobody could scroll it otherwise.

import type { ReactNode } from 'react'

const focusable = { tabIndex: 0 }

export function ScrollBox({ label, className, children }: { label: string; className: string; children: ReactNode }) {
  return (
    <section className={className} aria-label={label} {...focusable}>
      {children}
    </section>
  )
}
