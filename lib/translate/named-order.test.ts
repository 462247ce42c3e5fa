import { describe, expect, test } from 'vitest';
import { shopify } from '../sources/shopify/source.ts';
import { type Delivery, withoutVerification } from '../sources/source.ts';
import { namedOrder, orderIdIn } from './named-order.ts';

describe('the id of the order in a body', () => {
  test.each([
    ['Shopify’s and WooCommerce’s order', { id: 7301648205117, name: '#1042' }, '7301648205117'],
    ['a refund, which has an id of its own', { id: 1, order_id: 7301648205117 }, '7301648205117'],
    ['Standard Webhooks', { type: 'order.paid', data: { id: 'A-1' } }, 'A-1'],
    ['Cafe24', { event_no: 90023, resource: { order_id: '20261124-0000017' } }, '20261124-0000017'],
    ['an id that may be a name', { id: 'Ann Lee' }, undefined],
    ['an address', { id: 'ann@example.com' }, undefined],
    ['something else', [1], undefined],
  ])('%s', (_, body, expected) => {
    expect(orderIdIn(body)).toBe(expected);
  });
});

describe('a delivery', () => {
  const named = (topic: string, body: string) => {
    const delivery: Delivery = {
      headers: {},
      rawBody: Buffer.from(body),
      topic,
      deliveryId: 'd',
      isTest: false,
    };
    return namedOrder(shopify, withoutVerification(delivery));
  };

  test('names its order, to the last digit', () => {
    expect(named('orders/paid', '{"id":820982911946154508}')).toBe('820982911946154508');
  });

  test.each([
    ['about a customer', 'customers/update', '{"id":7}'],
    ['of an unknown topic', 'products/update', '{"id":7}'],
    ['that is not JSON', 'orders/paid', 'id=7'],
  ])('%s names none', (_, topic, body) => {
    expect(named(topic, body)).toBeUndefined();
  });
});
