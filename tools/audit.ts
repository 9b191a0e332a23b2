// `wuse audit verify` recomputes every hash of the audit log; exit code 1 when an entry was changed, is
// missing or out of order.

import type { Command } from 'commander'
import { verifyAudit } from '#modules/access/index.ts'
import { note, print, printJson } from './terminal.ts'
import { asOperator } from './work.ts'

export function defineAuditCommand(program: Command): void {
  const audit = program.command('audit').description('verify the audit log')
  audit
    .command('verify')
    .description('recompute every hash; name changed, missing and reordered entries')
    .option('--json', 'print the verdict as JSON')
    .action(async (options: { json?: boolean }) => {
      const verdict = await asOperator(({ read }) => read('audit.verify', (work) => verifyAudit(work.db)))
      if (options.json) printJson(verdict)
      else {
        print(`${verdict.entries} entries in ${verdict.chains} chains: ${verdict.intact ? 'intact' : 'NOT intact'}`)
        for (const { chain, seq, fault } of verdict.faults) note(`  chain ${chain}, entry ${seq}: ${fault}`)
      }
      if (!verdict.intact) process.exitCode = 1
    })
}
