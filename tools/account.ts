// `wuse account`: the operator's way to make accounts and to link them with the identity provider; the first
// password is printed once.

import type { Command } from 'commander'
import { notFound } from '#base/errors.ts'
import { createAccount, findAccountId, linkIdentity } from '#modules/access/index.ts'
import { print, printJson } from './terminal.ts'
import { asOperator } from './work.ts'

type CreateOptions = { role: string; region: string; display?: string; json?: boolean }

export function defineAccountCommand(program: Command): void {
  const account = program.command('account').description('create accounts, link them with an identity')
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
  account
    .command('link <name>')
    .description('link an account with an identity of the identity provider (WUSE_OIDC_ISSUER); ends its sessions')
    .requiredOption('--subject <sub>', 'what the provider calls the person; shown to whoever signs in unlinked')
    .option('--json', 'print as JSON')
    .action(async (name: string, options: { subject: string; json?: boolean }) => {
      const linked = await asOperator(({ config, write }) => {
        const issuer = config.oidc?.issuer
        if (!issuer) throw notFound('access.oidc-not-offered')
        return write('access.linkIdentity', async (work) =>
          linkIdentity(work, { id: await findAccountId(work, name), issuer, subject: options.subject }),
        )
      })
      if (options.json) printJson(linked)
      else print(`${linked.signInName}: linked with ${linked.identity?.subject} of ${linked.identity?.issuer}`)
    })
}
