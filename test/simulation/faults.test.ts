import { expect, test } from 'vitest';
import { runFaults } from './fault-run.ts';

const edges = ['enqueue', 'receive', 'delete', 'hide', 'bury', 'ledger', 'kill'];
const codes = ['40000', '40001', '40101', '40201', '40401', '40402', '50000', '50101', '77777'];
const statuses = ['307', '400', '401', '403', '408', '413', '422', '429', '500', '502', '503', '504'];
const unreadable = [
  '200 ',
  '200 OK',
  '200 <html>',
  'answer-too-long',
  'connect-timeout',
  'connection-failed',
  'timeout',
];

const EVERY_KIND = [
  ...edges.flatMap((edge) => [`${edge} before`, `${edge} after`]),
  ...[...codes, ...statuses, ...unreadable].map((answer) => `dfinery ${answer}`),
  'answer thrown',
  'answer malformed',
].sort();

/** A seed that fails is named by its test; `npm run soak -- --seed N` plays it alone. */
test.for([1, 2, 3, 4, 5, 6, 7, 8])(
  'Seed %i: what fails comes right, and nothing is sent twice without need',
  async (seed) => {
    const { wrong, distinct } = await runFaults({ seed, orders: 500, customers: 150, probability: 0.1 });

    expect(wrong).toEqual([]);
    expect(distinct).toBe(500);
  },
);

test('10,000 orders of 3,000 customers through 5 % faults of all kinds are 10,000 events, each on its own profile', async () => {
  const report = await runFaults({ seed: 11, orders: 10_000, customers: 3_000, probability: 0.05 });

  expect(report).toMatchObject({ wrong: [], distinct: 10_000 });
  // Faults of every kind did strike.
  expect(Object.keys(report.struck).sort()).toEqual(EVERY_KIND);
  expect(report.redriven).toBeGreaterThan(0);
  expect(report.repeated).toBeGreaterThan(0);
});

test('Without faults every event is there once', async () => {
  const report = await runFaults({ seed: 1, orders: 1_000, customers: 300, probability: 0 });

  expect(report).toMatchObject({ wrong: [], distinct: 1_000, repeated: 0, redriven: 0 });
});
