// What the server answers when it refuses (application/problem+json), as an error the screens can show:
// one sentence in each language, the fields at fault, the request id for the operator.

import type { FieldIssue } from '#base/errors.ts'
import type { Language, Text } from '#base/text.ts'

export type Problem = {
  status: number
  code: string
  title: string
  detail: Text
  facts: Record<string, unknown>
  issues: FieldIssue[]
  requestId: string
}

const unreachable: Text = {
  zh: '连不上服务器，请检查网络后重试。',
  en: 'The server cannot be reached; check the network and try again.',
}
const unreadable: Text = {
  zh: '服务器的回答无法读取，请稍后再试。',
  en: 'The answer of the server cannot be read; try again a little later.',
}
const unexpected: Text = {
  zh: '页面出现意外情况，请刷新后再试。',
  en: 'Something unexpected happened on this page; reload and try again.',
}

export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(`${problem.code}: ${problem.detail.en}`)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

const made = (status: number, code: string, detail: Text, requestId = ''): ProblemError =>
  new ProblemError({ status, code, title: code, detail, facts: {}, issues: [], requestId })

export const networkProblem = (): ProblemError => made(0, 'network.unreachable', unreachable)

/** Reads the problem out of an answer that is not 2xx. */
export async function problemOfResponse(response: Response): Promise<ProblemError> {
  const requestId = response.headers.get('x-request-id') ?? ''
  try {
    const body = (await response.json()) as Partial<Problem>
    if (!body.code || !body.detail) return made(response.status, 'network.unreadable', unreadable, requestId)
    return new ProblemError({
      status: response.status,
      code: body.code,
      title: body.title ?? '',
      detail: body.detail,
      facts: body.facts ?? {},
      issues: body.issues ?? [],
      requestId: body.requestId || requestId,
    })
  } catch {
    return made(response.status, 'network.unreadable', unreadable, requestId)
  }
}

export const problemOf = (error: unknown): Problem | null => (error instanceof ProblemError ? error.problem : null)

/** The sentence to show for any error, in one language. */
export const sentenceOfError = (error: unknown, language: Language): string =>
  (problemOf(error)?.detail ?? unexpected)[language]

export const isUnauthenticated = (error: unknown): boolean => problemOf(error)?.status === 401
export const isForbidden = (error: unknown): boolean => problemOf(error)?.status === 403
export const isNotFound = (error: unknown): boolean => problemOf(error)?.status === 404
