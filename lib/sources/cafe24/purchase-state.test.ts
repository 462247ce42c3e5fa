import { expect, test } from 'vitest';
import { mayBePurchase, purchaseState } from './purchase-state.ts';

const settings = ['paid', 'authorized', 'created'] as const;

const YES = 'purchase';
const OFF = 'called-off';
const NO = 'unpaid';

/** paid, canceled, then the result with `paid`, `authorized` and `created`. */
test.each([
  ['T', 'F', YES, YES, YES],
  ['T', 'T', YES, YES, YES],
  ['T', 'M', YES, YES, YES],
  ['M', 'F', NO, NO, YES],
  ['M', 'T', NO, NO, YES],
  ['F', 'F', NO, NO, YES],
  ['F', 'M', NO, NO, YES],
  ['F', 'T', NO, NO, OFF],
  ['F', undefined, NO, NO, YES],
  ['t', 'F', NO, NO, YES],
])('an order with paid %s and canceled %s', (paid, canceled, ...expected) => {
  expect(settings.map((purchaseOn) => purchaseState({ paid, canceled }, purchaseOn))).toEqual(expected);
});

/** paid of a webhook, then whether its order is worth fetching with `paid`, `authorized` and `created`. */
test.each([
  ['T', true, true, true],
  ['F', false, false, true],
  ['M', false, false, true],
  [undefined, true, true, true],
  ['something new', true, true, true],
])('a webhook with paid %s', (paid, ...expected) => {
  expect(settings.map((purchaseOn) => mayBePurchase(paid, purchaseOn))).toEqual(expected);
});
