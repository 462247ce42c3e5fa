import { expect, test } from 'vitest';
import { aWorkload } from '../../test/support/a-measurement.ts';
import { ledgerUsage } from './ledger-usage.ts';
import type { Workload } from './usage-line.ts';

const used = (workload: Workload) =>
  Object.fromEntries(ledgerUsage(workload).map(({ price, perMillionOrders }) => [price, perMillionOrders]));

test('a batch of one reads its order, the pause and the marker, for half a unit each', () => {
  const { ledgerReads } = used(aWorkload({ webhooksPerOrder: 4 }));

  expect(ledgerReads).toBe(12_000_000n);
});

test('a full batch reads pause and marker once', () => {
  const { ledgerReads } = used(aWorkload({ webhooksPerOrder: 4, eventsPerBatch: 100 }));

  // 4,000,000 orders and 40,000 batches.
  expect(ledgerReads).toBe(4_080_000n);
});

test('only the first delivery of an order is claimed and marked', () => {
  const { ledgerWrites } = used(aWorkload({ webhooksPerOrder: 4 }));

  expect(ledgerWrites).toBe(2_000_000n);
});

test.each([
  { ledgerItemBytes: 1_024, writes: 2_000_000n },
  { ledgerItemBytes: 1_025, writes: 4_000_000n },
])('a write of $ledgerItemBytes bytes takes a unit for every KB begun', ({ ledgerItemBytes, writes }) => {
  expect(used(aWorkload({}, { ledgerItemBytes }))['ledgerWrites']).toBe(writes);
});

test('items are kept for 400 days, each with 100 bytes of DynamoDB’s own', () => {
  const { ledgerStorage, ledgerRecovery } = used(aWorkload({}, { ledgerItemBytes: 265 }));

  // 1,000,000 × 365 bytes for 400 days of 730 hours a month: 365 × 9,600 / 730 = 4,800.
  expect(ledgerStorage).toBe(4_800_000_000n);
  expect(ledgerRecovery).toBe(ledgerStorage);
});
