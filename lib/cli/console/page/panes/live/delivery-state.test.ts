import { expect, test } from 'vitest';
import { isUnderWay, stateOf } from './delivery-state.ts';

const queued = { outcome: 'queued', isSent: false, requests: [] };

test.each([
  [{ ...queued, isSent: true, requests: [1] }, 'sent'],
  [{ ...queued, isSent: true }, 'known'],
  [queued, 'queued'],
  [{ ...queued, outcome: 'known' }, 'known'],
  [{ ...queued, requests: [1] }, 'waits'],
  [{ ...queued, outcome: 'ignored' }, 'ignored'],
  [{ ...queued, outcome: 'parked' }, 'parkedState'],
  [{ ...queued, outcome: 'unauthorized' }, 'refused'],
  [{ ...queued, outcome: 'constructor' }, 'refused'],
] as const)('%j is %s', (delivery, word) => {
  expect(stateOf(delivery).word).toBe(word);
});

test('what was parked is not under way', () => {
  const delivery = {
    number: 1,
    at: '2026-11-29T00:00:00.000Z',
    source: 'shopify',
    connection: 'main',
    topic: undefined,
    bytes: 1,
    status: 200,
    reason: undefined,
    orderId: '1042',
    answeredInMs: 1,
    ...queued,
  };

  expect(isUnderWay(delivery)).toBe(true);
  expect(isUnderWay({ ...delivery, outcome: 'parked' })).toBe(false);
  expect(isUnderWay({ ...delivery, isSent: true })).toBe(false);
});
