import * as v from 'valibot';
import { expect, test } from 'vitest';
import { buyerEntries, toCustomer } from './to-customer.ts';

test.each([
  [7, '7'],
  ['9007199254740993', '9007199254740993'],
  [0, undefined],
  ['', undefined],
  ['shop-7', undefined],
  ['007', undefined],
  [-7, undefined],
])('the customer’s id %j is %j: only a number is one', (id, expected) => {
  expect(toCustomer(v.parse(v.object(buyerEntries), { customer: { id } })).id).toBe(expected);
});
