import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasSentence } from '#base/sentences.ts'
import { publicationStates, type PublicationState } from '../api-publication.ts'
import {
  afterStep,
  deviationLife,
  isPublic,
  publicationCan,
  publicationLife,
  publicationSteps,
  whyNotDecide,
  type PublicationStep,
} from './lifecycle.ts'

const of = (state: PublicationState) => ({ state, author: { key: 'ann' }, submitted: { key: 'sun' } })

describe('the second look', () => {
  it('is never taken by the author, nor by whoever submitted it', () => {
    for (const who of ['ann', 'sun']) {
      expect(publicationCan.approve(of('submitted'), who)).toBe(false)
      expect(publicationCan.approve.whyNot(of('submitted'), who)?.code).toBe('riskmap.own-map')
      expect(publicationCan.return(of('submitted'), who)).toBe(false)
    }
    expect(publicationCan.approve(of('submitted'), 'bob')).toBe(true)
  })

  it('waits for deviations that nobody has confirmed', () => {
    expect(publicationCan.approve.whyNot(of('submitted'), 'bob', 2)).toMatchObject({
      code: 'riskmap.deviations-open',
      facts: { count: 2 },
    })
  })
})

describe('deviations', () => {
  const proposed = { state: 'proposed', proposed: { key: 'ann' } } as const
  it('are confirmed by another person, taken back by the same', () => {
    expect(whyNotDecide(proposed, 'confirm', 'ann')?.code).toBe('riskmap.own-deviation')
    expect(whyNotDecide(proposed, 'refuse', 'ann')?.code).toBe('riskmap.own-deviation')
    expect(whyNotDecide(proposed, 'confirm', 'bob')).toBeNull()
    expect(whyNotDecide(proposed, 'take-back', 'bob')?.code).toBe('riskmap.not-own-deviation')
    expect(whyNotDecide(proposed, 'take-back', 'ann')).toBeNull()
    expect(whyNotDecide({ ...proposed, state: 'refused' }, 'confirm', 'bob')?.code).toBe('riskmap.deviation-decided')
  })
  it('end for good once refused, taken back or lapsed', () => {
    for (const state of ['refused', 'taken-back', 'lapsed'] as const)
      expect(Object.values(deviationLife[state]).every((next) => next === null)).toBe(true)
  })
})

describe('the life of an edition', () => {
  const steps = fc.array(fc.constantFrom(...publicationSteps), { maxLength: 40 })
  const walk = (taken: PublicationStep[]): { state: PublicationState; path: [PublicationStep, PublicationState][] } => {
    let state: PublicationState = 'draft'
    const path: [PublicationStep, PublicationState][] = []
    for (const step of taken) {
      const next = afterStep(state, step)
      if (next === null) continue
      state = next
      path.push([step, state])
    }
    return { state, path }
  }

  it('says something for every state and step', () => {
    for (const state of publicationStates)
      expect(Object.keys(publicationLife[state]).sort()).toEqual([...publicationSteps].sort())
  })

  it('reaches the public only through submission, approval and publication, in that order', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const { path } = walk(taken)
        const first = path.findIndex(([, state]) => isPublic(state))
        if (first === -1) return
        const before = path.slice(0, first).map(([step]) => step)
        expect(path[first]![0]).toBe('publish')
        expect(before.at(-1)).toBe('approve')
        expect(before.lastIndexOf('submit')).toBeGreaterThan(before.lastIndexOf('redraft'))
      }),
    )
  })

  it('never becomes a draft again once it was public, and ends within one step', () => {
    fc.assert(
      fc.property(steps, (taken) => {
        const { path } = walk(taken)
        const from = path.findIndex(([, state]) => state === 'published')
        if (from === -1) return
        const after = path.slice(from + 1).map(([, state]) => state)
        expect(after.length).toBeLessThanOrEqual(1)
        for (const state of after) expect(['superseded', 'withdrawn']).toContain(state)
      }),
    )
  })

  it('reaches every state', () => {
    const reached = new Set<PublicationState>(['draft'])
    for (let grew = true; grew;) {
      const size = reached.size
      for (const state of reached) for (const next of Object.values(publicationLife[state])) if (next) reached.add(next)
      grew = reached.size > size
    }
    expect([...reached].sort()).toEqual([...publicationStates].sort())
  })

  it('gives a reason with a sentence wherever it says no, and none where it says yes', () => {
    for (const state of publicationStates)
      for (const capability of Object.values(publicationCan)) {
        const why = capability.whyNot(of(state), 'bob')
        expect(capability(of(state), 'bob')).toBe(why === null)
        if (why) expect(hasSentence(why.code)).toBe(true)
      }
  })
})
