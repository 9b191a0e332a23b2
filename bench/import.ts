// An import of 100,000 rows of counts through the import desk, from the file's bytes to stored figures, with
// rows that repeat, rows in unknown places and rows that contradict others among them; the same file once more;
// and the undo of all of it.

import { stringify } from 'csv-stringify/sync'
import { stopwatch } from '#base/clock.ts'
import { addDays, day } from '#base/dates.ts'
import { getBatch, runImport, stepImport, undoImport, uploadImport } from '#modules/cases/index.ts'
import { regionsOn } from '#modules/regions/index.ts'
import { rounded, type Bench } from './support/bench.ts'
import { withInstallation, type Installation } from './support/installation.ts'

const start = day('2020-01-01')

function rowsOf(codes: readonly string[], size: number): string {
  const rows = Array.from({ length: size }, (_, n) => {
    const code = n % 1000 === 999 ? '339999' : codes[n % codes.length]!
    return [code, addDays(start, Math.floor(n / codes.length) % 300), (n * 7) % 5, (n * 7) % 5 === 0 ? 0 : n % 2]
  })
  return stringify(rows, { header: true, columns: ['区划代码', '日期', '新增确诊', '其中输入'] })
}

async function importOnce(
  { write }: Installation,
  text: string,
  fileName: string,
): Promise<{ id: string; seconds: number; totals: unknown }> {
  const elapsed = stopwatch()
  const uploaded = await write((work) =>
    uploadImport(work, { bytes: new TextEncoder().encode(text), fileName, kind: 'counts', source: 'bench' }),
  )
  await write((work) => runImport(work, { id: uploaded.id }))
  while (!(await write((work) => stepImport(work, uploaded.id)))) continue
  const batch = await write((work) => getBatch(work, uploaded.id))
  return { id: uploaded.id, seconds: rounded(elapsed() / 1000, 2), totals: batch.totals }
}

export const bench: Bench = {
  size: 100_000,
  unit: 'rows',
  run: ({ size, say }) =>
    withInstallation(async (installation) => {
      const towns = await installation.write((work) => regionsOn(work.db, start, 'town'))
      const text = rowsOf(
        towns.map(({ code }) => code),
        size,
      )
      const first = await importOnce(installation, text, 'bench.csv')
      say(`first: ${first.seconds} s`)
      const again = await importOnce(installation, text, 'bench-again.csv')
      say(`again: ${again.seconds} s`)
      const elapsed = stopwatch()
      await installation.write((work) => undoImport(work, { id: first.id, reason: 'bench' }))
      return {
        megabytes: rounded(text.length / 2 ** 20),
        first: { seconds: first.seconds, rowsPerSecond: Math.round(size / first.seconds), totals: first.totals },
        again: { seconds: again.seconds, totals: again.totals },
        undoSeconds: rounded(elapsed() / 1000, 2),
      }
    }),
}
