// What the commands of riskmap-publish.ts do. The operator is one person: the second look is taken by another, on
// screen or here with --as and that account's password, and with exactly that account's rights.

import { createInterface } from 'node:readline'
import { writeFile } from 'node:fs/promises'
import { anonymous } from '#base/actor.ts'
import { isDay } from '#base/dates.ts'
import { invalid, unauthenticated } from '#base/errors.ts'
import { holding } from '#base/contract.ts'
import type { Language } from '#base/text.ts'
import { actorOfToken, signIn } from '#modules/access/index.ts'
import { type DownloadFile, type Judgement, type Publication } from '#modules/riskmap/api.ts'
import * as riskmap from '#modules/riskmap/index.ts'
import { perform, type Caller } from '#server/operations.ts'
import type { Work } from '#storage/work.ts'
import { note, print, printJson } from './terminal.ts'
import { asOperator, type Operator } from './work.ts'

type Common = { json?: boolean; as?: string }

/** Performs a write as the operator, or as the account named by --as, with exactly that account's rights. */
async function act<T>(
  operator: Operator,
  options: Common,
  operation: { name: string; capability: string },
  verb: (work: Work) => Promise<T>,
): Promise<T> {
  if (options.as === undefined) return operator.write(operation.name, verb)
  const caller = await callerOf(operator, options.as)
  return perform(operator.deps, caller, { name: operation.name, meta: holding(operation.capability, 'write') }, verb)
}

async function callerOf({ deps }: Operator, name: string): Promise<Caller> {
  const password = await firstLine()
  const { token } = await perform(
    deps,
    { actor: anonymous, address: 'command-line' },
    {
      name: 'access.signIn',
      meta: { access: 'public', effect: 'write', purpose: 'own-account', secret: true, signsIn: true },
    },
    (work) => signIn(work, { name, password, address: 'command-line', agent: 'wuse riskmap' }),
  )
  const found = await actorOfToken(deps.db, token, deps.clock.now())
  if (!found) throw unauthenticated('access.sign-in-failed')
  const { purposes, ...actor } = found
  return { actor, purposes, address: 'command-line' }
}

async function firstLine(): Promise<string> {
  if (process.stdin.isTTY) note('Password:')
  for await (const line of createInterface({ input: process.stdin })) return line
  return ''
}

export type StepOptions = Common & { reason?: string }

const steps = {
  submit: { capability: 'riskmap.draft', run: (work: Work, id: string) => riskmap.submit(work, id) },
  publish: { capability: 'riskmap.publish', run: (work: Work, id: string) => riskmap.publish(work, id) },
  withdraw: {
    capability: 'riskmap.publish',
    run: (work: Work, id: string, { reason }: StepOptions) => riskmap.withdraw(work, { id, reason: reason ?? '' }),
  },
} as const

export async function take(step: keyof typeof steps, id: string, options: StepOptions): Promise<void> {
  const { capability, run } = steps[step]
  const done = await asOperator((operator) =>
    act(operator, options, { name: `riskmap.${step}`, capability }, (work) => run(work, id, options)),
  )
  show(done, options)
}

function show(publication: Publication, { json }: Common): void {
  if (json) printJson(publication)
  else print(describe(publication))
}

function describe({ id, root, tier, on, state, edition, revision, counts, pack }: Publication): string {
  const levels = counts.map(({ level, regions }) => `${level} ${regions}`).join(', ')
  const number = edition === null ? `revision ${revision}` : `edition ${edition}`
  return `${id}  ${on}  ${root.name.zh} ${root.name.en} (${tier})  ${state}, ${number}  ${pack}  ${levels}`
}

type DraftOptions = Common & { on: string; root: string; tier: 'county' | 'town'; pack: string; knownAt?: string }

export async function draft(options: DraftOptions): Promise<void> {
  const { on, root, tier, pack, knownAt } = options
  if (!isDay(on)) throw invalid('riskmap.not-a-day', { text: on })
  const drafted = await asOperator((operator) =>
    act(operator, options, { name: 'riskmap.draft', capability: 'riskmap.draft' }, (work) =>
      riskmap.draft(work, { root, tier, on, pack, ...(knownAt ? { knownAt } : {}) }),
    ),
  )
  if (options.json) return printJson(drafted)
  print(describe(drafted.publication))
  const { changed } = drafted
  if (changed && !changed.same)
    note(`Drafted again: counts of ${changed.inputs.length} places and ${changed.levels.length} levels have changed`)
}

type ReviewOptions = Common & { verdict: 'approve' | 'return'; comment?: string; revision?: string }

export async function review(id: string, options: ReviewOptions): Promise<void> {
  const { verdict, comment } = options
  const done = await asOperator((operator) =>
    act(operator, options, { name: 'riskmap.review', capability: 'riskmap.review' }, async (work) => {
      const revision = options.revision ? Number(options.revision) : (await riskmap.getPublication(work, id)).revision
      return riskmap.review(work, { id, verdict, revision, comment })
    }),
  )
  show(done, options)
}

export async function list(options: Common & { root?: string; limit: string }): Promise<void> {
  const { rows } = await asOperator(({ read }) =>
    read('riskmap.listPublications', (work) =>
      riskmap.listPublications(work.db, { limit: Math.max(1, Number(options.limit) || 20), root: options.root }),
    ),
  )
  if (options.json) printJson(rows)
  else for (const row of rows) print(describe(row))
}

type ExportOptions = {
  file: DownloadFile
  out?: string
  shape: 'wide' | 'portrait'
  theme: 'light' | 'dark'
  lang: Language
  json?: boolean
}

export async function exportFile(id: string, options: ExportOptions): Promise<void> {
  const { file, shape, theme, lang: language } = options
  const made = await asOperator(({ read }) =>
    read('riskmap.export', (work) => riskmap.makeFile(work, id, file, { shape, theme, language })),
  )
  const out = options.out ?? file
  if (out === '-') process.stdout.write(made)
  else {
    await writeFile(out, made)
    if (options.json) printJson({ file: out, bytes: Buffer.byteLength(made) })
    else note(`${out}: ${Buffer.byteLength(made)} bytes`)
  }
}

export async function judge(id: string | undefined, options: { all?: boolean; json?: boolean }): Promise<void> {
  if (id === undefined && !options.all) throw invalid('riskmap.judge-what')
  const judged: Judgement[] = await asOperator(({ read }) =>
    read('riskmap.judge', async (work) =>
      id === undefined ? riskmap.judgeAll(work) : [await riskmap.judge(work, id)],
    ),
  )
  const differing = judged.filter((one) => !one.same || one.faults.length > 0)
  if (options.json) printJson(judged)
  else {
    for (const one of judged) {
      print(`${one.publicationId}  ${one.pack}  ${one.same ? 'same bytes' : 'DIFFERS'}  ${one.resultHash.slice(0, 16)}`)
      for (const { what, code, text } of one.faults) note(`  ${what}${code ? ` ${code}` : ''}: ${text.en} ${text.zh}`)
    }
    note(`${judged.length} editions judged again, ${differing.length} with a fault`)
  }
  if (differing.length > 0) process.exitCode = 1
}
