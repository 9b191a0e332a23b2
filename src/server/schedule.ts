// What the calendar asks for. Times are UTC; the region's midnight is 16:00 UTC of the day before.

import { purgeAccess } from '#modules/access/index.ts'
import { purgePersons, resumeImports, runImportStep } from '#modules/cases/index.ts'
import { remindOfReviews } from '#modules/riskmap/index.ts'
import type { Job } from './jobs.ts'

export const scheduled: Job[] = [
  { name: 'purge-access', cron: '15 17 * * *', run: (work) => purgeAccess(work) },
  { name: 'forget-persons', cron: '30 17 * * *', run: (work) => purgePersons(work) },
  { name: 'run-import', run: runImportStep },
  { name: 'resume-imports', cron: '* * * * *', run: (work) => resumeImports(work) },
  { name: 'remind-of-reviews', cron: '5 16 * * *', run: (work) => remindOfReviews(work) },
]
