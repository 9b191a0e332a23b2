// Does the stored tree hold together on a day? Faults are what would make a map or a rating wrong; notes are what an
// authority should know (no outlines, islands without a neighbour, the sample still in use).

import type { Text } from '#base/text.ts'
import type { Db, Tx } from '#storage/postgres.ts'
import type { Finding } from './api.ts'
import type { Atlas, OutlineProperties } from './atlas.ts'
import { groupBy, type RegionRow } from './divisions-file.ts'
import * as queries from './queries.ts'
import { holdsOn, levels, overlap } from './rules.ts'

type Handle = Db | Tx

const finding = (severity: Finding['severity'], code: string, subject: string, text: Text): Finding => ({
  severity,
  code,
  subject,
  text,
})

export async function checkTree(db: Handle, on: string): Promise<Finding[]> {
  const tree = await queries.readTree(db)
  const about = await queries.readAbout(db)
  if (!about || tree.length === 0)
    return [finding('fault', 'regions.none', '', { zh: '还没有导入地区。', en: 'No region has been imported.' })]
  const atlas = await queries.readAtlas(db, on)
  const held = tree.filter((row) => holdsOn(row, on))
  const sample = about.isShipped
    ? [
        finding('note', 'regions.shipped-only-demo', about.rootCode, {
          zh: '当前为随软件提供的示例地图，正式使用前须换成审定的地图。',
          en: 'The sample map of the software is in use; replace it by the approved map before real use.',
        }),
      ]
    : []
  return [...checkRows(tree), ...checkDay(held), ...checkMap(held, atlas), ...sample]
}

/** The same code never twice on one day. */
function checkRows(tree: readonly RegionRow[]): Finding[] {
  return [...groupBy(tree, ({ code }) => code).values()].flatMap((rows) =>
    rows.flatMap((row, i) =>
      rows.slice(i + 1).some((other) => overlap(row, other))
        ? [
            finding('fault', 'regions.twice', row.code, {
              zh: `${row.code} ${row.nameZh} 的有效期重叠。`,
              en: `${row.code} ${row.nameEn} stands twice on one day.`,
            }),
          ]
        : [],
    ),
  )
}

/** Everybody has a parent that holds; parts of a whole add up where all are counted. */
function checkDay(held: readonly RegionRow[]): Finding[] {
  const byCode = new Map(held.map((row) => [row.code, row]))
  const below = groupBy(held, ({ parentCode }) => parentCode)
  return held.flatMap((row) => {
    const parent = row.parentCode === null ? null : byCode.get(row.parentCode)
    const orphan =
      parent === undefined
        ? [
            finding('fault', 'regions.orphan', row.code, {
              zh: `${row.code} ${row.nameZh} 的上级 ${row.parentCode} 当日无效。`,
              en: `${row.code} ${row.nameEn} hangs below ${row.parentCode}, which does not hold on the day.`,
            }),
          ]
        : []
    const parts = below.get(row.code) ?? []
    const sum = parts.reduce((total, part) => total + (part.population ?? 0), 0)
    const counted = row.population !== null && parts.length > 0 && parts.every((part) => part.population !== null)
    const sameDay = parts.every((part) => part.populationOn === row.populationOn)
    const differs =
      counted && sameDay && sum !== row.population
        ? [
            finding('note', 'regions.population', row.code, {
              zh: `${row.nameZh} 人口 ${row.population}，下级合计 ${sum}。`,
              en: `${row.nameEn} has ${row.population} residents, its parts together ${sum}.`,
            }),
          ]
        : []
    return [...orphan, ...differs]
  })
}

function checkMap(held: readonly RegionRow[], atlas: Atlas): Finding[] {
  return levels
    .filter((level) => atlas.levels.includes(level))
    .flatMap((level) => {
      const shapes = atlas.outlines(level)?.objects.regions.geometries ?? []
      const drawn = new Set(shapes.map(({ properties }) => (properties as OutlineProperties).code))
      const rows = held.filter((row) => row.level === level)
      const missing = rows.filter(({ code }) => !drawn.has(code))
      const alone =
        rows.length > 1 ? rows.filter(({ code }) => drawn.has(code) && atlas.neighbours(code).length === 0) : []
      return [
        ...missing.map((row) =>
          finding('fault', 'regions.not-drawn', row.code, {
            zh: `${row.code} ${row.nameZh} 没有界线。`,
            en: `${row.code} ${row.nameEn} has no outline.`,
          }),
        ),
        ...alone.map((row) =>
          finding('note', 'regions.no-neighbour', row.code, {
            zh: `${row.code} ${row.nameZh} 没有相邻地区：如为岛屿，请在 adjacency 中声明。`,
            en: `${row.code} ${row.nameEn} has no neighbour: declare one if it is an island.`,
          }),
        ),
      ]
    })
}
