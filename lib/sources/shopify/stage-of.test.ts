import { expect, test } from 'vitest';
import { stageOf } from './stage-of.ts';

const PAID = 'paid';
const ASKS = 'promised';
const OFF = 'closed';
const PART = 'refunds-only';
const NO = 'unpaid';

/** financial_status, cancelled, then the stage with `paid`, `authorized` and `created`. */
test.each([
  ['paid', false, PAID, PAID, PAID],
  ['paid', true, PAID, PAID, PAID],
  ['partially_refunded', false, PAID, PAID, PAID],
  ['refunded', true, PAID, PAID, PAID],
  ['authorized', false, NO, ASKS, ASKS],
  ['authorized', true, NO, OFF, OFF],
  ['pending', false, NO, NO, ASKS],
  ['pending', true, NO, NO, OFF],
  ['partially_paid', false, PART, PART, ASKS],
  ['partially_paid', true, PART, PART, ASKS],
  ['voided', false, NO, OFF, OFF],
  ['voided', true, NO, OFF, OFF],
  ['expired', false, NO, OFF, OFF],
  ['expired', true, NO, OFF, OFF],
  [undefined, false, NO, NO, ASKS],
  [undefined, true, NO, NO, OFF],
  ['something new', false, NO, NO, ASKS],
])('%s, cancelled: %s', (status, isCancelled, paid, authorized, created) => {
  const state = {
    test: undefined,
    financial_status: status,
    cancelled_at: isCancelled ? '2026-11-24T00:00:00Z' : undefined,
  };
  const on = (purchaseOn: 'paid' | 'authorized' | 'created') =>
    stageOf(state, { purchaseOn, topic: 'orders/updated' });

  expect([on('paid'), on('authorized'), on('created')]).toEqual([paid, authorized, created]);
});

test.each([
  ['orders/paid', PAID],
  ['orders/create', NO],
  ['orders/updated', NO],
])('no status on %s', (topic, expected) => {
  const state = { test: undefined, financial_status: undefined, cancelled_at: undefined };
  expect(stageOf(state, { purchaseOn: 'paid', topic })).toBe(expected);
});
