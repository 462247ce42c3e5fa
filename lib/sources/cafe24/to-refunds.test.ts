import { expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { deliveryOf, fixture } from '../../../test/support/reading/fixtures.ts';
import { topicAbout } from '../../../test/support/reading/topic-about.ts';
import type { MappingSettings } from '../../model/connection.ts';
import type { OrderReading } from '../source.ts';
import { cafe24 } from './source.ts';

type Json = Record<string, unknown>;

function read(name: string, change: Json = {}, settings: Partial<MappingSettings> = {}): OrderReading {
  const delivery = deliveryOf(fixture(cafe24, name));
  const body = { ...(JSON.parse(delivery.rawBody.toString()) as Json), ...change };
  const all = { ...mappingSettings(), ...settings };
  return topicAbout('order', cafe24, delivery.topic ?? '').read(body, all, delivery);
}

const delivery = deliveryOf({ topic: '90072', rawBody: Buffer.alloc(0) });

function refundsOf(change: Json = {}) {
  const reading = read('order.refunds', change);
  return reading.kind === 'order' ? (reading.order.refunds ?? []) : [];
}

const refund = {
  refund_code: 'C1-1',
  status: 'T',
  refund_date: '2026-11-22 09:00:00',
  actual_refund_amount: '10',
};

test('a refund is money, points and credits, with its lines if all their units were returned', () => {
  const found = refundsOf().map(({ id, refundedAt, amount, items }) => [
    id,
    refundedAt,
    amount,
    items.length,
  ]);

  expect(found).toEqual([
    ['C20261122-0000001', '2026-11-22T08:31:50.000Z', '6000', 1],
    ['C20261122-0000002', '2026-11-22T08:31:50.000Z', '1000', 0],
  ]);
});

test('the form of a single refund is read too', () => {
  const alone = {
    ...refund,
    actual_refund_amount: null,
    refund_amount: '10',
    refund_point: '2',
    refund_credit: '3',
  };
  const change = { refunds: [{ ...alone, refund_naver_point: '4', refund_naver_cash: '5' }] };

  expect(refundsOf(change)).toMatchObject([{ amount: '24', refundedAt: '2026-11-22T00:00:00.000Z' }]);
});

test.each(['', '0000-00-00 00:00:00', null])(
  'a date of %j counts as absent, and is not a fault if nothing happened',
  (date) => {
    const pending = { ...refund, status: 'F', refund_date: date };

    expect(refundsOf({ refunds: [pending], cancel_date: date })).toEqual([]);
  },
);

test('the orders of a bulk event may have spaces between them', () => {
  const resource = { mall_id: 'fixturemall', order_id: '20261120-0000011, 20261120-0000012 ' };

  expect(topicAbout('order', cafe24, '90072').read({ resource }, mappingSettings(), delivery)).toMatchObject({
    references: [{ orderId: '20261120-0000011' }, { orderId: '20261120-0000012' }],
  });
});

test('a bulk event yields every order once', () => {
  const orders = ['20261120-0000177', '20261120-0000188'];

  expect(read('90073.bulk-refund')).toEqual({
    kind: 'references',
    references: orders.map((orderId) => ({ orderId, parameters: { shop_no: '2' } })),
  });
});
