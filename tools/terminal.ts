// What every command shares: results on standard output, progress and findings on standard error,
// exit code 0 done, 1 refused or failed, 2 wrong usage.

import { Option } from 'commander'
import { WuseError } from '#base/errors.ts'
import { sentenceOf } from '#base/sentences.ts'

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Progress and findings go to standard error, so that standard output can be piped. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** A progress line that rewrites itself on a terminal and stays silent in a pipe. */
export function progress(label: string): { at: (done: number, total?: number) => void; end: () => void } {
  const live = process.stderr.isTTY
  return {
    at: (done, total) => {
      if (!live) return
      const share = total ? ` ${Math.floor((done / total) * 100)} %` : ''
      process.stderr.write(`\r${label} ${done}${total ? `/${total}` : ''}${share}`)
    },
    end: () => {
      if (live) process.stderr.write('\n')
    },
  }
}

export function reportFailure(error: unknown): void {
  process.exitCode = 1
  if (error instanceof WuseError) {
    note(`${sentenceOf(error, 'en')}\n${sentenceOf(error, 'zh')}`)
    for (const issue of error.issues) note(`  ${issue.path}: ${issue.message}`)
    return
  }
  note(error instanceof Error ? (error.stack ?? error.message) : String(error))
}

/** `--lang zh|en`; anything else is wrong usage. */
export const languageOption = (description: string): Option =>
  new Option('--lang <language>', description).choices(['zh', 'en']).default('zh')
