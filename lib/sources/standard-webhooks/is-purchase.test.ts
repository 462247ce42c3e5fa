import { expect, test } from 'vitest';
import { isPurchase } from './is-purchase.ts';

/** payment_status, cancelled, then whether it counts with `paid`, `authorized` and `created`. */
test.each([
  ['paid', false, true, true, true],
  ['paid', true, true, true, true],
  ['partially_refunded', false, true, true, true],
  ['partially_refunded', true, true, true, true],
  ['refunded', false, true, true, true],
  ['refunded', true, true, true, true],
  ['authorized', false, false, true, true],
  ['authorized', true, false, false, false],
  ['pending', false, false, false, true],
  ['pending', true, false, false, false],
  ['voided', false, false, false, false],
  ['voided', true, false, false, false],
] as const)('%s, cancelled: %s', (payment_status, isCancelled, paid, authorized, created) => {
  const state = { payment_status, cancelled_at: isCancelled ? '2026-11-24T00:00:00Z' : null };
  const on = (purchaseOn: 'paid' | 'authorized' | 'created') => isPurchase(state, purchaseOn);

  expect([on('paid'), on('authorized'), on('created')]).toEqual([paid, authorized, created]);
});
