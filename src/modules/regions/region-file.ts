// The description of a region that comes as a folder (region.json): what it is, where it comes from, what must be said
// beside its map. `wuse region build` and the import read the same file.

import { z } from 'zod'
import { textSchema } from '#base/text.ts'
import { sourceSchema } from './api.ts'

const point = z.tuple([z.number(), z.number()])

const declaredNeighboursSchema = z.object({ between: z.tuple([z.string(), z.string()]), text: textSchema })

/** What any region may state about itself; `wuse region import --about FILE` reads this much. */
export const aboutRegionSchema = z.object({
  name: textSchema.optional(),
  validFrom: z.iso.date().optional(),
  notice: textSchema.optional(),
  coordinates: z
    .object({
      system: z.enum(['GCJ-02', 'WGS-84', 'CGCS2000']),
      gridDegrees: z.number().positive().optional(),
      note: textSchema.optional(),
    })
    .optional(),
  sources: z.array(sourceSchema).default([]),
  populationSources: z.record(z.string(), z.object({ on: z.iso.date(), text: textSchema })).default({}),
  adjacency: z.array(declaredNeighboursSchema).default([]),
  approximations: z.array(textSchema).default([]),
})
export type AboutRegion = z.infer<typeof aboutRegionSchema>

/** The whole file of a shipped region, with the plan by which its files are built. */
export const regionFileSchema = aboutRegionSchema
  .required({ name: true, validFrom: true, notice: true, coordinates: true })
  .extend({
    id: z.string(),
    code: z.string().regex(/^\d{6}$/),
    timeZone: z.string(),
    describes: z.iso.date(),
    recodes: z.array(z.object({ source: z.string(), code: z.string(), text: textSchema })),
    zones: z.record(z.string(), z.string()),
    reforms: z.array(
      z.object({
        from: z.iso.date(),
        text: textSchema,
        ended: z.array(z.string()),
        begun: z.record(z.string(), z.object({ parent: z.string(), name: z.string() })),
        changed: z.array(z.string()),
        towns: z.string(),
      }),
    ),
    outlines: z.object({
      filePrefix: z.string(),
      detail: z.number().positive(),
      welds: z.array(z.object({ points: z.array(point), to: point, text: textSchema })),
      cuts: z.record(
        z.string(),
        z.object({ from: z.string(), seat: point, line: z.array(point).min(2), text: textSchema }),
      ),
      made: z.record(z.string(), z.array(z.string())),
      later: z.record(z.iso.date(), z.record(z.string(), z.array(z.string()))),
    }),
  })
export type RegionFile = z.infer<typeof regionFileSchema>
