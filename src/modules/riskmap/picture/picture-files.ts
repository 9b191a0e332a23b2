// The pictures of an edition as bytes: SVG with outlined text, PNG of the very same drawing, PDF bulletin.

import { renderAsync } from '@resvg/resvg-js'
import type { Language } from '#base/text.ts'
import { makeBulletin, type Bulletin } from './bulletin-file.ts'
import { outlineOf } from './font-files.ts'
import { drawPoster, type Edition, type PosterShape, type Theme } from './poster.ts'

export type PictureAsked = { shape: PosterShape; language: Language; theme: Theme }

export const svgOf = (edition: Edition, asked: PictureAsked): string => drawPoster(edition, asked, outlineOf)

/** Needs no font of the machine: all text is drawn as outlines. Rendered beside the main thread. */
export const pngOf = async (edition: Edition, asked: PictureAsked): Promise<Uint8Array> =>
  (await renderAsync(svgOf(edition, asked), { font: { loadSystemFonts: false } })).asPng()

export const pdfOf = (bulletin: Bulletin, language: Language): Promise<Uint8Array> => makeBulletin(bulletin, language)
