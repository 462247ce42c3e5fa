import { expect, test } from 'vitest';
import { runFaults } from './fault-run.ts';

/** A seed that fails is named by its test; `npm run soak -- --seed N` plays it alone. */
test.for([1, 2, 3, 4, 5, 6, 7, 8])(
  'Seed %i: what fails comes right, and nothing is sent twice without need',
  {
    timeout: 60_000,
  },
  async (seed) => {
    const { wrong, distinct } = await runFaults({ seed, orders: 500, customers: 150, probability: 0.1 });

    expect(wrong).toEqual([]);
    expect(distinct).toBe(500);
  },
);

test('10,000 orders of 3,000 customers through 5 % faults of all kinds are 10,000 events, each on its own profile', {
  timeout: 100_000,
}, async () => {
  const report = await runFaults({ seed: 10_000, orders: 10_000, customers: 3_000, probability: 0.05 });

  expect(report).toMatchObject({ wrong: [], distinct: 10_000 });
  // Faults of every kind did strike.
  expect(report.redriven).toBeGreaterThan(0);
  expect(report.repeated).toBeGreaterThan(0);
});

test('Without faults every event is there once', { timeout: 60_000 }, async () => {
  const report = await runFaults({ seed: 1, orders: 1_000, customers: 300, probability: 0 });

  expect(report).toMatchObject({ wrong: [], distinct: 1_000, repeated: 0, redriven: 0 });
});
