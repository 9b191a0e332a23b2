import '#kit/base.css'
import './command.css'
import { createRoot } from 'react-dom/client'
import { loadFallbackFont } from '#kit/fallback-font.ts'
import { App } from './app.tsx'

await loadFallbackFont()
createRoot(document.getElementById('app')!).render(<App />)
