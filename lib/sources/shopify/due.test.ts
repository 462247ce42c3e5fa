import { expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import {
  type BodyLine,
  bodyLine,
  bodyRefund,
  shopifyBody,
} from '../../../test/support/builders/shopify-body.ts';
import { findMoneyMismatch } from '../../dfinery/money-mismatch.ts';
import { sum } from '../../model/money.ts';
import type { Order } from '../../model/order.ts';
import { readOrder } from './read-order.ts';

type Body = Readonly<Record<string, unknown>>;

function read(body: Body, purchaseOn: 'paid' | 'created' = 'paid'): Order | string {
  const reading = readOrder(shopifyBody(body), mappingSettings({ purchaseOn }));
  return reading.kind === 'order' ? reading.order : reading.reason;
}

function orderOf(body: Body, purchaseOn: 'paid' | 'created' = 'paid'): Order {
  const order = read(body, purchaseOn);
  if (typeof order === 'string') throw new Error(`ignored: ${order}`);
  return order;
}

const line = (id: number, price: string, left = 1): BodyLine => ({ id, price, left });
const lines = (...all: readonly BodyLine[]) => ({ line_items: all.map(bodyLine) });
const placed = (total: string, current: string) => ({ total_price: total, current_total_price: current });
const A = line(1, '80.00');
const B = line(2, '20.00', 0);
const BACK = { financial_status: 'partially_refunded' };
const shippingRemoved = {
  total_shipping_price_set: { shop_money: { amount: '15.00' } },
  current_shipping_price_set: { shop_money: { amount: '5.00' } },
  shipping_lines: [
    { price: '10.00', is_removed: true },
    { price: '5.00', is_removed: false },
  ],
};
const laterDiscounted = { ...A, more: { discount_allocations: [{ amount: '15.00' }] } };
const shippingBack = {
  refund_shipping_lines: [{ subtotal_amount_set: { shop_money: { amount: '10.00' } } }],
};
const PENDING = 'Pending refund discrepancy';
const adjustedBy = (...adjustments: readonly (readonly [amount: string, reason: string])[]) => ({
  order_adjustments: adjustments.map(([amount, reason]) => ({
    kind: 'refund_discrepancy',
    reason,
    amount_set: { shop_money: { amount } },
  })),
});
const exchange = { returns: [{ id: 1, exchange_line_items: [{ id: 1 }] }] };
const taxed = { refund_line_items: [195.66, 195.67].map((price) => refundedLine(String(price), '3.98')) };
const taxedAll = {
  refund_line_items: [195.66, 195.67, 195.67].map((price) => refundedLine(String(price), '3.98')),
};

function refundedLine(subtotal: string, tax: string) {
  return {
    quantity: 1,
    subtotal_set: { shop_money: { amount: subtotal } },
    total_tax_set: { shop_money: { amount: tax } },
  };
}

/** What an order came to, by its body as it is found first. */
const sequences: [what: string, due: string, body: Body][] = [
  ['paid', '100', { ...placed('100.00', '100.00'), ...lines(A, line(2, '20.00')) }],
  [
    'imported as paid, all of it outstanding',
    '199',
    { ...placed('199.00', '199.00'), total_outstanding: '199.00', ...lines(line(1, '199.00')) },
  ],
  [
    'imported as paid, a part of it outstanding',
    '181.09',
    { ...placed('181.09', '181.09'), total_outstanding: '131.09', ...lines(line(1, '181.09')) },
  ],
  [
    'imported as paid, goodwill on its way',
    '202',
    {
      ...placed('202.00', '202.00'),
      ...BACK,
      total_outstanding: '201.99',
      ...lines(line(1, '202.00')),
      refunds: [
        bodyRefund({ paid: '1.20', adjusted: '-1.20' }),
        bodyRefund({ id: 2, paid: '0.01', status: 'pending', adjusted: '-0.01' }),
      ],
    },
  ],
  [
    'a line back with its money',
    '100',
    {
      ...placed('100.00', '80.00'),
      ...BACK,
      ...lines(A, B),
      refunds: [bodyRefund({ lines: [B], paid: '20.00' })],
    },
  ],
  [
    'goodwill, the current total stays',
    '122',
    {
      ...placed('122.00', '122.00'),
      ...BACK,
      ...lines(line(1, '122.00')),
      refunds: [bodyRefund({ paid: '34.00', adjusted: '-34.00' })],
    },
  ],
  [
    'goodwill, the current total falls',
    '122',
    {
      ...placed('122.00', '88.00'),
      ...BACK,
      ...lines(line(1, '122.00')),
      refunds: [bodyRefund({ paid: '34.00', adjusted: '-34.00' })],
    },
  ],
  [
    'a line back, a fee kept, the current total follows the line',
    '100',
    {
      ...placed('100.00', '80.00'),
      ...BACK,
      ...lines(A, B),
      refunds: [bodyRefund({ lines: [B], paid: '15.00', adjusted: '5.00' })],
    },
  ],
  [
    'a line back, a fee kept, the current total follows the money',
    '100',
    {
      ...placed('100.00', '85.00'),
      ...BACK,
      ...lines(A, B),
      refunds: [bodyRefund({ lines: [B], paid: '15.00', adjusted: '5.00' })],
    },
  ],
  [
    'all that was paid went back, a line that was added was never paid',
    '100',
    {
      ...placed('120.00', '0.00'),
      financial_status: 'refunded',
      ...lines(line(1, '100.00', 0), line(2, '20.00', 0)),
      refunds: [bodyRefund({ paid: '100.00', lines: [line(1, '100.00'), line(2, '20.00')] })],
    },
  ],
  [
    'shipping removed before payment, then goodwill that the current total follows',
    '105',
    {
      ...placed('115.00', '71.00'),
      ...BACK,
      ...lines(line(1, '100.00')),
      ...shippingRemoved,
      refunds: [bodyRefund({ paid: '34.00', adjusted: '-34.00' })],
    },
  ],
  [
    'lines back for less than they cost, without an adjustment or a return',
    '598.94',
    {
      ...placed('598.94', '199.65'),
      ...BACK,
      ...lines(line(1, '586.99')),
      total_tax: '11.95',
      refunds: [bodyRefund({ paid: '209.00', more: taxed })],
    },
  ],
  [
    'all lines back for less than they cost, all of it outstanding',
    '598.94',
    {
      ...placed('598.94', '598.94'),
      financial_status: 'refunded',
      total_outstanding: '598.94',
      ...lines(line(1, '586.99')),
      total_tax: '11.95',
      refunds: [bodyRefund({ paid: '10.00', more: taxedAll })],
    },
  ],
  ...['0.00', '-20.00'].map((total_outstanding): [string, string, Body] => [
    `a pending refund, outstanding ${total_outstanding}`,
    '100',
    {
      ...placed('100.00', '80.00'),
      total_outstanding,
      ...lines(A, B),
      refunds: [bodyRefund({ lines: [B], paid: '20.00', status: 'pending' })],
    },
  ]),
  [
    'a failed refund that the shop owes',
    '100',
    {
      ...placed('100.00', '80.00'),
      total_outstanding: '-20.00',
      ...lines(A, B),
      refunds: [bodyRefund({ lines: [B], paid: '20.00', status: 'failure' })],
    },
  ],
  [
    'a failed refund that the shop owes, and a line removed before payment',
    '70',
    {
      ...placed('100.00', '50.00'),
      total_outstanding: '-20.00',
      ...lines(line(1, '50.00'), B, line(3, '30.00', 0)),
      refunds: [
        bodyRefund({ lines: [B], paid: '20.00', status: 'failure' }),
        bodyRefund({ id: 2, lines: [line(3, '30.00')] }),
      ],
    },
  ],
  [
    'a line removed before payment',
    '80',
    { ...placed('100.00', '80.00'), ...lines(A, B), refunds: [bodyRefund({ lines: [B] })] },
  ],
  [
    'a line removed before payment, another back with its money',
    '70',
    {
      ...placed('100.00', '50.00'),
      ...BACK,
      ...lines(line(1, '50.00'), line(2, '20.00', 0), line(3, '30.00', 0)),
      refunds: [bodyRefund({ lines: [line(3, '30.00')] }), bodyRefund({ id: 2, lines: [B], paid: '20.00' })],
    },
  ],
  [
    'an exchange for something cheaper',
    '50',
    {
      ...placed('80.00', '30.00'),
      ...BACK,
      ...exchange,
      ...lines(line(1, '50.00', 0), line(2, '30.00')),
      refunds: [bodyRefund({ lines: [line(1, '50.00')], paid: '20.00' })],
    },
  ],
  [
    'an exchange for something cheaper that the body does not show',
    '80',
    {
      ...placed('80.00', '30.00'),
      ...BACK,
      ...lines(line(1, '50.00', 0), line(2, '30.00')),
      refunds: [bodyRefund({ lines: [line(1, '50.00')], paid: '20.00' })],
    },
  ],
  [
    'an exchange that only the refund names, by an older version',
    '50',
    {
      ...placed('80.00', '30.00'),
      ...BACK,
      ...lines(line(1, '50.00', 0), line(2, '30.00')),
      refunds: [bodyRefund({ lines: [line(1, '50.00')], paid: '20.00', more: { return: { id: 1 } } })],
    },
  ],
  [
    'a return, not an exchange, with a fee that no adjustment states',
    '100',
    {
      ...placed('100.00', '80.00'),
      ...BACK,
      returns: [{ id: 1, exchange_line_items: [] }],
      ...lines(A, B),
      refunds: [bodyRefund({ lines: [B], paid: '15.00', more: { return: { id: 1 } } })],
    },
  ],
  [
    'an exchange for something dearer',
    '250',
    {
      ...placed('350.00', '250.00'),
      ...lines(line(1, '100.00', 0), line(2, '250.00')),
      refunds: [bodyRefund({ lines: [line(1, '100.00')] })],
    },
  ],
  [
    'returned, not paid back yet',
    '100',
    {
      ...placed('100.00', '0.00'),
      total_outstanding: '-100.00',
      ...lines(line(1, '100.00', 0)),
      refunds: [bodyRefund({ lines: [line(1, '100.00')] })],
    },
  ],
  [
    'returned in part, not paid back yet',
    '150',
    {
      ...placed('150.00', '50.00'),
      total_outstanding: '-100.00',
      ...lines(line(1, '100.00', 0), line(2, '50.00')),
      refunds: [bodyRefund({ lines: [line(1, '100.00')] })],
    },
  ],
  [
    'returned, paid out later by amount',
    '100',
    {
      ...placed('100.00', '80.00'),
      ...BACK,
      ...lines(A, B),
      refunds: [bodyRefund({ lines: [B] }), bodyRefund({ id: 2, paid: '20.00' })],
    },
  ],
  [
    'returned with a pending discrepancy, paid out later with the opposite one',
    '100',
    {
      ...placed('100.00', '80.00'),
      ...BACK,
      ...lines(A, B),
      refunds: [
        bodyRefund({ lines: [B], adjusted: '20.00' }),
        bodyRefund({ id: 2, paid: '20.00', adjusted: '-20.00' }),
      ],
    },
  ],
  [
    'an upsell that was not paid, a line back',
    '100',
    {
      ...placed('130.00', '110.00'),
      ...BACK,
      total_outstanding: '30.00',
      ...lines(A, B, line(3, '30.00')),
      refunds: [bodyRefund({ lines: [B], paid: '20.00' })],
    },
  ],
  [
    'shipping removed before payment',
    '105',
    { ...placed('115.00', '105.00'), ...lines(line(1, '80.00'), line(2, '20.00')), ...shippingRemoved },
  ],
  [
    'shipping removed before payment, then a line back',
    '105',
    {
      ...placed('115.00', '85.00'),
      ...BACK,
      ...lines(A, B),
      ...shippingRemoved,
      refunds: [bodyRefund({ lines: [B], paid: '20.00' })],
    },
  ],
  [
    'a discount by an edit, paid back',
    '100',
    {
      ...placed('100.00', '85.00'),
      ...BACK,
      ...lines({ ...line(1, '100.00'), more: { discount_allocations: [{ amount: '15.00' }] } }),
      current_total_discounts: '15.00',
      refunds: [bodyRefund({ paid: '15.00' })],
    },
  ],
  [
    'more back as store credit than was paid',
    '100',
    {
      ...placed('100.00', '0.00'),
      financial_status: 'refunded',
      ...lines(line(1, '100.00', 0)),
      refunds: [bodyRefund({ lines: [line(1, '100.00')], paid: '110.00' })],
    },
  ],
  [
    'cash, rounded to 99.00, the rounding outstanding',
    '99.49',
    { ...placed('99.49', '99.49'), total_outstanding: '0.49', ...lines(line(1, '99.49')) },
  ],
  [
    'cancelled after payment, nothing paid back',
    '100',
    {
      ...placed('100.00', '0.00'),
      cancelled_at: '2026-11-22T10:00:00+09:00',
      total_outstanding: '-100.00',
      ...lines(line(1, '100.00', 0)),
    },
  ],
  [
    'gift card and store credit, a part back as credit',
    '100',
    {
      ...placed('100.00', '40.00'),
      ...BACK,
      ...lines(line(1, '40.00'), line(2, '60.00', 0)),
      payment_gateway_names: ['gift_card', 'shopify_store_credit', 'shopify_payments'],
      refunds: [bodyRefund({ lines: [line(2, '60.00')], paid: '60.00' })],
    },
  ],
  ...['110.00', '100.00'].map((current): [string, string, Body] => [
    `a tip of 10, the current total ${current}`,
    '110',
    { ...placed('110.00', current), total_tip_received: '10.00', ...lines(line(1, '100.00')) },
  ]),
  [
    'a discount by an edit, then a line back for a fee that the current total still holds',
    '85',
    {
      ...placed('100.00', '85.00'),
      ...BACK,
      ...lines(laterDiscounted, B),
      current_total_discounts: '15.00',
      refunds: [bodyRefund({ lines: [B], paid: '0.50', adjusted: '19.50' })],
    },
  ],
  [
    'shipping removed before payment, goodwill, and more of it on its way',
    '105',
    {
      ...placed('115.00', '105.00'),
      ...BACK,
      ...lines(line(1, '100.00')),
      ...shippingRemoved,
      refunds: [
        bodyRefund({ paid: '1.00', adjusted: '-1.00' }),
        bodyRefund({ id: 2, paid: '1.00', adjusted: '-1.00', status: 'pending' }),
      ],
    },
  ],
  [
    'shipping that is removed and was paid back as a refund',
    '110',
    {
      ...placed('110.00', '100.00'),
      ...BACK,
      ...lines(line(1, '100.00')),
      total_shipping_price_set: { shop_money: { amount: '10.00' } },
      shipping_lines: [{ price: '10.00', is_removed: true }],
      refunds: [bodyRefund({ paid: '11.00', adjusted: '-1.00', more: shippingBack })],
    },
  ],
  [
    'goodwill that the current total follows, and a tip that it lacks',
    '101.01',
    {
      ...placed('101.01', '100.99'),
      ...BACK,
      ...lines(line(1, '101.00')),
      total_tip_received: '0.01',
      refunds: [bodyRefund({ paid: '0.01', adjusted: '-0.01' })],
    },
  ],
  [
    'lines removed before payment, then so much goodwill that the current total is below the tip it lacks',
    '37.64',
    {
      ...placed('107.64', '0.00'),
      ...BACK,
      ...lines(line(1, '35.00'), line(2, '70.00', 0)),
      total_tip_received: '2.64',
      total_outstanding: '0.00',
      refunds: [
        bodyRefund({ lines: [line(2, '70.00')] }),
        bodyRefund({ id: 2, paid: '35.10', adjusted: '-35.10' }),
      ],
    },
  ],
  ...[PENDING, 'Refund discrepancy'].map((reason): [string, string, Body] => [
    `an exchange, and a refund on its way in another currency, adjusted as ${reason}`,
    '200',
    {
      ...placed('300.00', '100.00'),
      ...exchange,
      presentment_currency: 'EUR',
      total_outstanding: '-99.99',
      ...lines(line(1, '100.00', 0), line(2, '100.00', 0), line(3, '100.00')),
      refunds: [
        bodyRefund({ lines: [line(1, '100.00')] }),
        bodyRefund({
          id: 2,
          lines: [line(2, '100.00')],
          paid: '90.00',
          currency: 'EUR',
          status: 'pending',
          more: adjustedBy(['0.01', 'Refund discrepancy'], ['99.99', reason]),
        }),
      ],
    },
  ]),
  [
    'goodwill that the current total follows, and a refund on its way that an adjustment holds back',
    '105',
    {
      ...placed('105.00', '80.00'),
      ...BACK,
      ...lines(line(1, '85.00'), B),
      refunds: [
        bodyRefund({ paid: '5.00', adjusted: '-5.00' }),
        bodyRefund({
          id: 2,
          lines: [B],
          paid: '20.00',
          status: 'pending',
          more: adjustedBy(['20.00', PENDING]),
        }),
      ],
    },
  ],
  [
    'delivery removed before payment, and all of the rest paid back with a bonus',
    '105',
    {
      ...placed('115.00', '0.00'),
      financial_status: 'refunded',
      ...shippingRemoved,
      ...lines(line(1, '100.00', 0)),
      refunds: [
        bodyRefund({
          lines: [line(1, '100.00')],
          paid: '106.00',
          adjusted: '-1.00',
          more: { refund_shipping_lines: [{ subtotal_amount_set: { shop_money: { amount: '5.00' } } }] },
        }),
      ],
    },
  ],
  [
    'goodwill that the current total follows, beside goodwill on its way',
    '120',
    {
      ...placed('120.00', '69.00'),
      ...BACK,
      ...lines(line(1, '100.00'), B),
      total_outstanding: '-1.00',
      refunds: [
        bodyRefund({ lines: [B], paid: '20.00' }),
        bodyRefund({ id: 2, paid: '30.00', adjusted: '-30.00' }),
        bodyRefund({ id: 3, paid: '1.00', adjusted: '-1.00', status: 'pending' }),
      ],
    },
  ],
  [
    'goodwill that the current total follows, beside goodwill that failed',
    '100',
    {
      ...placed('120.00', '70.00'),
      ...BACK,
      ...lines(line(1, '100.00'), B),
      refunds: [
        bodyRefund({ lines: [B] }),
        bodyRefund({ id: 2, paid: '0.01', status: 'failure' }),
        bodyRefund({ id: 3, paid: '30.00', adjusted: '-30.00' }),
      ],
    },
  ],
  [
    'a return less earlier goodwill, with the money of a line that an edit took out',
    '220',
    {
      ...placed('220.00', '100.00'),
      ...BACK,
      ...lines(line(1, '100.00', 0), B, line(3, '100.00')),
      refunds: [
        bodyRefund({ paid: '50.00', adjusted: '-50.00' }),
        bodyRefund({ id: 2, lines: [B] }),
        bodyRefund({ id: 3, lines: [line(1, '100.00')], paid: '70.00', adjusted: '50.00' }),
      ],
    },
  ],
  [
    'a failed refund, then a line that was added: the debt pays for it',
    '400',
    {
      ...placed('500.00', '400.00'),
      ...lines(line(1, '300.00'), line(2, '100.00', 0), line(3, '100.00')),
      refunds: [bodyRefund({ lines: [line(2, '100.00')], paid: '100.00', status: 'failure' })],
    },
  ],
  [
    'a line removed before payment, and a failed refund less a fee that was paid out by an entry of its own',
    '400',
    {
      ...placed('500.00', '300.00'),
      ...BACK,
      ...lines(line(1, '300.00'), line(2, '100.00', 0), line(3, '100.00', 0)),
      refunds: [
        bodyRefund({ lines: [line(2, '100.00')] }),
        bodyRefund({
          id: 2,
          lines: [line(3, '100.00')],
          paid: '99.99',
          adjusted: '0.01',
          status: 'failure',
        }),
        bodyRefund({ id: 3, paid: '99.99' }),
      ],
    },
  ],
  ...(['success', 'pending'] as const).map((status): [string, string, Body] => [
    `a failed refund that is paid out by an entry of its own, ${status}`,
    '100',
    {
      ...placed('100.00', '80.00'),
      ...(status === 'success' && BACK),
      ...lines(A, B),
      refunds: [
        bodyRefund({ lines: [B], paid: '20.00', status: 'failure' }),
        bodyRefund({ id: 2, paid: '20.00', status }),
      ],
    },
  ]),
  ...['unreadable', { kind: 'refund', amount: '20.00' }].map((transaction): [string, string, Body] => [
    `a refund that may have been paid, transaction ${JSON.stringify(transaction)}`,
    '100',
    {
      ...placed('100.00', '80.00'),
      ...BACK,
      ...lines(A, B),
      refunds: [bodyRefund({ lines: [B], more: { transactions: [transaction] } })],
    },
  ]),
  [
    'a line back at the rate of another day',
    '100',
    {
      ...placed('100.00', '80.00'),
      ...BACK,
      ...exchange,
      presentment_currency: 'EUR',
      ...lines(A, B),
      refunds: [bodyRefund({ lines: [B], paid: '20.02', currency: 'EUR' })],
    },
  ],
];

test.each(sequences)('%s: due %s', (_, due, body) => {
  const order = orderOf(body);

  expect([order.total, order.stage]).toEqual([due, 'paid']);
  expect(order.items.length).toBeGreaterThan(0);
  expect(findMoneyMismatch(order)).toBeUndefined();
  // The terms explain what is not simply the platform's total.
  expect(order.due === undefined ? order.total : sum(order.due.map(({ amount }) => amount))).toBe(due);
});

test.each([
  [
    'a test send of Shopify, which is voided',
    '388',
    'closed',
    {
      ...placed('388.00', '398.00'),
      financial_status: 'voided',
      total_outstanding: '398.00',
      ...lines(line(1, '388.00')),
    },
  ],
  [
    'an order that is above its total now',
    '388',
    'promised',
    { ...placed('388.00', '398.00'), financial_status: 'pending', ...lines(line(1, '388.00')) },
  ],
  [
    'a deposit of 100',
    '500',
    'promised',
    {
      ...placed('500.00', '500.00'),
      financial_status: 'partially_paid',
      total_outstanding: '400.00',
      ...lines(line(1, '500.00')),
    },
  ],
  [
    'edited down before payment',
    '80',
    'promised',
    {
      ...placed('100.00', '80.00'),
      financial_status: 'pending',
      total_outstanding: '80.00',
      ...lines(A, B),
      refunds: [bodyRefund({ lines: [B] })],
    },
  ],
  [
    'edited down and cancelled',
    '100',
    'closed',
    {
      ...placed('100.00', '0.00'),
      financial_status: 'voided',
      cancelled_at: '2026-11-22T10:00:00Z',
      ...lines(A, B),
      refunds: [bodyRefund({ lines: [A, B] })],
    },
  ],
  [
    'pending, then voided',
    '100',
    'closed',
    { ...placed('100.00', '100.00'), financial_status: 'voided', ...lines(line(1, '100.00')) },
  ],
])('where unpaid orders count: %s', (_, total, stage, body) => {
  expect(orderOf(body, 'created')).toMatchObject({ total, stage });
});

test('a capture below the authorisation changes nothing until the order is edited, paid or cancelled', () => {
  const authorized = { ...placed('100.00', '100.00'), ...lines(line(1, '100.00')) };
  const settings = mappingSettings({ purchaseOn: 'authorized' });
  const stageOf = (changes: Body) => {
    const reading = readOrder(shopifyBody({ ...authorized, ...changes }), settings);
    return reading.kind === 'order' ? [reading.order.stage, reading.order.total] : reading;
  };

  expect(stageOf({ financial_status: 'authorized', total_outstanding: '100.00' })).toEqual([
    'promised',
    '100',
  ]);
  expect(stageOf({ financial_status: 'partially_paid', total_outstanding: '30.00' })).toEqual([
    'refunds-only',
    '100',
  ]);
});

test('a deposit is no purchase by itself, but its refunds count', () => {
  const body = {
    ...placed('500.00', '500.00'),
    financial_status: 'partially_paid',
    refunds: [bodyRefund({ paid: '20.00' })],
  };

  expect(orderOf(body)).toMatchObject({
    stage: 'refunds-only',
    items: [],
    refunds: [{ id: '1', amount: '20' }],
  });
});

test.each(['partially_refunded', 'refunded'])(
  'a %s order whose body leaves out its refunds keeps its total',
  (financial_status) => {
    const body = {
      ...placed('100.00', '0.00'),
      ...lines(line(1, '100.00', 0)),
      financial_status,
      refunds: undefined,
    };

    expect(orderOf(body)).toMatchObject({ stage: 'paid', total: '100', items: [{ title: 'Item 1' }] });
  },
);

test('an order that was emptied before payment is closed where it may have counted, else of no interest', () => {
  const body = {
    ...placed('100.00', '0.00'),
    ...lines(line(1, '100.00', 0)),
    refunds: [bodyRefund({ lines: [line(1, '100.00')] })],
  };

  expect(read(body)).toBe('unpaid');
  expect(orderOf(body, 'created')).toMatchObject({ stage: 'closed', total: '100' });
});

test.each([
  [
    'all of it returned or removed: nothing else would be paid',
    '100',
    ['outstanding'],
    {
      ...placed('100.00', '0.00'),
      ...lines(line(1, '100.00', 0)),
      refunds: [bodyRefund({ lines: [line(1, '100.00')] })],
    },
  ],
  [
    'a line removed',
    '80',
    ['outstanding'],
    { ...placed('100.00', '80.00'), ...lines(A, B), refunds: [bodyRefund({ lines: [B] })] },
  ],
  [
    'nothing taken out',
    '100',
    undefined,
    {
      ...placed('100.00', '80.00'),
      ...BACK,
      ...lines(A, B),
      refunds: [bodyRefund({ lines: [B], paid: '20.00' })],
    },
  ],
])('without total_outstanding, %s: due %s', (_, total, oddFigures, body) => {
  const order = orderOf({ ...body, total_outstanding: undefined });

  expect([order.total, order.oddFigures]).toEqual([total, oddFigures]);
});

test('an exchange in another currency is counted', () => {
  const order = orderOf({
    ...placed('80.00', '30.00'),
    ...BACK,
    ...exchange,
    presentment_currency: 'EUR',
    ...lines(line(1, '50.00', 0), line(2, '30.00')),
    refunds: [bodyRefund({ lines: [line(1, '50.00')], paid: '18.00', currency: 'EUR' })],
  });

  expect([order.total, order.oddFigures]).toEqual(['80', ['currency-of-refund']]);
});

test('a refund that was pending once is listed with what its adjustments come to', () => {
  const order = orderOf({
    ...placed('115.00', '100.00'),
    ...BACK,
    presentment_currency: 'EUR',
    ...lines(line(1, '100.00')),
    total_shipping_price_set: { shop_money: { amount: '15.00' } },
    shipping_lines: [{ price: '15.00' }],
    refunds: [
      bodyRefund({
        paid: '13.80',
        currency: 'EUR',
        more: {
          refund_shipping_lines: [{ subtotal_amount_set: { shop_money: { amount: '15.00' } } }],
          ...adjustedBy(['15.00', 'Refund discrepancy'], ['-15.00', PENDING]),
        },
      }),
    ],
  });

  expect(order).toMatchObject({ total: '115', refunds: [{ amount: '15' }] });
});

test.each([
  ['whose debt paid for another line', ['Item 1', 'Item 3'], '0.00', lines(A, B, line(3, '20.00'))],
  ['that the shop still owes', ['Item 1', 'Item 2'], '-20.00', lines(A, B, line(3, '20.00', 0))],
])('the lines of an order with a failed refund %s', (_, titles, total_outstanding, body) => {
  const removed = titles.includes('Item 3') ? [] : [bodyRefund({ id: 2, lines: [line(3, '20.00')] })];
  const order = orderOf({
    ...placed('120.00', removed.length === 0 ? '100.00' : '80.00'),
    total_outstanding,
    ...body,
    refunds: [bodyRefund({ lines: [B], paid: '20.00', status: 'failure' }), ...removed],
  });

  expect(order).toMatchObject({ total: '100', orderDiscount: '0' });
  expect(order.items.map(({ title }) => title)).toEqual(titles);
});
