// What the build makes out of nothing: the contract without its schemas (see vite.config.ts), styles and pictures.

declare module 'virtual:wuse-contract' {
  export const contract: typeof import('#server/modules.ts').contract
}
declare module '*.css'
declare module '@fontsource-variable/noto-sans-sc'
declare module '*.svg' {
  const url: string
  export default url
}
