// Each way in which a pack may not hold together is planted in a copy of a shipped pack and must be
// refused with the file and the field.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { failuresOfExample } from '#modules/riskmap/examples.ts'
import { checkPack } from './check.ts'
import { loadPack, policyFolder } from './load.ts'

type Value = { [key: string]: unknown }
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wuse-pack-'))
  cpSync(join(policyFolder, 'zhejiang-2020'), folder, { recursive: true })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const check = () => checkPack(folder, { runRiskExample: failuresOfExample, placeNames: ['某某', 'Somewhere'] })

/** Sets the field at `path` of a file of the copy; undefined removes it. */
function plant(file: string, path: string, value: unknown): void {
  const whole = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Value
  const keys = path.split('.')
  const holder = keys.slice(0, -1).reduce((at, key) => at[key] as Value, whole)
  holder[keys.at(-1)!] = value
  writeFileSync(join(folder, file), JSON.stringify(whole))
}

const counted = 'riskmap/cumulative-confirmed/rule.json'
const eased = 'riskmap/case-free-days/rule.json'
const sixDays = 'riskmap/case-free-days/examples/yes-six.json'

test('the untouched pack holds together', async () => expect((await check()).problems).toEqual([]))

describe('is refused', () => {
  test.each<[string, string, string, string, unknown]>([
    ['an unknown field', counted, 'colour', 'colour', 'red'],
    ['an unknown parameter', counted, 'parameters.extra', 'parameters.extra', 1],
    ['a missing Chinese text', counted, 'texts.band.zh', 'texts.band.zh', undefined],
    ['an empty English text', counted, 'name.en', 'name.en', ''],
    ['a missing sentence', counted, 'texts.over', 'texts.over', undefined],
    ['overlapping thresholds', counted, 'parameters.bands.2.atLeast', 'parameters.bands.2.atLeast', 11],
    ['a threshold of an unknown level', counted, 'parameters.bands.0.level', 'parameters.bands.0.level', 'violet'],
    ['a version without validity', 'pack.json', 'validity', 'validity', undefined],
    ['a validity that ends before it begins', 'pack.json', 'validity.to', 'validity.to', '2020-01-01'],
    ['a version that is none', 'pack.json', 'version', 'version', 'new'],
    ['an example that fails', sixDays, 'expect', 'expect.level', 'red'],
    ['a misspelt example', sixDays, 'expects', 'expects', {}],
    ['a rule that uses household origin', counted, 'uses.1', 'uses.1', 'householdOrigin'],
    ['a rule that speaks of 户籍', counted, 'summary.zh', 'summary.zh', '按户籍评定'],
    ['a rule that speaks of ethnicity', counted, 'summary.en', 'summary.en', 'by ethnicity'],
    ['a rule that uses occupation', counted, 'uses.1', 'uses.1', 'occupation'],
    ['a rule that holds a division code', counted, 'summary.en', 'summary.en', 'as in 330102'],
    ['a rule that names a place', eased, 'summary.zh', 'summary.zh', '某某除外'],
    ['a place that the sentence cannot fill', eased, 'texts.first', 'texts.first.zh', '{nothing}'],
    ['a missing wait', eased, 'parameters.afterCaseFreeDays.orange', 'parameters.afterCaseFreeDays.orange', undefined],
    ['an id that is not its folder', eased, 'id', 'id', 'easing'],
    ['a first review before the validity', 'riskmap/map.json', 'review.firstOn', 'review.firstOn', '2020-01-01'],
    ['a level that stands twice', 'riskmap/map.json', 'levels.1.id', 'levels.1.id', 'green'],
  ])('%s', async (_, file, field, path, value) => {
    plant(file, path, value)
    const { problems } = await check()
    expect(problems.map((problem) => `${problem.file} › ${problem.field}`)).toContain(`${file} › ${field}`)
    for (const { text } of problems) expect(text.zh.length * text.en.length).toBeGreaterThan(0)
  })

  test('a rule without an edge example', async () => {
    for (const name of ['edge-three', 'edge-few', 'edge-diluted'])
      rmSync(join(folder, `riskmap/local-share/examples/${name}.json`))
    const { problems } = await check()
    expect(problems).toMatchObject([{ file: 'riskmap/local-share/examples', field: 'verdict' }])
  })

  test('a pack without a rule that gives a level, a broken file, a stray file', async () => {
    rmSync(join(folder, 'riskmap/cumulative-confirmed'), { recursive: true })
    expect((await check()).problems[0]).toMatchObject({ file: 'riskmap' })
    writeFileSync(join(folder, 'riskmap/map.json'), '{')
    writeFileSync(join(folder, 'notes.txt'), '')
    expect((await check()).problems.map((problem) => problem.file)).toEqual(['notes.txt', 'riskmap/map.json'])
  })

  test('the loader hands out no broken pack and no version it does not have', async () => {
    plant('pack.json', 'validity', undefined)
    await expect(loadPack(folder)).rejects.toMatchObject({ code: 'policy.pack-broken' })
    await expect(loadPack('zhejiang-2020@9.9.9')).rejects.toMatchObject({ code: 'policy.version-unknown' })
    await expect(loadPack('no-such-pack')).rejects.toMatchObject({ code: 'policy.pack-unknown' })
  })
})
