import { expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { deliveryOf } from '../../../test/support/reading/fixtures.ts';
import { topicAbout } from '../../../test/support/reading/topic-about.ts';
import { PayloadError } from '../../model/errors.ts';
import type { HappeningReading } from '../source.ts';
import { cafe24 } from './source.ts';

const resource = {
  mall_id: 'fixturemall',
  event_shop_no: '2',
  member_id: 'tealover',
  shipping_type: 'A',
  product_no: 781,
  variant_code: 'P0000BEB000A',
  quantity: 3,
  product_bundle: 'F',
};

function read(changes: Readonly<Record<string, unknown>> = {}): HappeningReading {
  const delivery = deliveryOf({ topic: '90084', rawBody: Buffer.alloc(0) });
  const body = { event_no: 90084, resource: { ...resource, ...changes } };
  const settings = mappingSettings({ source: 'cafe24', shop: 'fixturemall', carts: 'send' });
  return topicAbout('happening', cafe24, '90084').read(body, settings, delivery);
}

test('an addition holds member, product, variant and quantity', () => {
  expect(read()).toEqual({
    kind: 'cart-addition',
    addition: {
      source: 'cafe24',
      shop: 'fixturemall',
      customer: { id: 'tealover', emails: [], phones: [] },
      product: { productId: '781', variantId: 'P0000BEB000A', parameters: { shop_no: '2' } },
      quantity: 3,
    },
  });
});

test.each([null, '', undefined, ' '])('a visitor who is not logged in (%j) is unknown', (member_id) => {
  expect(read({ member_id })).toMatchObject({ addition: { customer: { id: undefined } } });
});

test('numbers may be text, and the first shop is the default', () => {
  expect(
    read({ product_no: '781', quantity: '3', event_shop_no: undefined, variant_code: '' }),
  ).toMatchObject({
    addition: {
      product: { productId: '781', variantId: undefined, parameters: { shop_no: '1' } },
      quantity: 3,
    },
  });
});

test('the sample of the documentation is a test send, whatever it contains', () => {
  expect(read({ mall_id: 'cafe24bestshop', product_no: null })).toEqual({
    kind: 'ignored',
    reason: 'test-order',
  });
});

test.each([
  { quantity: 0 },
  { quantity: 1.5 },
  { quantity: null },
  { product_no: '../orders' },
  { product_no: undefined },
  { event_shop_no: '1&x=y' },
  { mall_id: 7 },
])('%j is unreadable', (changes) => {
  expect(() => read(changes)).toThrow(PayloadError);
});
