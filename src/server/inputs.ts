// What no operation takes, whatever its schema says: text that PostgreSQL cannot keep (a NUL, half a character), values
// nested deeper than any form, and page keys that are not ours. Without this each would end as a fault of the server.

import { invalid } from '#base/errors.ts'

const DEEPEST = 64
const unstorable = /\0|\p{Surrogate}/u

/** Throws Invalid where the input holds something that cannot be stored. Files are judged by whoever reads them. */
export function refuseUnstorable(input: unknown, path: readonly string[] = []): void {
  if (path.length > DEEPEST) throw refusal(path.slice(0, 3), 'too-deep', 'nested too deeply')
  if (typeof input === 'string') {
    if (unstorable.test(input)) throw refusal(path, 'characters', 'holds characters that cannot be stored')
    return
  }
  if (typeof input !== 'object' || input === null) return
  if (input instanceof Blob) {
    if (input instanceof File) refuseUnstorable(input.name, [...path, 'name'])
    return
  }
  for (const [key, value] of Object.entries(input)) {
    refuseUnstorable(key, path)
    refuseUnstorable(value, [...path, key])
  }
}

/** A page key that PostgreSQL could not read is the caller's mistake; every other fault is given back as it is. */
export function cursorFault(error: unknown, input: unknown): unknown {
  const after = typeof input === 'object' && input !== null && 'after' in input ? input.after : undefined
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (typeof after !== 'string' || !code.startsWith('22')) return error
  return Object.assign(refusal(['after'], 'invalid', 'not a page key of this list'), { cause: error })
}

const refusal = (path: readonly string[], code: string, message: string) =>
  invalid('input.invalid', {}, [{ path: path.join('.').replaceAll(unstorableAll, ''), code, message }])
const unstorableAll = new RegExp(unstorable, 'gu')
