import '@fontsource-variable/noto-sans-sc'
import '#kit/base.css'
import './public.css'
import { createRoot } from 'react-dom/client'
import { PublicApp } from './app.tsx'

createRoot(document.getElementById('app')!).render(<PublicApp />)
