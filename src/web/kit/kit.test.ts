// What every screen relies on: names, numbers, answers of the server, texts in both languages.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectFolder } from '#storage/project-folder.ts'
import { formatChange, formatDay, formatInstant, formatNumber } from './format.ts'
import { shortPlaceName } from './place-names.ts'
import { isUnauthenticated, problemOf, problemOfResponse, sentenceOfError } from './problem.ts'
import { sessionOf } from './session-rules.ts'

describe('names of places on a map', () => {
  it.each([
    ['乐清市', '乐清'],
    ['鹿城区', '鹿城'],
    ['景宁畲族自治县', '景宁'],
    ['浙江省', '浙江'],
    ['柳市镇', '柳市'],
  ])('writes %s as %s', (zh, short) => {
    expect(shortPlaceName({ zh, en: 'x' }, 'zh')).toBe(short)
  })
  it.each([
    ['Yueqing City', 'Yueqing'],
    ['Jingning She Autonomous County', 'Jingning'],
    ['Liushi Town', 'Liushi'],
  ])('writes %s as %s', (en, short) => {
    expect(shortPlaceName({ zh: 'x', en }, 'en')).toBe(short)
  })
})

describe('days, instants and numbers', () => {
  it('names a day in both languages', () => {
    expect(formatDay('2020-02-09', 'zh')).toBe('2020年2月9日')
    expect(formatDay('2020-02-09', 'en')).toBe('9 Feb 2020')
  })
  it("shows an instant in the region's time", () => {
    expect(formatInstant('2020-02-09T18:30:00Z', 'zh')).toContain('02:30')
  })
  it('says the direction of a change', () => {
    expect([formatChange(3, 'zh'), formatChange(-1200, 'en'), formatChange(0, 'zh')]).toEqual(['+3', '−1,200', '0'])
    expect(formatNumber(25527, 'zh')).toBe('25,527')
  })
})

describe('a refusal of the server', () => {
  const body = {
    type: 'urn:wuse:error:access.not-signed-in',
    title: 'Unauthenticated',
    status: 401,
    code: 'access.not-signed-in',
    detail: { zh: '请先登录。', en: 'Please sign in first.' },
    facts: {},
    issues: [],
    requestId: '',
  }
  it('becomes one sentence in the language of the screen', async () => {
    const error = await problemOfResponse(
      new Response(JSON.stringify(body), { status: 401, headers: { 'x-request-id': 'r-1' } }),
    )
    expect(sentenceOfError(error, 'zh')).toBe('请先登录。')
    expect(sentenceOfError(error, 'en')).toBe('Please sign in first.')
    expect(isUnauthenticated(error)).toBe(true)
    expect(problemOf(error)?.requestId).toBe('r-1')
  })
  it('stays a sentence when the answer is no problem document', async () => {
    const error = await problemOfResponse(new Response('<html>Bad gateway</html>', { status: 502 }))
    expect(problemOf(error)?.status).toBe(502)
    expect(sentenceOfError(error, 'zh')).toMatch(/服务器/)
  })
})

describe('what an account may do', () => {
  const session = sessionOf({
    accountId: '0',
    signInName: 'liushi',
    displayName: '王值班',
    isDemo: true,
    mustChangePassword: false,
    grants: [],
    scopes: { 'cases.read': ['330000/330300/330382/330382101/'] },
    purposes: ['outbreak-control'],
  })
  it('is told by capability and place', () => {
    expect(session.can('cases.read')).toBe(true)
    expect(session.can('accounts.manage')).toBe(false)
    expect(session.can('cases.read', '330000/330300/330382/330382101/330382101001/')).toBe(true)
    expect(session.can('cases.read', '330000/330300/')).toBe(false)
  })
})

const places = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!).sort()

describe('texts', () => {
  const files = readdirSync(join(projectFolder, 'src/web'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name))
  const sources = files.map((file) => ({ file, source: readFileSync(file, 'utf8') }))

  it('stand in both languages with the same places to fill', () => {
    let looked = 0
    for (const { file, source } of sources) {
      for (const [, zh, en] of source.matchAll(
        /\{\s*zh:\s*'((?:[^'\\]|\\.)*)',\s*en:\s*(?:'|")(.*?)(?:'|"),?\s*\}/gs,
      )) {
        looked++
        expect(zh, file).not.toBe('')
        expect(places(en!), `${file}: ${zh}`).toEqual(places(zh!))
      }
    }
    expect(looked).toBeGreaterThan(50)
  })

  it('are never written straight into a screen', () => {
    const chinese = /[\u4e00-\u9fff]/
    for (const { file, source } of sources.filter((each) => each.file.endsWith('.tsx'))) {
      const code = source.replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, '').replaceAll(/zh:\s*'(?:[^'\\]|\\.)*'/g, '')
      const stray = code.split('\n').filter((line) => chinese.test(line) && !line.includes('中文'))
      expect(stray, file).toEqual([])
    }
  })
})
