import { expect, test } from 'vitest';
import { mappingSettings } from '../../test/support/builders/a-connection.ts';
import { shopify } from '../sources/shopify/source.ts';
import { withoutVerification } from '../sources/source.ts';
import { readDelivery } from './read-delivery.ts';

function read(topic: string, body: string) {
  const delivery = { headers: {}, rawBody: Buffer.from(body), topic, deliveryId: 'd', isTest: false };
  return readDelivery(shopify, withoutVerification(delivery), { settings: mappingSettings() });
}

test('an order that is ignored is named, to the last digit', () => {
  expect(read('orders/updated', '{"id":820982911946154508,"financial_status":"pending"}')).toEqual({
    kind: 'ignored',
    reason: 'unpaid',
    orderId: '820982911946154508',
  });
});

test.each([
  ['a customer, who may not be taken for an order', 'customers/update'],
  ['something of an unknown topic', 'products/update'],
])('%s is named by nothing', (_, topic) => {
  expect(read(topic, '{"id":7}')).toEqual({ kind: 'ignored', reason: 'topic' });
});
