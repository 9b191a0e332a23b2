// A real OpenID Connect provider (the npm package oidc-provider) on this machine, and a browser of a few lines:
// it keeps cookies, follows no redirect by itself and fills in the provider's sign-in form.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export type IdentityProvider = {
  issuer: string
  clientId: string
  clientSecret: string
  /** Seconds a code can be redeemed. */
  codeSeconds: number
  /** Requests that reached it. */
  requests: () => number
  stop: () => Promise<void>
}

export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const it = { issuer, clientId: 'wuse', clientSecret: 'a secret of the client, long enough', codeSeconds: 60 }
  const provider = new Provider(issuer, {
    clients: [{ client_id: it.clientId, client_secret: it.clientSecret, redirect_uris: [redirectUri] }],
    cookies: { keys: ['test'] },
    pkce: { required: () => true },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    ttl: { AuthorizationCode: () => result.codeSeconds, Session: 600, Interaction: 600, Grant: 600 },
  })
  let requests = 0
  const answer = provider.callback()
  server.on('request', (request, response) => {
    requests++
    void answer(request, response)
  })
  const result: IdentityProvider = {
    ...it,
    requests: () => requests,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return result
}

/** Goes through the provider's pages as `login`, from the address our start route redirected to; gives the address it sends back to. */
export async function signInAtProvider(authorizationUrl: string, login: string): Promise<string> {
  const cookies = new Map<string, string>()
  const visit = async (url: string, form?: Record<string, string>): Promise<Response> => {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
      if (value) cookies.set(name!, value)
      else cookies.delete(name!)
    }
    return response
  }
  const origin = new URL(authorizationUrl).origin
  let at = authorizationUrl
  for (let step = 0; step < 12; step++) {
    if (new URL(at).origin !== origin) return at
    let response = await visit(at)
    if (response.status === 200) {
      const page = await response.text()
      const action = /action="([^"]+)"/.exec(page)![1]!
      const prompt = /name="prompt" value="(\w+)"/.exec(page)![1]!
      response = await visit(new URL(action, at).href, {
        prompt,
        ...(prompt === 'login' ? { login, password: 'any' } : {}),
      })
    }
    const next = response.headers.get('location')
    if (!next) throw new Error(`The provider answered ${response.status}: ${await response.text()}`)
    at = new URL(next, at).href
  }
  throw new Error('The provider did not send the browser back')
}
