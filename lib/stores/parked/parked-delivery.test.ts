import { expect, test } from 'vitest';
import { shopify } from '../../sources/shopify/source.ts';
import { withoutVerification } from '../../sources/source.ts';
import { parkedKey, readParkedDelivery, toParkedDelivery, toParkedOrder } from './parked-delivery.ts';

const parked = (rawBody: string, receivedAt = '2026-11-24T09:00:00Z') =>
  toParkedDelivery({
    source: shopify,
    connection: 'main',
    delivery: withoutVerification({
      headers: {
        'x-shopify-topic': 'orders/paid',
        'x-shopify-webhook-id': 'delivery-1',
        'x-shopify-hmac-sha256': 'signature',
        authorization: 'secret',
        cookie: 'secret',
      },
      rawBody: Buffer.from(rawBody),
      topic: 'orders/paid',
      deliveryId: 'delivery-1',
      isTest: false,
    }),
    receivedAt: new Date(receivedAt),
    verifiedAt: new Date('2026-11-24T09:00:00.020Z'),
    issues: [{ path: 'id', message: 'missing' }],
  });

test('it holds the bytes and the headers worth keeping, but no secret', () => {
  expect(parked('{"a":"차\u0000"}')).toEqual({
    source: 'shopify',
    connection: 'main',
    headers: { 'x-shopify-topic': 'orders/paid', 'x-shopify-webhook-id': 'delivery-1' },
    rawBody: Buffer.from('{"a":"차\u0000"}').toString('base64'),
    receivedAt: '2026-11-24T09:00:00.000Z',
    verifiedAt: '2026-11-24T09:00:00.020Z',
    issues: [{ path: 'id', message: 'missing' }],
  });
});

test('it can be read back, however large the body that the receiver takes', () => {
  const largest = parked('x'.repeat(4 * 1024 * 1024));

  expect(readParkedDelivery(JSON.stringify(largest)).rawBody).toHaveLength(largest.rawBody.length);
});

test('the same bytes on one day have one key; other bytes or days have others', () => {
  const key = parkedKey(parked('{}'));

  expect(key).toMatch(/^main\/2026-11-24\/[0-9a-f]{32}\.json$/);
  expect(parkedKey(parked('{}', '2026-11-24T23:59:59Z'))).toBe(key);
  expect(parkedKey(parked('{}', '2026-11-25T00:00:00Z'))).not.toBe(key);
  expect(parkedKey(parked('{ }'))).not.toBe(key);
});

const parkedOrder = ({ orderId = '20261124-0000001', deliveryId = 'delivery-1', rawBody = '{}' } = {}) =>
  toParkedOrder({
    source: 'cafe24',
    connection: 'main',
    reference: { orderId, parameters: { shop_no: '1' } },
    deliveryId,
    rawBody: Buffer.from(rawBody),
    receivedAt: new Date('2026-11-24T09:00:00Z'),
    verifiedAt: new Date('2026-11-24T09:00:00Z'),
    issues: [{ path: 'order', message: 'missing' }],
  });

test('the key of a fetched order comes from its id, not from the answer of the shop', () => {
  const key = parkedKey(parkedOrder());

  expect(key).toMatch(/^main\/2026-11-24\/[0-9a-f]{32}\.json$/);
  expect(parkedKey(parkedOrder({ rawBody: '{"error":1}' }))).toBe(key);
  expect(parkedKey(parkedOrder({ orderId: '20261124-0000002' }))).not.toBe(key);
});

test('a replayed order is parked under another key, so that the end of the replay does not remove it', () => {
  expect(parkedKey(parkedOrder({ deliveryId: 'replay-1' }))).not.toBe(parkedKey(parkedOrder()));
});
