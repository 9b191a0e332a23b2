// The laws of the house, each a function from sources to offences. `architecture.test.ts` runs them on the
// project and on a planted offence each.

import { isTest, type Import, type Source } from './sources.ts'

export type Offence = { path: string; what: string }
export type Law = {
  name: string
  find: (sources: readonly Source[]) => Offence[]
  planted: [path: string, text: string][]
}

const room = (path: string): string => {
  const parts = path.split('/')
  if (parts[0] !== 'src') return parts[0] ?? path
  if (parts[1] === 'modules') return `modules/${parts[2]}`
  if (parts[1] === 'web') return `web/${parts[2]}`
  return parts[1] ?? path
}
const moduleOf = (path: string): string | null => /^src\/modules\/([^/]+)\//.exec(path)?.[1] ?? null
const baseName = (path: string): string =>
  path
    .split('/')
    .at(-1)!
    .replace(/\.tsx?$/, '')

/** Files of a module that hold SQL: store.ts, queries.ts, and what larger rooms split off from them. */
const holdsSql = (path: string): boolean => /(^|-)(store|queries)$/.test(baseName(path))
/** Files the web may import: contract, rules, pure pictures and texts, never what reaches the database. */
const isShared = (path: string): boolean =>
  moduleOf(path) !== null &&
  !holdsSql(path) &&
  !/(^|-)(actions|routes|index|jobs|downloads|files?)$/.test(baseName(path))

const production = (sources: readonly Source[]): Source[] =>
  sources.filter((source) => source.path.startsWith('src/') && !isTest(source.path))
const importsOf = (sources: readonly Source[]): Import[] => production(sources).flatMap((source) => source.imports)
const local = (target: string): boolean => target.startsWith('src/')

function forbiddenImport({ from, target, typeOnly }: Import): string | null {
  if (!local(target)) return null
  const [a, b] = [room(from), room(target)]
  if (a === b || b === 'base') return null
  const own = moduleOf(from)
  if (a === 'base') return 'base imports nothing of the house'
  if (a === 'policy') return `policy may import base only, not ${b}`
  if (a === 'storage') return `storage may import base only, not ${b}`
  if (own !== null) {
    if (b === 'storage')
      return typeOnly || holdsSql(from) || !isShared(from) ? null : 'rules and contracts do not know storage'
    if (b === 'policy') return null
    if (moduleOf(target) !== null) {
      if (typeOnly || baseName(target) === 'index') return null
      return isShared(target) && isShared(from)
        ? null
        : `another module is entered through its door (index.ts), not ${target}`
    }
    return `a module may not import ${b}`
  }
  if (a === 'server') {
    if (moduleOf(target) === null) return b.startsWith('web') ? 'the server does not import pages' : null
    return ['index', 'routes', 'api', 'downloads', 'jobs'].includes(baseName(target))
      ? null
      : `the server enters a module through index, routes or api, not ${target}`
  }
  if (a.startsWith('web/')) {
    if (b === 'web/kit') return null
    if (b.startsWith('web/')) return 'apps never import one another'
    if (moduleOf(target) !== null)
      return typeOnly || isShared(target) ? null : `the web imports contracts and rules only, not ${target}`
    return typeOnly ? null : `the web may not import ${b}`
  }
  return null
}

function matches(
  sources: readonly Source[],
  pattern: RegExp,
  allowed: (path: string) => boolean,
  what: string,
): Offence[] {
  return sources
    .filter((source) => !allowed(source.path))
    .flatMap((source) => (pattern.test(withoutComments(source.text)) ? [{ path: source.path, what }] : []))
}

const withoutComments = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|[^:'"`])\/\/.*$/gm, '$1')

const tableWrites = (source: Source): string[] => {
  const text = withoutComments(source.text)
  const built = [...text.matchAll(/\.(?:insertInto|updateTable|deleteFrom|mergeInto)\('(\w+)'/g)].map((found) =>
    found[1]!.replaceAll(/[A-Z]/g, (c) => `_${c.toLowerCase()}`),
  )
  const written = [
    ...text.matchAll(
      /\b(?:insert into|delete from|update|copy)\s+(?:only\s+)?([a-z_]{3,})\b(?=\s*(?:\(|set\b|as\b|[a-z]{1,2}\b|where\b|using\b|select\b|from\b|values\b|\n|$))/g,
    ),
  ].map((found) => found[1]!)
  return [...new Set([...built, ...written])].filter(
    (table) => !['set', 'of', 'skip', 'on', 'nowait', 'conflict'].includes(table),
  )
}

function findCycle(sources: readonly Source[]): string[] | null {
  const known = new Map(
    production(sources).map((source) => [
      source.path,
      source.imports.filter((entry) => !entry.typeOnly).map((entry) => entry.target),
    ]),
  )
  const state = new Map<string, 'open' | 'done'>()
  const trail: string[] = []
  const visit = (path: string): string[] | null => {
    if (state.get(path) === 'done' || !known.has(path)) return null
    if (state.get(path) === 'open') return [...trail.slice(trail.indexOf(path)), path]
    state.set(path, 'open')
    trail.push(path)
    for (const next of known.get(path)!) {
      const cycle = visit(next)
      if (cycle) return cycle
    }
    trail.pop()
    state.set(path, 'done')
    return null
  }
  for (const path of known.keys()) {
    const cycle = visit(path)
    if (cycle) return cycle
  }
  return null
}

const raising =
  /\b(?:invalid|unauthenticated|forbidden|notFound|conflict|refused|tooMany|unavailable)\(\s*'([a-z0-9.-]+)'|new WuseError\(\s*'\w+',\s*'([a-z0-9.-]+)'/g

export const laws: Law[] = [
  {
    name: 'who may import whom',
    find: (sources) =>
      importsOf(sources).flatMap((entry) => {
        const why = forbiddenImport(entry)
        return why ? [{ path: entry.from, what: why }] : []
      }),
    planted: [
      ['src/base/planted.ts', `import { openDatabase } from '#storage/postgres.ts'\nopenDatabase('')`],
      ['src/modules/cases/planted.ts', `import { insertAccount } from '#modules/access/store.ts'\ninsertAccount`],
      ['src/web/public/planted.ts', `import { shell } from '../command/shell.tsx'\nshell`],
      ['src/web/command/planted.ts', `import { signIn } from '#modules/access/actions.ts'\nsignIn`],
    ],
  },
  {
    name: 'no cycles',
    find: (sources) => {
      const cycle = findCycle(sources)
      return cycle ? [{ path: cycle[0]!, what: cycle.join(' → ') }] : []
    },
    planted: [
      ['src/base/planted-a.ts', `import { b } from './planted-b.ts'\nexport const a = () => b`],
      ['src/base/planted-b.ts', `import { a } from './planted-a.ts'\nexport const b = () => a`],
    ],
  },
  {
    name: 'only store and queries hold SQL',
    find: (sources) =>
      matches(
        production(sources),
        /\bsql(?:<[^`]*>)?`|\.(?:selectFrom|insertInto|updateTable|deleteFrom)\(/,
        (path) => holdsSql(path) || path.startsWith('src/storage/') || path === 'src/server/idempotency.ts',
        'SQL outside store.ts and queries.ts',
      ),
    planted: [['src/modules/cases/actions.ts', `export const x = (db: any) => db.selectFrom('cases').execute()`]],
  },
  {
    name: 'a table is written by one module',
    find: (sources) => {
      const writers = new Map<string, Set<string>>()
      for (const source of production(sources)) {
        if (!holdsSql(source.path)) continue
        for (const table of tableWrites(source))
          writers.set(table, (writers.get(table) ?? new Set()).add(room(source.path)))
      }
      return [...writers]
        .filter(([, rooms]) => rooms.size > 1)
        .map(([table, rooms]) => ({ path: table, what: `written by ${[...rooms].join(' and ')}` }))
    },
    planted: [
      ['src/modules/cases/store.ts', `export const x = (db: any) => db.insertInto('accounts').values({}).execute()`],
      ['src/modules/access/store.ts', `export const x = (db: any) => db.insertInto('accounts').values({}).execute()`],
    ],
  },
  {
    name: 'only server/config.ts reads the environment',
    find: (sources) =>
      matches(production(sources), /process\.env\b/, (path) => path === 'src/server/config.ts', 'reads process.env'),
    planted: [['src/storage/planted.ts', 'export const x = process.env.HOME']],
  },
  {
    name: 'only base/clock.ts reads the time',
    find: (sources) =>
      matches(
        production(sources),
        /\bnew Date\(\s*\)|\bDate\.now\(|\bperformance\.now\(/,
        (path) => path === 'src/base/clock.ts',
        'reads the time',
      ),
    planted: [['src/modules/cases/planted.ts', 'export const x = Date.now()']],
  },
  {
    name: 'only base/ids.ts makes ids',
    find: (sources) =>
      matches(
        production(sources),
        /\brandomUUID\(|from 'uuid'|gen_random_uuid\(/,
        (path) => path === 'src/base/ids.ts',
        'makes ids',
      ),
    planted: [
      ['src/modules/cases/planted.ts', `import { randomUUID } from 'node:crypto'\nexport const x = randomUUID()`],
    ],
  },
  {
    name: 'only the HTTP files write a response',
    find: (sources) =>
      matches(
        production(sources),
        /\breply\b/,
        (path) => /^src\/server\/(http|downloads|pages|openapi|oidc)\.ts$/.test(path),
        'writes a response',
      ),
    planted: [['src/modules/cases/routes.ts', 'export const x = (reply: any) => reply.send(1)']],
  },
  {
    name: 'every error code has its sentence in both languages',
    find: (sources) => {
      const all = production(sources)
      const registered = all
        .filter((source) => source.text.includes('registerSentences'))
        .map((source) => source.text)
        .join('\n')
      return all.flatMap((source) =>
        [...source.text.matchAll(raising)]
          .map((found) => (found[1] ?? found[2])!)
          .filter((code) => !registered.includes(`'${code}'`))
          .map((code) => ({ path: source.path, what: `no sentence for ${code}` })),
      )
    },
    planted: [
      [
        'src/modules/cases/planted.ts',
        `import { invalid } from '#base/errors.ts'\nexport const x = () => invalid('cases.planted-offence')`,
      ],
    ],
  },
  {
    name: 'no default exports except pages and configuration',
    find: (sources) =>
      matches(
        production(sources),
        /^export default /m,
        (path) => /^src\/web\/[^/]+\/pages\//.test(path),
        'default export',
      ),
    planted: [['src/base/planted.ts', 'export default 1']],
  },
  {
    name: 'a file is at most 400 lines, a test 800',
    find: (sources) =>
      sources.flatMap(({ path, text }) => {
        const lines = text.split('\n').length - 1
        return lines > (isTest(path) ? 800 : 400) ? [{ path, what: `${lines} lines` }] : []
      }),
    planted: [['src/base/planted.ts', `export const x = 1${'\n'.repeat(402)}`]],
  },
  {
    name: 'each module has its door',
    find: (sources) => {
      const modules = new Map<string, Set<string>>()
      for (const { path } of sources) {
        const name = moduleOf(path)
        if (name) modules.set(name, (modules.get(name) ?? new Set()).add(baseName(path)))
      }
      return [...modules]
        .filter(([, files]) => !files.has('index'))
        .map(([name]) => ({ path: `src/modules/${name}`, what: 'has no index.ts' }))
    },
    planted: [['src/modules/planted/rules.ts', 'export const x = 1']],
  },
]
