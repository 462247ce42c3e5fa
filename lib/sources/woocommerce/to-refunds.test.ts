import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { fixture } from '../../../test/support/reading/fixtures.ts';
import { recordedDeliveries } from '../../../test/support/reading/recorded-deliveries.ts';
import type { MappingSettings } from '../../model/connection.ts';
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
    date_created: '2026-11-21T05:06:07',
    date_created_gmt: undefined,
  };

  expect(orderOf(PART, change).refunds?.[0]?.refundedAt).toBe('2026-11-22T05:06:07.000Z');
});

test('a refund without a time has that of the order', () => {
  const change = { refunds: [{ id: 7, total: '-1' }], date_modified: null, date_modified_gmt: null };
  const { refunds, placedAt } = orderOf(PART, change);

  expect(refunds?.[0]?.refundedAt).toBe(placedAt);
});

describe('an odd refund is set aside, and the order and its other refunds go', () => {
  test.each([
    ['without an id', { total: '-1.00' }],
    ['without an amount', { id: 9 }],
    ['with text for an amount', { id: 9, total: 'all' }],
    ['with an amount of the wrong sign', { id: 9, total: '1.00' }],
    ['that is none', 7],
  ])('one %s', (_, odd) => {
    const order = orderOf(PART, { refunds: [odd, { id: 7, total: '-21.96' }] });

    expect(order.refunds).toMatchObject([{ id: '7', amount: '21.96' }]);
    expect(order.oddFigures).toEqual(['refund']);
  });
});

describe('what was paid back without a refund', () => {
  const whole = { status: 'refunded', total: '92.44', date_modified_gmt };
  const cards = [{ amount: '50.00' }];
  const unpaid = { date_paid_gmt: null, date_paid: null };

  test.each([
    // What the order says, then the id and amount of each refund.
    ['refunded, none listed', { refunds: [] }, [['rest', '92.44']]],
    ['refunded, listed with 0', { refunds: [{ id: 7, total: '-0.00' }] }, [['7', '92.44']]],
    [
      'refunded, a part listed',
      { refunds: [{ id: 7, total: '-2.44' }] },
      [
        ['7', '2.44'],
        ['rest', '90'],
      ],
    ],
    ['refunded, all listed', { refunds: [{ id: 7, total: '-92.44' }] }, [['7', '92.44']]],
    ['refunded, more listed', { refunds: [{ id: 7, total: '-99.00' }] }, [['7', '99']]],
    [
      'refunded, partly paid by gift cards',
      { refunds: [{ id: 7, total: '-92.44' }], gift_cards: cards },
      [
        ['7', '92.44'],
        ['rest', '50'],
      ],
    ],
    ['cancelled after it was paid', { status: 'cancelled', refunds: [] }, []],
    ['cancelled, gift cards', { status: 'cancelled', refunds: [], gift_cards: cards }, [['rest', '50']]],
    [
      'cancelled by the buyer at the payment plug-in',
      { status: 'cancelled', refunds: [], meta_data: [{ key: '_pafw_order_cancelled', value: 'yes' }] },
      [['rest', '92.44']],
    ],
    [
      'cancelled, the mark says no',
      { status: 'cancelled', refunds: [], meta_data: [{ key: '_pafw_order_cancelled', value: 'no' }] },
      [],
    ],
    [
      'in progress, listed with 0',
      { status: 'processing', refunds: [{ id: 7, total: '-0.00' }] },
      [['7', '0']],
    ],
    ['refunded, never paid', { ...unpaid, payment_method: 'bacs', refunds: [] }, []],
    ['refunded, on delivery', { ...unpaid, payment_method: 'cod', refunds: [] }, [['rest', '92.44']]],
  ])('%s', (_, change, expected) => {
    const { refunds = [] } = orderOf(PART, { ...whole, ...change });

    expect(refunds.map(({ id, amount }) => [id, amount])).toEqual(expected);
  });
});

test('a closed order lists its refunds: they may have been told while it was promised', () => {
  const change = { status: 'refunded', date_paid_gmt: null, date_paid: null, payment_method: 'stripe' };
  const order = orderOf(PART, { ...change, refunds: [{ id: 7, total: '-92.44' }] });

  expect(order).toMatchObject({ stage: 'closed', refunds: [{ id: '7', amount: '92.44' }] });
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
