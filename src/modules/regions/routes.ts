// Answers the contract of regions, and sends the outlines of a day as one cacheable file.

import { implement } from '@orpc/server'
import { z } from 'zod'
import { daySchema, publicly } from '#base/contract.ts'
import { dayOf } from '#base/dates.ts'
import { defineDownload, type Download } from '#base/download.ts'
import { notFound } from '#base/errors.ts'
import type { RouteContext, Work } from '#storage/work.ts'
import { decodeFile, importRegion, parseAbout, parseOutlines } from './actions.ts'
import { contract, levelSchema } from './api.ts'
import { checkTree } from './check.ts'
import { getOutlines, getRegion, locate, neighbours } from './door.ts'
import * as queries from './queries.ts'
import { levelNames } from './rules.ts'

const os = implement(contract).$context<RouteContext>()

const dayAsked = (work: Work, on: string | undefined): string => on ?? dayOf(work.clock.now())

export const routes = os.router({
  about: os.about.handler(async ({ context: { work } }) => {
    const about = await queries.readAbout(work.db)
    if (!about) throw notFound('regions.none')
    return about
  }),
  list: os.list.handler(({ input, context: { work } }) =>
    queries.listRegions(work.db, { ...input, on: dayAsked(work, input.on) }),
  ),
  locate: os.locate.handler(({ input, context: { work } }) => locate(work.db, input, dayAsked(work, input.on))),
  check: os.check.handler(({ input, context: { work } }) => checkTree(work.db, dayAsked(work, input.on))),
  get: os.get.handler(async ({ input, context: { work } }) => {
    const on = dayAsked(work, input.on)
    const region = await getRegion(work.db, input.code, on)
    const ancestors = await queries.listAncestors(work.db, region, on)
    return { region, ancestors, versions: await queries.listVersions(work.db, input.code) }
  }),
  children: os.children.handler(async ({ input, context: { work } }) => {
    const on = dayAsked(work, input.on)
    const region = await getRegion(work.db, input.code, on)
    return queries.listChildren(work.db, region.code, on)
  }),
  neighbours: os.neighbours.handler(({ input, context: { work } }) =>
    neighbours(work.db, input.code, dayAsked(work, input.on)),
  ),
  import: os.import.handler(async ({ input, context: { work } }) => {
    const textOf = async (file: File): Promise<string> => decodeFile(new Uint8Array(await file.arrayBuffer()))
    const divisions = input.divisions ? [{ name: input.divisions.name, text: await textOf(input.divisions) }] : []
    const villages = input.villages
      ? [{ name: input.villages.name, text: await textOf(input.villages), level: 'village' as const }]
      : []
    return importRegion(work, {
      divisions: [...divisions, ...villages],
      outlines: input.outlines ? [parseOutlines(input.outlines.name, await textOf(input.outlines))] : [],
      about: input.about ? parseAbout(input.about.name, await textOf(input.about)) : undefined,
      mode: input.mode,
      codeProperty: input.codeProperty,
      validFrom: input.validFrom,
      dryRun: input.dryRun,
    })
  }),
})

const outlinesQuery = z.object({ on: daySchema.optional(), level: levelSchema.default('county') })

export const downloads: Download<Work>[] = [
  defineDownload<Work>()({
    path: '/regions/outlines.topo.json',
    summary: {
      zh: '某日某级的界线（TopoJSON，共享边界）',
      en: 'Outlines of a level on a day (TopoJSON, shared borders)',
    },
    meta: publicly(),
    query: outlinesQuery,
    contentType: 'application/json',
    cacheControl: 'public, max-age=300, stale-while-revalidate=86400',
    etag: async (work, { on, level }) => {
      const { key } = await queries.readMapKey(work.db, dayAsked(work, on))
      return `${key}.${level}`
    },
    open: async (work, { on, level }) => {
      const day = dayAsked(work, on)
      const topology = await getOutlines(work.db, day, level)
      if (!topology) throw notFound('regions.no-outlines', { on: day, level: levelNames[level].en })
      return JSON.stringify(topology)
    },
  }),
]
