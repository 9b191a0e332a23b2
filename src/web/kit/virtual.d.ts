// What the build makes out of nothing: the contract without its schemas (see vite.config.ts), styles and pictures.

declare module 'virtual:wuse-contract' {
  import type { contract as whole } from '#server/modules.ts'
  export const contract: typeof whole
}
declare module '*.css'
declare module '@fontsource-variable/noto-sans-sc'
declare module '*.svg' {
  const url: string
  export default url
}
