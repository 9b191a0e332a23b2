// The world of Zhejiang in February 2020.

import { join } from 'node:path'
import { ensureShippedRegion } from '#modules/regions/index.ts'
import { projectFolder } from '#storage/project-folder.ts'
import type { Work } from '#storage/work.ts'

type Write = <T>(name: string, verb: (work: Work) => Promise<T>) => Promise<T>

export async function seed(write: Write, log: (line: string) => void): Promise<void> {
  log('Scenario zhejiang-2020')
  const folder = join(projectFolder, 'regions/zhejiang-2020')
  const region = await write('region', (work) => ensureShippedRegion(work, folder))
  if (region) log(`Divisions: ${region.stored.regions} rows, ${region.stored.outlines} outlines`)
}
