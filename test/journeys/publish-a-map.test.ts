// A map's way to the public, told with the people who take it: an expert drafts it and sets one county otherwise, may
// not approve it, a commander takes the second look and publishes, the public sees it. A town's officer is refused.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoPassword } from '#modules/access/index.ts'
import { openBrowser, type Browsing, type PageOptions, type Window } from '../support/browser.ts'
import { startRunningServer, type RunningServer } from '../support/running-server.ts'

const DUE = '2020-02-21'
const YUEQING = '330382'

let server: RunningServer
let browser: Browsing
const open: Window[] = []

beforeAll(async () => {
  server = await startRunningServer()
  browser = await openBrowser(server.address)
}, 300_000)

afterAll(async () => {
  for (const window of open) await window.close()
  await browser?.close()
  await server?.stop()
})

async function as(name: string, options: PageOptions = {}): Promise<Window> {
  const window = await browser.newWindow(options)
  open.push(window)
  await window.signIn(name, demoPassword)
  return window
}

const soon = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 })

const button = (window: Window, name: string) => window.page.getByRole('button', { name, exact: true })

async function lookAt(window: Window, name: string, whole = false): Promise<void> {
  await window.screenshot(name, { whole })
  expect(await window.accessibilityFaults(), name).toEqual([])
}

describe('a map from draft to the public', () => {
  let expert: Window
  let leader: Window
  let address: string

  it('is drafted for the day on which the review is due', async () => {
    expert = await as('expert')
    await expert.open('/command/riskmap')
    await expert.page.getByText('起草新一期').click()
    await soon(() => expert.page.locator('#on').inputValue()).toBe(DUE)
    await lookAt(expert, 'publish-1-new')
    await button(expert, '起草').click()
    await expert.page.waitForURL(/\/riskmap\/drafts\/[0-9a-f-]{36}/)
    await expert.page.getByText('与现有病例数一致').waitFor()
    address = new URL(expert.page.url()).pathname
    await lookAt(expert, 'publish-2-draft')
  })

  it('carries an expert’s other level, with the reason', async () => {
    await expert.open(`${address}?place=${YUEQING}`)
    await button(expert, '提出等级调整').click()
    await expert.page.getByRole('radio', { name: /红色/ }).check()
    await expert.page.getByLabel('理由').fill('邻县新报告聚集性疫情，流调尚未结束。')
    await lookAt(expert, 'publish-3-deviation')
    await button(expert, '提出').click()
    await expert.page.getByText('待第二人确认', { exact: true }).waitFor()
  })

  it('cannot be approved by its author, and the button says why', async () => {
    await expert.open(address)
    await button(expert, '提交复核').click()
    const approve = button(expert, '复核通过')
    await approve.waitFor()
    expect(await approve.getAttribute('aria-disabled')).toBe('true')
    await soon(() => expert.page.getByText('起草人不能复核自己的风险图').count()).toBeGreaterThan(0)
    await lookAt(expert, 'publish-4-own-map')
  })

  it('waits until a second person has decided the deviation, then is approved', async () => {
    leader = await as('leader')
    await leader.open(address)
    await soon(() => leader.page.getByText('等级偏离等待第二人确认').count()).toBeGreaterThan(0)
    await lookAt(leader, 'publish-5-second-look', true)
    await button(leader, '确认').first().click()
    await leader.page.getByRole('dialog').getByRole('button', { name: '确认' }).click()
    await leader.page.getByText('已确认', { exact: true }).waitFor()
    const items = leader.page.getByRole('checkbox')
    for (let index = 0; index < (await items.count()); index++) await items.nth(index).check()
  })

  it('tells who acted meanwhile when the map changed under the reviewer’s eyes', async () => {
    await expert.open(address)
    await button(expert, '收回修改').click()
    await button(expert, '提交复核').waitFor()
    await button(leader, '复核通过').click()
    const told = leader.page.getByRole('dialog')
    await told.locator('.ant-modal-confirm-title').getByText('情况已有变化').waitFor()
    expect(await told.textContent()).toContain('林专家')
    await lookAt(leader, 'publish-6-meanwhile')
    await told.getByRole('button', { name: '重新载入' }).click()
    expect(leader.faults(/review/)).toEqual([])
    await button(expert, '提交复核').click()
    await button(expert, '收回修改').waitFor()
  })

  it('is published after a last look at what the public will see', async () => {
    await leader.open(address)
    const items = leader.page.getByRole('checkbox')
    await items.first().waitFor()
    for (let index = 0; index < (await items.count()); index++) await items.nth(index).check()
    await button(leader, '复核通过').click()
    await button(leader, '发布').waitFor()
    await button(leader, '发布').click()
    const dialog = leader.page.getByRole('dialog')
    await dialog.getByText('发布后公众立即看到').waitFor()
    expect(await dialog.textContent()).toContain('乐清市')
    await lookAt(leader, 'publish-7-confirm')
    await dialog.getByRole('button', { name: '发布' }).click()
    await leader.page.waitForURL(/\/command\/riskmap\?map=330000\.county/)
    await leader.page.locator('.map-time-now').getByText('2020年2月21日').waitFor()
    await lookAt(leader, 'publish-8-in-force')
  })

  it('is what the public sees, with the deviation and its reason', async () => {
    const answer = await fetch(`${server.address}/api/public/riskmap/330000/county/current.json`)
    const edition = (await answer.json()) as {
      on: string
      regions: { code: string; level: string; deviation: { reason: string } | null }[]
    }
    expect(edition.on).toBe(DUE)
    const yueqing = edition.regions.find(({ code }) => code === YUEQING)
    expect(yueqing).toMatchObject({ level: 'red', deviation: { reason: '邻县新报告聚集性疫情，流调尚未结束。' } })
    const visitor = await browser.newWindow({ language: 'en', width: 390 })
    open.push(visitor)
    await visitor.open('/')
    await soon(() => visitor.page.textContent('body')).toMatch(/21 Feb(ruary)? 2020/)
    await lookAt(visitor, 'publish-9-public')
    expect(visitor.faults()).toEqual([])
  })

  it('judges again to the same bytes', async () => {
    await leader.open(address)
    await button(leader, '再评一次').click()
    await leader.page.getByText('结果完全一致').waitFor()
    await lookAt(leader, 'publish-10-judged')
  })

  it('opens at this day and this county from a link, also in English on a phone', async () => {
    const phone = await as('duty', { language: 'en', width: 390 })
    await phone.open(`/command/riskmap?map=330000.county&place=${YUEQING}`)
    await phone.page.getByRole('heading', { name: 'Yueqing City' }).waitFor()
    await phone.page.getByText('Set by an expert to').waitFor()
    await lookAt(phone, 'publish-11-panel')
    expect(phone.faults()).toEqual([])
  })

  it('runs on the big screen by itself', async () => {
    const screen = await as('duty', { width: 1920, height: 1080 })
    await screen.open('/command/screen')
    await screen.page.getByText('2020年2月21日').waitFor()
    const smallest = await screen.page.evaluate(() =>
      Math.min(
        ...[...document.querySelectorAll('.screen-board h1, .screen-board h2, .screen-card p, .screen-counts li')].map(
          (element) => Number.parseFloat(getComputedStyle(element).fontSize),
        ),
      ),
    )
    expect(smallest).toBeGreaterThanOrEqual(28)
    await lookAt(screen, 'publish-12-screen')
    expect(screen.faults()).toEqual([])
  })

  it('is refused to a town’s officer outside the town', async () => {
    const town = await as('liushi')
    await town.open('/command/riskmap')
    await town.page.locator('.region-map').waitFor()
    await town.open(address)
    expect(await button(town, '撤回本期').getAttribute('aria-disabled')).toBe('true')
    await soon(() => town.page.getByText('您的岗位不能发布风险图').count()).toBeGreaterThan(0)
    const status = await town.page.evaluate(async () => {
      const answer = await fetch('/api/riskmap/publications', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
        body: JSON.stringify({ root: '330000', tier: 'county', on: '2020-02-24', pack: 'zhejiang-2020' }),
      })
      return answer.status
    })
    expect(status).toBe(403)
    await lookAt(town, 'publish-13-town')
  })
})
