import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { toOrder as fromMedusa } from '../docs/examples/medusa/lib/to-order.ts';
import { toOrder as fromVendure } from '../docs/examples/vendure/to-order.ts';
import { findMoneyMismatch } from '../lib/dfinery/money-mismatch.ts';
import { OrderSchema } from '../lib/sources/standard-webhooks/schema.ts';
import { toOrder } from '../lib/sources/standard-webhooks/to-order.ts';
import { aMedusaOrder, aMedusaPayment } from './support/builders/a-medusa-order.ts';
import { aVendureOrder } from './support/builders/a-vendure-order.ts';

const schema = JSON.parse(
  readFileSync(new URL('../docs/schemas/order.v1.json', import.meta.url), 'utf8'),
) as object;
const isValid = new Ajv().compile(schema);

/** Returns the order as it is sent. It has to fit the published schema, and its figures have to add up. */
function sent(order: unknown): Record<string, unknown> {
  const body = JSON.parse(JSON.stringify(order)) as Record<string, unknown>;
  expect(isValid(body), JSON.stringify(isValid.errors)).toBe(true);
  const read = toOrder(v.parse(OrderSchema, body), { stage: 'paid', shop: 'shop' });
  expect(findMoneyMismatch(read)).toBeUndefined();
  return body;
}

describe('The recipe for Medusa', () => {
  const medusa = (changes: Parameters<typeof aMedusaOrder>[0] = {}) =>
    sent(fromMedusa(aMedusaOrder(changes)));
  const refund = { id: 'ref_1', amount: 11.9, created_at: '2026-11-26T09:00:00.000Z' };

  test('tells prices with tax, discounts without, delivery and a gift card to the cent', () => {
    // 23.80 − 2.00 × 1.19 + 29.75 + 4.76 − 1.19 = 54.74, with a tax of 3.42 + 4.75 + 0.57.
    expect(medusa()).toEqual({
      id: 'order_01K1GEZ6Y1V9651AJNYG1WV3TC',
      number: 731,
      placed_at: '2026-11-24T05:05:10.000Z',
      payment_status: 'paid',
      currency: 'EUR',
      total: '54.74',
      items: [
        {
          product_id: 'prod_cup',
          variant_id: 'variant_cup_m',
          sku: 'CUP-M',
          name: '청자 찻잔 🍵',
          variant_name: 'M',
          quantity: 2,
          unit_price: '11.9',
          discount: '2.38',
        },
        {
          product_id: 'prod_pot',
          variant_id: 'variant_pot',
          sku: null,
          name: 'Teapot',
          quantity: 1,
          unit_price: '29.75',
          discount: '0',
        },
      ],
      customer: { email: 'jisoo.kim@example.com', phone: '030 901820', country: 'DE' },
      delivery_charge: '3.57',
      order_discount: '0',
      fees: '0',
      tax: '8.74',
      taxes_included: true,
      payment_methods: ['pp_stripe_stripe', 'gift_card'],
      coupon_codes: ['AUTUMN', 'SHIP'],
      refunds: [],
      paid_with_credit: '10',
    });
  });

  test('rounds what Medusa does not, so that a currency without decimals has none', () => {
    // 29700 − 3333.333 + 10 % of it = 29003.3337, and 3000 + 300: 32303. Rounded alone: 29700 − 3333 + 3000 + 2937 = 32304.
    const item = aMedusaOrder().items[0];
    if (item === undefined) throw new Error('no item');
    const net = { is_tax_inclusive: false, tax_lines: [{ rate: 10 }] };
    const order = medusa({
      currency_code: 'krw',
      items: [{ ...item, ...net, unit_price: 9900, quantity: 3, adjustments: [{ amount: 3333.333 }] }],
      shipping_methods: [{ ...net, amount: 3000 }],
      item_total: 29003.3337,
      shipping_total: 3300,
      credit_lines: [],
    });

    expect(order).toMatchObject({
      total: '32303',
      tax: '2937',
      delivery_charge: '3000',
      order_discount: '1',
    });
    expect(order['items']).toMatchObject([{ unit_price: '9900', quantity: 3, discount: '3333' }]);
  });

  test('tells the order as bought after goods came back, and the refund beside it', () => {
    const [cup, pot] = aMedusaOrder().items;
    if (cup === undefined || pot === undefined) throw new Error('no items');
    const order = medusa({
      items: [{ ...cup, detail: { return_received_quantity: 1 } }, pot],
      item_total: 40.46,
      // A refund leaves a credit line of its own. It paid nothing.
      credit_lines: [
        { amount: 10, created_at: '2026-11-24T05:05:10.000Z' },
        { amount: 11.9, created_at: refund.created_at },
      ],
      payment_collections: [{ payments: [aMedusaPayment({ refunds: [refund] })] }],
    });

    expect(order).toMatchObject({
      payment_status: 'partially_refunded',
      total: '54.74',
      paid_with_credit: '10',
      refunds: [{ id: 'ref_1', amount: '11.9', refunded_at: '2026-11-26T09:00:00.000Z' }],
    });
  });

  test.each([
    ['pending', {}, []],
    ['authorized', {}, [aMedusaPayment({ captures: [] })]],
    ['authorized', {}, [aMedusaPayment({ captures: [{ amount: 20 }] })]],
    ['paid', {}, [aMedusaPayment({ captures: [{ amount: 20 }, { amount: 24.74 }] })]],
    ['refunded', {}, [aMedusaPayment({ refunds: [{ ...refund, amount: 44.74 }] })]],
    [
      'voided',
      { status: 'canceled', canceled_at: '2026-11-25T00:00:00.000Z' },
      [aMedusaPayment({ captures: [], canceled_at: '2026-11-25T00:00:00.000Z' })],
    ],
  ])('says %s', (status, changes, payments) => {
    expect(medusa({ ...changes, payment_collections: [{ payments }] })['payment_status']).toBe(status);
  });

  test('sends the id of customers who have an account', () => {
    expect(medusa({ customer: { id: 'cus_1', has_account: true } })['customer']).toMatchObject({
      id: 'cus_1',
    });
  });

  test('shows a figure that is missing: the total is Medusa’s own', () => {
    const order = fromMedusa(aMedusaOrder({ item_total: 61.17 }));
    const read = toOrder(v.parse(OrderSchema, order), { stage: 'paid', shop: 'shop' });

    expect(findMoneyMismatch(read)).toEqual({ expected: '54.74', found: '64.74' });
  });
});

describe('The recipe for Vendure', () => {
  type Changes = Parameters<typeof aVendureOrder>[0];
  const vendure = (changes: Changes = {}, settings?: Parameters<typeof fromVendure>[1]) =>
    sent(fromVendure(aVendureOrder(changes), settings));
  const refund = (changes: object = {}) => ({
    id: 5,
    total: 1070,
    state: 'Settled',
    updatedAt: new Date('2026-11-26T09:00:00.000Z'),
    lines: [{ orderLineId: 11, quantity: 1 }],
    ...changes,
  });
  const card = { method: 'card', amount: 7185, state: 'Settled', refunds: [] };

  test('tells prices without tax, discounts, delivery and tax to the cent', () => {
    // 29.97 − 3.00 and 32.50 − 3.25, with 5.12 and 5.56 of tax, and 4.95: 71.85.
    expect(vendure()).toEqual({
      id: '7',
      number: 'HGC6GGEXHZ31UQ9S',
      placed_at: '2026-11-24T05:05:10.000Z',
      payment_status: 'paid',
      currency: 'EUR',
      total: '71.85',
      items: [
        {
          product_id: '1',
          variant_id: '101',
          sku: 'CUP',
          name: 'Cup',
          quantity: 3,
          unit_price: '9.99',
          discount: '3',
        },
        {
          product_id: '2',
          variant_id: '102',
          sku: 'POT',
          name: 'Teapot',
          quantity: 1,
          unit_price: '32.5',
          discount: '3.25',
        },
      ],
      customer: { id: '3', email: 'jisoo.kim@example.com', phone: '+49 30 901820', country: 'DE' },
      delivery_charge: '4.95',
      order_discount: '0',
      fees: '0',
      tax: '10.68',
      taxes_included: false,
      payment_methods: ['card'],
      coupon_codes: ['TEN'],
      refunds: [],
      paid_with_credit: '0',
    });
  });

  test('tells prices with tax, and surcharges', () => {
    // 26.97 + 29.25 + 4.95, 1.19 for wrapping, and 2.00 off: 60.36.
    const withTax = { listPriceIncludesTax: true };
    const order = vendure({
      totalWithTax: 6036,
      lines: aVendureOrder().lines.map((line) => ({ ...line, ...withTax })),
      surcharges: [
        { listPrice: 119, taxRate: 19, ...withTax },
        { listPrice: -200, taxRate: 0, ...withTax },
      ],
      payments: [{ ...card, amount: 6036 }],
    });

    expect(order).toMatchObject({ taxes_included: true, total: '60.36', fees: '1.19', order_discount: '2' });
  });

  test('tells the order as placed after a part was cancelled, and settled refunds with their lines', () => {
    const [cup, pot] = aVendureOrder().lines;
    const [shipping] = aVendureOrder().shippingLines;
    if (cup === undefined || pot === undefined || shipping === undefined) throw new Error('no lines');
    const order = vendure({
      totalWithTax: 5620,
      lines: [{ ...cup, quantity: 2 }, pot],
      shippingLines: [{ ...shipping, adjustments: [{ adjustmentSource: 'CANCEL_ORDER', amount: -495 }] }],
      payments: [{ ...card, refunds: [refund(), refund({ id: 6, state: 'Pending' })] }],
    });

    expect(order).toMatchObject({
      payment_status: 'partially_refunded',
      total: '71.85',
      delivery_charge: '4.95',
      items: [{ quantity: 3, discount: '3' }, { quantity: 1 }],
    });
    expect(order['refunds']).toMatchObject([
      {
        id: '5',
        amount: '10.7',
        items: [{ product_id: '1', quantity: 1, unit_price: '9.99', discount: '1' }],
      },
    ]);
  });

  test('tells what is left of an order that was cancelled in part before it was paid', () => {
    // 19.98 − 2.00 and 29.25, with 3.42 and 5.56 of tax, and 4.95: 61.16.
    const [cup, pot] = aVendureOrder().lines;
    if (cup === undefined || pot === undefined) throw new Error('no lines');
    const payments = [{ ...card, amount: 6116 }];
    const order = vendure({ totalWithTax: 6116, lines: [{ ...cup, quantity: 2 }, pot], payments });

    expect(order).toMatchObject({ payment_status: 'paid', total: '61.16', items: [{ quantity: 2 }, {}] });
  });

  test.each([
    ['pending', []],
    ['authorized', [{ ...card, state: 'Authorized' }]],
    ['pending', [{ ...card, amount: 100 }]],
    ['refunded', [{ ...card, refunds: [refund({ total: 7185 })] }]],
  ])('says %s', (status, payments) => {
    expect(vendure({ payments })['payment_status']).toBe(status);
  });

  test('dates the end of a cancelled order, leaves guests without an id, and names credit', () => {
    const customer = { id: 3, emailAddress: 'guest@example.com' };
    const payments = [
      { ...card, amount: 2000, method: 'gift-card' },
      { ...card, amount: 5185 },
    ];
    const order = vendure({ customer, payments, state: 'Cancelled' }, { creditMethods: ['gift-card'] });

    expect(order).toMatchObject({
      cancelled_at: '2026-11-24T05:05:11.000Z',
      payment_methods: ['gift_card', 'card'],
      paid_with_credit: '20',
    });
    expect(order['customer']).not.toHaveProperty('id');
  });

  test('follows the decimals of the money strategy, and sends nothing before the order is placed', () => {
    expect(vendure({}, { precision: 3 })['total']).toBe('7.185');
    expect(fromVendure(aVendureOrder({ orderPlacedAt: null }))).toBeUndefined();
  });
});
