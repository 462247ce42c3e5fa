import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest, in this order, and then all else. */
const LONGEST = [
  /long-outages|of-ten-thousand|e2e\/(deploy|take-over)|new-source/,
  /listings|template|bound-of|e2e\/(start|backfill|erasure|cafe24)/,
  /simulation\//,
  /e2e\//,
  /template|budgets/,
  /lib\/cli\//,
  /./,
];

/** Starts what takes longest first, so that the end of a run is not one file. */
class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification): number =>
      LONGEST.findIndex((pattern) => pattern.test(moduleId));
    return Promise.resolve(files.toSorted((a, b) => placeOf(a) - placeOf(b)));
  }
}

/** They start no process, bundle nothing and share no state, so the same few processes run them all. */
const QUICK = [
  'lib/**/*.test.ts',
  'infra/**/*.test.ts',
  'test/{bench,completeness,conformance,contract,money,peer,templates}/*.test.ts',
];

const SIMULATION = 'test/simulation/*.test.ts';

/** Slow by nature: `npm run test:slow`, a step of its own in CI. */
const SLOW = [
  'test/simulation/long-outages.test.ts',
  'test/simulation/bound.test.ts',
  'test/simulation/bound-of-eight-seeds.test.ts',
  'test/simulation/outage.test.ts',
  'test/simulation/faults.test.ts',
  'test/simulation/killed-workers.test.ts',
  'test/simulation/rushes.test.ts',
  'test/simulation/order-life.test.ts',
  'test/simulation/profiles.test.ts',
  'test/simulation/refused-neighbour.test.ts',
  'test/simulation/busy-mall.test.ts',
  'test/e2e/backfill.test.ts',
  'test/e2e/live-feed.test.ts',
  'test/e2e/woocommerce-refunds.test.ts',
  'test/e2e/start-polling.test.ts',
  'test/e2e/standard-webhooks.test.ts',
  'test/e2e/woocommerce-recorded.test.ts',
  'test/e2e/money.test.ts',
  'test/e2e/cafe24.test.ts',
  'test/e2e/recipes.test.ts',
  'test/e2e/carts.test.ts',
  'test/e2e/cafe24-failures.test.ts',
  'test/e2e/erasure.test.ts',
  'test/e2e/verify-arrivals.test.ts',
  'test/e2e/reconcile.test.ts',
  'test/e2e/lost-and-repaired.test.ts',
  'test/e2e/model-and-emulator.test.ts',
  'test/e2e/deploy.test.ts',
  'test/e2e/take-over.test.ts',
  'infra/refuse-empty-start.test.ts',
  'test/e2e/installation-of-0.1.0.test.ts',
  'test/e2e/entrances.test.ts',
  'test/new-source.test.ts',
  'test/template.test.ts',
  'test/wrong-parameters.test.ts',
  'test/without-framework.test.ts',
  'test/bad-input.test.ts',
  'test/bill-of-materials.test.ts',
  'test/hung-aws.test.ts',
  'test/scripts-help.test.ts',
  'test/money/door.test.ts',
  'test/recorded/door-shares.test.ts',
  'test/usage-counts.test.ts',
  'test/completeness/lost-webhooks.of-ten-thousand.test.ts',
];

/** They need Chromium: `npm run test:browser`, a step of its own in CI. */
const BROWSER = 'test/browser/*.test.ts';

const BUILD = 'test/support/harness/build-functions-once.ts';

export default defineConfig({
  test: {
    coverage: { include: ['lib/**', 'functions/**'], exclude: ['**/*.test.ts', '**/__fixtures__/**'] },
    reporters: process.env['CI']
      ? ['default', ['json', { outputFile: process.env['TEST_REPORT'] ?? 'coverage/tests.json' }]]
      : ['default'],
    // Many tests wait for a server or a process: one more than there are cores.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    // A time-out ends what hangs. It measures no speed: a machine that is busy with other work may take ten times as long.
    hookTimeout: 120_000,
    testTimeout: 300_000,
    expect: { poll: { timeout: 240_000 } },
    projects: [
      { extends: true, test: { name: 'quick', include: QUICK, exclude: SLOW, isolate: false } },
      { extends: true, test: { name: 'simulation', include: [SIMULATION], exclude: SLOW, isolate: false } },
      { extends: true, test: { name: 'slow', include: SLOW, globalSetup: BUILD } },
      { extends: true, test: { name: 'browser', include: [BROWSER] } },
      {
        extends: true,
        test: {
          name: 'whole',
          include: ['test/**/*.test.ts'],
          exclude: [...QUICK, ...SLOW, SIMULATION, BROWSER],
          globalSetup: BUILD,
        },
      },
    ],
  },
});
