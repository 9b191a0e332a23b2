// What a scenario is given to build its world with: writes as the program, and acts as its demo people.

import type { Work } from '#storage/work.ts'

export type Verb<T> = (work: Work) => Promise<T>

export type World = {
  /** Performs a write as the program "seed". */
  write: <T>(name: string, verb: Verb<T>) => Promise<T>
  /** Performs a write as a demo person, with that person's rights and no more. */
  as: <T>(signInName: string, capability: string, name: string, verb: Verb<T>) => Promise<T>
  log: (line: string) => void
}
