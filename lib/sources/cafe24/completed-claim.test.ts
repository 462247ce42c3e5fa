import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { deliveryOf } from '../../../test/support/reading/fixtures.ts';
import { topicAbout } from '../../../test/support/reading/topic-about.ts';
import { api } from './api.ts';
import { cafe24 } from './source.ts';

const resource = {
  mall_id: 'fixturemall',
  event_shop_no: '2',
  order_id: '20261120-0000011',
  claim_code: 'C20261122-0000007',
  refund_amount: '35000.00',
  order_price_amount: '38000.00',
  coupon_discount_amount: '-3000.00',
  point_used: '0.00',
};
const plain = { shop_no: '2' };
const named = { ...plain, claim_code: 'C20261122-0000007', refund_amount: '35000' };

describe('a webhook about a completed return', () => {
  const read = (changes: object = {}) =>
    topicAbout('order', cafe24, '90160').read(
      { resource: { ...resource, ...changes } },
      mappingSettings(),
      deliveryOf({ topic: '90160', rawBody: Buffer.alloc(0) }),
    );

  test('names its order and the claim', () => {
    expect(read()).toEqual({
      kind: 'references',
      references: [{ orderId: '20261120-0000011', parameters: named }],
    });
  });

  test.each([
    { claim_code: null },
    { claim_code: '../x' },
    { refund_amount: undefined },
    { refund_amount: '-1' },
    { refund_amount: 'all' },
  ])('names its order alone if the claim cannot be read: %j', (changes) => {
    expect(read(changes)).toMatchObject({ references: [{ parameters: plain }] });
  });

  test('of the documentation’s mall is a test', () => {
    expect(read({ mall_id: 'sampleMall' })).toEqual({ kind: 'ignored', reason: 'test-order' });
  });
});

describe('the order that is fetched for it', () => {
  const order = { order_id: '20261120-0000011', refunds: [] };
  const reference = { orderId: order.order_id, parameters: named };
  const completed_claim = { claim_code: 'C20261122-0000007', refund_amount: '35000' };

  test('has the claim', () => {
    expect(api.orders.read({ order }, reference)).toEqual({ ...order, completed_claim });
    expect(api.orders.read({ order }, { ...reference, parameters: plain })).toEqual(order);
  });

  test.each([
    [{ refunds: [] }, true],
    [{ refunds: null }, true],
    [{}, true],
    [{ refunds: [{ status: 'F' }] }, false],
    [{ refunds: 'none' }, false],
  ])('may be behind the webhook with %j: %s', (listed, expected) => {
    expect(api.orders.isBehind({ ...listed, completed_claim })).toBe(expected);
  });

  test('is not behind a webhook without a claim', () => {
    expect(api.orders.isBehind({ refunds: [] })).toBe(false);
  });
});
