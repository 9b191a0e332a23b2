// The command centre: theme, language, questions to the server, routes.

import { App as AntApp, ConfigProvider } from 'antd'
import enGB from 'antd/locale/en_GB'
import zhCN from 'antd/locale/zh_CN'
import { QueryClientProvider } from '@tanstack/react-query'
import { createBrowserRouter, RouterProvider } from 'react-router'
import { useLanguage } from '#kit/i18n.ts'
import { newQueryClient } from '#kit/query.ts'
import { routes } from './routes.tsx'
import { useThemeMode } from './theme-mode.ts'
import { darkTheme, lightTheme } from './theme.ts'
import { setDateLanguage } from './date-language.ts'

const queries = newQueryClient()
const router = createBrowserRouter(routes, { basename: '/command' })

export function App() {
  const language = useLanguage()
  const mode = useThemeMode()
  setDateLanguage(language)
  return (
    <ConfigProvider
      locale={language === 'zh' ? zhCN : enGB}
      theme={mode === 'dark' ? darkTheme : lightTheme}
      button={{ autoInsertSpace: false }}
    >
      <QueryClientProvider client={queries}>
        <AntApp>
          <RouterProvider router={router} />
        </AntApp>
      </QueryClientProvider>
    </ConfigProvider>
  )
}
