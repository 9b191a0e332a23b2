// One sentence in both languages for every error code. Modules register theirs beside their rules
// (`registerSentences`), so that the server, the command line and the screens say the same thing.

import type { WuseError } from './errors.ts'
import { type ErrorKind } from './errors.ts'
import { fill, type Language, type Text } from './text.ts'

const sentences = new Map<string, Text>()

const general: Record<ErrorKind, Text> = {
  Invalid: { zh: '输入有误，请按提示更正。', en: 'The input is not valid; correct the fields named below.' },
  Unauthenticated: { zh: '请先登录。', en: 'Please sign in first.' },
  Forbidden: { zh: '您的岗位或管辖范围不允许此操作。', en: 'Your role or jurisdiction does not allow this.' },
  NotFound: { zh: '没有找到。', en: 'Not found.' },
  Conflict: { zh: '内容已被他人更改，请刷新后再试。', en: 'Somebody else changed this; reload and try again.' },
  Refused: { zh: '规则不允许此操作。', en: 'A rule does not allow this.' },
  TooMany: { zh: '请求过于频繁，请稍后再试。', en: 'Too many requests; try again a little later.' },
  Unavailable: { zh: '服务暂不可用，请稍后再试。', en: 'Not available right now; try again a little later.' },
}

/** Adds the sentences of error codes; a code is registered once. Places like `{name}` take the error's facts. */
export function registerSentences(entries: Record<string, Text>): void {
  for (const [code, text] of Object.entries(entries)) sentences.set(code, text)
}

export const hasSentence = (code: string): boolean => sentences.has(code)

export function sentenceOf(error: Pick<WuseError, 'kind' | 'code' | 'facts'>, language: Language): string {
  const text = sentences.get(error.code) ?? general[error.kind]
  const facts = Object.fromEntries(
    Object.entries(error.facts).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : String(value ?? '–'),
    ]),
  )
  return fill(text[language], facts)
}

registerSentences({
  'storage.data-folder-in-use': {
    zh: '数据目录 {dataDir} 正被进程 {pid} 使用。请先停止它，或用 WUSE_DATA 指定另一目录。',
    en: 'The data folder {dataDir} is in use by process {pid}. Stop it, or name another folder with WUSE_DATA.',
  },
  'storage.other-version': {
    zh: '数据目录 {dataDir} 由 PostgreSQL {found} 建立，当前为 {expected}。请用旧版本导出(pg_dump)后导入，或换一个目录。',
    en: 'The data folder {dataDir} was made by PostgreSQL {found}, this is {expected}. Dump it with the old version and load it here, or name another folder.',
  },
  'storage.migration-changed': {
    zh: '迁移文件 {name} 在执行后被改动。请恢复原文件，改动另写新的迁移文件。',
    en: 'The migration {name} was changed after it had been applied. Restore it and put the change into a new file.',
  },
  'input.invalid': { zh: '输入有误，请更正所列字段。', en: 'The input is not valid; correct the fields named.' },
  'input.too-large': {
    zh: '文件超过 {megabytes} MB，请拆分后再上传。',
    en: 'The file is larger than {megabytes} MB; split it.',
  },
  'input.unreadable': { zh: '无法读取请求内容。', en: 'The request could not be read.' },
  'route.unknown': { zh: '没有这个接口地址。', en: 'There is no such address in the interface.' },
  'server.fault': {
    zh: '服务器出错，未作任何更改。请把编号 {requestId} 告诉管理员。',
    en: 'The server met a fault and changed nothing. Tell the administrator the number {requestId}.',
  },
})
