import '@fontsource-variable/noto-sans-sc'
import '#kit/base.css'
import './command.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'

createRoot(document.getElementById('app')!).render(<App />)
