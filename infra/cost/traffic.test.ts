import { expect, test } from 'vitest';
import { asDeployed } from './assumptions.ts';
import { trafficOf } from './traffic.ts';

test('of four deliveries one becomes a purchase, each in a batch of its own', () => {
  const traffic = trafficOf({ ...asDeployed, webhooksPerOrder: 4, eventsPerBatch: 1 });

  expect(traffic).toEqual({
    deliveries: 4_000_000n,
    newEvents: 1_000_000n,
    duplicates: 3_000_000n,
    newBatches: 1_000_000n,
    duplicateBatches: 3_000_000n,
  });
});

test('a single delivery an order leaves no duplicates', () => {
  const { duplicates, duplicateBatches } = trafficOf({ ...asDeployed, webhooksPerOrder: 1 });

  expect([duplicates, duplicateBatches]).toEqual([0n, 0n]);
});

test('fuller batches are fewer', () => {
  const { newBatches, duplicateBatches } = trafficOf({
    ...asDeployed,
    webhooksPerOrder: 4,
    eventsPerBatch: 100,
  });

  expect([newBatches, duplicateBatches]).toEqual([10_000n, 30_000n]);
});
