// Files made to break the server: each is taken for what it is or refused with a sentence, and none keeps it busy.

import { beforeAll, describe, expect, it } from 'vitest'
import { upload, withShippedRegion } from '#test/support/cases.ts'
import { testServer, type Answer, type Call } from '#test/support/server.ts'

let officer: Call
beforeAll(async () => {
  const server = await testServer()
  await withShippedRegion(server)
  officer = await server.as('duty-officer', '330000/')
})

const head = 'reference,region,reported\n'
const given = (content: string | Buffer): Promise<Answer> =>
  upload(officer, 'file.csv', content, { kind: 'cases', source: 'hostile' })

describe('a hostile file', () => {
  it.each([
    ['nothing', '', 'cases.file-empty'],
    ['a header only', head, 'cases.file-without-rows'],
    ['NULs', `${head}A\u0000,330382,2020-02-01\n`, 'cases.file-not-table'],
    ['a million columns', `${','.repeat(500_000)}x\n1,2\n`, 'cases.file-too-wide'],
    ['one line without end', 'x,'.repeat(8_000_000), 'cases.file-unreadable'],
    ['a quote never closed', `"${head}${'A,330382,2020-02-01\n'.repeat(100_000)}`, 'cases.file-unreadable'],
    ['a broken archive', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(500)]), 'cases.file-unreadable'],
  ])('of %s is refused with a sentence', async (_, content, code) => {
    const answer = await given(content)
    expect([answer.status, answer.body.code]).toEqual([422, code])
    expect(answer.body.detail.zh).not.toContain('{')
  })

  it('with a character where a long cell is cut, and NULs further on, is read', async () => {
    const long = `${head}${'a'.repeat(3999)}😀b,330382,2020-02-01\n`
    expect((await given(long)).body).toMatchObject({ state: 'uploaded', rowsInFile: 1 })
    const late = `${head}${'A,330382,2020-02-01\n'.repeat(20_000)}B\u0000,330382,2020-02-01\n`
    expect((await given(late)).body).toMatchObject({ state: 'uploaded', rowsInFile: 20_001 })
  })
})
