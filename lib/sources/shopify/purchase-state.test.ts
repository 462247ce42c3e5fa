import { expect, test } from 'vitest';
import { purchaseState } from './purchase-state.ts';

const cancelled_at = '2026-11-24T00:00:00Z';

const YES = 'purchase';
const OFF = 'called-off';
const NO = 'unpaid';

/** financial_status, cancelled, then the result with `paid`, `authorized` and `created`. */
test.each([
  ['paid', false, YES, YES, YES],
  ['paid', true, YES, YES, YES],
  ['partially_refunded', false, YES, YES, YES],
  ['refunded', true, YES, YES, YES],
  ['authorized', false, NO, YES, YES],
  ['authorized', true, NO, OFF, OFF],
  ['pending', false, NO, NO, YES],
  ['pending', true, NO, NO, OFF],
  ['partially_paid', false, NO, NO, YES],
  ['partially_paid', true, NO, NO, YES],
  ['voided', false, NO, NO, NO],
  ['voided', true, NO, OFF, OFF],
  ['expired', false, NO, NO, YES],
  [undefined, false, NO, NO, YES],
  [undefined, true, NO, NO, OFF],
  ['something new', false, NO, NO, YES],
])('%s, cancelled: %s', (status, isCancelled, paid, authorized, created) => {
  const state = {
    test: undefined,
    financial_status: status,
    cancelled_at: isCancelled ? cancelled_at : undefined,
  };
  const on = (purchaseOn: 'paid' | 'authorized' | 'created') =>
    purchaseState(state, { purchaseOn, topic: 'orders/updated' });

  expect([on('paid'), on('authorized'), on('created')]).toEqual([paid, authorized, created]);
});

test.each([
  ['orders/paid', YES],
  ['orders/create', NO],
  ['orders/updated', NO],
])('no status on %s', (topic, expected) => {
  const state = { test: undefined, financial_status: undefined, cancelled_at: undefined };
  expect(purchaseState(state, { purchaseOn: 'paid', topic })).toBe(expected);
});
