import { expect, test } from 'vitest';
import type { DeliverySummary } from '../../console-api.ts';
import { mergeLive } from './merge-live.ts';

function delivery(number: number, more: Partial<DeliverySummary> = {}): DeliverySummary {
  return {
    number,
    at: '2026-11-29T00:00:00.000Z',
    source: 'shopify',
    connection: 'main',
    topic: 'orders/paid',
    bytes: 1,
    status: 200,
    outcome: 'queued',
    reason: undefined,
    orderId: '1',
    answeredInMs: 1,
    requests: [],
    isSent: false,
    ...more,
  };
}

const nothing = { deliveries: [], requests: [] };
const change = (...deliveries: DeliverySummary[]) => ({ deliveries, requests: [], standIn: undefined });

test('a delivery that changed takes the place of what was known of it', () => {
  const before = mergeLive(nothing, change(delivery(1), delivery(2)));

  const { deliveries } = mergeLive(before, change(delivery(1, { isSent: true })));

  expect(deliveries.map(({ number, isSent }) => [number, isSent])).toEqual([
    [2, false],
    [1, true],
  ]);
});

test('500 are kept, and of those the newest', () => {
  const many = Array.from({ length: 700 }, (_, index) => delivery(index + 1));

  const { deliveries } = mergeLive(nothing, change(...many));

  expect([deliveries.length, deliveries[0]?.number, deliveries.at(-1)?.number]).toEqual([500, 700, 201]);
});
