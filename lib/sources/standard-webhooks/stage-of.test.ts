import { expect, test } from 'vitest';
import { stageOf } from './stage-of.ts';

const PAID = 'paid';
const HOPE = 'promised';
const OFF = 'closed';
const NO = 'unpaid';

/** payment_status, cancelled, then the result with `paid`, `authorized` and `created`. */
test.each([
  ['paid', false, PAID, PAID, PAID],
  ['paid', true, PAID, PAID, PAID],
  ['partially_refunded', false, PAID, PAID, PAID],
  ['partially_refunded', true, PAID, PAID, PAID],
  ['refunded', false, PAID, PAID, PAID],
  ['refunded', true, PAID, PAID, PAID],
  ['authorized', false, NO, HOPE, HOPE],
  ['authorized', true, NO, OFF, OFF],
  ['pending', false, NO, NO, HOPE],
  ['pending', true, NO, OFF, OFF],
  ['voided', false, NO, OFF, OFF],
  ['voided', true, NO, OFF, OFF],
] as const)('%s, cancelled: %s', (payment_status, isCancelled, paid, authorized, created) => {
  const state = { payment_status, cancelled_at: isCancelled ? '2026-11-24T00:00:00Z' : null };
  const on = (purchaseOn: 'paid' | 'authorized' | 'created') => stageOf(state, purchaseOn);

  expect([on('paid'), on('authorized'), on('created')]).toEqual([paid, authorized, created]);
});
