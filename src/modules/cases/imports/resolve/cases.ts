// Carries out what a person decided about a parked row of a line list.

import { newId } from '#base/ids.ts'
import type { Work } from '#storage/work.ts'
import { importMayMove } from '../../rules.ts'
import { insertCase, lockCase, replaceCase, type StoredCase } from '../../store.ts'
import type { ConflictChoice } from '../api-types.ts'
import { findByReference } from '../line-list/store.ts'
import type { Outcome } from './counts.ts'
import { askAgain, type OpenConflict } from './store.ts'

type Item = Partial<StoredCase> & {
  key?: string
  storedId?: string
  regionCode: string
  regionPath: string
  reportedOn: string
}

const none: Outcome = { stored: 0, again: false, also: 0 }

export async function decideCase(
  work: Work,
  one: OpenConflict,
  choice: ConflictChoice,
  given: Record<string, unknown>,
): Promise<Outcome> {
  if (choice === 'refuse' || choice === 'keep') return none
  const item = given as unknown as Item
  const byNumber = item.reference ? await findByReference(work.db, one.source, item.reference) : null
  const storedId = choice === 'both' ? null : (byNumber ?? item.storedId ?? null)
  if (storedId === null) return addCase(work, one, item)
  const stored = await lockCase(work.db, storedId)
  if (!stored) return addCase(work, one, item)
  if (item.state && !importMayMove(stored.state, item.state)) {
    await askAgain(work.db, one.id, {
      reason: 'state-impossible',
      facts: { ...one.facts, state: item.state, storedState: stored.state, reference: item.reference ?? '–' },
      item: { ...item, storedId },
    })
    return { ...none, again: true }
  }
  if (choice !== 'take') {
    await askAgain(work.db, one.id, {
      reason: 'case-differs',
      facts: { ...one.facts, reference: item.reference ?? '–', fields: differing(stored, item).join(', ') },
      item: { ...item, storedId },
    })
    return { ...none, again: true }
  }
  const { key: _key, storedId: _stored, ...told } = item
  await replaceCase(work.db, {
    ...stored,
    ...withoutArea(told),
    ...asImported(work, one),
    id: stored.id,
    version: stored.version + 1,
  })
  work.touched('case', stored.id, item.regionPath)
  return { ...none, stored: 1 }
}

const withoutArea = (told: Record<string, unknown>): Partial<StoredCase> => {
  const { area: _area, ...rest } = told
  return rest
}

const differing = (stored: StoredCase, item: Item): string[] =>
  Object.keys(item).filter(
    (key) =>
      key in stored && JSON.stringify(stored[key as keyof StoredCase]) !== JSON.stringify(item[key as keyof Item]),
  )

const asImported = (work: Work, one: OpenConflict) => ({
  knownFrom: work.clock.now().toISOString(),
  knownBy: work.actor.name,
  change: 'imported',
  changeReason: null,
  batchId: one.batchId,
})

async function addCase(work: Work, one: OpenConflict, item: Item): Promise<Outcome> {
  const added: StoredCase = {
    id: newId(),
    source: one.source,
    reference: item.reference ?? null,
    regionCode: item.regionCode,
    regionPath: item.regionPath,
    personLabel: item.personLabel ?? null,
    sex: item.sex ?? 'unknown',
    ageYears: item.ageYears ?? null,
    onsetOn: item.onsetOn ?? null,
    sampledOn: item.sampledOn ?? null,
    reportedOn: item.reportedOn,
    confirmedOn: item.confirmedOn ?? null,
    outcomeOn: item.outcomeOn ?? null,
    state: item.state ?? 'suspected',
    origin: item.origin ?? 'unknown',
    placesVisited: item.placesVisited ?? [],
    unitKind: item.unitKind ?? null,
    unitName: item.unitName ?? null,
    clusterId: null,
    version: 1,
    ...asImported(work, one),
  }
  const rowKey = item.reference || !item.key?.startsWith('row:') ? null : item.key.slice(4)
  if (!(await insertCase(work.db, added, rowKey))) {
    await askAgain(work.db, one.id, {
      reason: 'reference-elsewhere',
      facts: { ...one.facts, reference: item.reference ?? '–' },
      item: { ...item },
    })
    return { ...none, again: true }
  }
  work.touched('case', added.id, added.regionPath)
  return { ...none, stored: 1 }
}
