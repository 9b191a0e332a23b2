// The command line as a duty officer uses it: a count file in, a map of all 90 counties out, on the
// shipped divisions; findings on standard error; the same input gives the same bytes.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import iconv from 'iconv-lite'
import { projectFolder } from '#storage/project-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'wuse-rate-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const wuse = (...words: string[]) =>
  spawnSync(process.execPath, [join(projectFolder, 'bin/wuse.js'), ...words], { encoding: 'utf8' })

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const counts =
  'county_code,county,date,confirmed,confirmed_with_hubei_travel\n330102,上城区,2020-02-01,12,0\n330114,钱塘新区,2020-02-02,3,1\n'
const rate = (path: string, ...more: string[]) =>
  wuse('riskmap', 'rate', '--pack', 'zhejiang-2020', '--on', '2020-02-09', '--counts', path, ...more)

describe('wuse riskmap rate', () => {
  test('rates all counties of the day as JSON, ordered by code, and loses no row', () => {
    const { stdout, stderr, status } = rate(file('counts.csv', counts), '--json', '--full')
    const whole = JSON.parse(stdout) as {
      ratings: { code: string; colour: string; reasons: { text: { zh: string } }[] }[]
      findings: { kind: string; cases?: number }[]
    }
    const { ratings } = whole
    expect(status).toBe(0)
    expect(whole.findings.find((finding) => finding.kind === 'area-not-in-division')?.cases).toBe(3)
    expect(ratings).toHaveLength(90)
    expect(ratings.map((rating) => rating.code)).toEqual(ratings.map((rating) => rating.code).toSorted())
    expect(ratings[0]).toMatchObject({ code: '330102', colour: 'yellow' })
    expect(ratings.slice(1).every((rating) => rating.colour === 'green' && rating.reasons[0]!.text.zh !== '')).toBe(
      true,
    )
    expect(stderr).toContain('area-not-in-division: “330114 钱塘新区”')
  })

  test('gives the same bytes for the same counts, in whatever encoding and order of rows', () => {
    const [header, ...rows] = counts.trim().split('\n')
    const turned = iconv.encode([header, ...rows.toReversed()].join('\r\n'), 'gb18030')
    const first = rate(file('a.csv', counts), '--json')
    const second = rate(file('b.csv', turned), '--json')
    expect(JSON.parse(first.stdout)).toHaveLength(90)
    expect(second.stdout).toBe(first.stdout)
  })

  test('its own output is good for --previous', () => {
    const path = file('counts.csv', counts)
    const before = file('before.csv', rate(path).stdout)
    const { stdout, status } = wuse(
      'riskmap',
      'rate',
      '--pack',
      'zhejiang-2020',
      '--on',
      '2020-02-12',
      '--counts',
      path,
      '--previous',
      before,
    )
    expect(status).toBe(0)
    expect(stdout.split('\n')[1]).toMatch(/^330102,上城区,blue,blue,yellow,yellow,2020-02-12/)
  })

  test('rates nothing on rows it cannot read, says which, and exits with 1', () => {
    const { stdout, stderr, status } = rate(file('bad.csv', 'code,date,confirmed\n330102,soon,1\n'))
    expect([stdout, status]).toEqual(['', 1])
    expect(stderr).toContain('Row 2, on "soon"')
  })

  test.each([
    [['--on', '2020-02-30'], 1],
    [['--lang', 'fr'], 2],
  ])('%j exits with %i', (words, status) => {
    expect(rate(file('counts.csv', counts), ...words).status).toBe(status)
  })
})

describe('wuse policy', () => {
  test('check passes on the shipped packs, with the names of the shipped places', () => {
    const { stdout, status } = wuse('policy', 'check')
    expect(status).toBe(0)
    expect(stdout).toContain('zhejiang-2020@1.0.0')
  })

  test('dry-run lists who changes and why', () => {
    const path = file('counts.csv', counts)
    const { stdout, status } = wuse(
      'policy',
      'dry-run',
      '--counts',
      path,
      '--on',
      '2020-02-18',
      '--from',
      'zhejiang-2020',
      '--to',
      'national-2020',
      '--json',
    )
    const report = JSON.parse(stdout) as { rated: number; changes: { code: string; now: { en: string }[] }[] }
    expect([status, report.rated]).toEqual([0, 90])
    expect(report.changes.find((change) => change.code === '330102')!.now[0]!.en).toContain('14 days or more')
  })
})
