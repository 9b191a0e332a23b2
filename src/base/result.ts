// A value or a refusal, for functions that parse or decide: a refusal is an answer, not an exception.
// Exceptions (see errors.ts) are for the edge of an action, where the caller can only report.

export type Result<T, E = string> = { ok: true; value: T } | { ok: false; error: E }

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value })
export const fail = <E>(error: E): { ok: false; error: E } => ({ ok: false, error })
