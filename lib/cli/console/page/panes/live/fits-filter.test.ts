import { expect, test } from 'vitest';
import type { DeliverySummary } from '../../../console-api.ts';
import { fitsFilter } from './fits-filter.ts';

const delivery: DeliverySummary = {
  number: 1,
  at: '2026-11-29T00:00:00.000Z',
  source: 'shopify',
  connection: 'main',
  topic: 'orders/paid',
  bytes: 1,
  status: 401,
  outcome: 'unauthorized',
  reason: 'signature-mismatch',
  orderId: '1042',
  answeredInMs: 1,
  requests: [],
  isSent: false,
};

test.each(['', ' ', '1042', 'MAIN paid', 'signature shopify'])('%j fits', (filter) => {
  expect(fitsFilter(delivery, filter)).toBe(true);
});

test.each(['1043', 'main refund', 'sent'])('%j does not fit', (filter) => {
  expect(fitsFilter(delivery, filter)).toBe(false);
});
