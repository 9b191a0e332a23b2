// Sends a file with its fields to an operation of the contract. XMLHttpRequest, because fetch cannot tell how much
// of a big file has already left; same idempotency key and purpose as every other write.

import { newId } from '#base/ids.ts'
import { networkProblem, problemOfResponse } from './problem.ts'
import { currentPurpose } from './purpose.ts'

export type Upload<T> = { done: Promise<T>; cancel: () => void }

/** `path` below /api; `progress` is told the share that was sent, 0 to 1. */
export function uploadFile<T>(
  path: string,
  fields: Record<string, string | File>,
  progress: (share: number) => void,
): Upload<T> {
  const request = new XMLHttpRequest()
  const done = new Promise<T>((answered, failed) => {
    request.open('POST', `/api${path}`)
    request.setRequestHeader('idempotency-key', newId())
    const purpose = currentPurpose()
    if (purpose) request.setRequestHeader('wuse-purpose', purpose)
    request.upload.addEventListener('progress', ({ loaded, total }) => progress(total > 0 ? loaded / total : 0))
    request.addEventListener('error', () => failed(networkProblem()))
    request.addEventListener('abort', () => failed(new DOMException('The upload was cancelled', 'AbortError')))
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) return answered(JSON.parse(request.responseText) as T)
      const headers = { 'x-request-id': request.getResponseHeader('x-request-id') ?? '' }
      const answer = new Response(request.responseText, { status: request.status || 500, headers })
      problemOfResponse(answer).then(failed, failed)
    })
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.append(name, value)
    request.send(body)
  })
  return { done, cancel: () => request.abort() }
}
