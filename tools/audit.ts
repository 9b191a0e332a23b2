// `wuse audit`: verify recomputes every hash of the audit log and compares it with the anchors kept beside the data
// (exit code 1 when an entry was changed, is missing or out of order); search prints entries or writes CSV.

import { existsSync } from 'node:fs'
import { Option, type Command } from 'commander'
import { auditLines, eachAuditEntry, searchAudit, verifyAudit, type AuditSearch } from '#modules/access/index.ts'
import { anchorsFile, readAnchors } from '#server/anchors.ts'
import { note, print, printJson } from './terminal.ts'
import { asOperator } from './work.ts'

type SearchOptions = Partial<
  Record<'from' | 'to' | 'actor' | 'action' | 'kind' | 'subject' | 'region' | 'after', string>
> & {
  limit: string
  csv?: boolean
  json?: boolean
}

export function defineAuditCommand(program: Command): void {
  const audit = program.command('audit').description('verify and search the audit log')
  audit
    .command('verify')
    .description('recompute every hash; name changed, missing and reordered entries, and chains cut short')
    .option('--anchors <file>', 'anchors to compare with (default: audit-anchors.log of the data folder, if there)')
    .option('--json', 'print the verdict as JSON')
    .action(verify)
  audit
    .command('search')
    .description('entries, newest first')
    .option('--from <instant>', 'at or after, ISO 8601')
    .option('--to <instant>', 'before, ISO 8601')
    .option('--actor <name>', 'part of the name')
    .option('--action <prefix>', 'such as access. or access.grantRole')
    .addOption(new Option('--kind <kind>', 'what was done').choices(['write', 'read', 'sign-in', 'refused']))
    .option('--subject <kind:id>', 'thing written or person read')
    .option('--region <path>', 'place of the action as a path of codes')
    .option('--limit <number>', 'entries of a page', '50')
    .option('--after <key>', 'the key printed at the end of the page before')
    .option('--csv', 'all entries found, as CSV on standard output')
    .option('--json', 'print the page as JSON')
    .action(search)
}

async function verify(options: { anchors?: string; json?: boolean }): Promise<void> {
  const verdict = await asOperator(({ config, read }) => {
    const file = options.anchors ?? anchorsFile(config)
    const anchors = options.anchors || existsSync(file) ? readAnchors(file) : []
    return read('audit.verify', (work) => verifyAudit(work.db, anchors))
  })
  if (options.json) printJson(verdict)
  else {
    print(
      `${verdict.entries} entries in ${verdict.chains} chains, ${verdict.anchors} anchored heads: ${verdict.intact ? 'intact' : 'NOT intact'}`,
    )
    for (const { chain, seq, fault } of verdict.faults) note(`  chain ${chain}, entry ${seq}: ${fault}`)
  }
  if (!verdict.intact) process.exitCode = 1
}

async function search(options: SearchOptions): Promise<void> {
  const { from, to, actor, action, kind, subject, region: regionPath, after } = options
  const asked = { from, to, actor, action, kind, subject, regionPath } satisfies Omit<AuditSearch, 'limit'>
  await asOperator(async ({ read, readPersons }) => {
    if (options.csv) {
      await readPersons('audit.export', async (work) => {
        for await (const line of auditLines(eachAuditEntry(work.db, asked))) process.stdout.write(line)
      })
      return
    }
    const limit = Math.min(Math.max(Number(options.limit) || 50, 1), 1000)
    const page = await read('audit.search', (work) => searchAudit(work.db, { ...asked, after, limit }))
    if (options.json) return printJson(page)
    for (const entry of page.rows) {
      print(
        [
          entry.at,
          entry.kind,
          entry.action,
          entry.actorName,
          entry.purpose,
          entry.regionPath,
          entry.subjects.join(' '),
        ].join('\t'),
      )
    }
    if (page.next) note(`More: --after '${page.next}'`)
  })
}
