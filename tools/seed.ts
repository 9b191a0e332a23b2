// `wuse seed SCENARIO`: fills the database with a named world, for demonstrations and exercises.

import type { Command } from 'commander'
import { scenarioNames, seedScenario } from './seeding.ts'
import { note, print, printJson } from './terminal.ts'
import { asOperator } from './work.ts'

export function defineSeedCommand(program: Command): void {
  program
    .command('seed [scenario]')
    .description(`fill the database with a scenario (${scenarioNames.join(', ')}); without a name the first`)
    .option('--json', 'print the result as JSON')
    .action(async (name: string | undefined, options: { json?: boolean }) => {
      const scenario = name ?? scenarioNames[0]!
      await asOperator(({ deps }) => seedScenario(deps, scenario, note))
      if (options.json) printJson({ scenario, done: true })
      else print(`Scenario ${scenario} is in place`)
    })
}
