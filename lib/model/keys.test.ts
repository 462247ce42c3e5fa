import { expect, test } from 'vitest';
import type { CartAddition } from './happening.ts';
import { cartKey, checkoutKey } from './keys.ts';

const checkout = { source: 'shopify', shop: 'example.myshopify.com', token: 'token-that-opens-the-page' };

const addition: CartAddition = {
  source: 'cafe24',
  shop: 'mall',
  customer: { id: 'member', emails: [], phones: [] },
  product: { productId: '781', variantId: 'P000000A', parameters: { shop_no: '1', b: '2' } },
  quantity: 1,
};
const at = (time: string) => new Date(`2026-11-25T${time}Z`);

test('a checkout’s key depends on shop and token, and does not reveal the token', () => {
  // Must never change, or checkouts would be sent again.
  expect(checkoutKey(checkout)).toBe('2ace6808-2dfc-53dc-b9d4-8cf1f8b606ff');
  expect(checkoutKey({ ...checkout, shop: 'other.myshopify.com' })).not.toBe(checkoutKey(checkout));
  expect(checkoutKey({ ...checkout, token: 'another' })).not.toBe(checkoutKey(checkout));
});

test('the same product added again within the hour is the same addition', () => {
  expect(cartKey(addition, at('10:00:00'))).toBe('97299387-e8f6-5e5d-9b11-6056f7a50224');
  expect(cartKey(addition, at('10:59:59.999'))).toBe(cartKey(addition, at('10:00:00')));
  const reordered = { ...addition.product, parameters: { b: '2', shop_no: '1' } };
  expect(cartKey({ ...addition, product: reordered }, at('10:00:00'))).toBe(
    cartKey(addition, at('10:00:00')),
  );
});

test.each([
  ['another hour', addition, '11:00:00'],
  ['another member', { ...addition, customer: { ...addition.customer, id: 'other' } }, '10:00:00'],
  ['another quantity', { ...addition, quantity: 2 }, '10:00:00'],
  ['another variant', { ...addition, product: { ...addition.product, variantId: undefined } }, '10:00:00'],
  ['another product', { ...addition, product: { ...addition.product, productId: '78' } }, '10:00:00'],
  ['another shop', { ...addition, shop: 'mall2' }, '10:00:00'],
])('%s makes another addition', (_, other, time) => {
  expect(cartKey(other, at(time))).not.toBe(cartKey(addition, at('10:00:00')));
});
