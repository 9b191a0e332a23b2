// The eight kinds of error a caller can meet. Each carries a stable code ("cases.county-unknown"),
// facts for the sentence shown, and maps to one HTTP status in server/http.ts. Anything else thrown
// is a fault and is answered with the request id only.

export const errorKinds = {
  Invalid: 422,
  Unauthenticated: 401,
  Forbidden: 403,
  NotFound: 404,
  Conflict: 409,
  Refused: 409,
  TooMany: 429,
  Unavailable: 503,
} as const

export type ErrorKind = keyof typeof errorKinds

/** Values the sentence of an error code interpolates, in both languages. */
export type ErrorFacts = Record<string, string | number | boolean | null | string[]>

/** Where in the input the offence stands: a field path, or a row and column of a file. */
export type FieldIssue = { path: string; code: string; message: string }

export class WuseError extends Error {
  readonly kind: ErrorKind
  readonly code: string
  readonly facts: ErrorFacts
  readonly issues: FieldIssue[]

  constructor(kind: ErrorKind, code: string, facts: ErrorFacts = {}, issues: FieldIssue[] = []) {
    super(`${code} ${JSON.stringify(facts)}`)
    this.name = `${kind}Error`
    this.kind = kind
    this.code = code
    this.facts = facts
    this.issues = issues
  }
}

const of =
  (kind: ErrorKind) =>
  (code: string, facts: ErrorFacts = {}, issues: FieldIssue[] = []) =>
    new WuseError(kind, code, facts, issues)

export const invalid = of('Invalid')
export const unauthenticated = of('Unauthenticated')
export const forbidden = of('Forbidden')
export const notFound = of('NotFound')
export const conflict = of('Conflict')
export const refused = of('Refused')
export const tooMany = of('TooMany')
export const unavailable = of('Unavailable')
