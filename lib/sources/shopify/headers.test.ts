import { expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { readDelivery } from '../../translate/read-delivery.ts';
import { withoutVerification } from '../source.ts';
import { readHeaders } from './headers.ts';
import { shopify } from './source.ts';

const EVENT = { topic: 'Order', action: 'update', handle: 'orders', fields_changed: {}, data: { order: {} } };

function topicOf(headers: Record<string, string>): string | undefined {
  return readHeaders({ headers, rawBody: Buffer.from('{}') }).topic;
}

test.each([
  [{ 'x-shopify-hmac-sha256': 's', 'x-shopify-topic': 'orders/paid' }, 'orders/paid'],
  [{ 'shopify-hmac-sha256': 's', 'shopify-topic': 'orders/paid' }, 'orders/paid'],
  [{ 'shopify-hmac-sha256': 's', 'shopify-topic': 'Order' }, 'events-delivery'],
  [{ 'shopify-hmac-sha256': 's' }, 'events-delivery'],
  [{ 'x-shopify-hmac-sha256': 's', 'x-shopify-topic': 'Order' }, 'Order'],
  [{ 'x-shopify-hmac-sha256': 's' }, undefined],
])('%j: topic %s', (headers, topic) => {
  expect(topicOf(headers)).toBe(topic);
});

test('an Events delivery is ignored with a reason of its own, which an alarm watches', () => {
  const headers = { 'shopify-hmac-sha256': 's', 'shopify-topic': 'Order' };
  const delivery = readHeaders({ headers, rawBody: Buffer.from(JSON.stringify(EVENT)) });
  const reading = readDelivery(shopify, withoutVerification(delivery), { settings: mappingSettings() });

  expect(reading).toEqual({ kind: 'ignored', reason: 'events-delivery' });
});
