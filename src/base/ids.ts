// The only place that makes ids: UUID version 7, so that keys grow with time and indexes stay compact.

import { v7 } from 'uuid'

export const newId = (): string => v7()
