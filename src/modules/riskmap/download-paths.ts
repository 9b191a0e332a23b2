// Addresses of the files of an edition. Apart from the contract, so that the public page reads them without the
// schemas.

export const pictureShapes = ['wide', 'portrait'] as const
export type PictureShape = (typeof pictureShapes)[number]

export const downloadFiles = ['map.svg', 'map.png', 'bulletin.pdf', 'ratings.csv', 'ratings.geojson'] as const
export type DownloadFile = (typeof downloadFiles)[number]

/**
 * Addresses of downloads below /api, for screens. Under `of(id)` drafts are included and sign-in is needed; under `open(id)` the
 * same files of published editions are for everybody. Pictures take ?shape=wide|portrait&language=zh|en (&theme=light|dark), the
 * bulletin, CSV and GeoJSON take ?language=.
 */
export const downloadPaths = {
  of: (id: string, file: DownloadFile) => `/api/riskmap/publications/${id}/${file}`,
  open: (id: string, file: DownloadFile) => `/api/public/riskmap/editions/${id}/${file}`,
  /** `publicEditionSchema`: the newest edition of a place, also when it was withdrawn; 404 when none was ever published. */
  current: (root: string, tier: string) => `/api/public/riskmap/${root}/${tier}/current.json`,
  /** `publicEditionsSchema` */
  editions: (root: string, tier: string) => `/api/public/riskmap/${root}/${tier}/editions.json`,
  /** `publicEditionSchema` */
  edition: (id: string) => `/api/public/riskmap/editions/${id}/edition.json`,
} as const
