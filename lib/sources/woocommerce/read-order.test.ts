import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mappingSettings } from '../../../test/support/builders/a-connection.ts';
import { fixture } from '../../../test/support/reading/fixtures.ts';
import { recordedDeliveries } from '../../../test/support/reading/recorded-deliveries.ts';
import { findMoneyMismatch } from '../../dfinery/money-mismatch.ts';
import type { MappingSettings } from '../../model/connection.ts';
import { PayloadError } from '../../model/errors.ts';
import { parseExactJson } from '../../model/exact-json.ts';
import type { Order } from '../../model/order.ts';
import type { OrderReading } from '../source.ts';
import { woocommerce } from './source.ts';

const settings = mappingSettings({ source: 'woocommerce', shop: 'main' });

function read(body: unknown, changed: Partial<MappingSettings> = {}): OrderReading {
  return woocommerce.readOrder(body, { ...settings, ...changed });
}

const bodyOf = (name: string) => parseExactJson(fixture(woocommerce, name).rawBody.toString());

function orderOf(name: string, changed: Partial<MappingSettings> = { purchaseOn: 'created' }): Order {
  const reading = read(bodyOf(name), changed);
  if (reading.kind !== 'order') throw new Error(`${name} is no order but ${reading.kind}`);
  return reading.order;
}

/** Computed by hand from each fixture; the golden files hold the rest. */
describe('figures of an order', () => {
  test.each([
    // name, total, delivery, order discount, total discount, tax, fees
    ['order.updated.usd-coupon-percent', '104.35', '7.5', '0', '9.72', '9.37', '0'],
    // 7.50 + 1.42 delivery; fees 1.00 + 0.19; a negative fee of 2.00 + 0.30; 3.00 + 2.00 off the lines
    ['order.created.store-eur-incl-fixed-fee', '58.49', '8.92', '2.3', '7.3', '7.71', '1.19'],
    // fees 3.50 + 1.11, and -4.25; 9.75 + 3.25 off the lines
    ['order.updated.bank-transfer', '92.98', '7.5', '4.25', '17.25', '8.25', '4.61'],
    ['order.updated.krw', '45333', '3300', '0', '0', '4121', '0'],
    ['order.updated.krw-three-decimals', '35737', '9', '0', '6305', '3249', '0'],
    ['order.updated.kwd', '13.395', '7.5', '0', '2.345', '1.203', '0'],
    ['order.updated.refunded-in-part', '92.44', '7.5', '0', '0', '8.3', '2'],
    ['order.updated.line-removed', '74.8', '7.5', '0', '6.72', '6.72', '0'],
    ['order.updated.gift-cards', '28', '10', '0', '0', '0', '0'],
    ['order.updated.gift-card-only', '28', '10', '0', '0', '0', '0'],
    ['order.updated.fractional-quantity', '62.48', '0', '0', '5', '0', '0'],
    ['order.updated.krw-guest', '25000', '3000', '0', '0', '2273', '0'],
    ['order.updated.v1-paid', '35.7', '0', '0', '0', '5.7', '0'],
  ])('%s', (name, ...figures) => {
    const { total, deliveryCharge, orderDiscount, totalDiscount, tax, fees } = orderOf(name);

    expect([total, deliveryCharge, orderDiscount, totalDiscount, tax, fees]).toEqual(figures);
  });
});

describe('lines of an order', () => {
  test.each([
    // name, [quantity, unit price, line price, line discount, unit discount] of each line
    [
      'order.updated.usd-coupon-percent',
      [3, '19.99', '59.97', '5.99', '1.996667'],
      [1, '7.33', '7.33', '0.73', '0.73'],
      [1, '29.9', '29.9', '3', '3'],
    ],
    // with their tax: 30.00 + 5.70 and 27.48 + 5.22; 18.67 + 1.31 and 16.80 + 1.18
    ['order.created.store-eur-incl-fixed-fee', [3, '11.9', '35.7', '3', '1'], [2, '9.99', '19.98', '2', '1']],
    [
      'order.updated.usd-odd-quantities',
      [3, '3.333333', '10', '0', '0'],
      [7, '7.332857', '51.33', '0', '0'],
      [1, '49', '49', '0', '0'],
      [3, '10', '30', '0', '0'],
    ],
    // 35181.818 + 3518.182 and 29903.636 + 2990.364; 3030 + 303 and 2576.364 + 257.636
    [
      'order.updated.krw-three-decimals',
      [3, '12900', '38700', '5806', '1935.333333'],
      [1, '3333', '3333', '499', '499'],
    ],
    [
      'order.updated.fractional-quantity',
      [1, '49.98', '49.98', '5', '5'],
      [1, '7.5', '7.5', '0', '0'],
      [3, '3.333333', '10', '0', '0'],
    ],
    [
      'order.updated.bundle',
      [1, '59', '59', '0', '0'],
      [1, '16.2', '16.2', '0', '0'],
      [2, '0', '0', '0', '0'],
    ],
    [
      'order.updated.composite',
      [1, '0', '0', '0', '0'],
      [1, '30', '30', '3', '3'],
      [4, '3.125', '12.5', '1.25', '0.3125'],
    ],
    ['order.updated.price-raised', [1, '25', '25', '0', '0']],
    ['order.updated.other-types', [2, '18', '36', '0', '0']],
    // The line of quantity 0 is left out.
    ['order.updated.line-without-product', [3, '3.333333', '10', '0', '0'], [1, '18', '18', '0', '0']],
  ])('%s', (name, ...lines) => {
    const { items } = orderOf(name);

    expect(
      items.map((item) => [
        item.quantity,
        item.unitPrice,
        item.linePrice,
        item.lineDiscount,
        item.unitDiscount,
      ]),
    ).toEqual(lines);
  });

  test('the noisy `price` is never read', () => {
    const body = bodyOf('order.updated.usd-coupon-percent') as { line_items: object[] };
    const lines = body.line_items.map((line) => ({ ...line, price: { any: ['thing'] } }));

    expect(read({ ...body, line_items: lines })).toEqual(read(body));
  });

  test('have product, variation and SKU, and the shop’s own name', () => {
    const [, hoodie] = orderOf('order.updated.usd-registered').items;
    const [engraving] = orderOf('order.updated.line-without-product').items;
    const [tea] = orderOf('order.updated.krw-guest').items;

    expect(hoodie).toMatchObject({
      productId: '24',
      variantId: '25',
      sku: 'HOOD-M-RED',
      title: 'Hoodie — "Zip & Hood" 후드 - M, 빨강',
    });
    expect(engraving).toMatchObject({ productId: undefined, variantId: undefined, sku: undefined });
    expect(tea?.title).toBe('유자차 🍊 <b>선물</b> &amp; 카드');
  });

  test('fractional quantities, and only those, are counted', () => {
    expect(orderOf('order.updated.fractional-quantity').fractionalQuantities).toBe(2);
    expect(orderOf('order.updated.bundle')).not.toHaveProperty('fractionalQuantities');
  });
});

describe('buyer, time and payment', () => {
  test.each([['plugin-7'], ['007'], [-7]])(
    'the customer’s id %j is none: only a number is one',
    (customer_id) => {
      const body = { ...(bodyOf('order.updated.usd-registered') as object), customer_id };
      const reading = read(body, { purchaseOn: 'created' });
      expect(reading.kind === 'order' && reading.order.customer.id).toBeUndefined();
    },
  );

  test('a guest has no id; phone and country are from billing, never from shipping', () => {
    expect(orderOf('order.updated.krw-guest').customer).toEqual({
      id: undefined,
      emails: ['Gildong.Sample@Example.com '],
      phones: [{ number: '010-2345-6789', country: 'KR' }],
    });
    expect(orderOf('order.updated.usd-registered').customer.id).toBe('2');
  });

  test('the time is UTC, in version 1 too', () => {
    expect(orderOf('order.updated.krw-guest').placedAt).toBe('2026-11-20T05:05:10.000Z');
    expect(orderOf('order.updated.v1-paid').placedAt).toBe('2026-11-20T05:05:10.000Z');
    // The shop is nine hours ahead.
    expect(orderOf('order.updated.v1-pending').placedAt).toBe('2026-11-23T05:11:43.000Z');
  });

  test('a gift card comes after the other payment methods', () => {
    expect(orderOf('order.updated.gift-cards')).toMatchObject({
      paymentMethods: ['stripe', 'gift_card'],
      paidWithCredit: '24',
    });
    expect(orderOf('order.updated.gift-card-only')).toMatchObject({
      paymentMethods: ['gift_card'],
      paidWithCredit: '28',
    });
    expect(orderOf('order.updated.krw').paidWithCredit).toBeUndefined();
  });

  test('number, coupons and origin', () => {
    expect(orderOf('order.updated.bank-transfer')).toMatchObject({
      source: 'woocommerce',
      shop: 'main',
      couponCodes: ['fix5', 'prod2'],
      sourceName: 'store-api',
      paymentMethods: ['bacs'],
    });
    expect(orderOf('order.updated.other-types')).toMatchObject({ id: '9116', name: '9116' });
  });
});

describe('the state of an order', () => {
  test.each([
    ['order.created.pending', {}, 'unpaid'],
    ['order.created.pending', { purchaseOn: 'authorized' }, 'unpaid'],
    ['order.updated.bank-transfer', { purchaseOn: 'authorized' }, 'unpaid'],
    ['order.updated.checkout-draft', { purchaseOn: 'created' }, 'draft'],
    ['order.created.auto-draft', { purchaseOn: 'created' }, 'draft'],
  ] as const)('%s with %o: %s', (name, changed, reason) => {
    expect(read(bodyOf(name), changed)).toEqual({ kind: 'ignored', reason });
  });

  test.each([
    ['order.updated.authorized', { purchaseOn: 'authorized' }],
    ['order.updated.bank-transfer', { purchaseOn: 'created' }],
    ['order.created.pending', { purchaseOn: 'created' }],
  ] as const)('%s is a purchase with %o', (name, changed) => {
    expect(read(bodyOf(name), changed).kind).toBe('order');
  });

  test.each([
    ['order.updated.usd-registered', {}, 'paid'],
    ['order.created.store-eur-incl-fixed-fee', {}, 'promised'],
    ['order.updated.authorized', { purchaseOn: 'authorized' }, 'promised'],
    ['order.updated.failed', {}, 'closed'],
    ['order.updated.cancelled-unpaid', {}, 'closed'],
    ['order.updated.cancelled-after-paid', {}, 'paid'],
    ['order.updated.trashed', {}, 'refunds-only'],
  ] as const)('the stage of %s with %o is %s', (name, changed, stage) => {
    expect(orderOf(name, changed).stage).toBe(stage);
  });

  test('the time of the last change is that of its present state', () => {
    expect(orderOf('order.updated.cancelled-unpaid').changedAt).toBe(
      `${(bodyOf('order.updated.cancelled-unpaid') as { date_modified_gmt: string }).date_modified_gmt}.000Z`,
    );
  });

  test.each(['refunds-only', 'closed'])('an order that is %s needs no lines', (stage) => {
    const date = stage === 'closed' ? null : '2026-11-20T05:06:00';
    const state = { status: 'failed', date_paid_gmt: date, date_paid: date };
    const body = { ...(bodyOf('order.updated.bundle') as object), ...state, line_items: [7] };

    expect(read(body)).toMatchObject({ kind: 'order', order: { stage, items: [], oddFigures: ['line'] } });
  });

  test('an order of no interest is ignored even if the rest of it is unreadable', () => {
    expect(read({ id: 7, status: 'checkout-draft', line_items: 7, date_paid: [] })).toEqual({
      kind: 'ignored',
      reason: 'draft',
    });
  });
});

describe('an unreadable order', () => {
  test.each([
    [
      'woocommerce_rest_cannot_view',
      'an error in place of the order: the user who made the webhook may not read orders',
    ],
    [
      'woocommerce_rest_invalid_shop_order_id',
      'an error in place of the order: the webhook needs version 3 of the API',
    ],
    ['constructor', 'an error in place of the order'],
  ])('an error object in place of the order: %s', (code, message) => {
    const error = catchPayloadError({ code, message: 'Sorry.', data: { status: 403 } });

    expect(error.issues).toEqual([{ path: 'code', message }]);
  });

  test('reports every wrong path, and no value', () => {
    const paths = (body: unknown) => catchPayloadError(body).issues.map(({ path }) => path);
    const unreadable = bodyOf('order.updated.unreadable') as object;

    expect(paths(unreadable)).toEqual(['total']);
    const line_items = [
      { quantity: 1, total: 'ten' },
      { quantity: 'two', total: '1.00' },
      { quantity: -1, total: '1' },
    ];
    expect(paths({ ...(bodyOf('order.updated.bundle') as object), line_items })).toEqual([
      'line_items.0.total',
      'line_items.1.quantity',
      'line_items',
    ]);
  });

  test.each([
    ['id', 0],
    ['id', null],
    ['id', '../../x'],
    ['status', null],
    ['date_created_gmt', '2026-11-20T05:05:10+09:00'],
    ['date_created_gmt', '2026-13-45T05:05:10'],
    ['date_created_gmt', null],
    ['total', '-1.00'],
    ['total', '1e3'],
    ['prices_include_tax', 'yes'],
    ['line_items', null],
    ['line_items', 'none'],
  ])('%s = %j is refused under its path', (key, value) => {
    const error = catchPayloadError({ ...(bodyOf('order.updated.bundle') as object), [key]: value });

    expect(error.issues.map(({ path }) => path)).toEqual([key]);
  });

  test('any body reads as an order, is ignored, or is refused', () => {
    const whole = bodyOf('order.updated.fractional-quantity') as { line_items: Record<string, unknown>[] };
    const [line = {}] = whole.line_items;
    const keys = [...Object.keys(whole), ...Object.keys(line).map((key) => `line.${key}`)];

    fc.assert(
      fc.property(fc.constantFrom('all', ...keys), fc.jsonValue(), (key, value) => {
        const changed = { ...line, [key.replace('line.', '')]: value };
        const order = key.startsWith('line.')
          ? { ...whole, line_items: [changed] }
          : { ...whole, [key]: value };

        expect(['order', 'ignored', 'refused']).toContain(kindOf(key === 'all' ? value : order));
      }),
    );
  });
});

describe('recorded orders', () => {
  const orders = recordedDeliveries()
    .map(({ name, rawBody }) => ({ name, body: rawBody.toString() }))
    .filter(({ body }) => body.includes('"line_items":[{'))
    .map(({ name, body }) => ({ name, body: JSON.parse(body) as Record<string, unknown> }));

  test('each adds up, except for one that the shop rounded differently', () => {
    const mismatches = orders.flatMap(({ name, body }) => {
      // The figures are those of an order in any state.
      const reading = read({ ...body, status: 'processing' });
      if (reading.kind !== 'order') throw new Error(name);
      expect(reading.order.total, name).toBe(String(Number(body['total'])));
      const mismatch = findMoneyMismatch(reading.order);
      return mismatch === undefined ? [] : [{ name, ...mismatch }];
    });

    expect(orders.length).toBeGreaterThan(180);
    expect(mismatches).toEqual([
      { name: 'order.updated--eur-round-at-subtotal', expected: '108.09', found: '108.1' },
    ]);
  });
});

function kindOf(body: unknown): string {
  try {
    return read(body).kind;
  } catch (error) {
    if (error instanceof PayloadError) return 'refused';
    throw error;
  }
}

function catchPayloadError(body: unknown): PayloadError {
  try {
    read(body);
  } catch (error) {
    if (error instanceof PayloadError) return error;
    throw error;
  }
  throw new Error('Nothing was thrown');
}
