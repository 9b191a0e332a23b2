// The settings grow with the machine, stay within it, and keep personal data out of the log.

import { expect, test } from 'vitest'
import { settingsFor, thisMachine } from './embedded-settings.ts'

const megabytes = (text: string | undefined): number => Number(/^(\d+)MB$/.exec(text ?? '')?.[1])

test('2 cores and 24 GB, the machine it was measured on', () => {
  const settings = settingsFor({ memoryMegabytes: 24_000, cores: 2, sharedMemoryMegabytes: 12_000 }, true)
  expect(settings).toMatchObject({
    shared_buffers: '4800MB',
    effective_cache_size: '12000MB',
    work_mem: '32MB',
    maintenance_work_mem: '750MB',
    max_wal_size: '4GB',
    max_connections: '120',
    max_parallel_workers_per_gather: '1',
    jit: 'off',
  })
  expect(settings).not.toHaveProperty('fsync')
})

test('every connection sorting at once stays within half of the memory, from 4 GB to 1 TB', () => {
  for (const memoryMegabytes of [4096, 8192, 24_000, 65_536, 262_144, 1_048_576]) {
    const settings = settingsFor({ memoryMegabytes, cores: 8, sharedMemoryMegabytes: 1000 }, true)
    const atMost = megabytes(settings.shared_buffers) + 120 * megabytes(settings.work_mem)
    expect(atMost).toBeLessThan(memoryMegabytes * 0.5)
  }
})

test('a container with 64 MB of shared memory gets no parallel queries, which would fail there', () => {
  const settings = settingsFor({ memoryMegabytes: 8192, cores: 8, sharedMemoryMegabytes: 64 }, true)
  expect(settings).toMatchObject({ max_parallel_workers_per_gather: '0', max_parallel_maintenance_workers: '0' })
})

test('values of statements and contents of rows never reach the log', () => {
  expect(settingsFor(thisMachine(), true)).toMatchObject({
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_error_verbosity: 'terse',
    log_min_error_statement: 'panic',
  })
})

test('this machine has some memory and at least one core', () => {
  const machine = thisMachine()
  expect(machine.memoryMegabytes).toBeGreaterThan(100)
  expect(machine.memoryMegabytes).toBeLessThan(2 ** 30)
  expect(machine.cores).toBeGreaterThan(0)
})
