// What the risk map records for other modules: ids and figures only.

import type { Fact } from '#storage/work.ts'
import type { Publication } from './api-publication.ts'

const about = (publication: Publication) => ({
  publicationId: publication.id,
  root: publication.root.code,
  tier: publication.tier,
  on: publication.on,
  pack: publication.pack,
  edition: publication.edition,
})

/** An edition is in force from now on; `supersedes` is no longer. */
export const published = (publication: Publication, supersedes: string | null): Fact => ({
  kind: 'riskmap.published',
  subject: publication.id,
  data: { ...about(publication), supersedes },
})

/** The edition in force was withdrawn: none is in force until the next is published. */
export const withdrawn = (publication: Publication): Fact => ({
  kind: 'riskmap.withdrawn',
  subject: publication.id,
  data: about(publication),
})

/** A second person confirmed that one region has another level than the rules give. */
export const deviated = (
  publication: Publication,
  deviation: { id: string; code: string; engineLevel: string; level: string },
): Fact => ({
  kind: 'riskmap.deviated',
  subject: publication.id,
  data: { ...about(publication), ...deviation },
})

/** By the pack's cadence a review is due; recorded once a review. */
export const reviewDue = (series: {
  publicationId: string
  root: string
  tier: string
  dueOn: string
  lastOn: string
}): Fact => ({
  kind: 'riskmap.review-due',
  subject: series.publicationId,
  data: series,
})
