// Two small questions about a division: inside the importer's jurisdiction, and of a level that is counted.

import { countLevels, type CountLevel } from '../../api-types.ts'

export const holdsAtAny = (scopes: readonly string[], path: string): boolean =>
  scopes.some((prefix) => path.startsWith(prefix))

export const countLevelOf = (level: string): CountLevel | null =>
  (countLevels as readonly string[]).includes(level) ? (level as CountLevel) : null
