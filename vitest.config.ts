import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'tools/**/*.test.ts', 'scenarios/**/*.test.ts', 'policy/**/*.test.ts'],
    exclude: ['test/journeys/**'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})
