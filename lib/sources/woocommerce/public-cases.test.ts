import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { findMoneyMismatch } from '../../dfinery/money-mismatch.ts';
import { toItem } from '../../dfinery/to-items.ts';
import type { MappingSettings } from '../../model/connection.ts';
import { parseExactJson } from '../../model/exact-json.ts';
import type { BareOrderReading } from '../source.ts';
import { woocommerce } from './source.ts';

/** What shops reported in public, or delivered to us, each as the smallest change of one order. */
type Json = Readonly<Record<string, unknown>>;

const line = {
  id: 1,
  name: 'Mug',
  product_id: 10,
  variation_id: 0,
  quantity: 1,
  subtotal: '20.00',
  subtotal_tax: '0.00',
  total: '20.00',
  total_tax: '0.00',
  sku: 'MUG',
  price: 20,
};

const paid = {
  id: 900,
  parent_id: 0,
  status: 'processing',
  currency: 'USD',
  prices_include_tax: false,
  date_created_gmt: '2026-11-20T01:00:00',
  date_modified_gmt: '2026-11-20T01:05:00',
  date_paid_gmt: '2026-11-20T01:01:00',
  shipping_total: '0.00',
  shipping_tax: '0.00',
  total: '20.00',
  total_tax: '0.00',
  customer_id: 7,
  billing: { email: 'buyer@example.com', phone: '', country: 'US' },
  payment_method: 'stripe',
  transaction_id: 'ch_1',
  created_via: 'checkout',
  number: '900',
  line_items: [line],
  fee_lines: [],
  coupon_lines: [],
  refunds: [],
};

function read(change: Json, settings: Partial<MappingSettings> = {}): BareOrderReading {
  const body = parseExactJson(JSON.stringify({ ...paid, ...change }));
  return woocommerce.readOrder(body, {
    ...mappingSettings({ source: 'woocommerce', shop: 'main' }),
    ...settings,
  });
}

function orderOf(change: Json, settings: Partial<MappingSettings> = {}) {
  const reading = read(change, settings);
  if (reading.kind !== 'order') throw new Error(reading.reason);
  return reading.order;
}

describe('parts of another order', () => {
  test('a cart of two vendors counts once (getdokan/dokan#2318)', () => {
    const part = { parent_id: 147, created_via: 'dokan' };
    const orders = [
      { id: 147, total: '46.00', line_items: [{ ...line, subtotal: '46.00', total: '46.00' }] },
      { ...part, id: 148, total: '26.00' },
      { ...part, id: 149 },
    ];

    expect(orders.map((order) => read(order))).toMatchObject([
      { kind: 'order', order: { id: '147', total: '46' } },
      { kind: 'ignored', reason: 'sub-order' },
      { kind: 'ignored', reason: 'sub-order' },
    ]);
  });

  test('nor does a part count for its refunds: Dokan refunds the order too', () => {
    const refunds = [{ id: 151, total: '-20.00' }];

    expect(read({ id: 148, parent_id: 147, created_via: 'dokan', refunds })).toEqual({
      kind: 'ignored',
      reason: 'sub-order',
    });
  });

  test('a return that pgall books as an order is none', () => {
    const body = { id: 142, parent_id: 141, created_via: '', billing: { email: '' } };

    expect(read(body, { purchaseOn: 'created' })).toEqual({ kind: 'ignored', reason: 'sub-order' });
  });

  test('a part is ignored before anything else of it is read', () => {
    expect(read({ parent_id: '147', status: 'draft', total: null })).toMatchObject({ reason: 'sub-order' });
  });

  test('an instalment of WooCommerce Deposits is a purchase, dated by its payment', () => {
    const body = { parent_id: 899, created_via: 'wc_deposits', date_created_gmt: '2027-03-20T01:00:00' };

    expect(orderOf(body)).toMatchObject({
      stage: 'paid',
      total: '20',
      placedAt: '2026-11-20T01:01:00.000Z',
    });
    // One that counts before it is paid is dated by its last change.
    const unpaid = { ...body, status: 'scheduled-payment', date_paid_gmt: null };
    expect(orderOf(unpaid, { purchaseOn: 'created' }).placedAt).toBe('2026-11-20T01:05:00.000Z');
  });
});

describe('nothing was paid', () => {
  const cod = { payment_method: 'cod', transaction_id: '', date_paid_gmt: null };

  test('cash on delivery is promised, then refused (woocommerce#38548)', () => {
    expect(orderOf(cod)).toMatchObject({ stage: 'promised', total: '20' });
    expect(orderOf({ ...cod, status: 'cancelled' })).toMatchObject({
      stage: 'closed',
      total: '20',
      changedAt: '2026-11-20T01:05:00.000Z',
    });
    expect(orderOf({ ...cod, status: 'failed' }).stage).toBe('closed');
    expect(orderOf({ ...paid, payment_method: 'cod', status: 'completed' }).stage).toBe('paid');
  });

  test('authorised and rejected by the shop (woocommerce#61924)', () => {
    const body = {
      status: 'refunded',
      date_paid_gmt: null,
      refunds: [{ id: 901, reason: '', total: '-20.00' }],
    };

    expect(orderOf(body).stage).toBe('closed');
  });

  test('a virtual account that waits for its money', () => {
    const body = { ...cod, status: 'awaiting-vbank', payment_method: 'iamport_vbank' };

    expect(read(body)).toEqual({ kind: 'ignored', reason: 'unpaid' });
  });

  test('a payment that was lost later is no purchase, and its refunds count', () => {
    expect(orderOf({ status: 'failed', refunds: [{ id: 901, total: '-5.00' }] })).toMatchObject({
      stage: 'refunds-only',
      refunds: [{ id: '901', amount: '5' }],
    });
  });
});

describe('an odd figure does not cost the order', () => {
  const credit = { ...line, name: '적립금 사용', product_id: 0, subtotal: '-5.00', total: '-5.00' };

  /** Name, change, then total, delivery, order discount, fees, and the item ids and prices. */
  test.each([
    [
      'a line of negative value (woocommerce#25037)',
      { total: '15.00', line_items: [line, credit] },
      ['15', '0', '5', '0'],
      [['10', 20]],
    ],
    [
      'negative delivery (woocommerce#24997)',
      { total: '18.00', shipping_total: '-2.00' },
      ['18', '0', '2', '0'],
      [['10', 20]],
    ],
    [
      'negative delivery with its tax',
      { total: '17.60', shipping_total: '-2.00', shipping_tax: '-0.40', prices_include_tax: true },
      ['17.6', '0', '2.4', '0'],
      [['10', 20]],
    ],
    [
      'fees alone (woocommerce_fusion#190)',
      { line_items: [], fee_lines: [{ name: 'Invoice 12', total: '20.00', total_tax: '0.00' }] },
      ['20', '0', '0', '0'],
      [['custom:Invoice 12', 20]],
    ],
    [
      'fees alone, one of them a discount, with tax',
      {
        prices_include_tax: true,
        line_items: [],
        fee_lines: [
          { name: 'Invoice 12', total: '20.00', total_tax: '4.00' },
          { total: '-4.00', total_tax: '0.00' },
        ],
      },
      ['20', '0', '4', '0'],
      [['custom:Invoice 12', 24]],
    ],
    [
      'lists that PHP made objects of (woocommerce#14184)',
      { total: '40.00', line_items: { '1': line, '3': line }, fee_lines: {}, refunds: {} },
      ['40', '0', '0', '0'],
      [
        ['10', 20],
        ['10', 20],
      ],
    ],
    [
      'lists that are null',
      { billing: null, fee_lines: null, coupon_lines: null, refunds: null, gift_cards: null },
      ['20', '0', '0', '0'],
      [['10', 20]],
    ],
    ['tax below zero', { total: '19.00', total_tax: '-1.00' }, ['19', '0', '0', '0'], [['10', 20]]],
    [
      'a negative fee that is a wallet (woo-wallet#21)',
      { total: '12.00', fee_lines: [{ name: 'Via wallet', total: '-8.00', total_tax: '0.00' }] },
      ['12', '0', '8', '0'],
      [['10', 20]],
    ],
    [
      'a trial of 0.00 (woocommerce-payments#6610)',
      { total: '0.00', line_items: [{ ...line, subtotal: '0.00', total: '0.00' }] },
      ['0', '0', '0', '0'],
      [['10', 0]],
    ],
  ])('%s', (_, change, figures, items) => {
    const order = orderOf(change);
    const { total, deliveryCharge, orderDiscount, fees } = order;

    expect([total, deliveryCharge, orderDiscount, fees]).toEqual(figures);
    expect(
      order.items
        .map((item) => toItem(item, { itemId: 'product-id', itemProperties: {} }))
        .map(({ df_item_id, df_price }) => [df_item_id, df_price]),
    ).toEqual(items);
    expect(findMoneyMismatch(order)).toBeUndefined();
    expect(order).not.toHaveProperty('oddFigures');
  });

  test.each([
    ['SKU', { name: '' }, 'MUG'],
    ['product', { name: ' ', sku: '' }, 'product 10'],
    ['place', { name: null, sku: null, product_id: 0 }, 'item'],
  ])('a product without a title is named after its %s', (_, change, title) => {
    expect(orderOf({ line_items: [{ ...line, ...change }] }).items).toMatchObject([{ title }]);
  });

  test.each([
    ['line', { line_items: [line, { ...line, total: 'free' }] }],
    ['line', { line_items: [line, { ...line, quantity: -1 }] }],
    ['fee', { fee_lines: [{ name: 'Gift wrap' }] }],
    ['coupon', { coupon_lines: ['WELCOME'] }],
    ['refund', { refunds: [{ id: 901 }] }],
    ['gift-card', { gift_cards: [{ code: 'GIFT' }] }],
    ['tax', { total_tax: 'none' }],
    ['delivery', { shipping_total: 'free' }],
    ['delivery', { shipping_tax: 'free' }],
    ['currency', { currency: '' }],
    ['currency', { currency: 'won' }],
    ['changed-at', { date_modified_gmt: 'today' }],
  ])('a %s that cannot be read is set aside: %o', (reason, change) => {
    expect(orderOf(change)).toMatchObject({ total: '20', oddFigures: [reason], items: [{ title: 'Mug' }] });
  });

  test('an order without a currency has that of none', () => {
    expect(orderOf({ currency: '' }).currency).toBe('XXX');
  });

  test('text in the place of a buyer costs only that', () => {
    expect(orderOf({ billing: { email: ['a'], phone: '+12135550142' } }).customer).toEqual({
      id: '7',
      emails: [],
      phones: [{ number: '+12135550142', country: undefined }],
    });
  });
});

describe('quantities of plug-ins (woocommerce#52198)', () => {
  test.each([
    ['2.00', '40.00', [2, '20'], undefined],
    [0.1 + 0.2, '6.00', [1, '6'], 1],
  ])('%s', (quantity, total, [units, price] = [], fractional) => {
    const order = orderOf({ total, line_items: [{ ...line, quantity, subtotal: total, total }] });

    expect(order.items).toMatchObject([{ quantity: units, unitPrice: price }]);
    expect(order.fractionalQuantities).toBe(fractional);
  });
});

describe('store credit of Smart Coupons (woocommerce-paypal-payments#4429)', () => {
  const afterTax = {
    currency: 'EUR',
    prices_include_tax: true,
    shipping_total: '4.62',
    shipping_tax: '0.88',
    total: '12.00',
    total_tax: '9.90',
    line_items: [{ ...line, subtotal: '47.48', subtotal_tax: '9.02', total: '47.48', total_tax: '9.02' }],
    coupon_lines: [
      { code: 'credit50', discount: '50.00', discount_tax: '0.00', discount_type: 'smart_coupon' },
    ],
  };

  test('is a payment if it was taken off after tax', () => {
    const order = orderOf(afterTax);

    expect(order).toMatchObject({
      total: '62',
      paidWithCredit: '50',
      orderDiscount: '0',
      paymentMethods: ['stripe', 'store_credit'],
      due: [
        { term: 'total', amount: '12', from: 'total' },
        { term: 'store credit', amount: '50', from: 'coupon_lines[].discount' },
      ],
    });
    expect(findMoneyMismatch(order)).toBeUndefined();
  });

  test.each([
    ['another coupon', { coupon_lines: [{ ...afterTax.coupon_lines[0], discount_type: 'fixed_cart' }] }],
    ['another sum', { coupon_lines: [{ ...afterTax.coupon_lines[0], discount: '49.00' }] }],
    ['no coupon', { coupon_lines: [] }],
  ])('but not if what is missing is of %s', (_, change) => {
    expect(orderOf({ ...afterTax, ...change })).toMatchObject({ total: '12', paidWithCredit: undefined });
  });

  test('is a discount if it was taken off before tax, as the lines show', () => {
    const body = {
      total: '5.00',
      line_items: [{ ...line, total: '5.00' }],
      coupon_lines: [{ code: 'c', discount: '15.00', discount_tax: '0', discount_type: 'smart_coupon' }],
    };

    expect(orderOf(body)).toMatchObject({ total: '5', totalDiscount: '15', paidWithCredit: undefined });
  });
});

describe('paid back', () => {
  test('a buyer cancelled a paid order at pgall, and the card payment with it', () => {
    const meta_data = [
      { id: 1, key: '_pafw_order_cancelled', value: 'yes' },
      { id: 2, key: '_pafw_cancel_date', value: '2026-11-20 10:05:00' },
    ];

    expect(orderOf({ status: 'cancelled', meta_data })).toMatchObject({
      stage: 'paid',
      refunds: [
        { id: 'rest', amount: '20', refundedAt: '2026-11-20T01:05:00.000Z', items: [{ title: 'Mug' }] },
      ],
    });
    expect(orderOf({ status: 'cancelled' })).not.toHaveProperty('refunds');
  });

  test('a refund of −0.00 with the status refunded is all of it (woocommerce#39215)', () => {
    const body = { status: 'refunded', refunds: [{ id: 901, reason: '', total: '-0.00' }] };

    expect(orderOf(body).refunds).toMatchObject([{ id: '901', amount: '20' }]);
  });

  test('a request of a refund is none yet', () => {
    expect(orderOf({ status: 'refund-request' })).toMatchObject({ stage: 'paid' });
    expect(orderOf({ status: 'refund-request' })).not.toHaveProperty('refunds');
  });

  test('a deleted refund delivers an error: the order is no more (woocommerce#68698)', () => {
    const body = {
      code: 'woocommerce_rest_shop_order_invalid_id',
      message: 'Invalid ID.',
      data: { status: 404 },
    };

    expect(woocommerce.readOrder(body, mappingSettings())).toEqual({ kind: 'ignored', reason: 'deleted' });
  });
});

test('an order in a currency finer than the shop shows does not add up (woocommerce#47407)', () => {
  const body = {
    shipping_total: '8',
    shipping_tax: '0',
    total: '73',
    total_tax: '6',
    line_items: [{ ...line, quantity: 3, subtotal: '60', subtotal_tax: '5', total: '60', total_tax: '5' }],
  };

  expect(findMoneyMismatch(orderOf(body))).toEqual({ expected: '74', found: '73' });
});
