// Icons that screens.ts names.

import {
  AlertOutlined,
  AuditOutlined,
  BookOutlined,
  EnvironmentOutlined,
  ImportOutlined,
  SolutionOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'

const icons: Record<string, ReactNode> = {
  map: <EnvironmentOutlined />,
  cases: <SolutionOutlined />,
  imports: <ImportOutlined />,
  clusters: <AlertOutlined />,
  accounts: <TeamOutlined />,
  audit: <AuditOutlined />,
  policies: <BookOutlined />,
  account: <UserOutlined />,
}

export const menuIcon = (name: string): ReactNode => icons[name] ?? null
