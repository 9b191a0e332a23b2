// The command line explains itself: every command has help, gives JSON to programs, and tells wrong usage (2) from
// failure (1). Walked from `wuse --help`, so that a new command cannot be forgotten.

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { clearPrograms, runProgram, type Ended } from '#test/support/program.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })
afterAll(clearPrograms)

/** Answers are a document, not data. */
const documents = new Set(['policy render'])

type Page = { command: string; ended: Ended; subcommands: string[] }

/** Commands named in a help page: lines below "Commands:". */
const subcommandsOf = (help: string): string[] =>
  (help.split(/^Commands:$/m)[1] ?? '')
    .split('\n')
    .flatMap((line) => /^ {2}([a-z][\w-]*)/.exec(line)?.[1] ?? [])
    .filter((name) => name !== 'help')

const pages: Page[] = []
beforeAll(async () => {
  let level: string[][] = [[]]
  while (level.length > 0) {
    const found: Page[] = []
    for (let at = 0; at < level.length; at += 3) {
      found.push(
        ...(await Promise.all(
          level.slice(at, at + 3).map(async (words) => {
            const ended = await runProgram([...words, '--help'])
            return { command: words.join(' '), ended, subcommands: subcommandsOf(ended.stdout) }
          }),
        )),
      )
    }
    pages.push(...found)
    level = found.flatMap(({ command, subcommands }) =>
      subcommands.map((name) => [...command.split(' ').filter(Boolean), name]),
    )
  }
})

describe('help', () => {
  it('names the commands of the whole program', () => {
    expect(pages[0]!.subcommands).toEqual(
      expect.arrayContaining(['start', 'region', 'seed', 'riskmap', 'policy', 'doctor', 'audit', 'account']),
    )
    expect(pages.length).toBeGreaterThan(15)
  })

  it('is given by every command, with a description, on standard output', () => {
    for (const { command, ended } of pages) {
      expect(ended.code, `${command}: ${ended.output}`).toBe(0)
      expect(ended.stdout, command).toMatch(/^Usage: wuse/)
      expect(ended.stderr, command).toBe('')
      expect(ended.stdout.split('\n').slice(2).join(' ').length, command).toBeGreaterThan(60)
    }
  })

  it('offers --json wherever something is answered', () => {
    const silent = pages
      .filter(({ subcommands, command }) => subcommands.length === 0 && !documents.has(command))
      .filter(({ ended }) => !/^ {2}--json /m.test(ended.stdout))
    expect(silent.map(({ command }) => command)).toEqual([])
  })
})

describe('wrong usage', () => {
  it('ends with 2 and says what was meant', async () => {
    const [unknown, nothing, sub, option, port, inherited, missing] = await Promise.all([
      runProgram(['strat']),
      runProgram([]),
      runProgram(['audit', 'verfy']),
      runProgram(['doctor', '--jsom']),
      runProgram(['start', '--port', 'eighty']),
      runProgram(['constructor']),
      runProgram(['account', 'create', 'x']),
    ])
    expect(unknown.stderr).toContain('Did you mean start?')
    expect(sub.stderr).toContain('Did you mean verify?')
    expect(option.stderr).toContain('Did you mean --json?')
    expect(port.stderr).toContain('a number from 0 to 65535')
    expect(missing.stderr).toContain('--role')
    for (const ended of [unknown, nothing, sub, option, port, inherited, missing]) {
      expect(ended.code, ended.output).toBe(2)
      expect(ended.stdout, ended.output).toBe('')
      expect(ended.output).not.toMatch(/^\s+at /m)
    }
  })
})
