import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { OperationMeta } from '#base/contract.ts'
import { contract, downloads } from '#server/modules.ts'
import { migrationsFolder } from '#storage/migrate.ts'
import { projectFolder } from '#storage/project-folder.ts'
import { laws } from './architecture/laws.ts'
import { readSources, sourceOf } from './architecture/sources.ts'

const folders = ['src', 'tools', 'test', 'bench', 'scenarios'].filter((folder) =>
  existsSync(join(projectFolder, folder)),
)
const sources = readSources(folders)

describe('the laws of the house', () => {
  it('looked at the whole house', () => {
    expect(sources.length).toBeGreaterThan(40)
    expect(sources.filter(({ path }) => path.startsWith('src/modules/')).length).toBeGreaterThan(8)
  })

  for (const law of laws) {
    it(law.name, () => {
      expect(law.find(sources).map(({ path, what }) => `${path}: ${what}`)).toEqual([])
    })
    it(`${law.name}: a planted offence is found`, () => {
      const planted = law.planted.map(([path, text]) => sourceOf(path, text))
      expect(law.find(planted).length).toBeGreaterThan(0)
    })
  }
})

describe('the interface', () => {
  type Declared = { path: string; meta: OperationMeta; route: { method?: string; path?: string; summary?: string } }
  const declared: Declared[] = []
  const walk = (node: unknown, path: string[]): void => {
    if (typeof node !== 'object' || node === null) return
    if ('~orpc' in node) {
      const { meta, route } = node['~orpc'] as Omit<Declared, 'path'>
      declared.push({ path: path.join('.'), meta, route })
    } else for (const [name, child] of Object.entries(node)) walk(child, [...path, name])
  }
  walk(contract, [])

  it('says of every operation who may call it, and describes it', () => {
    expect(declared.length).toBeGreaterThan(10)
    for (const { path, meta, route } of declared) {
      expect(meta.access, path).not.toBe('nobody')
      expect(route.summary, path).toBeTruthy()
      expect(route.path, path).toBeTruthy()
    }
    for (const download of downloads) expect(download.meta.access, download.path).not.toBe('nobody')
  })

  it('has no two operations at one address, and reads do not write', () => {
    const addresses = declared.map(({ route }) => `${route.method} ${route.path}`)
    expect(addresses.filter((address, at) => addresses.indexOf(address) !== at)).toEqual([])
    for (const { path, meta, route } of declared)
      if (route.method === 'GET') expect(meta.effect, path).not.toBe('write')
  })
})

describe('the papers', () => {
  it('has a README in every module', () => {
    const modules = readdirSync(join(projectFolder, 'src/modules'))
    expect(modules.length).toBeGreaterThan(0)
    for (const name of modules)
      expect(existsSync(join(projectFolder, 'src/modules', name, 'README.md')), name).toBe(true)
  })

  it('numbers migrations once', () => {
    const numbers = readdirSync(migrationsFolder).map((name) => name.slice(0, 4))
    expect(numbers.length).toBeGreaterThan(2)
    expect(new Set(numbers).size).toBe(numbers.length)
  })
})
