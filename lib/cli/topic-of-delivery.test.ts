import { expect, test } from 'vitest';
import { topicOfDelivery } from './topic-of-delivery.ts';

const inBody = (source: string, body: string) =>
  topicOfDelivery({ source, headers: {}, rawBody: Buffer.from(body) });

test('The topic is that of the header, if the platform has one', () => {
  const headers = { 'x-shopify-topic': 'orders/paid' };

  expect(topicOfDelivery({ source: 'shopify', headers, rawBody: Buffer.from('{') })).toBe('orders/paid');
});

test('Else it is that of the body, unless the body is large', () => {
  const scope = 'store/order/updated';

  expect(inBody('bigcommerce', JSON.stringify({ scope }))).toBe(scope);
  expect(inBody('bigcommerce', JSON.stringify({ scope, more: 'x'.repeat(64 * 1024) }))).toBeUndefined();
});

test('A long one is cut', () => {
  const headers = { 'x-shopify-topic': 'orders/'.repeat(100) };

  expect(topicOfDelivery({ source: 'shopify', headers, rawBody: Buffer.from('') })).toHaveLength(128);
});

test.each([
  ['shopify', '{}'],
  ['bigcommerce', '{'],
  ['nobody', '{}'],
  ['toString', '{}'],
])('There may be none: %s %s', (source, body) => {
  expect(inBody(source, body)).toBeUndefined();
});
