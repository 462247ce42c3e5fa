import { expect, test } from 'vitest';
import { PayloadError } from '../../model/errors.ts';
import { readDeletedCustomer } from './read-customer.ts';

test('an account that was deleted in a store that is not named is nobody’s: an app may be in many stores', () => {
  const data = { type: 'customer', id: 32 };

  expect(readDeletedCustomer({ producer: 'stores/abcde', data })).toMatchObject([{ customer: { id: '32' } }]);
  expect(() => readDeletedCustomer({ data })).toThrow(PayloadError);
});
