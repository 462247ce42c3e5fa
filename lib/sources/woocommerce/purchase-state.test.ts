import { expect, test } from 'vitest';
import { purchaseState } from './purchase-state.ts';

const paidAt = '2026-11-20T05:06:00';

/** Status, date paid, transaction, then the result with `paid`, `authorized` and `created`. */
test.each([
  ['processing', undefined, undefined, 'purchase', 'purchase', 'purchase'],
  ['completed', undefined, undefined, 'purchase', 'purchase', 'purchase'],
  ['refunded', undefined, undefined, 'purchase', 'purchase', 'purchase'],
  ['on-hold', undefined, undefined, 'unpaid', 'unpaid', 'purchase'],
  ['on-hold', undefined, 'pi_1', 'unpaid', 'purchase', 'purchase'],
  ['on-hold', paidAt, undefined, 'purchase', 'purchase', 'purchase'],
  ['pending', undefined, undefined, 'unpaid', 'unpaid', 'purchase'],
  ['pending', undefined, 'pi_1', 'unpaid', 'unpaid', 'purchase'],
  ['cancelled', undefined, undefined, 'unpaid', 'unpaid', 'called-off'],
  ['cancelled', undefined, 'pi_1', 'unpaid', 'called-off', 'called-off'],
  ['cancelled', paidAt, undefined, 'purchase', 'purchase', 'purchase'],
  ['failed', undefined, undefined, 'unpaid', 'unpaid', 'unpaid'],
  ['failed', paidAt, 'pi_1', 'unpaid', 'unpaid', 'unpaid'],
  ['trash', paidAt, undefined, 'unpaid', 'unpaid', 'unpaid'],
  ['draft', paidAt, undefined, 'draft', 'draft', 'draft'],
  ['auto-draft', undefined, undefined, 'draft', 'draft', 'draft'],
  ['checkout-draft', undefined, undefined, 'draft', 'draft', 'draft'],
  ['new', undefined, undefined, 'draft', 'draft', 'draft'],
  ['shipped', undefined, undefined, 'unpaid', 'unpaid', 'purchase'],
  ['shipped', paidAt, undefined, 'purchase', 'purchase', 'purchase'],
])('%s, paid %s, transaction %s', (status, date, transactionId, ...expected) => {
  const on = (purchaseOn: 'paid' | 'authorized' | 'created') =>
    purchaseState({ status, paidAt: date, transactionId }, purchaseOn);

  expect([on('paid'), on('authorized'), on('created')]).toEqual(expected);
});
