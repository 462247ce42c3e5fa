import { expect, test } from 'vitest';
import { isPurchase, mayBePurchase } from './is-purchase.ts';

const settings = ['paid', 'authorized', 'created'] as const;

/** paid, canceled, then whether it counts with `paid`, `authorized` and `created`. */
test.each([
  ['T', 'F', true, true, true],
  ['T', 'T', true, true, true],
  ['T', 'M', true, true, true],
  ['M', 'F', false, false, true],
  ['M', 'T', false, false, true],
  ['F', 'F', false, false, true],
  ['F', 'M', false, false, true],
  ['F', 'T', false, false, false],
  ['F', undefined, false, false, true],
  ['t', 'F', false, false, true],
])('an order with paid %s and canceled %s', (paid, canceled, ...expected) => {
  expect(settings.map((purchaseOn) => isPurchase({ paid, canceled }, purchaseOn))).toEqual(expected);
});

/** paid of a webhook, then whether its order is worth fetching. */
test.each([
  ['T', true, true, true],
  ['F', false, false, true],
  ['M', false, false, true],
  [undefined, true, true, true],
  ['something new', true, true, true],
])('a webhook with paid %s', (paid, ...expected) => {
  expect(settings.map((purchaseOn) => mayBePurchase(paid, purchaseOn))).toEqual(expected);
});
