// Gathers an edition for its files and pictures, and writes the plain ones: public JSON, CSV, GeoJSON.

import { stringify } from 'csv-stringify/sync'
import type { Feature, FeatureCollection, Geometry } from 'geojson'
import { feature } from 'topojson-client'
import { notFound } from '#base/errors.ts'
import { canonicalJson } from '#base/json.ts'
import type { Language } from '#base/text.ts'
import type { Work } from '#storage/work.ts'
import { getPublication } from './actions.ts'
import type { Publication, PublicEdition, RatedRegion } from './api-publication.ts'
import { layoutMap } from './picture/layout.ts'
import type { Edition } from './picture/poster.ts'
import { layoutTiles } from './picture/tiles.ts'
import { keptPolicy, levelInfos, sha256 } from './policies.ts'
import * as queries from './queries.ts'
import { listChanges } from './rules/changes.ts'
import { isPublic } from './rules/lifecycle.ts'
import { outlinesKey, readOutlines, type Outlines } from './sources.ts'
import { changesGiven } from './views.ts'

/** Grows when files are written or drawn differently, so that caches let go of the old ones. */
const DRAWING = '1'

/** The edition if it was ever public, else NotFound: a draft does not exist for the public. */
export async function getPublicEdition(work: Work, id: string): Promise<Publication> {
  const publication = await getPublication(work, id)
  if (!isPublic(publication.state)) throw notFound('riskmap.publication-unknown')
  return publication
}

/** Changes exactly when something that is shown changes: content, state, outlines. */
export async function editionTag(work: Work, publication: Publication): Promise<string> {
  const { id, state, revision, hash, superseded, withdrawn, tier, on } = publication
  const outlines = await outlinesKey(work.db, on)
  return sha256(canonicalJson({ DRAWING, id, state, revision, hash, superseded, withdrawn, tier, outlines })).slice(
    0,
    32,
  )
}

type Read = Edition & { outlines: Outlines | null; policy: Awaited<ReturnType<typeof keptPolicy>>['policy'] }

export async function readEdition(work: Work, publication: Publication): Promise<Read> {
  const { policy } = await keptPolicy(work.db, publication.pack)
  const regions = await queries.listRegions(work.db, publication.id)
  const changes = listChanges(await changesGiven(work, publication, regions))
  const found = await readOutlines(work.db, publication.tier, publication.on)
  const outlines = found && regions.some((region) => found.shapes.has(region.code)) ? found : null
  const parents = new Map(regions.map((region) => [region.code, region.parent.code]))
  const parentOf = (code: string): string => parents.get(code) ?? ''
  return {
    publication,
    levels: levelInfos(policy),
    regions,
    changes,
    notice: outlines?.notice ?? null,
    schematic: outlines === null,
    layout: (size) =>
      outlines
        ? layoutMap(outlines.topology, { ...size, only: (code) => parents.has(code), parentOf })
        : layoutTiles(
            regions.map(({ code, parent }) => ({ code, parent: parent.code })),
            size,
          ),
    outlines,
    policy,
  }
}

const confirmed = ({ deviation }: RatedRegion) => (deviation?.state === 'confirmed' ? deviation : null)

/** What the page without sign-in reads. */
export async function publicEdition(work: Work, publication: Publication): Promise<PublicEdition> {
  const edition = await readEdition(work, publication)
  const { state } = publication
  if (!isPublic(state) || !publication.published || publication.edition === null || publication.hash === null)
    throw notFound('riskmap.publication-unknown')
  const parents = new Map(edition.regions.map(({ parent }) => [parent.code, parent]))
  return {
    id: publication.id,
    root: { code: publication.root.code, name: publication.root.name },
    tier: publication.tier,
    on: publication.on,
    edition: publication.edition,
    state,
    publishedAt: publication.published.at,
    supersededBy: publication.superseded?.by ?? null,
    withdrawn: publication.withdrawn && { at: publication.withdrawn.at, reason: publication.withdrawn.reason },
    pack: publication.pack,
    packName: publication.packName,
    hash: publication.hash,
    nextReviewOn: publication.nextReviewOn,
    levels: [...edition.levels],
    counts: publication.counts,
    outlines: edition.outlines
      ? `/api/regions/outlines.topo.json?on=${publication.on}&level=${publication.tier}`
      : null,
    notice: edition.notice,
    headline: edition.changes.headline,
    regions: edition.regions.map((region) => {
      const deviation = confirmed(region)
      return {
        code: region.code,
        name: region.name,
        parent: region.parent.code,
        level: region.level,
        since: region.since,
        previous: region.previous,
        because: region.because.map(({ text, illustrative }) => ({ text, illustrative })),
        deviation: deviation && { engineLevel: deviation.engineLevel, reason: deviation.reason },
      }
    }),
    parents: [...parents.values()],
  }
}

/** A spreadsheet would run a cell that begins like a formula. */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

/** With a byte order mark, so that spreadsheets read the Chinese. */
export function csvOf({ regions, levels }: Edition, language: Language): string {
  const names = new Map(levels.map((level) => [level.id, level.name[language]]))
  const rows = regions.map((region) => {
    const deviation = confirmed(region)
    const { figures } = region
    return {
      code: region.code,
      name_zh: region.name.zh,
      name_en: region.name.en,
      parent_code: region.parent.code,
      parent: region.parent.name[language],
      level: region.level,
      level_name: names.get(region.level) ?? '',
      level_by_rules: region.engineLevel,
      base: region.base,
      previous: region.previous ?? '',
      change: region.change,
      since: region.since,
      confirmed: figures.confirmed,
      imported: figures.imported,
      local: figures.local,
      local_share: figures.localShare ?? '',
      confirmed_ever: figures.confirmedEver,
      last_case_on: figures.lastCaseOn ?? '',
      case_free_days: figures.caseFreeDays ?? '',
      clusters: figures.clusters ?? '',
      next_review_on: region.next.reviewOn,
      reasons: harmless(region.because.map((reason) => reason.text[language]).join(language === 'zh' ? '；' : '; ')),
      deviation_reason: harmless(deviation?.reason ?? ''),
      deviation_by: harmless(deviation?.proposed.name ?? ''),
      deviation_confirmed_by: harmless(deviation?.decided?.name ?? ''),
    }
  })
  return stringify(rows, { header: true, bom: true })
}

/** One feature a place; places without an outline have no geometry, but are never left out. */
export function geoJsonOf(edition: Read, language: Language): string {
  const { outlines, publication } = edition
  const names = new Map(edition.levels.map((level) => [level.id, level]))
  const features = edition.regions.map((region): Feature<Geometry | null> => {
    const shape = outlines?.shapes.get(region.code)
    const level = names.get(region.level)
    return {
      type: 'Feature',
      id: region.code,
      geometry: outlines && shape ? (feature(outlines.topology, shape) as Feature).geometry : null,
      properties: {
        code: region.code,
        name: region.name[language],
        parent: region.parent.name[language],
        level: region.level,
        levelName: level?.name[language] ?? region.level,
        fill: level?.hex ?? null,
        levelByRules: region.engineLevel,
        deviation: confirmed(region)?.reason ?? null,
        since: region.since,
        confirmed: region.figures.confirmed,
        reasons: region.because.map((reason) => reason.text[language]),
      },
    }
  })
  const collection: FeatureCollection<Geometry | null> & Record<string, unknown> = {
    type: 'FeatureCollection',
    name: `${publication.root.name[language]} ${publication.on}`,
    state: publication.state,
    pack: publication.pack,
    notice: edition.notice?.[language] ?? null,
    features,
  }
  return JSON.stringify(collection)
}
