// Where the project's own files (migrations, regions, policy, built web pages) lie: the nearest folder
// above this file that holds package.json, whether we run from sources or from the bundle.

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

function nearestPackage(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from
  const parent = dirname(from)
  if (parent === from) throw new Error('No package.json above the program: the installation is incomplete')
  return nearestPackage(parent)
}

export const projectFolder = nearestPackage(dirname(fileURLToPath(import.meta.url)))
