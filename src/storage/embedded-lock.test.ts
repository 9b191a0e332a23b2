// The data folder's lock: who holds it, and that of several servers finding the same stale lock exactly one gets it.

import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { lockHolder, takeLock } from './embedded-lock.ts'
import { processStart } from './embedded-processes.ts'
import { clearAway, newFolder } from './embedded-support.ts'

afterEach(clearAway)

const stale = (pid: number) => `${JSON.stringify({ pid, started: 'long ago', id: 'old' })}\n`

test('is held until released, and leaves no file behind', async () => {
  const folder = newFolder()
  const lock = await takeLock(folder, folder)
  expect(lockHolder(folder)).toBe(process.pid)
  await expect(takeLock(folder, folder)).rejects.toMatchObject({ code: 'storage.data-folder-in-use' })
  lock.release()
  expect(lockHolder(folder)).toBeUndefined()
  expect(readdirSync(folder)).toEqual([])
})

test('unreadable rubbish, as a full disk leaves it, is taken over', async () => {
  const folder = newFolder()
  writeFileSync(join(folder, 'wuse.lock'), '{"pid": 12')
  await takeLock(folder, folder)
  expect(lockHolder(folder)).toBe(process.pid)
})

test('a release does not remove the lock of somebody else', async () => {
  const folder = newFolder()
  const lock = await takeLock(folder, folder)
  const other = { pid: process.pid, started: processStart(process.pid), id: 'another' }
  writeFileSync(join(folder, 'wuse.lock'), JSON.stringify(other))
  lock.release()
  expect(lockHolder(folder)).toBe(process.pid)
})

test('a permit to take over, left by a server that died just then, does not block for ever', async () => {
  const folder = newFolder()
  const { createHash } = await import('node:crypto')
  const content = stale(process.ppid)
  const permit = `wuse.lock.takeover-${createHash('sha256').update(content).digest('hex').slice(0, 16)}`
  writeFileSync(join(folder, 'wuse.lock'), content)
  writeFileSync(join(folder, permit), stale(process.ppid))
  await takeLock(folder, folder)
  expect(readdirSync(folder)).toEqual(['wuse.lock'])
})

test('of eight that find the same stale lock at the same moment one gets it', async () => {
  const module = new URL('./embedded-lock.ts', import.meta.url).href
  const script = `import('tsx/esm/api').then(async ({ tsImport }) => {
    const { workerData, parentPort } = await import('node:worker_threads')
    const { takeLock } = await tsImport(${JSON.stringify(module)}, ${JSON.stringify(import.meta.url)})
    Atomics.add(workerData.gate, 0, 1)
    while (Atomics.load(workerData.gate, 0) < 8) Atomics.wait(workerData.gate, 0, Atomics.load(workerData.gate, 0), 1)
    parentPort.postMessage(await takeLock(workerData.folder, 'x').then(() => 'got it', (error) => error.code ?? String(error)))
  })`
  for (let round = 0; round < 5; round++) {
    const folder = newFolder()
    writeFileSync(join(folder, 'wuse.lock'), stale(process.ppid))
    const gate = new Int32Array(new SharedArrayBuffer(4))
    const answers = await Promise.all(Array.from({ length: 8 }, () => answerOf(script, { folder, gate })))
    expect(answers.toSorted()).toEqual(['got it', ...Array.from({ length: 7 }, () => 'storage.data-folder-in-use')])
    expect(readdirSync(folder)).toEqual(['wuse.lock'])
  }
}, 60_000)

function answerOf(script: string, workerData: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { eval: true, workerData })
    worker.on('message', resolve)
    worker.on('error', reject)
  })
}
