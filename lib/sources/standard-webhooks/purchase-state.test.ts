import { expect, test } from 'vitest';
import { purchaseState } from './purchase-state.ts';

const YES = 'purchase';
const OFF = 'called-off';
const NO = 'unpaid';

/** payment_status, cancelled, then the result with `paid`, `authorized` and `created`. */
test.each([
  ['paid', false, YES, YES, YES],
  ['paid', true, YES, YES, YES],
  ['partially_refunded', false, YES, YES, YES],
  ['partially_refunded', true, YES, YES, YES],
  ['refunded', false, YES, YES, YES],
  ['refunded', true, YES, YES, YES],
  ['authorized', false, NO, YES, YES],
  ['authorized', true, NO, OFF, OFF],
  ['pending', false, NO, NO, YES],
  ['pending', true, NO, NO, OFF],
  ['voided', false, NO, NO, NO],
  ['voided', true, NO, OFF, OFF],
] as const)('%s, cancelled: %s', (payment_status, isCancelled, paid, authorized, created) => {
  const state = { payment_status, cancelled_at: isCancelled ? '2026-11-24T00:00:00Z' : null };
  const on = (purchaseOn: 'paid' | 'authorized' | 'created') => purchaseState(state, purchaseOn);

  expect([on('paid'), on('authorized'), on('created')]).toEqual([paid, authorized, created]);
});
