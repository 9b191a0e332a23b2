// The door of policies: its handbooks; the packs themselves are `#policy`.

export { downloads } from './downloads.ts'
