import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { deliveryOf, fixture } from '../../../test/support/reading/fixtures.ts';
import type { MappingSettings } from '../../model/connection.ts';
import type { Order, Refund } from '../../model/order.ts';
import type { OrderReading } from '../source.ts';
import { readOrder } from './read-order.ts';
import { shopify } from './source.ts';

type Json = Record<string, unknown>;
type Body = Json & { refunds: Json[] };

const ALL_KINDS = 'orders-updated.refunds-of-all-kinds';

/** Reads a fixture with changes to its body. */
function read(
  name: string,
  { change = {}, settings = {} }: { change?: Json; settings?: Partial<MappingSettings> } = {},
): OrderReading {
  const delivery = deliveryOf(fixture(shopify, name));
  const body = { ...bodyOf(name), ...change };
  return readOrder(body, { ...mappingSettings(), ...settings }, delivery);
}

function bodyOf(name: string): Body {
  return JSON.parse(fixture(shopify, name).rawBody.toString()) as Body;
}

function orderOf(reading: OrderReading): Order {
  if (reading.kind !== 'order') throw new Error(`no order but ${reading.kind}`);
  return reading.order;
}

/** Reads one refund in the place of those of a fixture. */
function refundsWith(refund: Json, change: Json = {}): readonly Refund[] {
  return orderOf(read(ALL_KINDS, { change: { ...change, refunds: [refund] } })).refunds ?? [];
}

const money = (amount: string) => ({
  shop_money: { amount, currency_code: 'USD' },
  presentment_money: { amount: '1.00', currency_code: 'EUR' },
});
const paid = (amount: string, change: Json = {}): Json => ({
  kind: 'refund',
  status: 'success',
  amount,
  currency: 'USD',
  ...change,
});
const aRefund = (change: Json): Json => ({ id: 1, created_at: '2026-11-22T09:00:00+09:00', ...change });

test('completed refunds are read with time, amount and lines', () => {
  const { refunds = [] } = orderOf(read(ALL_KINDS));

  expect(
    refunds.map(({ id, refundedAt, amount, items, delivery }) => ({
      id,
      refundedAt,
      amount,
      delivery,
      items: items.map(({ title, quantity, unitDiscount, lineDiscount }) => [
        title,
        quantity,
        unitDiscount,
        lineDiscount,
      ]),
    })),
  ).toEqual([
    { id: '9105', refundedAt: '2026-11-24T00:00:00.000Z', amount: '2', delivery: '0', items: [] },
    {
      id: '9102',
      refundedAt: '2026-11-22T00:00:00.000Z',
      amount: '9.9',
      delivery: '0',
      items: [['Notebook', 1, '1', '1']],
    },
    { id: '9103', refundedAt: '2026-11-22T00:30:00.000Z', amount: '5.5', delivery: '5.5', items: [] },
  ]);
});

describe('not a refund:', () => {
  test.each([
    ['an edit', []],
    ['a pending refund', [paid('5.00', { status: 'pending' })]],
    ['a refund that failed', [paid('5.00', { status: 'failure' })]],
    ['a refund of which a part is pending', [paid('5.00'), paid('1.00', { status: 'pending' })]],
    ['a payment', [paid('5.00', { kind: 'sale' })]],
    ['a transaction that does not say how it ended', [paid('5.00', { status: null })]],
  ])('%s', (_, transactions) => {
    expect(refundsWith(aRefund({ transactions }))).toEqual([]);
  });
});

describe('the amount', () => {
  const lines = [{ quantity: 1, subtotal_set: money('20.00'), total_tax_set: money('2.00') }];
  const figures = {
    refund_line_items: lines,
    total_duties_set: money('1.00'),
    total_additional_fees_set: money('0.50'),
    order_adjustments: [
      { kind: 'refund_discrepancy', amount_set: money('4.00'), tax_amount_set: money('0.40') },
      { reason: 'damage', amount_set: money('-3.00'), tax_amount_set: money('0.00') },
    ],
    refund_shipping_lines: [{ subtotal_amount_set: money('5.00') }],
  };
  const shippingRefund = {
    kind: 'shipping_refund',
    amount_set: money('-5.00'),
    tax_amount_set: money('-0.50'),
  };

  test('is the sum of the successful transactions, whatever the sum of lines and adjustments', () => {
    const transactions = [paid('7.00'), paid('2.05'), paid('1.00', { status: 'failure' })];

    expect(refundsWith(aRefund({ ...figures, transactions }))[0]?.amount).toBe('9.05');
  });

  // 20 + 2 + 1 + 0.5 + 5 − (4.4 − 3), all in shop money.
  test('is the sum of the figures if the buyer was refunded in another currency', () => {
    const transactions = [paid('1.00', { currency: 'EUR' })];
    const [refund] = refundsWith(aRefund({ ...figures, transactions }), { presentment_currency: 'EUR' });

    expect(refund?.amount).toBe('27.1');
  });

  test('includes the tax with the lines if prices include it', () => {
    const transactions = [paid('1.00', { currency: 'EUR' })];
    const change = { presentment_currency: 'EUR', taxes_included: true };

    expect(refundsWith(aRefund({ ...figures, transactions }), change)[0]?.amount).toBe('25.1');
  });

  test('counts delivery once if an adjustment repeats it, with its tax', () => {
    const order_adjustments = [...figures.order_adjustments, shippingRefund];
    const transactions = [paid('1.00', { currency: 'EUR' })];
    const change = { presentment_currency: 'EUR' };
    const [refund] = refundsWith(aRefund({ ...figures, order_adjustments, transactions }), change);

    expect([refund?.amount, refund?.delivery]).toEqual(['27.6', '5.5']);
  });
});

describe('refunded delivery without an adjustment', () => {
  const line = (change: Json) => ({ subtotal_amount_set: money('10.00'), ...change });
  const taxed = { price: '10.00', tax_lines: [{ price: '1.00' }] };

  test.each([
    ['has the tax that it states', '10.5', line({ tax_amount_set: money('0.50'), shipping_line: taxed })],
    ['has the tax of its shipping line, if it states none', '11', line({ shipping_line: taxed })],
    ['has its share of that tax', '5.5', line({ subtotal_amount_set: money('5.00'), shipping_line: taxed })],
    ['has no other tax if it names no shipping line', '10', line({})],
  ])('%s: %s', (_, amount, shipping) => {
    const transactions = [paid('1.00', { currency: 'EUR' })];
    const refund = aRefund({ transactions, refund_shipping_lines: [shipping] });
    const [read] = refundsWith(refund, { presentment_currency: 'EUR', taxes_included: false });

    expect([read?.amount, read?.delivery]).toEqual([amount, amount]);
  });
});

test('duties that prices include are not counted beside the lines', () => {
  const transactions = [paid('55.00', { currency: 'EUR' })];
  const refund_line_items = [{ quantity: 1, subtotal_set: money('60.00') }];
  const refund = aRefund({ transactions, refund_line_items, total_duties_set: money('9.00') });
  const change = { presentment_currency: 'EUR', duties_included: true };

  expect(refundsWith(refund, change)[0]?.amount).toBe('60');
});

describe('the lines', () => {
  const transactions = [paid('5.00')];
  const line_item = { title: 'Pen', quantity: 3, price: '5.00', product_id: 7 };

  test.each([
    ['are empty if one is missing', [{ quantity: 1, line_item }, { quantity: 1 }], 0],
    ['leave out what was not refunded', [{ quantity: 1, line_item }, { quantity: 0 }], 1],
    ['leave out the tip', [{ quantity: 1, line_item: { ...line_item, tip_payment_gateway: null } }], 0],
  ])('%s', (_, refund_line_items, count) => {
    expect(refundsWith(aRefund({ refund_line_items, transactions }))[0]?.items).toHaveLength(count);
  });
});

describe('a completed refund that is set aside and counted, while the purchase goes:', () => {
  test.each([
    ['without an id', { id: null }],
    ['without any time', { created_at: null }],
    ['with an id of another kind', { id: {} }],
    ['of less than nothing', { transactions: [paid('-5.00')] }],
  ])('%s', (_, change) => {
    const refund = aRefund({ transactions: [paid('5.00')], ...change });
    const order = orderOf(read(ALL_KINDS, { change: { refunds: [refund], updated_at: null } }));

    expect([order.refunds, order.oddFigures]).toEqual([undefined, ['refund']]);
  });
});

test('a refund without a time has that of the order’s last change', () => {
  const refund = aRefund({ transactions: [paid('5.00')], created_at: null });

  expect(refundsWith(refund, { updated_at: '2026-11-25T00:00:00Z' })[0]?.refundedAt).toBe(
    '2026-11-25T00:00:00.000Z',
  );
});

describe('an order that was cancelled unpaid', () => {
  test.each(['paid', 'authorized', 'created'] as const)('with purchaseOn %s', (purchaseOn) => {
    const change = { financial_status: 'pending' };
    const { kind } = read('orders-cancelled.unpaid', { change, settings: { purchaseOn } });

    expect(kind).toBe(purchaseOn === 'created' ? 'order' : 'ignored');
  });

  test('is closed with the figures it was placed with, though its current ones are 0', () => {
    const order = orderOf(read('orders-cancelled.unpaid', { settings: { purchaseOn: 'created' } }));

    expect(order).toMatchObject({
      stage: 'closed',
      changedAt: '2026-11-22T09:00:00.000Z',
      total: '24',
      items: [{ title: 'Mug', quantity: 2 }],
    });
    expect(order.refunds).toBeUndefined();
  });
});

test('a purchase is unchanged, whether its refunds are completed, pending or failed', () => {
  const { refunds } = bodyOf(ALL_KINDS);
  for (const refund of refunds.filter(({ id }) => id !== 9101)) {
    // Left alone, a refund does not explain the current figures.
    const change = { refunds: [refund], current_total_price: null };
    const { total, items } = orderOf(read(ALL_KINDS, { change }));

    expect([total, items.map(({ quantity }) => quantity)]).toEqual(['44', [3, 1]]);
  }
});
