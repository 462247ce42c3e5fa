import { expect, test } from 'vitest';
import { planRequests } from '../../lib/drain/plan-requests.ts';
import { queueRecords } from '../support/builders/queue-records.ts';
import { readRecords } from '../support/reading/read-events.ts';
import { fewestRequests } from './fewest-requests.ts';
import { CUSTOMERS, queuedMixes } from './queued-mixes.ts';

/** Requests allowed above the fewest possible, for all ten customers. */
const ALLOWED: Readonly<Record<string, number>> = {
  'orders of one line': 0,
  'orders of 1 to 5 lines': CUSTOMERS,
  'orders of 1 to 60 lines': CUSTOMERS,
};

test.each(queuedMixes())('10,000 $name take hardly more requests than necessary', ({ name, orders }) => {
  const used = planRequests(readRecords(queueRecords(orders)).events).length;
  const most = fewestRequests(orders) + (ALLOWED[name] ?? 0);

  expect(used, `packing takes ${used} requests of a budget of ${most}`).toBeLessThanOrEqual(most);
});

test('the fewest requests follow from events and items of each customer', () => {
  const orders = [
    ...Array.from({ length: 101 }, (_, index) => ({ orderId: `a-${index}`, customer: 'a' })),
    { orderId: 'b-1', customer: 'b', items: 60 },
    { orderId: 'b-2', customer: 'b', items: 60 },
  ];

  expect(fewestRequests(orders)).toBe(4);
});
