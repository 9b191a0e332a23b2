// Shared by the tests of cases: the shipped region in the test's database, uploads, runs.

import { join } from 'node:path'
import { systemActor } from '#base/actor.ts'
import { ensureShippedRegion } from '#modules/regions/index.ts'
import { perform } from '#server/operations.ts'
import { projectFolder } from '#storage/project-folder.ts'
import type { Work } from '#storage/work.ts'
import type { Answer, Call, TestServer } from './server.ts'

/** Runs something as the program itself, in one transaction. */
export const asSystem = <T>(server: TestServer, verb: (work: Work) => Promise<T>): Promise<T> =>
  perform(
    server.deps,
    { actor: systemActor('test') },
    { name: 'test.write', meta: { access: 'signed-in', effect: 'write', purpose: 'test' } },
    verb,
  )

export const withShippedRegion = (server: TestServer): Promise<unknown> =>
  asSystem(server, (work) => ensureShippedRegion(work, join(projectFolder, 'regions/zhejiang-2020')))

export function upload(
  call: Call,
  name: string,
  content: string | Uint8Array,
  fields: Record<string, string>,
): Promise<Answer> {
  const form = new FormData()
  form.set('file', new File([content as BlobPart], name))
  for (const [key, value] of Object.entries(fields)) form.set(key, value)
  return call('POST', '/cases/imports', form)
}

/** Uploads and runs; `mapping` is laid over the guessed one. Throws with the answer when something was refused. */
export async function imported(
  call: Call,
  given: { kind?: 'counts' | 'cases'; source: string; name?: string; content: string | Uint8Array; mapping?: object },
): Promise<Answer['body']> {
  const { kind = 'counts', source, name = 'file.csv', content, mapping = {} } = given
  const uploaded = await upload(call, name, content, { kind, source })
  if (uploaded.status !== 200) throw new Error(JSON.stringify(uploaded.body))
  const run = await call('POST', `/cases/imports/${uploaded.body.id}/run`, {
    mapping: { ...uploaded.body.mapping, ...mapping },
    background: false,
  })
  if (run.status !== 200) throw new Error(JSON.stringify(run.body))
  return run.body
}

/** Reason → rows of the control totals. */
export const byReason = (batch: Answer['body']): Record<string, number> =>
  Object.fromEntries(batch.totals.byReason.map((one: { reason: string; rows: number }) => [one.reason, one.rows]))
