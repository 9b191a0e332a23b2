// A duty officer imports two real-life files with the faults such files have, sees what they would become, decides
// what is doubtful, and takes one back. Told on the real server in a real browser.

import ExcelJS from 'exceljs'
import iconv from 'iconv-lite'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, type Browsing, type Window } from '#test/support/browser.ts'
import { startRunningServer, type RunningServer } from '#test/support/running-server.ts'

const PASSWORD = 'wuse-demo-2020'
// A source and a winter of their own: nothing that the demonstration begins with tells of them.
const SOURCE = '值班室日报'
let server: RunningServer
let browsing: Browsing
let window: Window
const folder = mkdtempSync(join(tmpdir(), 'wuse-files-'))

/** GB18030, cumulative figures that fall, areas that are no division, a total row, a day that does not exist. */
function countsFile(): string {
  const rows = [
    '日期,城市,区县,累计确诊',
    '2021-01-22,温州市,鹿城区,4',
    '2021-01-23,温州市,鹿城区,1',
    '2021-01-22,宁波市,鄞州区,2',
    '2021-01-22,宁波市,宁波高新区,1',
    '2021-01-23,宁波市,宁波高新区,2',
    '2021-01-22,杭州市,未公布来源,3',
    '2021-01-22,杭州市,合计,9',
    '2021-02-30,嘉兴市,南湖区,5',
    '2021-01-22,嘉兴市,秀洲区,没有',
  ]
  const path = join(folder, '市县累计.csv')
  writeFileSync(path, iconv.encode(`${rows.join('\r\n')}\r\n`, 'gb18030'))
  return path
}

/** XLSX with another figure for a county and day that the register already knows. */
async function correctionFile(): Promise<string> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('日报')
  sheet.addRow(['日期', '区县', '新增确诊', '其中输入'])
  sheet.addRow(['2021-01-22', '鄞州区', 7, 1])
  sheet.addRow(['2021-01-24', '鄞州区', 1, 0])
  const path = join(folder, '日报更正.xlsx')
  await book.xlsx.writeFile(path)
  return path
}

beforeAll(async () => {
  server = await startRunningServer()
  browsing = await openBrowser(server.address)
  window = await browsing.newWindow({ language: 'zh' })
  await window.signIn('duty', PASSWORD)
}, 180_000)

afterAll(async () => {
  await browsing?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function upload(file: string): Promise<void> {
  const { page } = window
  await window.open('/command/imports')
  await page.fill('#import-source', SOURCE)
  await page.keyboard.press('Escape')
  await page.setInputFiles('input[type=file]', file)
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}/)
  await page.waitForSelector('.preview-table')
}

/** The control totals on screen, in the order of the page: read, stored, unchanged, parked, refused. */
async function totals(): Promise<number[]> {
  const figures = await window.page.locator('.totals-figure strong').allInnerTexts()
  return figures.map((text) => Number(text.replaceAll(',', '')))
}

async function faults(): Promise<string[]> {
  return [...(await window.accessibilityFaults()), ...window.faults()]
}

const waiting = (): Promise<number> => window.page.locator('.conflict-item').count()

describe('importing counts', () => {
  it('shows what the file is and what each row would become, before anything is stored', async () => {
    await upload(countsFile())
    const { page } = window
    const facts = await page.locator('.batch-facts').innerText()
    expect(facts).toContain('GB18030')
    expect(facts).toContain('9 行')
    const preview = await page.locator('.preview-table').innerText()
    expect(preview).toContain('宁波高新区')
    expect(preview).toContain('累计数从 4 降到 1')
    expect(preview).toContain('日历上没有')
    const [read, stored, unchanged, parked, refused] = await totals()
    expect(read).toBe(9)
    expect(stored! + unchanged! + parked! + refused!).toBe(9)
    expect(parked).toBe(4)
    expect(refused).toBe(3)
    await window.screenshot('journey-import-preview', { whole: true })
    expect(await faults()).toEqual([])
  })

  it('asks again when a column is given another meaning, and back', async () => {
    const { page } = window
    const before = await totals()
    const column = page.locator('.column-table tr', { hasText: '累计确诊' }).locator('.ant-select')
    const choose = async (meaning: string): Promise<void> => {
      await column.click()
      await page.locator('.ant-select-dropdown:visible .ant-select-item', { hasText: meaning }).first().click()
    }
    await choose('不使用')
    await page.waitForSelector('.run-bar .ant-alert-error')
    await expect.poll(() => page.locator('.run-bar .ant-btn-primary').isDisabled()).toBe(true)
    await choose('累计确诊')
    await page.locator('.run-bar .ant-alert-error').waitFor({ state: 'hidden' })
    expect(await totals()).toEqual(before)
    expect(window.faults(/preview/)).toEqual([])
  })

  it('saves the mapping under a name', async () => {
    const { page } = window
    await page.locator('.saved-mappings button').click()
    await page.fill('#mapping-name', '省市县累计')
    await page.locator('.save-mapping button').click()
    await expect.poll(() => page.locator('.ant-message').innerText()).toContain('省市县累计')
  })

  it('stores what is clear and leaves what is doubtful to a person', async () => {
    const { page } = window
    await page.locator('.run-bar .ant-btn-primary').click()
    await page.waitForSelector('.conflict-desk')
    const [read, stored, , parked, refused] = await totals()
    expect([read, stored, parked, refused]).toEqual([9, 2, 4, 3])
    expect(await waiting()).toBe(4)
    await window.screenshot('journey-import-conflicts', { whole: true })
    expect(await faults()).toEqual([])
  })

  it('decides every row of an unknown area at once, and remembers the answer', async () => {
    const { page } = window
    await page.locator('.conflict-item', { hasText: '宁波高新区' }).first().click()
    await page.locator('#conflict-region').click()
    await page.keyboard.type('鄞州')
    await page.locator('.ant-select-dropdown:visible .ant-select-item', { hasText: '鄞州区' }).click()
    await page.locator('.conflict-reach').getByText('所有“宁波高新区”').click()
    await page.getByRole('button', { name: /归入县/ }).click()
    await page.locator('.ant-modal-confirm .ant-btn-primary').click()
    await expect.poll(() => page.locator('.conflict-item', { hasText: '没有“宁波高新区”' }).count()).toBe(0)
  })

  it('decides the rest by keyboard alone', async () => {
    const { page } = window
    await page.locator('.ant-modal-confirm').waitFor({ state: 'hidden' })
    for (let left = await waiting(); left > 0; left = await waiting()) {
      await page.locator('h1').click()
      const last = await page.locator('.conflict-choices button').count()
      await page.keyboard.press(String(last))
      await expect.poll(waiting).toBeLessThan(left)
    }
    await page.waitForSelector('.tab-card .state-title')
    expect(await page.locator('.tab-card').innerText()).toContain('没有等待处理的行')
    expect(await faults()).toEqual([])
  })

  it('says plainly that the same file was imported before, and stores nothing twice', async () => {
    await upload(countsFile())
    expect(await window.page.locator('.ant-alert').first().innerText()).toContain('以前导入过')
    const [read, stored] = await totals()
    expect([read, stored]).toEqual([9, 0])
  })
})

describe('another figure for the same county and day', () => {
  it('parks it, shows both sides, and takes the one that was chosen', async () => {
    const { page } = window
    await upload(await correctionFile())
    expect(await page.locator('.batch-facts').innerText()).toContain('XLSX')
    await page.locator('.run-bar .ant-btn-primary').click()
    await page.waitForSelector('.sides')
    const sides = await page.locator('.sides-differ').allInnerTexts()
    expect(sides.some((text) => text.includes('7'))).toBe(true)
    await window.screenshot('journey-import-sides')
    await page.getByRole('button', { name: /采用文件数字/ }).click()
    await expect.poll(waiting).toBe(0)
    await window.open('/command/cases/counts?from=2021-01-22&to=2021-01-24')
    const shown = await page.locator('.card-table').innerText()
    expect(shown).toMatch(/鄞州区\s*7/)
    expect(shown).toContain('已更正')
  })

  it('takes the whole import back and restores what it replaced', async () => {
    const { page } = window
    await window.open('/command/imports')
    await page.getByRole('link', { name: '日报更正.xlsx' }).click()
    await page.getByRole('button', { name: '撤销这次导入' }).click()
    expect(await page.locator('.undo-effects').innerText()).toContain('恢复为导入前')
    await page.fill('#reason', '来源已发来更正文件')
    await window.screenshot('journey-import-undo')
    await page.locator('.ant-modal .ant-btn-dangerous').click()
    await expect.poll(() => page.locator('.batch-facts').innerText()).toContain('已撤销')
    await window.open('/command/cases/counts?from=2021-01-22&to=2021-01-24')
    const shown = await page.locator('.card-table').innerText()
    expect(shown).not.toMatch(/鄞州区\s*7/)
    expect(await faults()).toEqual([])
  })
})

describe('a town officer', () => {
  it('is not offered the places of others', async () => {
    const town = await browsing.newWindow({ language: 'en', width: 390 })
    await town.signIn('liushi', PASSWORD)
    await town.open('/command/cases')
    await town.page.locator('.filter-region').first().click()
    const offered = await town.page.locator('.ant-select-dropdown:visible').innerText()
    expect(offered).not.toMatch(/Hangzhou|Ningbo/)
    expect([...(await town.accessibilityFaults()), ...town.faults()]).toEqual([])
    await town.screenshot('journey-town-officer')
    await town.close()
  })
})
