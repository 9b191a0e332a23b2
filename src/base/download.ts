// A file or picture the server sends as a stream, outside the JSON contract: exports, maps, bulletins.
// Declares its access like every operation; the server turns it into a route and into the OpenAPI document.

import type { z } from 'zod'
import type { OperationMeta } from './contract.ts'
import type { Text } from './text.ts'

export type Chunk = string | Uint8Array

export type Download<Work, Query extends z.ZodObject = z.ZodObject> = {
  /** Path below /api, with :params that `query` also names, e.g. /riskmap/publications/:id/map.svg */
  path: string
  summary: Text
  meta: OperationMeta
  query: Query
  contentType: string
  /** Offered file name; without one the browser shows it in place. */
  filename?: (input: z.infer<Query>) => string
  /** Validity for shared caches. With an `etag`, a matching If-None-Match is answered 304 before `open`. */
  cacheControl?: string
  etag?: (work: Work, input: z.infer<Query>) => Promise<string>
  /**
   * For public files with an `etag`: the answered bytes and their compressed forms stay in memory, and are sent without
   * asking the database until `seconds` have passed; then the `etag` tells whether they still hold.
   */
  ready?: { seconds: number }
  open: (work: Work, input: z.infer<Query>) => Promise<AsyncIterable<Chunk> | Chunk>
}

export const defineDownload =
  <Work>() =>
  <Query extends z.ZodObject>(download: Download<Work, Query>): Download<Work> =>
    download
