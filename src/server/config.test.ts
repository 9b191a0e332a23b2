// Settings: what is refused, and that the papers tell the truth about them.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { WuseError } from '#base/errors.ts'
import { projectFolder } from '#storage/project-folder.ts'
import { retention } from '#modules/access/index.ts'
import { readConfig, settingNames } from './config.ts'

const operations = join(projectFolder, 'docs/operations')
const paper = (name: string): string => readFileSync(join(operations, name), 'utf8')

function faultsOf(env: Record<string, string>, production = true): string[] {
  try {
    readConfig({ production }, env)
    return []
  } catch (error) {
    if (!(error instanceof WuseError)) throw error
    return error.facts.faults as string[]
  }
}

const elsewhere = 'postgres://wuse:x@db.example/wuse'
const oidc = { WUSE_OIDC_ISSUER: 'https://id.example', WUSE_OIDC_CLIENT_ID: 'wuse', WUSE_OIDC_CLIENT_SECRET: 's' }

describe('settings', () => {
  it('are all named at once when missing or wrong', () => {
    const faults = faultsOf({
      DATABASE_URL: 'mysql://x',
      WUSE_PORT: '80800',
      WUSE_ADMIN_PASSWORD: 'short',
      WUSE_ROLES: 'cook',
    })
    for (const name of ['DATABASE_URL', 'WUSE_PORT', 'WUSE_ADMIN_PASSWORD', 'cook']) {
      expect(
        faults.some((fault) => fault.includes(name)),
        name,
      ).toBe(true)
    }
    expect(faultsOf({ WUSE_DATA: '/nowhere/at-all' })).toHaveLength(2)
    expect(faultsOf({ DATABASE_URL: elsewhere })).toEqual([
      expect.stringContaining('WUSE_PUBLIC_URL'),
      expect.stringContaining('if the database holds no account yet'),
    ])
  })

  it('ask for TLS, of ourselves and of the identity provider, except on this machine', () => {
    const base = { DATABASE_URL: elsewhere, WUSE_PUBLIC_URL: 'https://wuse.example' }
    expect(faultsOf(base)).toEqual([])
    expect(faultsOf({ ...base, WUSE_PUBLIC_URL: 'http://wuse.example' })[0]).toContain('https://')
    expect(faultsOf({ ...base, ...oidc })).toEqual([])
    expect(faultsOf({ ...base, ...oidc, WUSE_OIDC_ISSUER: 'http://id.example' })).toHaveLength(1)
    expect(faultsOf({ ...base, ...oidc, WUSE_OIDC_ISSUER: 'http://127.0.0.1:9000' })).toEqual([])
    expect(faultsOf({ ...base, ...oidc, WUSE_OIDC_CLIENT_SECRET: '' })[0]).toContain('all three or none')
    expect(faultsOf({ ...base, WUSE_ADMIN_NAME: 'root' })[0]).toContain('both or none')
  })
})

describe('the papers of operations', () => {
  it('name every setting, and none that does not exist, in both languages', () => {
    for (const name of ['settings.md', 'settings.zh-CN.md']) {
      const rows = [...paper(name).matchAll(/^\| `([A-Z_]+)` \|/gm)].map((found) => found[1])
      expect(rows.toSorted(), name).toEqual(settingNames.toSorted())
    }
    const known = new Set<string>(settingNames)
    for (const name of readdirSync(operations)) {
      const named = [...paper(name).matchAll(/\bWUSE_[A-Z_]+\b/g)].map((found) => found[0])
      expect(
        named.filter((setting) => !known.has(setting)),
        name,
      ).toEqual([])
    }
  })

  it('have a Chinese version each, and links that lead somewhere', () => {
    const names = readdirSync(operations).filter((name) => name.endsWith('.md'))
    expect(names.length).toBeGreaterThan(10)
    for (const name of names) {
      if (!name.endsWith('.zh-CN.md')) expect(names, name).toContain(name.replace('.md', '.zh-CN.md'))
      for (const [, target] of paper(name).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)) {
        expect(existsSync(join(operations, target!)), `${name} → ${target}`).toBe(true)
      }
    }
  })

  it('tell the retention that the program keeps, and every role', () => {
    const { attemptDays, answeredWriteDays, factDays, lockedAccountMonths } = retention
    for (const [name, rows] of [
      [
        'retention.md',
        [
          `sign-in attempts | ${attemptDays} days`,
          `repeated writes | ${answeredWriteDays} days`,
          `facts (ids only) | ${factDays} days`,
          `locked accounts | ${lockedAccountMonths} months`,
        ],
      ],
      [
        'retention.zh-CN.md',
        [
          `登录尝试 | ${attemptDays} 天`,
          `重复写入的答复 | ${answeredWriteDays} 天`,
          `事实记录(仅编号) | ${factDays} 天`,
          `最后变更后 ${lockedAccountMonths} 个月`,
        ],
      ],
    ] as const) {
      for (const row of rows) expect(paper(name), name).toContain(row)
    }
    const roles = JSON.parse(readFileSync(join(projectFolder, 'policy/roles.json'), 'utf8')) as { code: string }[]
    for (const { code } of roles) {
      expect(paper('accounts.md'), code).toContain(`| \`${code}\` |`)
      expect(paper('accounts.zh-CN.md'), code).toContain(`\`${code}\``)
    }
  })
})
