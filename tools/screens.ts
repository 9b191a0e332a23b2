// `npm run screens`: takes the pictures of the README from the running demonstration, so that they show the real thing.

import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { demoPassword } from '#modules/access/index.ts'
import { projectFolder } from '#storage/project-folder.ts'
import { openBrowser, type Window } from '../test/support/browser.ts'
import { startRunningServer } from '../test/support/running-server.ts'
import { note } from './terminal.ts'

const folder = join(projectFolder, 'docs/screens')
mkdirSync(folder, { recursive: true })

const languages = ['zh', 'en'] as const
const csv =
  '日期,城市,区县,新增确诊,其中输入\n2020-02-19,温州市,乐清市,2,0\n2020-02-19,宁波市,宁波高新区,1,0\n2020-02-19,杭州市,钱塘新区,1,1\n2020-02-19,嘉兴市,秀洲区,1,1\n2020-02-30,嘉兴市,南湖区,1,0\n'

async function keep(window: Window, name: string): Promise<void> {
  const made = await window.screenshot(name)
  copyFileSync(made, join(folder, `${name}.png`))
  note(`docs/screens/${name}.png`)
}

const server = await startRunningServer()
const browser = await openBrowser(server.address)
try {
  for (const language of languages) {
    const desk = await browser.newWindow({ language, width: 1440, height: 900 })
    await desk.signIn('duty', demoPassword)
    await desk.open('/command/riskmap?place=330382')
    await keep(desk, `riskmap.${language}`)
    await desk.open('/command/imports')
    await desk.page
      .locator('#import-source')
      .fill(language === 'zh' ? '省卫生健康委通报' : 'Provincial Health Commission')
    await desk.page.setInputFiles('input[type=file]', {
      name: 'wenzhou-0219.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(csv),
    })
    await desk.page.waitForURL(/\/imports\/[0-9a-f-]{36}/, { timeout: 60_000 }).catch(() => undefined)
    await desk.page.waitForTimeout(2500)
    await keep(desk, `import.${language}`)
    await desk.close()
    const screen = await browser.newWindow({ language, width: 1920, height: 1080 })
    await screen.signIn('leader', demoPassword)
    await screen.open('/command/screen')
    await screen.page.waitForTimeout(1500)
    await keep(screen, `big-screen.${language}`)
    await screen.close()
    const phone = await browser.newWindow({ language, width: 390, height: 844 })
    await phone.open('/')
    await phone.page.waitForTimeout(800)
    await keep(phone, `public-phone.${language}`)
    await phone.close()
  }
} finally {
  await browser.close()
  await server.stop()
}
