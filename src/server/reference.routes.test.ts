// The description of the interface, read in a real browser under the server's own security policy.

import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser, type Browsing } from '#test/support/browser.ts'
import { testServer, type TestServer } from '#test/support/server.ts'

let server: TestServer
let browsing: Browsing

beforeAll(async () => {
  server = await testServer()
  await server.app.listen({ port: 0, host: '127.0.0.1' })
  browsing = await openBrowser(`http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`)
})
afterAll(async () => {
  await browsing.close()
  await server.app.close()
})

it('shows every operation, and the security policy blocks nothing it needs', async () => {
  const window = await browsing.newWindow({ language: 'en' })
  await window.page.goto('/api/reference')
  await window.page.waitForSelector('.opblock')
  const shown = await window.page.locator('.opblock').count()
  const document = (await server.nobody('GET', '/openapi.json')).body as { paths: Record<string, object> }
  expect(shown).toBe(Object.values(document.paths).flatMap((path) => Object.keys(path)).length)
  await window.page.locator('.opblock').first().click()
  await window.page.waitForSelector('.opblock.is-open')
  expect(window.faults(/favicon/)).toEqual([])
})
