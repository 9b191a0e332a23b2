// Fetches a file from the server and hands it to the browser; a refusal becomes a ProblemError like everywhere.

import { networkProblem, problemOfResponse } from './problem.ts'
import { currentPurpose } from './purpose.ts'

const nameIn = (header: string | null): string | null => {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header ?? '')?.[1]
  return encoded ? decodeURIComponent(encoded) : null
}

/** `path` below /api, e.g. `/riskmap/publications/…/bulletin.pdf`; `progress` is told the bytes received. */
export async function downloadFile(
  path: string,
  options: {
    query?: Record<string, string | number | undefined>
    name?: string
    progress?: (bytes: number) => void
  } = {},
): Promise<void> {
  const url = new URL(`/api${path}`, location.origin)
  for (const [name, value] of Object.entries(options.query ?? {})) {
    if (value !== undefined && value !== '') url.searchParams.set(name, String(value))
  }
  const purpose = currentPurpose()
  const response = await fetch(url, { headers: purpose ? { 'wuse-purpose': purpose } : {} }).catch(() => {
    throw networkProblem()
  })
  if (!response.ok) throw await problemOfResponse(response)
  const parts: BlobPart[] = []
  let bytes = 0
  for (const reader = response.body!.getReader(); ;) {
    const { done, value } = await reader.read()
    if (done) break
    parts.push(value)
    bytes += value.byteLength
    options.progress?.(bytes)
  }
  const name = options.name ?? nameIn(response.headers.get('content-disposition')) ?? path.split('/').at(-1) ?? 'wuse'
  const blob = new Blob(parts, { type: response.headers.get('content-type') ?? 'application/octet-stream' })
  const anchor = document.createElement('a')
  anchor.href = URL.createObjectURL(blob)
  anchor.download = name
  anchor.click()
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000)
}
