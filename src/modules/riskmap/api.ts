// The contract of the risk map: editions from draft to withdrawal, deviations, change list, league table.
// Reads for everybody without sign-in and all files (pictures, bulletin, CSV) are downloads, so that
// shared caches carry them: see `downloadPaths` and downloads.ts.

import { z } from 'zod'
import { holding, idSchema, instantSchema, operation, pageInput, pageOf, regionCodeSchema } from '#base/contract.ts'
import {
  changeListSchema,
  deviationSchema,
  freshnessSchema,
  judgementSchema,
  leagueSchema,
  packInfoSchema,
  publicationDetailSchema,
  publicationSchema,
  publicationStateSchema,
  regionPanelSchema,
  reviewDueSchema,
  tierSchema,
} from './api-publication.ts'
import { daySchema } from './api-types.ts'

export * from './api-publication.ts'
export * from './download-paths.ts'
export type { Rating, RatingFigures, Reason } from './api-types.ts'

const byId = z.object({ id: idSchema })
const writing = z.string().trim().min(2).max(2000)

export const draftInputSchema = z.object({
  root: regionCodeSchema.describe('The map shows the counties (or towns) below this place'),
  tier: tierSchema,
  on: daySchema,
  pack: z.string().max(100).describe('id or id@version'),
  knownAt: instantSchema.optional().describe('Counts as known at this instant; now when left out'),
})
export type DraftInput = z.infer<typeof draftInputSchema>

const draftedSchema = z.object({ publication: publicationSchema, changed: freshnessSchema.nullable() })

export const contract = {
  listPacks: operation
    .route({ method: 'GET', path: '/riskmap/packs', summary: 'Policy packs that can rate, with their levels' })
    .meta(holding('riskmap.read'))
    .output(z.array(packInfoSchema)),
  listPublications: operation
    .route({ method: 'GET', path: '/riskmap/publications', summary: 'Editions and drafts, newest day first' })
    .meta(holding('riskmap.read'))
    .input(
      z.object({
        ...pageInput,
        root: regionCodeSchema.optional(),
        tier: tierSchema.optional(),
        states: z.array(publicationStateSchema).optional(),
        from: daySchema.optional(),
        to: daySchema.optional(),
      }),
    )
    .output(pageOf(publicationSchema)),
  getPublication: operation
    .route({ method: 'GET', path: '/riskmap/publications/{id}', summary: 'One edition with all its ratings' })
    .meta(holding('riskmap.read'))
    .input(byId)
    .output(publicationDetailSchema),
  getRegionOnMap: operation
    .route({
      method: 'GET',
      path: '/riskmap/publications/{id}/regions/{code}',
      summary: 'Why one region has its level: inputs, curve, neighbours, history',
    })
    .meta(holding('riskmap.read'))
    .input(byId.extend({ code: regionCodeSchema }))
    .output(regionPanelSchema),
  getChangeList: operation
    .route({
      method: 'GET',
      path: '/riskmap/publications/{id}/changes',
      summary: 'What changed against the edition before, in sentences',
    })
    .meta(holding('riskmap.read'))
    .input(byId)
    .output(changeListSchema),
  getLeague: operation
    .route({
      method: 'GET',
      path: '/riskmap/league',
      summary: 'Levels of every region over the last editions, worst first',
    })
    .meta(holding('riskmap.read'))
    .input(
      z.object({
        root: regionCodeSchema,
        tier: tierSchema,
        editions: z.coerce.number().int().min(1).max(60).default(12),
        after: z.string().optional(),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
    )
    .output(leagueSchema),
  getReviewDue: operation
    .route({ method: 'GET', path: '/riskmap/review-due', summary: 'When the next review of a map is due' })
    .meta(holding('riskmap.read'))
    .input(z.object({ root: regionCodeSchema, tier: tierSchema, pack: z.string().max(100).optional() }))
    .output(reviewDueSchema),
  judge: operation
    .route({
      method: 'GET',
      path: '/riskmap/publications/{id}/judgement',
      summary: 'Judge an edition again from its frozen inputs and pack',
    })
    .meta(holding('riskmap.read'))
    .input(byId)
    .output(judgementSchema),

  draft: operation
    .route({
      method: 'POST',
      path: '/riskmap/publications',
      summary: 'Draft a map from the counts known now (or then)',
    })
    .meta(holding('riskmap.draft', 'write'))
    .input(draftInputSchema)
    .output(draftedSchema),
  checkDraft: operation
    .route({
      method: 'GET',
      path: '/riskmap/publications/{id}/freshness',
      summary: 'Whether the counts have changed since the draft, and what that would change',
    })
    .meta(holding('riskmap.read'))
    .input(byId)
    .output(freshnessSchema),
  redraft: operation
    .route({
      method: 'POST',
      path: '/riskmap/publications/{id}/redraft',
      summary: 'Rate again from the counts known now; says what changed',
    })
    .meta(holding('riskmap.draft', 'write'))
    .input(byId.extend({ knownAt: instantSchema.optional() }))
    .output(draftedSchema),
  submit: operation
    .route({ method: 'POST', path: '/riskmap/publications/{id}/submit', summary: 'Hand the draft to a second person' })
    .meta(holding('riskmap.draft', 'write'))
    .input(byId)
    .output(publicationSchema),
  takeBack: operation
    .route({ method: 'POST', path: '/riskmap/publications/{id}/take-back', summary: 'Take a submitted draft back' })
    .meta(holding('riskmap.draft', 'write'))
    .input(byId)
    .output(publicationSchema),
  discard: operation
    .route({ method: 'POST', path: '/riskmap/publications/{id}/discard', summary: 'Give a draft up' })
    .meta(holding('riskmap.draft', 'write'))
    .input(byId)
    .output(publicationSchema),
  review: operation
    .route({
      method: 'POST',
      path: '/riskmap/publications/{id}/review',
      summary: 'The second look: approve, or return with a comment. Never by the author.',
    })
    .meta(holding('riskmap.review', 'write'))
    .input(
      byId.extend({
        verdict: z.enum(['approve', 'return']),
        revision: z.int().describe('The revision that was looked at'),
        comment: z.string().trim().max(2000).optional().describe('Needed when returning'),
      }),
    )
    .output(publicationSchema),
  publish: operation
    .route({
      method: 'POST',
      path: '/riskmap/publications/{id}/publish',
      summary: 'Publish an approved map; the edition in force is superseded',
    })
    .meta(holding('riskmap.publish', 'write'))
    .input(byId)
    .output(publicationSchema),
  withdraw: operation
    .route({
      method: 'POST',
      path: '/riskmap/publications/{id}/withdraw',
      summary: 'Withdraw the edition in force, with a reason that stays visible',
    })
    .meta(holding('riskmap.publish', 'write'))
    .input(byId.extend({ reason: writing }))
    .output(publicationSchema),

  proposeDeviation: operation
    .route({
      method: 'POST',
      path: '/riskmap/publications/{id}/deviations',
      summary: 'Propose another level for one region, with a reason',
    })
    .meta(holding('riskmap.deviate', 'write'))
    .input(byId.extend({ code: regionCodeSchema, level: z.string().max(40), reason: writing }))
    .output(deviationSchema),
  decideDeviation: operation
    .route({
      method: 'POST',
      path: '/riskmap/deviations/{id}/decide',
      summary: 'Confirm or refuse a deviation; never by the person who proposed it',
    })
    .meta(holding('riskmap.review', 'write'))
    .input(byId.extend({ decision: z.enum(['confirm', 'refuse']), note: z.string().trim().max(2000).optional() }))
    .output(deviationSchema),
  takeBackDeviation: operation
    .route({ method: 'POST', path: '/riskmap/deviations/{id}/take-back', summary: 'Take back the own proposal' })
    .meta(holding('riskmap.deviate', 'write'))
    .input(byId)
    .output(deviationSchema),
}
