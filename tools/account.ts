// `wuse account create`: the operator's way to make accounts; the first password is printed once.

import type { Command } from 'commander'
import { createAccount } from '#modules/access/index.ts'
import { print, printJson } from './terminal.ts'
import { asOperator } from './work.ts'

type CreateOptions = { role: string; region: string; display?: string; json?: boolean }

export function defineAccountCommand(program: Command): void {
  const account = program.command('account').description('create accounts')
  account
    .command('create <name>')
    .description('create an account with one role; prints its first password, which must be changed')
    .requiredOption('--role <code>', 'duty-officer, expert, leader, tracer, auditor, administrator …')
    .option('--region <path>', 'node of the region tree as a path of codes, e.g. 330000/330300/; empty for all', '')
    .option('--display <name>', 'name shown to colleagues')
    .option('--json', 'print as JSON')
    .action(async (name: string, options: CreateOptions) => {
      const made = await asOperator(({ write }) =>
        write('access.createAccount', (work) =>
          createAccount(work, {
            signInName: name,
            displayName: options.display ?? name,
            role: options.role,
            regionPath: options.region,
          }),
        ),
      )
      if (options.json) printJson(made)
      else
        print(`${made.account.signInName}: first password ${made.firstPassword} (must be changed at the first sign-in)`)
    })
}
