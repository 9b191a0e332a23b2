// The door of regions: what the server and other modules may call.

export {
  decodeFile,
  ensureShippedRegion,
  importRegion,
  importShippedRegion,
  parseAbout,
  parseOutlines,
  type RegionImport,
} from './actions.ts'
export type { OutlineTopology } from './atlas.ts'
export { checkTree } from './check.ts'
export { ancestors, children, getOutlines, getRegion, locate, neighbourCodes, neighbours } from './door.ts'
export { findRegion, findRegions, readAbout, readMapKey, regionsOfLevel as regionsOn } from './queries.ts'
export { codesOf, isWithin, type Level, levels } from './rules.ts'
