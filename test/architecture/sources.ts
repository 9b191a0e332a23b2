// The project's source files as the architecture checks see them: path, text, imports. Parsed, not grepped,
// so that an import in a comment or a string does not count.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { parseSync } from 'oxc-parser'
import { projectFolder } from '#storage/project-folder.ts'

export type Import = { from: string; target: string; typeOnly: boolean }
export type Source = { path: string; text: string; imports: Import[] }

const aliases: Record<string, string> = {
  '#base/': 'src/base/',
  '#policy/': 'src/policy/',
  '#modules/': 'src/modules/',
  '#storage/': 'src/storage/',
  '#server/': 'src/server/',
  '#kit/': 'src/web/kit/',
  '#test/': 'test/',
}

function targetOf(specifier: string, from: string): string {
  const alias = Object.keys(aliases).find((prefix) => specifier.startsWith(prefix))
  if (alias) return aliases[alias] + specifier.slice(alias.length)
  if (specifier.startsWith('.')) return normalize(join(dirname(from), specifier))
  return specifier
}

/** A source file of the given path and text; also used to plant an offence. */
export function sourceOf(path: string, text: string): Source {
  const { module, errors } = parseSync(path, text)
  const fault = errors[0]
  if (fault) throw new Error(`${path}: ${fault.message}`)
  const statics = module.staticImports.map((found) => ({
    target: found.moduleRequest.value,
    typeOnly: found.entries.length > 0 && found.entries.every((entry) => entry.isType),
  }))
  const reexports = module.staticExports.flatMap((found) =>
    found.entries.flatMap((entry) =>
      entry.moduleRequest ? [{ target: entry.moduleRequest.value, typeOnly: entry.isType }] : [],
    ),
  )
  const dynamics = module.dynamicImports.flatMap((found) => {
    const literal = /^['"](.+)['"]$/.exec(text.slice(found.moduleRequest.start, found.moduleRequest.end))?.[1]
    return literal ? [{ target: literal, typeOnly: false }] : []
  })
  const imports = [...statics, ...reexports, ...dynamics].map(({ target, typeOnly }) => ({
    from: path,
    target: targetOf(target, path),
    typeOnly,
  }))
  return { path, text, imports }
}

/** Every TypeScript file below the folders, tests included. */
export function readSources(folders: readonly string[]): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(projectFolder, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && entry.name !== 'tables.ts')
      .map((entry) => {
        const path = relative(projectFolder, join(entry.parentPath, entry.name))
        return sourceOf(path, readFileSync(join(projectFolder, path), 'utf8'))
      }),
  )
}

export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || path.startsWith('test/')
