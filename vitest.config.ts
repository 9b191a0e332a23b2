import { defineConfig } from 'vitest/config'

const everywhere = ['src', 'test', 'tools', 'scenarios', 'policy', 'bench']
const withDatabase = everywhere.flatMap((folder) =>
  ['actions', 'queries', 'store', 'routes', 'jobs', 'database'].flatMap((name) => [
    `${folder}/**/${name}.test.ts`,
    `${folder}/**/*.${name}.test.ts`,
  ]),
)

const embedded = ['src/storage/embedded*.test.ts']
// The command line as processes of their own, without a database: seconds each.
const programs = ['tools/**/*.programs.test.ts']

export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Whole processes are started, killed and timed by the tests; on a machine shared with others one may stumble once.
    retry: process.env.CI ? 2 : 0,
    projects: [
      {
        extends: true,
        test: {
          name: 'rules',
          include: everywhere.map((folder) => `${folder}/**/*.test.ts`),
          exclude: [...withDatabase, ...embedded, ...programs, 'test/journeys/**', 'node_modules/**'],
        },
      },
      { extends: true, test: { name: 'embedded', include: embedded } },
      { extends: true, test: { name: 'programs', include: programs } },
      {
        extends: true,
        test: {
          name: 'database',
          include: withDatabase,
          exclude: ['test/journeys/**'],
          globalSetup: 'test/support/cluster.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 360_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
