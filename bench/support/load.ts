// Load from a second thread, so that the measuring does not take the measured process's core.

import autocannon from 'autocannon'

export type Load = { users: number; seconds: number; requests: { path: string; headers?: Record<string, string> }[] }
export type LoadFigures = {
  requestsPerSecond: number
  medianMs: number
  p95Ms: number
  p99Ms: number
  failed: number
  requests: number
}

export async function load(url: string, given: Load): Promise<LoadFigures> {
  const result = await autocannon({
    url,
    connections: given.users,
    duration: given.seconds,
    workers: 1,
    requests: given.requests.map(({ path, headers }) => ({ method: 'GET', path, headers: headers ?? {} })),
  })
  return {
    requestsPerSecond: Math.round(result.requests.average),
    medianMs: result.latency.p50,
    p95Ms: (result.latency as unknown as { p95?: number }).p95 ?? result.latency.p97_5,
    p99Ms: result.latency.p99,
    failed: result.non2xx - (result.statusCodeStats?.['304']?.count ?? 0) + result.errors + result.timeouts,
    requests: result.requests.total,
  }
}
