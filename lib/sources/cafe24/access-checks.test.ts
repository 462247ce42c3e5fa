import { expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { accessChecks } from './access-checks.ts';

const [check] = accessChecks;
const hidden = (scopes: unknown, carts?: 'send') => {
  const settings = mappingSettings({ source: 'cafe24', poll: {}, ...(carts !== undefined && { carts }) });
  return check
    ?.read({ scopes }, settings)
    .map(({ what, hidesOrders }) => [/mall\.\w+/.exec(what)?.[0], hidesOrders]);
};

test('the scopes of the token are asked for', () => {
  expect(check?.request('fixturemall').path).toBe('/api/v2/oauth/token/scopes');
});

test.each([
  [['mall.read_order', 'mall.read_store', 'mall.read_application'], []],
  [['mall.read_store', 'mall.read_application'], [['mall.read_order', true]]],
  [
    ['mall.read_order'],
    [
      ['mall.read_application', false],
      ['mall.read_store', true],
    ],
  ],
])('with %j hidden is %j', (scopes, found) => {
  expect(hidden(scopes)).toEqual(found);
});

test('products are missed only where carts are sent', () => {
  const scopes = ['mall.read_order', 'mall.read_store', 'mall.read_application'];
  expect(hidden(scopes, 'send')).toEqual([['mall.read_product', false]]);
});

test('an answer without scopes is never "nothing is hidden"', () => {
  expect(() => hidden(undefined)).toThrow(PayloadError);
});
