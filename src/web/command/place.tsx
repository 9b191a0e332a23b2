// A region by its path, in words; the names above it on hover.

import { Tooltip } from 'antd'
import { useRegionName } from '#kit/regions.ts'

export function Place({ path }: { path: string }) {
  const name = useRegionName(path)
  const whole = useRegionName(path, true)
  return <Tooltip title={whole === name ? undefined : whole}>{name}</Tooltip>
}
