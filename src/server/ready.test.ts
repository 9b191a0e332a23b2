import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { encodingFor, isKnown, makeReadyStore, type Fresh } from './ready.ts'

const body = Buffer.from('a'.repeat(5000))

describe('files kept ready', () => {
  it('asks once however many wait, and not again while young', async () => {
    const store = makeReadyStore()
    let asked = 0
    const ask = async (): Promise<Fresh> => {
      asked++
      await sleep(20)
      return { etag: 'one', body }
    }
    const many = await Promise.all(Array.from({ length: 50 }, () => store.get('key', 60, true, ask)))
    expect(asked).toBe(1)
    expect(new Set(many).size).toBe(1)
    await store.get('key', 60, true, ask)
    expect(asked).toBe(1)
  })

  it('asks again after its time, keeps what still holds, takes what is new', async () => {
    const store = makeReadyStore()
    const first = await store.get('key', 0, true, async () => ({ etag: 'one', body }))
    const seen: (string | null)[] = []
    const same = await store.get('key', 0, true, async (etag) => {
      seen.push(etag)
      return null
    })
    expect(seen).toEqual(['one'])
    expect(same.br).toBe(first.br)
    const next = await store.get('key', 0, true, async () => ({ etag: 'two', body: Buffer.from('b') }))
    expect(next).toMatchObject({ etag: 'two', br: null })
  })

  it('keeps no failure: the next one asks again', async () => {
    const store = makeReadyStore()
    const failing = async (): Promise<Fresh> => Promise.reject(new Error('no database'))
    await expect(store.get('key', 60, true, failing)).rejects.toThrow('no database')
    expect((await store.get('key', 60, true, async () => ({ etag: 'one', body }))).etag).toBe('one')
  })

  it('packs what is worth packing, and sends only what is taken', async () => {
    const store = makeReadyStore()
    const text = await store.get('text', 60, true, async () => ({ etag: 'one', body }))
    const picture = await store.get('picture', 60, false, async () => ({ etag: 'one', body }))
    expect(encodingFor('gzip, deflate, br', text)).toBe('br')
    expect(encodingFor('gzip;q=1.0, br;q=0', text)).toBe('gzip')
    expect(encodingFor(undefined, text)).toBeNull()
    expect(encodingFor('br', picture)).toBeNull()
    expect(text.br!.length).toBeLessThan(200)
  })

  it('knows its tag in every form, weak or strong, in a list', () => {
    for (const given of ['"x"', 'W/"x"', '"x-br"', '"y", "x-gzip"', '*']) expect(isKnown(given, 'x'), given).toBe(true)
    for (const given of [undefined, '', '"y"', 'x', '"x-zstd"']) expect(isKnown(given, 'x'), String(given)).toBe(false)
  })
})
