// What everybody may know beside the map and its rules: whom to ask (policy/public.json). Cached like the public map.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { publicly } from '#base/contract.ts'
import { defineDownload } from '#base/download.ts'
import { textSchema } from '#base/text.ts'
import { projectFolder } from '#storage/project-folder.ts'
import type { Work } from '#storage/work.ts'

const informationSchema = z.strictObject({
  helpLine: z.strictObject({ phone: z.string().min(2).max(30), note: textSchema }),
})

export const publicInformation = defineDownload<Work>()({
  path: '/public/information.json',
  summary: { zh: '公众信息:咨询电话', en: 'For the public: the help line' },
  meta: publicly(),
  query: z.object({}),
  contentType: 'application/json; charset=utf-8',
  cacheControl: 'public, max-age=300, stale-while-revalidate=86400',
  open: async () => {
    const text = await readFile(join(projectFolder, 'policy/public.json'), 'utf8')
    return JSON.stringify(informationSchema.parse(JSON.parse(text)))
  },
})
