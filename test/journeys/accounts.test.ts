// An administrator makes an account for a county's new duty officer, who signs in with the first password, must change
// it, and then finds exactly the menu of that post. The auditor sees it all, and proves that the log is whole.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, type Browsing } from '#test/support/browser.ts'
import { startRunningServer, type RunningServer } from '#test/support/running-server.ts'

const demoPassword = 'wuse-demo-2020'
const ownPassword = '三月 江南 草长 莺飞 2020'
const expectedRefusal = /^401 \/api\/access\/me$/

let server: RunningServer
let browsing: Browsing
let firstPassword = ''

beforeAll(async () => {
  server = await startRunningServer()
  browsing = await openBrowser(server.address)
})
afterAll(async () => {
  await browsing?.close()
  await server?.stop()
})

describe('a new duty officer', () => {
  it('is given an account and a first password', async () => {
    const window = await browsing.newWindow()
    const { page } = window
    await window.signIn('admin', demoPassword)
    await window.open('/command/accounts')
    await page.getByRole('button', { name: '新建账户' }).click()
    await page.fill('#displayName', '何值班')
    await page.fill('#signInName', 'ruian')
    await page.click('#role')
    await page.locator('.ant-select-item-option', { hasText: '值班员' }).first().click()
    await page.click('#regionPath')
    await page.keyboard.type('瑞安')
    await page.locator('.ant-select-item-option', { hasText: '330381' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '新建账户' }).click()
    const shown = page.locator('.ant-modal code')
    await shown.waitFor()
    firstPassword = (await shown.textContent()) ?? ''
    expect(firstPassword).toMatch(/^\w{4}(-\w{4}){3}$/)
    await window.screenshot('first-password')
    expect(await window.accessibilityFaults()).toEqual([])
    await page.getByRole('button', { name: '已知悉' }).click()
    await page.getByText('何值班').waitFor()
    await window.screenshot('accounts')
    expect(window.faults(expectedRefusal)).toEqual([])
    await window.close()
  })

  it('must change it before anything else', async () => {
    const window = await browsing.newWindow({ width: 390 })
    const { page } = window
    await window.signIn('ruian', firstPassword)
    expect(new URL(page.url()).pathname).toBe('/command/account')
    await window.open('/command/policies')
    expect(new URL(page.url()).pathname).toBe('/command/account')
    await page.getByText('请先修改密码').waitFor()
    await window.screenshot('must-change-password')
    await page.fill('#current', firstPassword)
    await page.fill('#next', ownPassword)
    await page.fill('#again', ownPassword)
    await page.getByRole('button', { name: '修改密码' }).click()
    await page.getByText('密码已修改').waitFor()
    await window.open('/command/policies')
    expect(new URL(page.url()).pathname).toBe('/command/policies')
    expect(window.faults(expectedRefusal)).toEqual([])
    await window.close()
  })

  it('leaves its traces in the log, which holds together', async () => {
    const window = await browsing.newWindow()
    const { page } = window
    await window.signIn('auditor', demoPassword)
    await window.open('/command/audit?action=access.')
    await page.locator('td', { hasText: 'access.changePassword' }).first().waitFor()
    await page.getByRole('button', { name: '校验日志' }).click()
    await page.getByText('日志完整').waitFor()
    await window.screenshot('audit')
    expect(await window.accessibilityFaults()).toEqual([])
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: '导出 CSV' }).click()
    expect((await download).suggestedFilename()).toBe('audit.csv')
    expect(window.faults(expectedRefusal)).toEqual([])
    await window.close()
  })
})
