// State that matters lives in the address, so that a link opens this map, this day, this county.

import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'

/** One value of the address, "" when absent. Setting it replaces the entry in the history unless `push`. */
export function useUrlValue(name: string): [string, (value: string | null, options?: { push?: boolean }) => void] {
  const [params, setParams] = useSearchParams()
  const set = useCallback(
    (value: string | null, { push = false }: { push?: boolean } = {}) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before)
          if (value === null || value === '') after.delete(name)
          else after.set(name, value)
          return after
        },
        { replace: !push },
      ),
    [name, setParams],
  )
  return [params.get(name) ?? '', set]
}

/** Several values at once (the filters of a list); absent ones are left out. */
export function useUrlValues<Name extends string>(
  names: readonly Name[],
): [Partial<Record<Name, string>>, (change: Partial<Record<Name, string | null | undefined>>) => void] {
  const [params, setParams] = useSearchParams()
  const key = names.join(' ')
  const values = useMemo(() => {
    const found: Partial<Record<Name, string>> = {}
    for (const name of key.split(' ') as Name[]) {
      const value = params.get(name)
      if (value) found[name] = value
    }
    return found
  }, [params, key])
  const set = useCallback(
    (change: Partial<Record<Name, string | null | undefined>>) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before)
          for (const [name, value] of Object.entries<string | null | undefined>(change)) {
            if (value) after.set(name, value)
            else after.delete(name)
          }
          return after
        },
        { replace: true },
      ),
    [setParams],
  )
  return [values, set]
}
