import { expect, test } from 'vitest';
import { isPurchase } from './is-purchase.ts';

const cancelled_at = '2026-11-24T00:00:00Z';

/** financial_status, cancelled, then whether it counts with `paid`, `authorized` and `created`. */
test.each([
  ['paid', false, true, true, true],
  ['paid', true, true, true, true],
  ['partially_refunded', false, true, true, true],
  ['refunded', true, true, true, true],
  ['authorized', false, false, true, true],
  ['authorized', true, false, false, false],
  ['pending', false, false, false, true],
  ['pending', true, false, false, false],
  ['partially_paid', false, false, false, true],
  ['partially_paid', true, false, false, true],
  ['voided', false, false, false, false],
  ['voided', true, false, false, false],
  ['expired', false, false, false, true],
  [undefined, false, false, false, true],
  ['something new', false, false, false, true],
])('%s, cancelled: %s', (status, isCancelled, paid, authorized, created) => {
  const state = {
    test: undefined,
    financial_status: status,
    cancelled_at: isCancelled ? cancelled_at : undefined,
  };
  const on = (purchaseOn: 'paid' | 'authorized' | 'created') =>
    isPurchase(state, { purchaseOn, topic: 'orders/updated' });

  expect([on('paid'), on('authorized'), on('created')]).toEqual([paid, authorized, created]);
});

test.each([
  ['orders/paid', true],
  ['orders/create', false],
  ['orders/updated', false],
])('no status on %s', (topic, expected) => {
  const state = { test: undefined, financial_status: undefined, cancelled_at: undefined };
  expect(isPurchase(state, { purchaseOn: 'paid', topic })).toBe(expected);
});
