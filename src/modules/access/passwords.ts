// Passwords as argon2id (OWASP: 19 MiB, 2 passes, 1 lane) and random first passwords and session tokens.

import { createHash, randomBytes, randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

const ARGON2ID = 2
const options = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

export const hashPassword = (password: string): Promise<string> => hash(password, options)

/** Compares in the same time whether or not the account exists, so that names cannot be found out. */
export async function checkPassword(stored: string | null, password: string): Promise<boolean> {
  const against = stored ?? (await decoy())
  const right = await verify(against, password).catch(() => false)
  return stored !== null && right
}

let decoyHash: Promise<string> | undefined
const decoy = (): Promise<string> => (decoyHash ??= hashPassword(randomBytes(24).toString('base64url')))

export const newToken = (): string => randomBytes(32).toString('base64url')
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
/** Four groups of four unambiguous characters: 79 bits, easy to read out. */
export const newFirstPassword = (): string =>
  Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')).join(
    '-',
  )
