import { describe, expect, test } from 'vitest';
import { stageOf } from './stage-of.ts';

const paidAt = '2026-11-20T05:06:00';

const state = {
  paidAt: undefined,
  paymentMethod: 'bacs',
  transactionId: undefined,
  isSubOrder: false,
  hasRefunds: false,
};

/** Status, date paid, transaction, then the stage with `paid`, `authorized` and `created`. */
test.each([
  ['processing', paidAt, 'ch_1', 'paid', 'paid', 'paid'],
  // Cash on delivery gets its date when it is completed.
  ['processing', undefined, undefined, 'promised', 'promised', 'promised'],
  ['completed', paidAt, undefined, 'paid', 'paid', 'paid'],
  ['completed', undefined, undefined, 'paid', 'paid', 'paid'],
  ['refunded', paidAt, undefined, 'paid', 'paid', 'paid'],
  ['refunded', undefined, undefined, 'closed', 'closed', 'closed'],
  ['refunded', undefined, 'pi_1', 'closed', 'closed', 'closed'],
  ['on-hold', undefined, undefined, 'unpaid', 'unpaid', 'promised'],
  ['on-hold', undefined, 'pi_1', 'unpaid', 'promised', 'promised'],
  ['on-hold', paidAt, undefined, 'paid', 'paid', 'paid'],
  ['pending', undefined, undefined, 'unpaid', 'unpaid', 'promised'],
  ['pending', undefined, 'pi_1', 'unpaid', 'unpaid', 'promised'],
  ['pending', paidAt, 'pi_1', 'paid', 'paid', 'paid'],
  ['cancelled', undefined, undefined, 'closed', 'closed', 'closed'],
  ['cancelled', undefined, 'pi_1', 'closed', 'closed', 'closed'],
  ['cancelled', paidAt, undefined, 'paid', 'paid', 'paid'],
  ['failed', undefined, undefined, 'closed', 'closed', 'closed'],
  ['failed', paidAt, 'pi_1', 'refunds-only', 'refunds-only', 'refunds-only'],
  ['trash', undefined, undefined, 'closed', 'closed', 'closed'],
  ['trash', paidAt, undefined, 'refunds-only', 'refunds-only', 'refunds-only'],
  ['draft', paidAt, undefined, 'draft', 'draft', 'draft'],
  ['auto-draft', undefined, undefined, 'draft', 'draft', 'draft'],
  ['checkout-draft', undefined, undefined, 'draft', 'draft', 'draft'],
  ['new', undefined, undefined, 'draft', 'draft', 'draft'],
  ['shipped', undefined, undefined, 'unpaid', 'unpaid', 'promised'],
  ['shipped', paidAt, undefined, 'paid', 'paid', 'paid'],
  ['scheduled-payment', undefined, undefined, 'unpaid', 'unpaid', 'promised'],
])('%s, paid %s, transaction %s', (status, date, transactionId, ...expected) => {
  const on = (purchaseOn: 'paid' | 'authorized' | 'created') =>
    stageOf({ ...state, status, paidAt: date, transactionId }, purchaseOn);

  expect([on('paid'), on('authorized'), on('created')]).toEqual(expected);
});

describe('an order that lists refunds', () => {
  test.each([
    ['on-hold', 'refunds-only'],
    ['shipped', 'refunds-only'],
    ['processing', 'promised'],
    ['cancelled', 'closed'],
    ['checkout-draft', 'draft'],
  ])('%s is %s', (status, expected) => {
    expect(stageOf({ ...state, status, hasRefunds: true }, 'paid')).toBe(expected);
  });
});

test.each([
  ['processing', 'promised'],
  ['completed', 'paid'],
  ['cancelled', 'closed'],
  ['failed', 'closed'],
  // The shop may have been paid at the door.
  ['refunded', 'paid'],
])('cash on delivery without a payment date, %s, is %s', (status, expected) => {
  expect(stageOf({ ...state, status, paymentMethod: 'cod' }, 'paid')).toBe(expected);
});
