// The public map under load: the current edition asked whole, and asked by a cache that holds it already
// (If-None-Match, answered 304), as a CDN would.

import { type Bench } from './support/bench.ts'
import { withInstallation } from './support/installation.ts'
import { load } from './support/load.ts'

const current = '/api/public/riskmap/330000/county/current.json'

export const bench: Bench = {
  size: 100,
  unit: 'connections',
  run: ({ size, say }) =>
    withInstallation((_installation, serve) =>
      serve(async (url) => {
        const first = await fetch(url + current, { headers: { 'accept-encoding': 'br' } })
        const bytes = Number(first.headers.get('content-length') ?? (await first.arrayBuffer()).byteLength)
        const etag = first.headers.get('etag') ?? ''
        const compressed = { 'accept-encoding': 'br' }
        await load(url, { users: 10, seconds: 2, requests: [{ path: current, headers: compressed }] })
        say('whole')
        const whole = await load(url, { users: size, seconds: 8, requests: [{ path: current, headers: compressed }] })
        say('unchanged')
        const unchanged = await load(url, {
          users: size,
          seconds: 8,
          requests: [{ path: current, headers: { ...compressed, 'if-none-match': etag } }],
        })
        say('page')
        const page = await load(url, { users: size, seconds: 8, requests: [{ path: '/', headers: compressed }] })
        return { bytes, etag: etag !== '', cacheControl: first.headers.get('cache-control'), whole, unchanged, page }
      }),
    ),
}
