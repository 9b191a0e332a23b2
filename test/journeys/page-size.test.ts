// What a phone loads before the public page shows: kept under 200 kB compressed, and free of the command centre's
// heavy libraries.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { projectFolder } from '#storage/project-folder.ts'
import { buildPages } from '#test/support/running-server.ts'

type Chunk = { file: string; imports?: string[]; css?: string[]; isEntry?: boolean }
const folder = join(projectFolder, 'dist/web')
const LIMIT = 200_000

/** Everything the page's entry loads at once, with its size after gzip. */
function firstLoad(manifest: Record<string, Chunk>, entry: string): Map<string, number> {
  const sizes = new Map<string, number>()
  const add = (file: string): void =>
    void sizes.set(file, gzipSync(readFileSync(join(folder, file)), { level: 9 }).length)
  const visit = (key: string): void => {
    const chunk = manifest[key]
    if (!chunk || sizes.has(chunk.file)) return
    add(chunk.file)
    chunk.css?.forEach(add)
    chunk.imports?.forEach(visit)
  }
  visit(entry)
  // The start page is the map: its own chunk is part of what is waited for.
  if (entry.startsWith('public/')) visit('public/map/map-page.tsx')
  return sizes
}

describe('the public page', () => {
  let manifest: Record<string, Chunk>
  beforeAll(() => {
    buildPages()
    manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>
  })

  it('loads less than 200 kB before it shows', () => {
    const sizes = firstLoad(manifest, 'public/index.html')
    const total = [...sizes.values()].reduce((sum, size) => sum + size, 0)
    console.log(`public page, first load: ${(total / 1000).toFixed(1)} kB in ${sizes.size} files`)
    expect(manifest['public/map/map-page.tsx'], 'the map is the start page').toBeDefined()
    expect(sizes.size).toBeGreaterThan(2)
    expect(total).toBeLessThan(LIMIT)
  })

  it('holds neither Ant Design nor ECharts', () => {
    const all = [...firstLoad(manifest, 'public/index.html').keys()]
      .filter((file) => file.endsWith('.js'))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('')
    expect(all).not.toMatch(/ant-btn|zrender/)
    const command = [...firstLoad(manifest, 'command/index.html').keys()]
      .filter((file) => file.endsWith('.js'))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('')
    expect(command, 'the check sees Ant Design where it is').toMatch(/ant-btn|antd/)
  })

  it('has every page compressed beforehand', () => {
    for (const { file } of Object.values(manifest).filter((chunk) => chunk.isEntry && chunk.file.endsWith('.js')))
      expect(existsSync(join(folder, `${file}.br`)), file).toBe(true)
  })
})
