// The rules are public; nothing but the shipped packs can be read through them.

import { beforeAll, describe, expect, it } from 'vitest'
import { testServer, type TestServer } from '#test/support/server.ts'
import type { PackInFull, PackSummary } from './api.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})

describe('who may not', () => {
  it('reads no folder that is not a shipped pack', async () => {
    for (const id of ['unknown', '..', '../src', '%2Fetc', 'zhejiang-2020%2F..%2F..']) {
      const answer = await server.nobody('GET', `/policies/${id}`)
      expect([404, 422], id).toContain(answer.status)
      const handbook = await server.nobody('GET', `/policies/${id}/handbook.md`)
      expect([404, 422], id).toContain(handbook.status)
    }
    const unknown = await server.nobody('GET', '/policies/unknown')
    expect(unknown.body.detail.zh).toContain('zhejiang-2020')
  })
})

describe('policy packs', () => {
  it('are listed to anybody, with their validity', async () => {
    const answer = await server.nobody('GET', '/policies')
    expect(answer.status).toBe(200)
    const packs = answer.body as PackSummary[]
    expect(packs.map(({ id }) => id)).toEqual(['national-2020', 'zhejiang-2020'])
    expect(packs[1]).toMatchObject({ version: expect.stringMatching(/^zhejiang-2020@/), validFrom: '2020-02-09' })
  })

  it('show every rule with its numbers in words, its source and its examples', async () => {
    const answer = await server.nobody('GET', '/policies/zhejiang-2020')
    expect(answer.status).toBe(200)
    const { riskmap } = answer.body as PackInFull
    expect(riskmap?.levels.map(({ colour }) => colour)).toEqual(['red', 'orange', 'yellow', 'blue', 'green'])
    const clusters = riskmap?.rules.find(({ id }) => id === 'clusters')
    expect(clusters?.source).toMatchObject({ mark: 'proposal', markName: { zh: expect.stringContaining('示意性') } })
    expect(clusters?.parameters.find(({ key }) => key === 'raisesAtMostTo')?.value).toEqual({
      zh: '橙色',
      en: 'orange',
    })
    for (const rule of riskmap?.rules ?? []) {
      expect(new Set(rule.examples.map(({ verdict }) => verdict)), rule.id).toEqual(new Set(['yes', 'no', 'edge']))
      expect(rule.parameters.length, rule.id).toBeGreaterThan(0)
    }
  })

  it('print as the handbook, in both languages', async () => {
    const zh = await server.nobody('GET', '/policies/zhejiang-2020/handbook.md')
    expect(zh.status).toBe(200)
    expect(zh.headers['content-type']).toContain('text/markdown')
    expect(zh.raw.toString()).toMatch(/^# 浙江县域疫情五色图/)
    const en = await server.nobody('GET', '/policies/zhejiang-2020/handbook.md?language=en')
    expect(en.raw.toString()).toMatch(/^# Zhejiang/)
  })
})
