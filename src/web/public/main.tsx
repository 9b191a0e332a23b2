import '#kit/base.css'
import './public.css'
import { createRoot } from 'react-dom/client'
import { loadFallbackFont } from '#kit/fallback-font.ts'
import { PublicApp } from './app.tsx'

await loadFallbackFont()
createRoot(document.getElementById('app')!).render(<PublicApp />)
