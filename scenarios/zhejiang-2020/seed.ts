// The world of Zhejiang in February 2020.

import type { Work } from '#storage/work.ts'

type Write = <T>(name: string, verb: (work: Work) => Promise<T>) => Promise<T>

export async function seed(_write: Write, log: (line: string) => void): Promise<void> {
  log('Scenario zhejiang-2020')
}
