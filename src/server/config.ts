// The only reader of the environment. `readConfig` names every setting that is missing or wrong at once.

import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { unavailable } from '#base/errors.ts'
import { registerSentences } from '#base/sentences.ts'
import { projectFolder } from '#storage/project-folder.ts'

const port = z.coerce.number().int().min(0).max(65_535)

const environment = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'an address like postgres://user:password@host:5432/wuse')
    .optional(),
  WUSE_DATA: z.string().optional(),
  WUSE_HOST: z.string().optional(),
  WUSE_PORT: port.optional(),
  WUSE_ROLES: z.string().optional(),
  WUSE_PUBLIC_URL: z.url().optional(),
  WUSE_TRUST_PROXY: z.enum(['true', 'false']).optional(),
  WUSE_ADMIN_NAME: z.string().min(2).optional(),
  WUSE_ADMIN_PASSWORD: z.string().min(12, 'at least 12 characters').optional(),
  WUSE_OIDC_ISSUER: z.url().optional(),
  WUSE_OIDC_CLIENT_ID: z.string().optional(),
  WUSE_OIDC_CLIENT_SECRET: z.string().optional(),
  WUSE_LOG: z.enum(['silent', 'error', 'warn', 'info', 'debug']).optional(),
})

export const settingNames: readonly string[] = Object.keys(environment.shape)

export type Config = {
  mode: 'demo' | 'production'
  databaseUrl: string | null
  dataDir: string
  host: string
  port: number
  roles: ('web' | 'worker')[]
  /** Address people type; the origin that browsers' writes must come from. */
  publicUrl: string | null
  trustProxy: boolean
  administrator: { name: string; password: string } | null
  oidc: { issuer: string; clientId: string; clientSecret: string } | null
  logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug'
}

/** Only a provider on this machine (a test, a trial) may be asked without TLS. */
export const isLoopback = (url: URL): boolean =>
  url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)

export type ConfigGiven = { production?: boolean; port?: number; host?: string; roles?: string; data?: string }

/** Settings from the environment and the command line, the command line first. */
export function readConfig(given: ConfigGiven = {}, env: NodeJS.ProcessEnv = process.env): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(set)
  const faults = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  // One wrong setting must not hide what else is wrong: the others are read without it.
  const wrong = new Set(parsed.success ? [] : parsed.error.issues.map((issue) => String(issue.path[0])))
  const right = Object.fromEntries(Object.entries(set).filter(([name]) => !wrong.has(name)))
  const values = environment.parse(right)
  const production = given.production ?? false

  const roles = (given.roles ?? values.WUSE_ROLES ?? 'web,worker').split(',').map((role) => role.trim())
  for (const role of roles)
    if (role !== 'web' && role !== 'worker') faults.push(`roles: "${role}" is neither web nor worker`)

  if (production && !wrong.has('WUSE_PUBLIC_URL')) {
    if (!values.WUSE_PUBLIC_URL) faults.push('WUSE_PUBLIC_URL: the address people type, https://…')
    else if (!values.WUSE_PUBLIC_URL.startsWith('https://') && !isLoopback(new URL(values.WUSE_PUBLIC_URL))) {
      faults.push('WUSE_PUBLIC_URL: must begin with https://')
    }
  }
  if (Boolean(set.WUSE_ADMIN_NAME) !== Boolean(set.WUSE_ADMIN_PASSWORD)) {
    faults.push('WUSE_ADMIN_NAME and WUSE_ADMIN_PASSWORD: both or none')
  }
  const dataDir = resolve(given.data ?? values.WUSE_DATA ?? join(projectFolder, 'data'))
  if (production && !set.WUSE_ADMIN_NAME && !set.WUSE_ADMIN_PASSWORD) {
    const needed = 'WUSE_ADMIN_NAME and WUSE_ADMIN_PASSWORD: the first administrator'
    if (!set.DATABASE_URL && !existsSync(join(dataDir, 'postgres'))) faults.push(needed)
    else if (faults.length > 0) faults.push(`${needed}, if the database holds no account yet`)
  }
  const oidcParts = [set.WUSE_OIDC_ISSUER, set.WUSE_OIDC_CLIENT_ID, set.WUSE_OIDC_CLIENT_SECRET]
  if (oidcParts.some(Boolean) && !oidcParts.every(Boolean)) {
    faults.push('WUSE_OIDC_ISSUER, WUSE_OIDC_CLIENT_ID and WUSE_OIDC_CLIENT_SECRET: all three or none')
  }
  const issuer = values.WUSE_OIDC_ISSUER ? new URL(values.WUSE_OIDC_ISSUER) : null
  if (issuer && issuer.protocol !== 'https:' && !isLoopback(issuer)) {
    faults.push('WUSE_OIDC_ISSUER: must begin with https://')
  }
  if (faults.length > 0) throw unavailable('config.invalid', { faults })

  return {
    mode: production ? 'production' : 'demo',
    databaseUrl: values.DATABASE_URL ?? null,
    dataDir,
    host: given.host ?? values.WUSE_HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    port: given.port ?? values.WUSE_PORT ?? 8020,
    roles: roles as Config['roles'],
    publicUrl: values.WUSE_PUBLIC_URL ?? null,
    trustProxy: values.WUSE_TRUST_PROXY === 'true',
    administrator:
      values.WUSE_ADMIN_NAME && values.WUSE_ADMIN_PASSWORD
        ? { name: values.WUSE_ADMIN_NAME, password: values.WUSE_ADMIN_PASSWORD }
        : null,
    oidc: oidcParts.every(Boolean)
      ? {
          issuer: values.WUSE_OIDC_ISSUER!,
          clientId: values.WUSE_OIDC_CLIENT_ID!,
          clientSecret: values.WUSE_OIDC_CLIENT_SECRET!,
        }
      : null,
    logLevel: values.WUSE_LOG ?? (production ? 'info' : 'warn'),
  }
}

registerSentences({
  'config.invalid': {
    zh: '配置缺失或有误，服务未启动：{faults}',
    en: 'Settings are missing or wrong, nothing was started: {faults}',
  },
})
