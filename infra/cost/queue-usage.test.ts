import { expect, test } from 'vitest';
import { aWorkload } from '../../test/support/a-measurement.ts';
import { queueUsage } from './queue-usage.ts';
import type { Workload } from './usage-line.ts';

const perMillion = (workload: Workload): bigint[] =>
  queueUsage(workload)
    .filter(({ monthly }) => monthly === 0n)
    .map(({ perMillionOrders }) => perMillionOrders);

test('a delivery alone is sent, received and deleted', () => {
  expect(perMillion(aWorkload({ webhooksPerOrder: 4 }))).toEqual([4_000_000n, 4_000_000n, 4_000_000n]);
});

test('at most ten are received and deleted together, however full the batch', () => {
  const expected = [4_000_000n, 400_000n, 400_000n];

  expect(perMillion(aWorkload({ webhooksPerOrder: 4, eventsPerBatch: 10 }))).toEqual(expected);
  expect(perMillion(aWorkload({ webhooksPerOrder: 4, eventsPerBatch: 100 }))).toEqual(expected);
});

test('every 64 KB of a request count, but a deletion has no body', () => {
  const workload = aWorkload({ webhooksPerOrder: 1, eventsPerBatch: 10 }, { messageBytes: 65_537 });

  // A message is 2 chunks; ten are 655,370 bytes, 11 chunks, in 100,000 receives.
  expect(perMillion(workload)).toEqual([2_000_000n, 1_100_000n, 100_000n]);
});

test('five pollers of each of three queues ask in vain every 20 s of a month of 730 hours', () => {
  const [idle] = queueUsage(aWorkload()).filter(({ monthly }) => monthly > 0n);

  expect(idle?.monthly).toBe(1_971_000n);
});
