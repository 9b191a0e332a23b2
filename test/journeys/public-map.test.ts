// Somebody without an account opens today's map: on a desk and on a phone, in both languages, with the keyboard
// alone, when the network fails, and when an edition was withdrawn.

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { PublicEdition } from '#modules/riskmap/api.ts'
import { downloadPaths } from '#modules/riskmap/download-paths.ts'
import type { Language } from '#base/text.ts'
import { openBrowser, type Browsing, type PageOptions } from '#test/support/browser.ts'
import { officer, type Officer } from '#test/support/officer.ts'
import { startRunningServer, type RunningServer } from '#test/support/running-server.ts'

let server: RunningServer
let browsing: Browsing
let duty: Officer
let leader: Officer

const ROOT = '330300'
const MAP = `/?root=${ROOT}`

/** Cases of one city in a winter of their own, so that colours differ: 乐清 110, 鹿城 25, 瑞安 12, 泰顺 3. */
const COUNTS = [
  'county_code,date,confirmed,imported',
  '330382,2021-01-01,110,4',
  '330302,2021-01-05,25,2',
  '330381,2021-01-06,12,1',
  '330329,2021-01-08,3,3',
].join('\n')

/** What the published edition itself says of a place. */
async function told(code: string, language: Language): Promise<{ level: string; reason: string }> {
  const response = await fetch(`${server.address}${downloadPaths.current(ROOT, 'county')}`)
  const edition = (await response.json()) as PublicEdition
  const place = edition.regions.find((region) => region.code === code)!
  return {
    level: edition.levels.find(({ id }) => id === place.level)!.name[language],
    reason: place.because[0]!.text[language],
  }
}

async function publish(on: string): Promise<string> {
  const { publication } = await duty<{ publication: { id: string } }>('/riskmap/publications', {
    root: ROOT,
    tier: 'county',
    on,
    pack: 'zhejiang-2020',
  })
  const at = `/riskmap/publications/${publication.id}`
  const { revision } = await duty<{ revision: number }>(`${at}/submit`, {})
  await leader(`${at}/review`, { verdict: 'approve', revision })
  await leader(`${at}/publish`, {})
  return publication.id
}

beforeAll(async () => {
  server = await startRunningServer()
  browsing = await openBrowser(server.address)
  duty = await officer(server.address, 'duty')
  leader = await officer(server.address, 'leader')
  const file = new FormData()
  file.append('file', new Blob([COUNTS]), 'counts.csv')
  file.append('kind', 'counts')
  file.append('source', 'Provincial bulletin')
  const { id } = await duty<{ id: string }>('/cases/imports', file)
  await duty(`/cases/imports/${id}/run`, { background: false })
  await publish('2021-01-09')
  await publish('2021-01-12')
}, 180_000)

afterAll(async () => {
  await browsing?.close()
  await server?.stop()
})

const variants: (PageOptions & { title: string })[] = [
  { language: 'zh', width: 1440, title: '温州市疫情风险图' },
  { language: 'en', width: 1440, title: 'Risk map of Wenzhou' },
  { language: 'zh', width: 390, title: '温州市疫情风险图' },
  { language: 'en', width: 390, title: 'Risk map of Wenzhou' },
]

describe.each(variants)('the public map ($language, $width px)', ({ title, ...options }) => {
  it('shows the map, explains a place, and is open to everybody', async () => {
    const window = await browsing.newWindow(options)
    const { page } = window
    await window.open(MAP)
    expect(await page.locator('h1').innerText()).toContain(title)
    expect(await page.locator('.region-map-place').count()).toBe(12)
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    await window.screenshot('journey-public-map')
    await window.open(`${MAP}&place=330382`)
    const card = await page.locator('.place-card').innerText()
    const { level, reason } = await told('330382', options.language ?? 'zh')
    expect(card.toLowerCase()).toContain(level.toLowerCase())
    expect(card).toContain(reason)
    expect(card).toMatch(/2021/)
    expect([...(await window.accessibilityFaults()), ...window.faults()]).toEqual([])
    await window.screenshot('journey-public-place')
    await window.open(`${MAP}&view=list`)
    expect(await page.locator('.place-list button').count()).toBe(12)
    expect([...(await window.accessibilityFaults()), ...window.faults()]).toEqual([])
    await window.open('/rules#contest')
    expect(await page.locator('#contest').innerText()).toContain('12345')
    expect([...(await window.accessibilityFaults()), ...window.faults()]).toEqual([])
    await window.close()
  })
})

describe('by keyboard alone', () => {
  it('finds a county by a part of its name and says why it has its colour', async () => {
    const window = await browsing.newWindow({ language: 'en' })
    const { page } = window
    await window.open(MAP)
    await page.getByRole('combobox').focus()
    await page.keyboard.type('yueq')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.url()).toContain('place=330382')
    expect(await page.locator('.place-card h2').evaluate((node) => node === document.activeElement)).toBe(true)
    await window.close()
  })

  it('moves from place to place on the map', async () => {
    const window = await browsing.newWindow({ language: 'zh' })
    const { page } = window
    await window.open(MAP)
    await page.locator('.region-map-place[tabindex="0"]').focus()
    await page.keyboard.press('ArrowDown')
    const code = await page.evaluate('document.activeElement.getAttribute("data-code")')
    await page.keyboard.press('Enter')
    await expect.poll(() => page.url()).toContain(`place=${String(code)}`)
    await window.close()
  })
})

describe('earlier editions', () => {
  it('opens an earlier map by the slider, says so, and leads back', async () => {
    const window = await browsing.newWindow({ language: 'zh' })
    const { page } = window
    await window.open(MAP)
    expect(await page.locator('.map-head p').innerText()).toContain('2021年1月12日')
    await page.locator('.edition-slider input').focus()
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => page.locator('.map-head p').innerText()).toContain('2021年1月9日')
    expect(await page.locator('.map-notice').innerText()).toContain('旧图')
    const address = page.url()
    const other = await browsing.newWindow({ language: 'en' })
    await other.open(`${new URL(address).pathname}${new URL(address).search}`)
    expect(await other.page.locator('.map-head p').innerText()).toContain('9 Jan 2021')
    await other.close()
    await page.locator('.map-notice a').click()
    await expect.poll(() => page.locator('.map-head p').innerText()).toContain('2021年1月12日')
    await window.close()
  })

  it('gives the table of an edition as a file', async () => {
    const window = await browsing.newWindow({ language: 'zh' })
    const { page } = window
    await window.open(MAP)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('.map-files a', { hasText: 'CSV' }).click(),
    ])
    const text = readFileSync(resolve(await download.path()), 'utf8')
    expect(text.trim().split('\n')).toHaveLength(13)
    await window.close()
  })
})

describe('when something is wrong', () => {
  it('offers another try when the figures cannot be read', async () => {
    const window = await browsing.newWindow({ language: 'en' })
    const { page } = window
    let broken = true
    await page.route('**/api/public/riskmap/**', (route) => (broken ? route.abort() : route.continue()))
    await window.open(MAP)
    await page.getByRole('alert').waitFor()
    broken = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => page.locator('.region-map-place').count()).toBe(12)
    await window.close()
  })

  it('says that an edition was withdrawn, and why', async () => {
    const id = await publish('2021-01-15')
    await leader(`/riskmap/publications/${id}/withdraw`, { reason: '数据有误,正在核对' })
    const window = await browsing.newWindow({ language: 'zh' })
    await window.open(`${MAP}&edition=${id}`)
    const notice = await window.page.getByRole('alert').innerText()
    expect(notice).toContain('撤回')
    expect(notice).toContain('正在核对')
    await window.screenshot('journey-public-withdrawn')
    await window.close()
  })
})
