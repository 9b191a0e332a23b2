// The public map under load: the newest edition as readers without a cache ask for it, as readers who hold it ask
// again (304), and the outlines; with `size` connections against one server process on this machine.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import autocannon from 'autocannon'
import { projectFolder } from '#storage/project-folder.ts'
import type { Bench } from './support/bench.ts'

const port = 8972
const seconds = 8
const address = `http://127.0.0.1:${port}`
const edition = `${address}/api/public/riskmap/330000/county/current.json`

async function load(url: string, connections: number, headers: Record<string, string>) {
  const result = await autocannon({ url, connections, duration: seconds, headers })
  return {
    requestsPerSecond: Math.round(result.requests.average),
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    megabytesPerSecond: Number((result.throughput.average / 2 ** 20).toFixed(1)),
    errors: result.errors + result.timeouts,
    notOk: result['4xx'] + result['5xx'],
  }
}

async function ready(): Promise<Response> {
  for (let waited = 0; waited < 1200; waited++) {
    const answer = await fetch(edition, { headers: { 'accept-encoding': 'br' } }).catch(() => null)
    if (answer?.ok) return answer
    await sleep(250)
  }
  throw new Error('The demo did not publish a map')
}

export const bench: Bench = {
  size: 100,
  unit: 'connections',
  run: async ({ size, say }) => {
    const data = mkdtempSync(join(tmpdir(), 'wuse-bench-'))
    const server = spawn(
      process.execPath,
      [join(projectFolder, 'bin/wuse.js'), 'start', '--port', String(port), '--data', data],
      { stdio: 'ignore' },
    )
    try {
      const first = await ready()
      const etag = first.headers.get('etag') ?? ''
      const bytes = (await fetch(edition).then((answer) => answer.arrayBuffer())).byteLength
      say('first readers')
      const fresh = await load(edition, size, { 'accept-encoding': 'br' })
      say('readers who hold it')
      const known = await load(edition, size, { 'accept-encoding': 'br', 'if-none-match': etag })
      return { editionBytes: bytes, cacheControl: first.headers.get('cache-control'), fresh, known }
    } finally {
      server.kill('SIGTERM')
      if (server.exitCode === null) await once(server, 'exit')
      rmSync(data, { recursive: true, force: true })
    }
  },
}
