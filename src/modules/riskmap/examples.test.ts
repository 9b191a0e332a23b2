// Every example of every shipped pack, run through the engine; and every pack passes its own check.

import { readdirSync, readFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkPack } from '#policy/check.ts'
import { listPackIds, loadPack, policyFolder, riskPolicyOf } from '#policy/load.ts'
import { renderHandbook } from '#policy/render.ts'
import { failuresOfExample } from './examples.ts'

const ids = await listPackIds()
const handbook = join(policyFolder, '../docs/handbook')
const regions = join(policyFolder, '../regions')

test('there are packs', () => expect(ids).toEqual(expect.arrayContaining(['national-2020', 'zhejiang-2020'])))

describe.each(ids)('%s', async (id) => {
  const pack = await loadPack(id)
  const policy = pack.riskmap ? riskPolicyOf(pack) : null
  const examples = (pack.riskmap?.rules ?? []).flatMap(({ rule, examples: all }) =>
    all.map(({ file, example }) => ({ name: `${file}: ${example.title.en}`, rule, example })),
  )

  test.each(examples)('$name', ({ rule, example }) => {
    expect(failuresOfExample(policy!, rule, example)).toEqual([])
  })

  test('holds together', async () => {
    const report = await checkPack(pack.folder, { runRiskExample: failuresOfExample })
    expect(report.problems).toEqual([])
    expect(report.examples).toBeGreaterThanOrEqual(3 * report.rules)
  })

  test.each(['zh', 'en'] as const)('the committed handbook (%s) is the rendered pack', (language) => {
    expect(readFileSync(join(handbook, `${id}.${language}.md`), 'utf8')).toBe(renderHandbook(pack, language))
  })
})

describe('no rule names a place', () => {
  const files = readdirSync(policyFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'pack.json' && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
  const rows = readdirSync(regions)
    .map((region) => join(regions, region, 'divisions.csv'))
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(1))
    .map((line) => line.split(','))
    .filter((cells) => ['province', 'city', 'county'].includes(cells[1] ?? ''))

  test('neither by code nor by name', () => {
    expect(files.length).toBeGreaterThan(40)
    expect(rows.length).toBeGreaterThan(100)
    for (const file of files) {
      const text = readFileSync(file, 'utf8')
      for (const [code = '', , , zh = ''] of rows) {
        expect(text.includes(code), `${file} holds the code ${code}`).toBe(false)
        const short = zh.replace(/(?:省|市|区|县|自治县)$/, '')
        expect(text.includes(short.length > 1 ? short : zh), `${file} names ${zh}`).toBe(false)
      }
    }
  })
})
