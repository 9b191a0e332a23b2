// Files of an edition: for those who may read drafts under /riskmap/publications, and the same files of what was
// published for everybody under /public/riskmap, where shared caches and the server's memory carry them.

import { z } from 'zod'
import { holding, idSchema, publicly, regionCodeSchema } from '#base/contract.ts'
import { defineDownload, type Download } from '#base/download.ts'
import { notFound } from '#base/errors.ts'
import type { Language, Text } from '#base/text.ts'
import type { Work } from '#storage/work.ts'
import { getPublication } from './actions.ts'
import { tierSchema, type Publication, type PublicEditions } from './api-publication.ts'
import { pictureShapes, type DownloadFile } from './api.ts'
import { csvOf, editionTag, geoJsonOf, getPublicEdition, publicEdition, readEdition } from './export.ts'
import { pdfOf, pngOf, svgOf, type PictureAsked } from './picture/picture-files.ts'
import { sha256 } from './policies.ts'
import * as queries from './queries.ts'
import { isPublic } from './rules/lifecycle.ts'

const define = defineDownload<Work>()

const languageQuery = { language: z.enum(['zh', 'en']).default('zh') }
const fileQuery = z.object({ id: idSchema, ...languageQuery })
const pictureQuery = fileQuery.extend({
  shape: z.enum(pictureShapes).default('wide'),
  theme: z.enum(['light', 'dark']).default('light'),
})

type Asked = PictureAsked & { id: string }
type FileKind = {
  file: DownloadFile
  summary: Text
  query: typeof fileQuery | typeof pictureQuery
  contentType: string
  make: (work: Work, publication: Publication, asked: Asked) => Promise<string | Uint8Array>
}

const kinds: FileKind[] = [
  {
    file: 'map.svg',
    summary: { zh: '风险图（SVG）', en: 'The map as SVG' },
    query: pictureQuery,
    contentType: 'image/svg+xml',
    make: async (work, publication, asked) => svgOf(await readEdition(work, publication), asked),
  },
  {
    file: 'map.png',
    summary: { zh: '风险图（PNG）', en: 'The map as PNG' },
    query: pictureQuery,
    contentType: 'image/png',
    make: async (work, publication, asked) => pngOf(await readEdition(work, publication), asked),
  },
  {
    file: 'bulletin.pdf',
    summary: { zh: '公报（PDF）', en: 'The bulletin as PDF' },
    query: fileQuery,
    contentType: 'application/pdf',
    make: async (work, publication, { language }) => {
      const edition = await readEdition(work, publication)
      const rules = edition.policy.rules.map(({ name, summary, source }) => ({
        name,
        summary,
        illustrative: source.mark === 'proposal',
      }))
      return pdfOf({ ...edition, rules }, language)
    },
  },
  {
    file: 'ratings.csv',
    summary: { zh: '各地等级与理由（CSV）', en: 'Levels and reasons as CSV' },
    query: fileQuery,
    contentType: 'text/csv; charset=utf-8',
    make: async (work, publication, { language }) => csvOf(await readEdition(work, publication), language),
  },
  {
    file: 'ratings.geojson',
    summary: { zh: '各地等级与界线（GeoJSON）', en: 'Levels and outlines as GeoJSON' },
    query: fileQuery,
    contentType: 'application/geo+json',
    make: async (work, publication, { language }) => geoJsonOf(await readEdition(work, publication), language),
  },
]

/** The file of an edition, for the command line. */
export async function makeFile(
  work: Work,
  id: string,
  file: DownloadFile,
  asked: PictureAsked,
): Promise<string | Uint8Array> {
  const kind = kinds.find((one) => one.file === file)
  if (!kind) throw notFound('riskmap.file-unknown', { file })
  return kind.make(work, await getPublication(work, id), { ...asked, id })
}

const shortTag = (parts: readonly unknown[]): string => sha256(JSON.stringify(parts)).slice(0, 32)

type Variant = { id: string; language: Language; shape?: string; theme?: string }
const tagOf = async (work: Work, publication: Publication, file: string, asked: Variant): Promise<string> =>
  shortTag([await editionTag(work, publication), file, asked.language, asked.shape, asked.theme])

const namedFile = (file: DownloadFile, { id }: Variant): string => `riskmap-${id.slice(0, 8)}-${file}`
const inPlace: ReadonlySet<DownloadFile> = new Set(['map.svg', 'map.png'])

function fileDownloads({ file, summary, query, contentType, make }: FileKind): Download<Work>[] {
  const filename = inPlace.has(file) ? {} : { filename: (asked: Variant) => namedFile(file, asked) }
  const inside = define({
    path: `/riskmap/publications/:id/${file}`,
    summary,
    meta: holding('riskmap.read'),
    query,
    contentType,
    ...filename,
    cacheControl: 'private, no-cache',
    etag: async (work, asked) => tagOf(work, await getPublication(work, asked.id), file, asked as Asked),
    open: async (work, asked) => make(work, await getPublication(work, asked.id), asked as Asked),
  })
  const open = define({
    path: `/public/riskmap/editions/:id/${file}`,
    summary,
    meta: publicly(),
    query,
    contentType,
    ...filename,
    cacheControl: 'public, max-age=300, stale-while-revalidate=86400',
    ready: { seconds: 5 },
    etag: async (work, asked) => tagOf(work, await getPublicEdition(work, asked.id), file, asked as Asked),
    open: async (work, asked) => make(work, await getPublicEdition(work, asked.id), asked as Asked),
  })
  return [inside, open]
}

const seriesQuery = z.object({ root: regionCodeSchema, tier: tierSchema })

async function newestPublic(work: Work, { root, tier }: z.infer<typeof seriesQuery>): Promise<Publication> {
  const newest = await queries.findNewestPublic(work.db, root, tier)
  if (!newest) throw notFound('riskmap.none-published', { root })
  return newest
}

async function publicEditions(work: Work, { root, tier }: z.infer<typeof seriesQuery>): Promise<PublicEditions> {
  const rows = await queries.listPublicEditions(work.db, root, tier)
  return {
    editions: rows.flatMap(({ id, on, edition, state, published, counts }) =>
      edition !== null && published && isPublic(state)
        ? [{ id, on, edition, state, publishedAt: published.at, counts }]
        : [],
    ),
  }
}

const publicJson = {
  meta: publicly(),
  contentType: 'application/json; charset=utf-8',
  // Short: a new edition must reach everybody within a minute, and a cache may answer while it asks again.
  cacheControl: 'public, max-age=30, stale-while-revalidate=60',
  ready: { seconds: 1 },
} as const

export const downloads: Download<Work>[] = [
  ...kinds.flatMap(fileDownloads),
  define({
    ...publicJson,
    path: '/public/riskmap/:root/:tier/current.json',
    summary: { zh: '最新一期风险图', en: 'The newest edition of a map' },
    query: seriesQuery,
    etag: async (work, series) => editionTag(work, await newestPublic(work, series)),
    open: async (work, series) => JSON.stringify(await publicEdition(work, await newestPublic(work, series))),
  }),
  define({
    ...publicJson,
    path: '/public/riskmap/:root/:tier/editions.json',
    summary: { zh: '历次风险图', en: 'All editions of a map' },
    query: seriesQuery,
    etag: async (work, series) => shortTag([await publicEditions(work, series)]),
    open: async (work, series) => JSON.stringify(await publicEditions(work, series)),
  }),
  define({
    ...publicJson,
    path: '/public/riskmap/editions/:id/edition.json',
    summary: { zh: '一期风险图', en: 'One edition of a map' },
    query: z.object({ id: idSchema }),
    etag: async (work, { id }) => editionTag(work, await getPublicEdition(work, id)),
    open: async (work, { id }) => JSON.stringify(await publicEdition(work, await getPublicEdition(work, id))),
  }),
]
