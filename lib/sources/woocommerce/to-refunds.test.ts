import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { fixture } from '../../../test/support/reading/fixtures.ts';
import { recordedDeliveries } from '../../../test/support/reading/recorded-deliveries.ts';
import type { MappingSettings } from '../../model/connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { sum, toDecimal } from '../../model/money.ts';
import type { Order } from '../../model/order.ts';
import { woocommerce } from './source.ts';

type Json = Record<string, unknown>;

function orderOf(name: string, change: Json = {}, settings: Partial<MappingSettings> = {}): Order {
  const body = { ...(JSON.parse(fixture(woocommerce, name).rawBody.toString()) as Json), ...change };
  const reading = woocommerce.readOrder(body, { ...mappingSettings(), ...settings });
  if (reading.kind !== 'order') throw new Error(`no order but ${reading.kind}`);
  return reading.order;
}

const date_modified_gmt = '2026-11-22T05:06:07';
const PART = 'order.updated.refunded-in-part';

test('a partial refund has its amount and the time of the change, but no lines', () => {
  const change = {
    date_modified_gmt,
    refunds: [
      { id: 8, reason: '', total: '-5.55' },
      { id: 7, total: '-21.96' },
    ],
  };

  expect(orderOf(PART, change).refunds).toEqual([
    { id: '8', refundedAt: '2026-11-22T05:06:07.000Z', amount: '5.55', items: [], delivery: '0' },
    { id: '7', refundedAt: '2026-11-22T05:06:07.000Z', amount: '21.96', items: [], delivery: '0' },
  ]);
});

test('a refund of the whole order has the order’s lines, in any notation of its amount', () => {
  const { items, refunds, deliveryCharge } = orderOf(PART, { refunds: [{ id: 7, total: '-92.440' }] });

  expect(refunds).toMatchObject([{ amount: '92.44', items, delivery: deliveryCharge }]);
  expect(items.length).toBeGreaterThan(0);
});

test('in version 1 the time is in the other field, in UTC', () => {
  const change = {
    refunds: [{ id: 7, total: '-1' }],
    date_modified: date_modified_gmt,
    date_modified_gmt: undefined,
  };

  expect(orderOf(PART, change).refunds?.[0]?.refundedAt).toBe('2026-11-22T05:06:07.000Z');
});

test('a refund without a time is unreadable', () => {
  const change = { refunds: [{ id: 7, total: '-1' }], date_modified: null, date_modified_gmt: null };

  expect(() => orderOf(PART, change)).toThrow(
    new PayloadError([{ path: 'date_modified_gmt', message: 'missing' }]),
  );
});

test('an order that counted and was cancelled unpaid is its purchase and a full refund', () => {
  const order = orderOf('order.updated.cancelled-unpaid', { date_modified_gmt }, { purchaseOn: 'created' });

  expect(order.refunds).toEqual([
    {
      id: 'cancellation',
      refundedAt: '2026-11-22T05:06:07.000Z',
      amount: order.total,
      items: order.items,
      delivery: order.deliveryCharge,
    },
  ]);
});

describe('deliveries of two shops', () => {
  const orders = recordedDeliveries().flatMap(({ rawBody, expected, name }) => {
    if (expected !== 'queued') return [];
    const body = JSON.parse(rawBody.toString()) as Json & { refunds: { total: string }[] };
    const reading = woocommerce.readOrder(body, mappingSettings());
    return reading.kind === 'order' && body.refunds.length > 0 ? [{ name, body, order: reading.order }] : [];
  });

  test('contain refunds', () => {
    expect(orders).toHaveLength(15);
  });

  test.each(orders)(
    '$name: refunds add up to the shop’s figure, and to no more than the order',
    ({ body, order }) => {
      const amounts = (order.refunds ?? []).map(({ amount }) => amount);

      expect(`-${sum(amounts)}`).toBe(sum(body.refunds.map(({ total }) => toDecimal(total))));
      expect(Number(sum(amounts))).toBeLessThanOrEqual(Number(order.total));
    },
  );
});
