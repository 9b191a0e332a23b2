// A signed-in person of the demonstration who works through the HTTP interface, for journeys that need something
// done before their own story begins.

import { newId } from '#base/ids.ts'
import { demoPassword } from '#modules/access/index.ts'

/** Sends `body` (JSON, or a form with a file) to a path below /api; fails loudly when it is refused. */
export type Officer = <T = unknown>(path: string, body: object | FormData) => Promise<T>

export async function officer(address: string, name: string): Promise<Officer> {
  const send = async (path: string, body: object, cookie?: string): Promise<Response> => {
    const form = body instanceof FormData
    const response = await fetch(`${address}/api${path}`, {
      method: 'POST',
      headers: {
        'idempotency-key': newId(),
        ...(cookie ? { cookie } : {}),
        ...(form ? {} : { 'content-type': 'application/json' }),
      },
      body: form ? body : JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${name} ${path}: ${response.status} ${await response.text()}`)
    return response
  }
  const signedIn = await send('/access/sign-in', { name, password: demoPassword })
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  return async <T>(path: string, body: object) => (await send(path, body, cookie)).json() as Promise<T>
}
