// PostgreSQL's settings, derived from the machine at each start, so that a larger machine is used without a file to
// edit. Statements' values and row contents stay out of the log on purpose: they are personal data.

import { statfsSync } from 'node:fs'
import { availableParallelism, totalmem } from 'node:os'

export type Machine = { memoryMegabytes: number; cores: number; sharedMemoryMegabytes: number }

const clamp = (least: number, value: number, most: number): number => Math.round(Math.min(most, Math.max(least, value)))

/** Memory is what the container may use, not what its host has. */
export function thisMachine(): Machine {
  const allowed = process.constrainedMemory?.() ?? 0
  const total = totalmem()
  const memory = allowed > 0 && allowed < total ? allowed : total
  return { memoryMegabytes: memory / 2 ** 20, cores: availableParallelism(), sharedMemoryMegabytes: sharedMemory() }
}

export function settingsFor(machine: Machine, durable: boolean): Record<string, string> {
  const { memoryMegabytes: memory, cores } = machine
  // Parallel queries exchange rows through /dev/shm, of which a default container has 64 MB: too little to be safe.
  const parallel = machine.sharedMemoryMegabytes >= 256 ? clamp(0, cores / 2, 4) : 0
  return {
    max_connections: '120',
    shared_buffers: `${durable ? clamp(128, memory / 5, 8192) : clamp(64, memory / 20, 256)}MB`,
    effective_cache_size: `${clamp(256, memory / 2, 65_536)}MB`,
    work_mem: `${clamp(4, memory / 750, 64)}MB`,
    maintenance_work_mem: `${clamp(32, memory / 32, 1024)}MB`,
    max_wal_size: memory >= 8192 ? '4GB' : '1GB',
    min_wal_size: durable ? '256MB' : '80MB',
    checkpoint_timeout: '15min',
    max_parallel_workers_per_gather: String(parallel),
    max_parallel_maintenance_workers: String(parallel),
    max_parallel_workers: String(Math.max(parallel, 1) * 2),
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    log_checkpoints: 'off',
    log_min_duration_statement: '2000',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
    log_lock_waits: 'on',
    idle_in_transaction_session_timeout: '10min',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
}

function sharedMemory(): number {
  try {
    const { blocks, bsize } = statfsSync('/dev/shm')
    return (blocks * bsize) / 2 ** 20
  } catch {
    return process.platform === 'linux' ? 0 : Number.POSITIVE_INFINITY
  }
}
