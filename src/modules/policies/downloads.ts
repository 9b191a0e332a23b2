// A policy pack as the handbook that officials sign.

import { z } from 'zod'
import { publicly } from '#base/contract.ts'
import { defineDownload, type Download } from '#base/download.ts'
import { renderHandbook } from '#policy/render.ts'
import type { Work } from '#storage/work.ts'
import { readPackOf } from './packs.ts'

export const downloads: Download<Work>[] = [
  defineDownload<Work>()({
    path: '/policies/:id/handbook.md',
    summary: { zh: '政策手册（Markdown）', en: 'The handbook of a policy pack (Markdown)' },
    meta: publicly(),
    query: z.object({ id: z.string().max(100), language: z.enum(['zh', 'en']).default('zh') }),
    contentType: 'text/markdown; charset=utf-8',
    filename: ({ id, language }) => `${id}.${language}.md`,
    cacheControl: 'public, max-age=300',
    open: async (_work, { id, language }) => renderHandbook(await readPackOf(id), language),
  }),
]
