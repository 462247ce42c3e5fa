import { expect, test } from 'vitest';
import { aWorkload } from '../../test/support/a-measurement.ts';
import { profileUsage } from './profile-usage.ts';
import type { Workload } from './usage-line.ts';

const sending = (changes: Parameters<typeof aWorkload>[0] = {}): Workload =>
  aWorkload({ profiles: 'send', memorySize: 1_769, ...changes });

function used(workload: Workload, price: string): bigint | undefined {
  return profileUsage(workload).find((line) => line.price === price)?.perMillionOrders;
}

test('nothing where profiles are not sent', () => {
  expect(profileUsage(aWorkload())).toEqual([]);
});

test('two webhooks an order go through both functions and the queue one by one', () => {
  expect(used(sending(), 'httpApiRequests')).toBe(2_000_000n);
  expect(used(sending(), 'invocations')).toBe(4_000_000n);
  expect(used(sending(), 'queueRequests')).toBe(6_000_000n);
});

test('a function URL has no charge of its own', () => {
  expect(used(sending({ entrance: 'function-url' }), 'httpApiRequests')).toBeUndefined();
});

test('an invocation waits for the ledger, and where there is news for Dfinery twice', () => {
  // Receiver: 10 of CPU and a call, twice. Drain: 20 of CPU and five calls; with news two counts and two requests besides.
  const ms = 2n * 20n + (20n + 50n + 20n + 200n) + (20n + 50n);

  expect(used(sending(), 'armDuration')).toBe(1_000_000n * 1_769n * ms);
});

test('durations of a deployment take the place of that', () => {
  const durations = { receiveWebhook: 30, drainEvents: 70 };

  expect(used(sending({ durations }), 'armDuration')).toBe(1_000_000n * 1_769n * 200n);
});

test.each([
  { itemBytes: 1_024, writes: 4_000_000n },
  { itemBytes: 1_025, writes: 8_000_000n },
])('claim and facts of an item of $itemBytes bytes', ({ itemBytes, writes }) => {
  const workload = sending();
  const profiles = { ...workload.measured.profiles, itemBytes };

  expect(used({ ...workload, measured: { ...workload.measured, profiles } }, 'ledgerWrites')).toBe(writes);
});

test('customers are kept as long as orders', () => {
  // 1,000,000 × (500 + 100) bytes for 400 days of 730 hours a month.
  expect(used(sending(), 'ledgerStorage')).toBe((600_000_000n * 9_600n) / 730n);
});

test('two requests leave for each that has news', () => {
  // 600 of bodies and 1,500 of headers twice; two answers of 20 and 500.
  expect(used(sending(), 'dataOut')).toBe(1_000_000n * (600n + 3_000n + 2n * 520n));
});
