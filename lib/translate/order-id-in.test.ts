import { describe, expect, test } from 'vitest';
import { orderIdIn } from './order-id-in.ts';

describe('the id of the order in a body', () => {
  test.each([
    ['Shopify’s and WooCommerce’s order', { id: 7301648205117, name: '#1042' }, '7301648205117'],
    ['a refund, which has an id of its own', { id: 1, order_id: 7301648205117 }, '7301648205117'],
    ['Standard Webhooks', { type: 'order.paid', data: { id: 'A-1' } }, 'A-1'],
    ['Cafe24', { event_no: 90023, resource: { order_id: '20261124-0000017' } }, '20261124-0000017'],
    ['Imweb', { eventType: 'ORDER_REFUND', data: { orderNo: 20_261_120_000_001 } }, '20261120000001'],
    ['Stripe', { id: 'evt_1', data: { object: { id: 'cs_live_a1TEST' } } }, 'cs_live_a1TEST'],
    ['an id that may be a name', { id: 'Ann Lee' }, undefined],
    ['an address', { id: 'ann@example.com' }, undefined],
    ['something else', [1], undefined],
  ])('%s', (_, body, expected) => {
    expect(orderIdIn(body)).toBe(expected);
  });
});
