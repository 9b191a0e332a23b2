// A duty officer signs in: the wrong password first, then the right one, in both languages, at a desk and on a phone.
// A town's officer finds no menu for accounts, and is told why when asking for the address.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, type Browsing, type Window } from '#test/support/browser.ts'
import { startRunningServer, type RunningServer } from '#test/support/running-server.ts'

const password = 'wuse-demo-2020'
const expectedRefusal = /^401 \/api\/access\/(me|sign-in)$/

let server: RunningServer
let browsing: Browsing

beforeAll(async () => {
  server = await startRunningServer()
  browsing = await openBrowser(server.address)
})
afterAll(async () => {
  await browsing?.close()
  await server?.stop()
})

async function withoutFaults(window: Window, expected?: RegExp): Promise<void> {
  expect(await window.accessibilityFaults()).toEqual([])
  expect(window.faults(expected)).toEqual([])
}

const menu = (window: Window): Promise<string[]> =>
  window.page.locator('nav .ant-menu-item').evaluateAll((items) => items.map((item) => item.textContent ?? ''))

describe('signing in', () => {
  for (const language of ['zh', 'en'] as const) {
    for (const width of [1440, 390]) {
      it(`works in ${language} at ${width} px`, async () => {
        const window = await browsing.newWindow({ language, width })
        const { page } = window
        await window.open('/command')
        expect(new URL(page.url()).pathname).toBe('/command/sign-in')
        expect(await page.evaluate(() => document.documentElement.lang)).toBe(language === 'zh' ? 'zh-CN' : 'en')
        await window.screenshot('sign-in')
        await withoutFaults(window, expectedRefusal)

        await page.fill('#name', 'duty')
        await page.fill('#password', 'not the password')
        await page.click('button[type=submit]')
        const said = page.getByRole('alert')
        await said.waitFor()
        expect(await said.textContent()).toBe(
          language === 'zh' ? '用户名或密码不正确。' : 'The name or the password is not right.',
        )
        await window.screenshot('sign-in-refused')

        await page.getByRole('button', { name: /duty/ }).first().click()
        await page.click('button[type=submit]')
        await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'))
        await page.getByRole('button', { name: language === 'zh' ? /账户菜单/ : /Account menu/ }).waitFor()
        await window.open('/command/account')
        await window.screenshot('account', { whole: true })
        expect(await page.evaluate(() => document.body.scrollWidth)).toBeLessThanOrEqual(width)
        await withoutFaults(window, expectedRefusal)
        await window.close()
      })
    }
  }

  it('switches the language on the spot and remembers it', async () => {
    const window = await browsing.newWindow({ language: 'zh' })
    await window.open('/command/sign-in')
    await window.page.getByRole('button', { name: 'English' }).click()
    await window.page.getByRole('button', { name: 'Sign in' }).waitFor()
    await window.open('/command/sign-in')
    expect(await window.page.getByRole('button', { name: 'Sign in' }).count()).toBe(1)
    await window.close()
  })

  it('leads back to the address first asked for, and out again', async () => {
    const window = await browsing.newWindow()
    const { page } = window
    await window.open('/command/account?from=link')
    expect(new URL(page.url()).searchParams.get('next')).toBe('/account?from=link')
    await page.fill('#name', 'duty')
    await page.fill('#password', password)
    await page.click('button[type=submit]')
    await page.waitForURL('**/command/account?from=link')
    await page.getByRole('button', { name: /账户菜单/ }).click()
    await page.getByText('退出登录').click()
    await page.waitForURL('**/command/sign-in')
    await window.open('/command/account')
    expect(new URL(page.url()).pathname).toBe('/command/sign-in')
    await window.close()
  })
})

describe("a town's officer", () => {
  it('has no menu for accounts and is told why at its address', async () => {
    const window = await browsing.newWindow()
    await window.signIn('liushi', password)
    await window.open('/command/account')
    const shown = await menu(window)
    expect(shown).toContain('我的账户')
    expect(shown).not.toContain('账户与授权')
    expect(shown).not.toContain('操作日志')
    await window.open('/command/accounts')
    expect(await window.page.getByRole('alert').textContent()).toContain('账户与授权')
    await window.screenshot('forbidden')
    await withoutFaults(window, expectedRefusal)
    await window.close()
  })

  it('is refused by the server too', async () => {
    const window = await browsing.newWindow()
    await window.signIn('liushi', password)
    const status = await window.page.evaluate(async () => (await fetch('/api/access/accounts')).status)
    expect(status).toBe(403)
    await window.close()
  })
})

describe('an administrator', () => {
  it('finds accounts in the menu', async () => {
    const window = await browsing.newWindow()
    await window.signIn('admin', password)
    await window.open('/command/account')
    expect(await menu(window)).toContain('账户与授权')
    await window.close()
  })
})
