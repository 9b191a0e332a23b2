// The traps of real feeds: each gives a clear finding, and no row is lost.

import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'
import { beforeAll, describe, expect, it } from 'vitest'
import { byReason, imported, upload, withShippedRegion } from '#test/support/cases.ts'
import { testServer, type Answer, type Call, type TestServer } from '#test/support/server.ts'

let server: TestServer
let officer: Call
let made = 0
const source = () => `来源${++made}`

beforeAll(async () => {
  server = await testServer()
  await withShippedRegion(server)
  officer = await server.as('duty-officer', '330000/')
})

const findings = async (batch: Answer['body']) =>
  (await officer('GET', `/cases/imports/${batch.id}/findings?limit=200`)).body.rows
const figures = async (name: string) =>
  (await officer('GET', `/cases/counts?source=${encodeURIComponent(name)}&limit=500`)).body.rows
    .map((row: { regionCode: string; on: string; confirmed: number; scope: string }) =>
      [row.on, row.regionCode, row.confirmed, row.scope].join(' '),
    )
    .sort()

describe('cumulative totals', () => {
  const content =
    '城市,日期,累计确诊\n温州市,2020-01-21,2\n温州市,2020-01-22,4\n温州市,2020-01-23,1\n温州市,2020-01-25,18\n'

  it('become new cases of a day; a fall is parked and nothing after it is wrong', async () => {
    const from = source()
    const batch = await imported(officer, { source: from, content })
    expect(batch.totals).toMatchObject({ read: 4, stored: 3, parked: 1 })
    expect(byReason(batch)).toMatchObject({ 'cumulative-falls': 1, 'cumulative-start': 1, 'cumulative-gap': 1 })
    expect(await figures(from)).toEqual([
      '2020-01-21 330300 2 whole',
      '2020-01-22 330300 2 whole',
      '2020-01-25 330300 14 whole',
    ])
    const [fall] = (await officer('GET', `/cases/conflicts?batchId=${batch.id}`)).body.rows
    expect(fall.message).toEqual({
      zh: '累计数从 4 降到 1(2020-01-23)。',
      en: 'The cumulative figure falls from 4 to 1 on 2020-01-23.',
    })
    expect((await officer('POST', '/cases/conflicts/resolve', { ids: [fall.id], choice: 'take' })).body.stored).toBe(1)
    expect(await figures(from)).toEqual([
      '2020-01-21 330300 2 whole',
      '2020-01-22 330300 2 whole',
      '2020-01-23 330300 -3 whole',
      '2020-01-25 330300 17 whole',
    ])
    const curve = await officer('GET', '/cases/curve?regionCode=330300&from=2020-01-21&to=2020-01-25')
    expect(curve.body.days.map((one: { cumulative: number }) => one.cumulative)).toEqual([2, 4, 1, 1, 18])
    expect((await officer('POST', `/cases/imports/${batch.id}/undo`, { reason: 'end of test' })).status).toBe(200)
    expect(await figures(from)).toEqual([])
  })

  it('give nothing new when the file comes again, longer by a day', async () => {
    const from = source()
    await imported(officer, { source: from, content })
    const again = await imported(officer, { source: from, content: `${content}温州市,2020-01-26,32\n` })
    expect(again.totals).toMatchObject({ read: 5, stored: 1, unchanged: 4, parked: 0, refused: 0 })
    expect(byReason(again)).toMatchObject({ 'asked-before': 1, 'same-as-stored': 3 })
    expect((await figures(from)).at(-1)).toBe('2020-01-26 330300 14 whole')
  })
})

describe('areas that are no division', () => {
  const content =
    '城市,区县,日期,新增确诊\n杭州市,江干区,2020-02-01,5\n杭州市,钱塘新区,2020-02-01,2\n宁波市,宁波高新区,2020-02-01,1\n宁波市,杭州湾新区,2020-02-01,1\n温州市,瓯江口,2020-02-01,3\n杭州市,未公布来源,2020-02-01,4\n杭州市,境外输入,2020-02-01,1\n温州市,龙港市,2020-02-01,6\n'

  it('wait at their city, are decided on screen, and the answer is remembered', async () => {
    const from = source()
    const batch = await imported(officer, { source: from, content })
    expect(batch.totals).toMatchObject({ read: 8, stored: 2, parked: 6, refused: 0 })
    expect(byReason(batch)).toEqual({ 'area-unknown': 4, 'area-not-published': 1, 'area-abroad': 1 })
    const decide = async (value: string, choice: string, regionCode?: string) => {
      const conflicts = (await officer('GET', `/cases/conflicts?batchId=${batch.id}`)).body.rows
      const one = conflicts.find((row: { value: string }) => row.value === value)
      return (await officer('POST', '/cases/conflicts/resolve', { ids: [one.id], choice, regionCode, remember: true }))
        .body
    }
    expect(await decide('钱塘新区', 'assign', '330104')).toEqual({ resolved: 1, stored: 1, parkedAgain: 0 })
    expect(await decide('未公布来源', 'keep-at-city')).toEqual({ resolved: 1, stored: 1, parkedAgain: 0 })
    expect(await decide('境外输入', 'refuse')).toEqual({ resolved: 1, stored: 0, parkedAgain: 0 })
    expect((await decide('瓯江口', 'assign', '330113')).code).toBe('cases.conflict-region')
    expect(await figures(from)).toEqual([
      '2020-02-01 330100 4 unplaced',
      '2020-02-01 330104 7 whole',
      '2020-02-01 330383 6 whole',
    ])
    const daily = await officer('GET', '/cases/daily?from=2020-02-01&to=2020-02-01&level=county')
    expect(daily.body.unplaced).toMatchObject([{ regionCode: '330100', confirmed: 4 }])

    const next = await imported(officer, {
      source: from,
      content: content.replaceAll('2020-02-01', '2020-02-02'),
      mapping: (await officer('GET', '/cases/mappings')).body.find((one: { name: string }) => one.name === from)
        .mapping,
    })
    expect(byReason(next)).toMatchObject({ 'area-assigned': 1, 'area-kept': 1, 'area-refused': 1, 'area-unknown': 3 })
    expect((await figures(from)).filter((line: string) => line.startsWith('2020-02-02'))).toEqual([
      '2020-02-02 330100 4 unplaced',
      '2020-02-02 330104 7 whole',
      '2020-02-02 330383 6 whole',
    ])
  })
})

describe('days', () => {
  it('in UTC, serial, Chinese and swapped order are understood and said, or refused with advice', async () => {
    const from = source()
    const content =
      'adcode,date,confirmed\n330302,2020-01-20T16:00:00.000Z,1\n330302,2020-01-21 16:00:00,2\n330302,43853,3\n330302,2020年1月24日,4\n330302,2020/1/25,5\n330302,03/02/2020,6\n330302,2020-02-30,7\n330302,2020-03-01,8\n'
    const batch = await imported(officer, { source: from, content })
    expect(batch.totals).toMatchObject({ read: 8, stored: 5, refused: 3 })
    expect(byReason(batch)).toEqual({
      'date-was-utc': 1,
      'date-utc-assumed': 1,
      'date-excel-serial': 1,
      'date-ambiguous': 1,
      'date-not-in-calendar': 1,
      'date-future': 1,
    })
    expect(await figures(from)).toEqual([
      '2020-01-21 330302 1 whole',
      '2020-01-22 330302 2 whole',
      '2020-01-23 330302 3 whole',
      '2020-01-24 330302 4 whole',
      '2020-01-25 330302 5 whole',
    ])
    const ordered = await imported(officer, {
      source: source(),
      content: 'adcode,date,confirmed\n330302,03/02/2020,6\n330302,21/01/2020,7\n',
    })
    expect(ordered.totals).toMatchObject({ read: 2, stored: 2 })
  })
})

describe('figures', () => {
  it('negative, over their whole, missing, doubled, contradicting or summed up give findings', async () => {
    const from = source()
    const content =
      '区县,日期,新增确诊,其中输入\n鹿城区,2020-02-01,-10,\n瓯海区,2020-02-01,3,5\n龙湾区,2020-02-01,,\n乐清市,2020-02-01,若干,\n瑞安市,2020-02-01,4,1\n瑞安市,2020-02-01,4,1\n瑞安市,2020-02-01,5,1\n合计,2020-02-01,9,3\n'
    const batch = await imported(officer, { source: from, content })
    expect(batch.totals).toMatchObject({ read: 8, stored: 1, unchanged: 1, parked: 3, refused: 3 })
    expect(byReason(batch)).toEqual({
      'figure-negative': 1,
      'imported-over-confirmed': 1,
      'figure-missing': 1,
      'figure-unreadable': 1,
      'duplicate-row': 1,
      'conflict-in-file': 1,
      'total-row': 1,
    })
    const rows = await findings(batch)
    for (const row of rows) {
      expect(row.raw).toHaveLength(4)
      expect(row.remedy.zh.length * row.remedy.en.length).toBeGreaterThan(0)
    }
    const open = (await officer('GET', `/cases/conflicts?batchId=${batch.id}`)).body.rows
    const many = await officer('POST', '/cases/conflicts/resolve', {
      batchId: batch.id,
      reasonCode: 'imported-over-confirmed',
      choice: 'take',
    })
    expect(many.body).toEqual({ resolved: 1, stored: 1, parkedAgain: 0 })
    const last = open.find((row: { reason: string }) => row.reason === 'conflict-in-file')
    expect((await officer('POST', '/cases/conflicts/resolve', { ids: [last.id], choice: 'both' })).body.stored).toBe(1)
    expect(await figures(from)).toEqual(['2020-02-01 330304 3 whole', '2020-02-01 330381 9 whole'])
  })

  it('of several reports of one day are added when the mapping says so', async () => {
    const from = source()
    const content = '城市,日期,新增确诊\n温州市,2020-02-02,24\n温州市,2020-02-02,0\n温州市,2020-02-02,3\n'
    const batch = await imported(officer, { source: from, content, mapping: { repeats: 'sum' } })
    expect(batch.totals).toMatchObject({ read: 3, stored: 3 })
    expect(await figures(from)).toEqual(['2020-02-02 330300 27 whole'])
  })
})

describe('files', () => {
  const table = '浙江省疫情统计表\n\n县(市、区);日期;新增确诊\n龙港市;2020-02-01;1\n'

  it('in GB18030 with a title, empty rows and another delimiter are read', async () => {
    const batch = await imported(officer, { source: source(), content: iconv.encode(table, 'gb18030') })
    expect(batch).toMatchObject({
      format: { encoding: 'gb18030', delimiter: ';', headerRow: 3 },
      totals: { read: 1, stored: 1 },
    })
    expect(batch.notes.map((note: { code: string }) => note.code)).toEqual(['rows-above-header'])
    const marked = await imported(officer, { source: source(), content: `\u{feff}${table}` })
    expect(marked.format.encoding).toBe('utf-8 with byte order mark')
  })

  it('in XLSX are read with their dates, numbers and formulas', async () => {
    const from = source()
    const book = new ExcelJS.Workbook()
    const sheet = book.addWorksheet('二月')
    sheet.addRow(['区县', '日期', '新增确诊'])
    sheet.addRow(['鹿城区', new Date(Date.UTC(2020, 1, 1)), 3])
    sheet.addRow(['瓯海区', 43_862, { formula: '1+1', result: 2 }])
    sheet.addRow(['龙湾区', '2020年2月1日', '4'])
    sheet.getCell('B2').numFmt = 'yyyy-mm-dd'
    book.addWorksheet('说明').addRow(['x'])
    const batch = await imported(officer, {
      source: from,
      name: 'table.xlsx',
      content: new Uint8Array(await book.xlsx.writeBuffer()),
    })
    expect(batch).toMatchObject({ format: { type: 'xlsx', sheet: '二月' }, totals: { read: 3, stored: 3 } })
    expect(await figures(from)).toEqual([
      '2020-02-01 330302 3 whole',
      '2020-02-01 330303 4 whole',
      '2020-02-01 330304 2 whole',
    ])
    expect(batch.notes.map((note: { code: string }) => note.code)).toEqual(['more-sheets'])
  })

  it('that are cut off, empty, old or no table are named as what they are', async () => {
    const rows = Array.from({ length: 65_535 }, () => '330302,2020-02-01,1').join('\n')
    const cut = await upload(officer, 'cut.csv', `adcode,date,confirmed\n${rows}\n`, { kind: 'counts', source: 'cut' })
    expect(cut.body.rowsInFile).toBe(65_535)
    expect(cut.body.notes[0]).toMatchObject({ code: 'row-limit' })
    const code = async (content: Uint8Array | string) =>
      (await upload(officer, 'x', content, { kind: 'counts', source: 'x' })).body.code
    expect(await code('')).toBe('cases.file-empty')
    expect(await code('adcode,date,confirmed\n')).toBe('cases.file-without-rows')
    expect(await code(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 1, 2]))).toBe('cases.file-old-excel')
    expect(await code(new Uint8Array([0x25, 0x50, 0x44, 0x46, 0x2d]))).toBe('cases.file-not-table')
    const half = await upload(officer, 'x.csv', 'county,what\n鹿城区,1\n', { kind: 'counts', source: 'x' })
    expect((await officer('POST', `/cases/imports/${half.body.id}/run`, {})).body).toMatchObject({
      code: 'cases.mapping-incomplete',
      facts: { fields: ['on', 'confirmed'] },
    })
  })
})

describe('divisions of other days', () => {
  it('are told apart: 临平 in 2020 and 下城 in 2022', async () => {
    server.clock.set('2022-02-10T02:00:00.000Z')
    officer = await server.as('duty-officer', '330000/')
    const batch = await imported(officer, {
      source: source(),
      content: 'adcode,date,confirmed\n330113,2020-02-01,1\n330103,2022-02-01,1\n330113,2022-02-01,1\n',
    })
    expect(batch.totals).toMatchObject({ read: 3, stored: 1, parked: 2 })
    const [lin, xia] = await findings(batch)
    expect(lin).toMatchObject({ reason: 'area-other-day', outcome: 'parked', rowNumber: 2 })
    expect(lin.message.en).toContain('from 2021-04-09')
    expect(xia.message.zh).toContain('至 2021-04-08 有效')
  })
})
