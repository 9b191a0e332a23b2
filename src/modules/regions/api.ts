// The contract of regions: the tree with validity, neighbours, places, outlines and imports. Reading is public: a map
// without names and borders tells nobody anything.

import { z } from 'zod'
import {
  daySchema,
  holding,
  instantSchema,
  operation,
  pageInput,
  pageOf,
  publicly,
  regionCodeSchema,
} from '#base/contract.ts'
import { textSchema } from '#base/text.ts'
import { levels } from './rules.ts'

export const levelSchema = z.enum(levels)

export const sourceSchema = z.object({
  package: z.string(),
  version: z.string(),
  licence: z.string(),
  copyright: z.string(),
  url: z.url(),
  use: textSchema,
})

const regionSchema = z.object({
  code: regionCodeSchema,
  level: levelSchema,
  parentCode: z.string().nullable(),
  path: z.string().describe('Codes from the top down, each followed by a slash'),
  name: textSchema,
  validFrom: daySchema,
  validTo: daySchema.nullable().describe('Last day, null while in force'),
  population: z.number().int().nullable(),
  populationOn: daySchema.nullable(),
  populationSource: z.string().nullable(),
  wasCode: z.string().nullable().describe('Code under which the same unit was known before'),
})
export type Region = z.infer<typeof regionSchema>

const neighbourSchema = regionSchema.extend({
  border: z.boolean().describe('True when the outlines share a border, false when joined by declaration only'),
  reason: textSchema.nullable(),
})
export type NeighbourRegion = z.infer<typeof neighbourSchema>

const aboutSchema = z.object({
  rootCode: z.string(),
  name: textSchema,
  notice: textSchema.nullable().describe('Must stand beside every map'),
  sources: z.array(sourceSchema),
  approximations: z.array(textSchema),
  coordinateSystem: z.enum(['GCJ-02', 'WGS-84', 'CGCS2000']),
  isShipped: z.boolean().describe('True for the sample that comes with the software'),
  importedAt: instantSchema,
  importedBy: z.string(),
  revision: z.number().int(),
})
export type About = z.infer<typeof aboutSchema>

const onSchema = daySchema.optional().describe("The day asked about; without it, today by the region's calendar")

const placeSchema = z.object({
  longitude: z.coerce.number().min(-180).max(180),
  latitude: z.coerce.number().min(-90).max(90),
  system: z
    .enum(['GCJ-02', 'WGS-84'])
    .default('WGS-84')
    .describe('WGS-84 for positions of a phone, GCJ-02 for those of a Chinese map'),
})

const importReportSchema = z.object({
  revision: z.number().int().nullable().describe('Null when nothing was stored (dry run)'),
  rootCode: z.string(),
  replaced: z.boolean(),
  read: z.object({ divisions: z.number().int(), outlines: z.number().int(), neighbours: z.number().int() }),
  stored: z.object({ regions: z.number().int(), outlines: z.number().int(), neighbours: z.number().int() }),
  byLevel: z.record(z.string(), z.number().int()).describe('Regions stored by level, one a code'),
  warnings: z.array(z.string()),
})
export type ImportReport = z.infer<typeof importReportSchema>

const findingSchema = z.object({
  code: z.string(),
  severity: z.enum(['fault', 'note']),
  subject: z.string(),
  text: textSchema,
})
export type Finding = z.infer<typeof findingSchema>

export const contract = {
  about: operation
    .route({
      method: 'GET',
      path: '/regions/about',
      summary: 'Where the divisions and outlines come from, and the notice for maps',
    })
    .meta(publicly())
    .output(aboutSchema),
  list: operation
    .route({ method: 'GET', path: '/regions', summary: 'Regions of a day, by level, within a region, by name' })
    .meta(publicly())
    .input(
      z.object({
        ...pageInput,
        on: onSchema,
        level: levelSchema.optional(),
        within: regionCodeSchema.optional(),
        search: z.string().max(50).optional(),
      }),
    )
    .output(pageOf(regionSchema)),
  locate: operation
    .route({ method: 'GET', path: '/regions/locate', summary: 'The regions in which a place lies, from the top down' })
    .meta(publicly())
    .input(placeSchema.extend({ on: onSchema }))
    .output(z.array(regionSchema)),
  check: operation
    .route({ method: 'GET', path: '/regions/check', summary: 'Does the tree hold together on a day?' })
    .meta(holding('regions.manage', 'read', 'administration'))
    .input(z.object({ on: onSchema }))
    .output(z.array(findingSchema)),
  get: operation
    .route({
      method: 'GET',
      path: '/regions/{code}',
      summary: 'One region on a day, with the regions above it and its other validities',
    })
    .meta(publicly())
    .input(z.object({ code: regionCodeSchema, on: onSchema }))
    .output(z.object({ region: regionSchema, ancestors: z.array(regionSchema), versions: z.array(regionSchema) })),
  children: operation
    .route({ method: 'GET', path: '/regions/{code}/children', summary: 'The regions directly below' })
    .meta(publicly())
    .input(z.object({ code: regionCodeSchema, on: onSchema }))
    .output(z.array(regionSchema)),
  neighbours: operation
    .route({
      method: 'GET',
      path: '/regions/{code}/neighbours',
      summary: 'Regions of the same level that share a border or are joined by declaration',
    })
    .meta(publicly())
    .input(z.object({ code: regionCodeSchema, on: onSchema }))
    .output(z.array(neighbourSchema)),
  import: operation
    .route({
      method: 'POST',
      path: '/regions/imports',
      summary: 'Import divisions (CSV) and outlines (GeoJSON); all or nothing',
    })
    .meta(holding('regions.manage', 'write', 'administration'))
    .input(
      z.object({
        divisions: z
          .file()
          .optional()
          .describe('CSV: code, name_zh, level, parent_code, name_en, valid_from, valid_to, population, …'),
        villages: z.file().optional().describe('CSV of villages: code, parent_code, name_zh, name_en'),
        outlines: z.file().optional().describe('GeoJSON FeatureCollection, longitude and latitude'),
        about: z.file().optional().describe('JSON: name, notice, sources, coordinates, adjacency, approximations'),
        mode: z.enum(['replace', 'add']).default('replace'),
        codeProperty: z.string().max(50).optional(),
        validFrom: daySchema.optional(),
        dryRun: z.stringbool().or(z.boolean()).default(false),
      }),
    )
    .output(importReportSchema),
}
