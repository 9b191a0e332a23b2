// `wuse riskmap draft|submit|review|publish|withdraw|export|judge|list`: the commands and their options. What they do
// is loaded when one of them runs, so that `rate` does not wait for the database's code.

import { Option, type Command } from 'commander'
import { downloadFiles } from '#modules/riskmap/api.ts'
import type * as Commands from './riskmap-editions.ts'
import { languageOption } from './terminal.ts'

type Editions = typeof Commands
const editions = (): Promise<Editions> => import('./riskmap-editions.ts')

const asOption = '--as <name>'
const asHelp = 'act as this account; its password is read from standard input'

export function definePublishing(command: Command): void {
  command
    .command('draft')
    .description('draft a map from the counts in the database')
    .requiredOption('--on <day>', 'day of the map, YYYY-MM-DD')
    .option('--root <code>', 'the map shows what lies below this place', '330000')
    .addOption(new Option('--tier <tier>', 'what is rated').choices(['county', 'town']).default('county'))
    .option('--pack <pack>', 'policy pack: id or id@version', 'zhejiang-2020')
    .option('--known-at <instant>', 'counts as known at this instant (ISO 8601); now when left out')
    .option(asOption, asHelp)
    .option('--json', 'print as JSON')
    .action(async (...given: Parameters<Editions['draft']>) => (await editions()).draft(...given))
  step(command, 'submit', 'hand a draft to a second person')
  command
    .command('review <id>')
    .description('the second look: approve, or return with a comment; never by the author')
    .addOption(new Option('--verdict <verdict>').choices(['approve', 'return']).default('approve'))
    .option('--comment <text>', 'needed when returning')
    .option('--revision <number>', 'the revision that was looked at; the present one when left out')
    .option(asOption, asHelp)
    .option('--json', 'print as JSON')
    .action(async (...given: Parameters<Editions['review']>) => (await editions()).review(...given))
  step(command, 'publish', 'publish an approved map')
  step(command, 'withdraw', 'withdraw the edition in force; the reason stays visible').requiredOption(
    '--reason <text>',
    'why',
  )
  command
    .command('list')
    .description('editions and drafts, newest day first')
    .option('--root <code>', 'of this place only')
    .option('--limit <number>', 'at most so many', '20')
    .option('--json', 'print as JSON')
    .action(async (...given: Parameters<Editions['list']>) => (await editions()).list(...given))
  command
    .command('export <id>')
    .description(`write a file of an edition: ${downloadFiles.join(', ')}`)
    .addOption(new Option('--file <file>', 'which').choices([...downloadFiles]).default('bulletin.pdf'))
    .option('--out <path>', 'where to; the name of the file when left out, - for standard output')
    .addOption(new Option('--shape <shape>', 'of a picture').choices(['wide', 'portrait']).default('wide'))
    .addOption(new Option('--theme <theme>', 'of a picture').choices(['light', 'dark']).default('light'))
    .addOption(languageOption('language of texts: zh or en'))
    .option('--json', 'print where it was written and its size as JSON')
    .action(async (...given: Parameters<Editions['exportFile']>) => (await editions()).exportFile(...given))
  command
    .command('judge [id]')
    .description('judge editions again from their frozen inputs; exit code 1 when one differs')
    .option('--all', 'every edition that was ever published')
    .option('--json', 'print as JSON')
    .action(async (...given: Parameters<Editions['judge']>) => (await editions()).judge(...given))
}

function step(command: Command, name: 'submit' | 'publish' | 'withdraw', description: string): Command {
  return command
    .command(`${name} <id>`)
    .description(description)
    .option(asOption, asHelp)
    .option('--json', 'print as JSON')
    .action(async (id: string, options: Commands.StepOptions) => (await editions()).take(name, id, options))
}
