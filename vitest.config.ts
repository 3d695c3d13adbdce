import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The kinds of test, told apart by where a file stands and what it is called, so that nobody has to say it twice:
 * - `pure`: beside `model`, `schema`, `acts`, `policy`, in `shared/`, of tools and messages; needs nothing;
 * - `database`: beside what reads and writes rows; a PostgreSQL of its own, a database for each file;
 * - `http`: whole pages through the application, on the same PostgreSQL;
 * - `journeys`: a browser on the built product;
 * - `smoke`: the built product alone: started in an empty folder, killed, exported and imported;
 * - `soak`: the long kill tests, in `npm run test:soak` only.
 */
const databaseTests = [
  'src/*/**/{queries,commands,reactions,export,carry-over,mail}.test.{ts,tsx}',
  'src/platform/{database,postgres,jobs,lifecycle}*.test.ts',
  'src/{procedures,mailroom,cli}/**/*.test.ts',
  'src/main.test.ts',
  'test/commands/**/*.test.ts',
  'test/harness/postgres.test.ts',
]
const httpTests = ['test/http/**/*.test.{ts,tsx}', 'src/web/**/routes.test.{ts,tsx}', 'src/web/*.test.{ts,tsx}']

/** What takes longest of its kind, though its file is not the largest: begun first, it does not run alone at the end. */
const LONGEST = /\/(surface|whole-cycle|documents|bad-input-public|bad-input-desk|backup)\.test\.ts$/u

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    return [...new Set(sorted.map(({ project }) => project.name))].flatMap((name) => {
      const ofProject = sorted.filter(({ project }) => project.name === name)
      return [...ofProject.filter(({ moduleId }) => LONGEST.test(moduleId)), ...ofProject.filter(({ moduleId }) => !LONGEST.test(moduleId))]
    })
  }
}

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    globalSetup: ['test/harness/run-postgres.ts'],
    // Two processes on two cores; PostgreSQL and the browser want their share.
    maxWorkers: 2,
    // Rendering makes much that is thrown away at once: a larger place for it is swept less often.
    execArgv: ['--max-semi-space-size=64', '--import', `file://${import.meta.dirname}/test/harness/load-sources.mjs`],
    // The sources are loaded by Node, not served by Vite: that took a tenth of the run.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    sequence: { groupOrder: 0, sequencer: LongestFirst },
    // As long as a test may take: how quickly something comes is not measured here.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts', 'test/messages/**/*.test.ts'],
          exclude: [...databaseTests, ...httpTests],
          // Not a measure: the machine may be busy with a browser at the same time.
          testTimeout: 30_000,
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'database', include: databaseTests, isolate: false, testTimeout: 60_000, hookTimeout: 60_000, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: {
          name: 'http',
          include: httpTests,
          // The application is loaded once for all files of a process: that was a fifth of their time.
          isolate: false,
          env: { CONVOKE_TEST: '1' },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        // What a file loads is loaded once for all files of a process: that was a quarter of the time of this lane.
        test: { name: 'journeys', include: ['test/journeys/**/*.test.{ts,tsx}'], isolate: false, testTimeout: 120_000, hookTimeout: 120_000, sequence: { groupOrder: 2 } },
      },
      {
        extends: true,
        test: {
          name: 'smoke',
          include: ['test/smoke/**/*.test.ts', 'test/kill/**/*.test.ts'],
          isolate: false,
          testTimeout: 240_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: { name: 'soak', include: ['test/soak/**/*.test.ts'], testTimeout: 1_800_000, hookTimeout: 60_000, fileParallelism: false, sequence: { groupOrder: 4 } },
      },
    ],
  },
})
