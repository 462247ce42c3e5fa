import { expect, test } from 'vitest';
import { aWorkload } from '../../test/support/a-measurement.ts';
import { standingUsage } from './standing-usage.ts';
import type { Workload } from './usage-line.ts';

const keyLines = (workload: Workload): (readonly [string, bigint])[] =>
  standingUsage(workload)
    .filter(({ service }) => service === 'KMS')
    .map(({ price, monthly }) => [price, monthly]);

test('every environment looks the connection up twelve times an hour', () => {
  // A receiver and five drains, for 730 hours.
  expect(keyLines(aWorkload({ drainConcurrency: 5 }))).toEqual([['keyRequests', 52_560n]]);
});

test('a key of one’s own costs itself and a request every five minutes', () => {
  const [, ...own] = keyLines(aWorkload({ hasOwnKey: true }));

  // A month has 8,760 times five minutes: twice for who sends, once for who receives, once for the ledger.
  expect(own).toEqual([
    ['keys', 1n],
    ['keyRequests', 35_040n],
  ]);
});

test('nothing of it grows with the orders', () => {
  for (const line of standingUsage(aWorkload({ hasOwnKey: true }))) expect(line.perMillionOrders).toBe(0n);
});
