// A real Chromium for journeys: the one that the npm package @sparticuz/chromium carries, unpacked once into the
// temporary folder, so that no system package is needed. A page's console errors and failed requests fail its test;
// screenshots go to test-results/screens, axe looks for findings that keep people out.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import chromiumPackage from '@sparticuz/chromium'
import { chromium, type Browser, type Page } from 'playwright-core'
import type { Language } from '#base/text.ts'
import { projectFolder } from '#storage/project-folder.ts'

const require = createRequire(import.meta.url)
export const screensFolder = join(projectFolder, 'test-results/screens')

/** Unpacks beside and moves into place, so that two runs at once never meet half a browser. */
async function unpackedChromium(): Promise<string> {
  const given = process.env.WUSE_TEST_CHROMIUM
  if (given) return given
  const { version } = JSON.parse(
    readFileSync(join(projectFolder, 'node_modules/@sparticuz/chromium/package.json'), 'utf8'),
  ) as { version: string }
  const place = join(tmpdir(), `wuse-chromium-${version}`)
  if (existsSync(join(place, 'chromium'))) return join(place, 'chromium')
  const half = mkdtempSync(join(tmpdir(), 'wuse-chromium-half-'))
  const before = process.env.TMPDIR
  process.env.TMPDIR = half
  try {
    await chromiumPackage.executablePath()
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
  try {
    renameSync(half, place)
  } catch {
    rmSync(half, { recursive: true, force: true })
  }
  return join(place, 'chromium')
}

export type PageOptions = { language?: Language; width?: number; height?: number; path?: string }

export type Window = {
  page: Page
  /** Goes to an address of the server and waits until nothing more is asked for. */
  open: (path: string) => Promise<void>
  /** A picture of the page in test-results/screens/<name>-<language>-<width>.png. */
  screenshot: (name: string, options?: { whole?: boolean }) => Promise<string>
  /** Serious and critical findings of axe, as text; empty is good. */
  accessibilityFaults: () => Promise<string[]>
  /** Console errors, faults and failed requests since the last call. Expected refusals are named by their path. */
  faults: (expected?: RegExp) => string[]
  signIn: (name: string, password: string) => Promise<void>
  close: () => Promise<void>
}

export type Browsing = { newWindow: (options?: PageOptions) => Promise<Window>; close: () => Promise<void> }

export async function openBrowser(address: string): Promise<Browsing> {
  const browser = await chromium.launch({
    executablePath: await unpackedChromium(),
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none', '--force-color-profile=srgb'],
  })
  return { newWindow: (options = {}) => newWindow(browser, address, options), close: () => browser.close() }
}

async function newWindow(browser: Browser, address: string, options: PageOptions): Promise<Window> {
  const { language = 'zh', width = 1440, height = width < 600 ? 844 : 900 } = options
  const context = await browser.newContext({
    baseURL: address,
    viewport: { width, height },
    deviceScaleFactor: 1,
    locale: language === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    hasTouch: width < 600,
    isMobile: width < 600,
  })
  const page = await context.newPage()
  const seen: string[] = []
  page.on('pageerror', (error) => seen.push(`fault: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      seen.push(`console: ${message.text()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) seen.push(`${response.status()} ${new URL(response.url()).pathname}`)
  })
  const settled = async (): Promise<void> => {
    await page.waitForLoadState('networkidle')
    await page.waitForFunction(() => document.querySelector('.spinner, .frame-progress, .ant-spin-spinning') === null)
    await fontsArrived(page)
  }
  const open = async (path: string): Promise<void> => {
    await page.goto(path)
    await settled()
  }
  return {
    page,
    open,
    screenshot: async (name, { whole = false } = {}) => {
      mkdirSync(screensFolder, { recursive: true })
      await settled()
      const path = join(screensFolder, `${name}-${language}-${width}.png`)
      await page.screenshot({ path, fullPage: whole, animations: 'disabled' })
      return path
    },
    accessibilityFaults: () => axeFaults(page),
    faults: (expected) => seen.splice(0).filter((fault) => !expected?.test(fault)),
    signIn: async (name, password) => {
      await open('/command/sign-in')
      await page.fill('#name', name)
      await page.fill('#password', password)
      await page.click('button[type=submit]')
      await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'))
      await settled()
    },
    close: () => context.close(),
  }
}

/** The slices of the fallback font are asked for as text appears: waits until a quarter second passed without a new one. */
async function fontsArrived(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let quiet = 0; quiet < 5;) {
      await document.fonts.ready
      await new Promise((done) => setTimeout(done, 50))
      quiet = document.fonts.status === 'loaded' ? quiet + 1 : 0
    }
  })
}

type AxeResult = {
  violations: { id: string; impact: string; help: string; nodes: { target: string[]; html: string }[] }[]
}

async function axeFaults(page: Page): Promise<string[]> {
  // As an expression, not as a script element: the page's own security policy stays in force.
  await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'))
  const result = (await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] })',
  )) as AxeResult
  return result.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, html }) => `${id}: ${help}: ${target.join(' ')} ${html.slice(0, 160)}`),
    )
}
