// The command line: `wuse <command>`. Only the module of the asked command is loaded, so that
// `wuse riskmap rate` does not wait for the web server's code.

import { Command } from 'commander'
import { reportFailure } from './terminal.ts'

type Definition = { summary: string; load: () => Promise<(program: Command) => void> }

const commands: Record<string, Definition> = {
  start: {
    summary: 'start the server with everything it needs',
    load: async () => (await import('./start.ts')).defineStartCommand,
  },
  import: {
    summary: 'import cases or counts from CSV or XLSX; list and undo imports',
    load: async () => (await import('./import.ts')).defineImportCommand,
  },
  region: {
    summary: 'build, import and inspect the division tree and its outlines',
    load: async () => (await import('./region.ts')).defineRegionCommand,
  },
  seed: {
    summary: 'fill an empty database with a named scenario',
    load: async () => (await import('./seed.ts')).defineSeedCommand,
  },
  riskmap: {
    summary: 'rate, draft, publish and export risk maps',
    load: async () => (await import('./riskmap.ts')).defineRiskmapCommand,
  },
  policy: {
    summary: 'check, render and try policy packs',
    load: async () => (await import('./policy.ts')).definePolicyCommand,
  },
  doctor: {
    summary: 'examine the installation and say what to do',
    load: async () => (await import('./doctor.ts')).defineDoctorCommand,
  },
  audit: {
    summary: 'verify and search the audit log',
    load: async () => (await import('./audit.ts')).defineAuditCommand,
  },
  account: {
    summary: 'create accounts, grant roles, reset passwords',
    load: async () => (await import('./account.ts')).defineAccountCommand,
  },
}

const program = new Command('wuse')
  .description('Wuse 五色: one map, one code, one index')
  .showHelpAfterError('(add --help for the options)')
  .configureHelp({ sortSubcommands: false })
  .exitOverride((error) => {
    process.exit(error.exitCode === 0 ? 0 : 2)
  })

const asked = process.argv[2] === 'help' ? process.argv[3] : process.argv[2]
if (asked !== undefined && Object.hasOwn(commands, asked)) {
  const define = await commands[asked]!.load()
  define(program)
} else {
  for (const [name, { summary }] of Object.entries(commands)) program.command(name).description(summary)
}

try {
  await program.parseAsync()
} catch (error) {
  reportFailure(error)
}
